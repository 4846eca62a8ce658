"""thinkfamily rules: read, check, change and try the rules of a programme."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from thinkfamily.cli.console import output
from thinkfamily.cli.explain import table_of
from thinkfamily.core.errors import RuleError, RunFolderError
from thinkfamily.engine.page import number
from thinkfamily.programmes.adopt import adopt
from thinkfamily.programmes.difference import Difference, differences
from thinkfamily.programmes.folder import copy_rules, find_programme, rule_folder
from thinkfamily.programmes.framework import Programme, programme_names

rules = typer.Typer(no_args_is_help=True)

RULES = "A programme by name, or the folder of one of your own."


@rules.callback()
def _group() -> None:
    """Read, check, change and try the rules of a programme. Nothing here decides anything about a family.

    Example:  thinkfamily rules copy westminster_3_percent ours
    """


@rules.command()
def copy(
    name: Annotated[str, typer.Argument(help=RULES, show_default=False)],
    folder: Annotated[Path, typer.Argument(help="The folder to make.", show_default=False)],
) -> None:
    """Copy the rules of a programme into a folder of your own, to change them there.

    Example:  thinkfamily rules copy westminster_3_percent ours
    """
    copy_rules(name, folder)
    output.print(f"Written to {folder}. Next: change a value there, then", highlight=False, soft_wrap=True)
    output.print(f"  thinkfamily rules check {folder}", highlight=False, soft_wrap=True)


@rules.command()
def check(
    folder: Annotated[str, typer.Argument(help=RULES, show_default=False)],
) -> None:
    """Check the rules in a folder of your own, and run the worked examples that stand beside them in examples.yaml.

    An error names the place, what was found, what is expected and what to do. It ends with 5 if anything is amiss.

    Example:  thinkfamily rules check ./ours
    """
    from thinkfamily.engine.trial.examples import check_asked, failures, read_examples

    programme = find_programme(folder)
    check_asked(programme)
    examples = read_examples(rule_folder(folder), programme)
    failed = failures(examples, programme)
    drafts = [each.id for each in programme.criteria if each.is_draft]
    ours = [each.id for each in programme.criteria if each.values == "ours"]
    bare = [each.id for each in programme.criteria if each.id not in {example.criterion for example in examples}]
    output.print(
        Text(f"{programme.title}: {number(len(programme.criteria), 'criterion', 'criteria')}, all declared whole.")
    )
    output.print(
        Text(f"Numbers of our own in {len(ours)}. Drafts, recalled and not read: {', '.join(drafts) or 'none'}.")
    )
    output.print(
        Text(f"{number(len(examples), 'worked example')} run; {len(failed)} came out otherwise than expected.")
    )
    if bare and examples:
        output.print(Text(f"Without a worked example here: {', '.join(bare)}."))
    elif folder in programme_names():
        output.print(Text(f"Its worked examples stand in its manual: thinkfamily rules show {folder}"))
    elif bare:
        output.print(Text(f"No worked examples stand beside it: write some in {folder}/examples.yaml."))
    for failure in failed:
        output.print(Text(f"{failure.where}: {failure.found}"))
    if failed:
        raise RuleError(
            "TF-EXAMPLE-002",
            folder,
            found=f"{number(len(failed), 'worked example')} of {len(examples)} came out otherwise than expected.",
            means="The rules do not say what their examples say.",
            do="Correct the rule, or the example, until both mean the same.",
        )


@rules.command()
def show(
    name: Annotated[str, typer.Argument(help=RULES, show_default=False)],
    criterion: Annotated[
        str | None, typer.Argument(help="One of its criteria, for that alone.", show_default=False)
    ] = None,
) -> None:
    """Print the manual of a programme or of one criterion: what it means, its source, and its worked examples.

    Example:  thinkfamily rules show westminster_3_percent school_attendance
    """
    from rich.markdown import Markdown

    from thinkfamily.cli.reference.beside import manual_text

    output.print(Markdown(manual_text(name, criterion)))


@rules.command()
def diff(
    first: Annotated[str, typer.Argument(help=RULES, show_default=False)],
    second: Annotated[str, typer.Argument(help=RULES, show_default=False)],
) -> None:
    """Say in plain English what differs between two sets of rules: values, dates, sources.

    Example:  thinkfamily rules diff westminster_3_percent ./ours
    """
    was, now = find_programme(first), find_programme(second)
    _show_differences(was, now, differences(was, now))


@rules.command("try")
def try_(
    run: Annotated[Path, typer.Argument(help="A finished run folder.", show_default=False)],
    folder: Annotated[
        str, typer.Argument(help="The folder of the changed rules, or a programme's name.", show_default=False)
    ],
    against: Annotated[
        str | None,
        typer.Option(
            help="Which programme of the run to set them against. Default: the one of the same name, else the first.",
            show_default=False,
        ),
    ] = None,
    families: Annotated[
        Path | None,
        typer.Option(
            help="Write which families are counted differently, as CSV, for the operator of the run alone.",
            show_default=False,
        ),
    ] = None,
    adopt_from: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Write the changes into the folder so that they hold from this day, and the old values until then.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Try changed rules on a finished run: how many families would be counted differently, by area and group.

    Nothing of the run is changed. Counts from 1 to 4 are hidden. Opening a real run is logged in its folder.

    Example:  thinkfamily rules try run ./ours
    """
    from thinkfamily.engine.run_folder import open_run
    from thinkfamily.engine.trial import try_programme
    from thinkfamily.engine.trial.groups import groups
    from thinkfamily.engine.trial.told import nothing_changes, tables

    rules = find_programme(folder)
    opened = open_run(run, "rules try, with a list of families" if families else "rules try")
    trial = try_programme(opened, rules, against)
    _show_differences(trial.base, rules, differences(trial.base, rules))
    for note in trial.notes:
        output.print(Text(note))
    if nothing_changes(trial):
        output.print("No family would be counted differently.", highlight=False)
    else:
        for table in tables(trial, groups(opened, trial.as_at)):
            output.print(table_of(table))
        output.print(
            "Counts of families from 1 to 4 are hidden, with as many others as it takes that they cannot be worked out. A "
            "difference between groups may be a difference in what agencies record, and may be chance.",
            highlight=False,
        )
    if families is not None:
        _write_families(families, trial.changes.write_csv(), is_invented=opened.facts["is_synthetic"])
    if adopt_from is not None:
        for sentence in adopt(Path(folder), trial.base, adopt_from.date()):
            output.print(Text(f"Written: {sentence}"))


def _write_families(path: Path, text: str, *, is_invented: bool) -> None:
    """A list of real families is for the run's operator alone, from its first byte; an earlier file is not written over.

    Raises:
        RunFolderError: the file is there, or cannot be written.
    """
    try:
        mode = 0o644 if is_invented else 0o600
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise RunFolderError(
            "TF-TRIAL-002",
            str(path),
            found=f"Found that the list cannot be written: {error.strerror}.",
            means="No list of families was written.",
            do="Name a new file, in a folder that you may write to.",
        ) from None
    output.print(f"Families written to {path}: for the operator of the run.", highlight=False, soft_wrap=True)


def _show_differences(was: Programme, now: Programme, found: list[Difference]) -> None:
    title = f"What differs between {was.name} and {now.name}" if was.name != now.name else f"What differs in {now.name}"
    output.print(Text(f"{title}: {'nothing' if not found else len(found)}", style="bold"))
    where = ""
    for each in found:
        if each.where != where:
            output.print(Text(each.where, style="bold underline"))
            where = each.where
        if each.what == "criterion":
            output.print(Text(f"  {'new' if each.after else 'gone'}: {each.after or each.before}"))
        else:
            output.print(Text(f"  {each.what}"))
            output.print(Text(f"    was: {each.before or 'nothing'}"))
            output.print(Text(f"    is:  {each.after or 'nothing'}"))
