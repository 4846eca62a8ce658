"""thinkfamily cases: bring in the cases that a council works on today, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from thinkfamily.cli.console import Bars, output
from thinkfamily.cli.serve import FOLDER

cases = typer.Typer(no_args_is_help=True)
FILE = Annotated[
    Path, typer.Argument(help="A workbook (.xlsx), a zip file of CSV files, or a folder of them.", show_default=False)
]
AS = Annotated[
    str, typer.Option("--as", help="The id of the account that this is recorded as; never a name.", show_default=False)
]


@cases.callback()
def _group() -> None:
    """Bring in the cases that a council works on today: a template, a dry run, the bringing, and taking it back.

    A second person signs between the dry run and the bringing, on the site's own pages. Each step is recorded as the act of
    the account named with --as, which must hold the power.

    Example:  thinkfamily cases check cases.xlsx --as 0b8f…
    """


@cases.command()
def template(
    out: Annotated[Path, typer.Argument(help="The file to write: .xlsx, or .zip for CSV files.", show_default=False)],
    example: Annotated[bool, typer.Option(help="Fill it with one invented family.")] = False,
    folder: FOLDER = None,
) -> None:
    """Write the template, with this site's teams and programmes to choose from.

    Example:  thinkfamily cases template cases.xlsx
    """
    _start(folder)
    from thinkfamily.casework.imports import queries
    from thinkfamily.casework.imports import template as made

    words = queries.words_of_site()
    rows = made.example_rows(words) if example else None
    write = made.tables if out.suffix.lower() == ".zip" else made.workbook
    out.write_bytes(write(words, rows))
    output.print(f"The template is in {out}.", highlight=False, soft_wrap=True)


@cases.command()
def check(file: FILE, worker: AS, folder: FOLDER = None) -> None:
    """Read a file and say what would be made of it: a dry run. Nothing is brought in.

    Example:  thinkfamily cases check cases.xlsx --as 0b8f…
    """
    _start(folder)
    from thinkfamily.casework.consideration.acting import act_as
    from thinkfamily.casework.imports import actions, queries
    from thinkfamily.casework.imports.reading import read_path

    made = actions.check(read_path(file), by=act_as(worker))
    _counts(made.report, "would be made")
    for one in queries.told_of(made.report):
        column = f", {one.column}" if one.column else ""
        output.print(
            f"{one.sheet}, row {one.row}{column}: {one.found} {one.do} ({one.code})",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    if made.report["more"]:
        output.print(f"And {made.report['more']:,} more.", highlight=False)
    output.print(f"Import {made.pk}. A second person signs it on the page Bringing cases in.", soft_wrap=True)


@cases.command()
def bring(file: FILE, worker: AS, folder: FOLDER = None) -> None:
    """Bring in the very file that was checked and signed: all of it, or nothing.

    Example:  thinkfamily cases bring cases.xlsx --as 0b8f…
    """
    _start(folder)
    from thinkfamily.casework.consideration.acting import act_as
    from thinkfamily.casework.imports import actions
    from thinkfamily.casework.imports.reading import read_path

    with Bars() as bars:
        made = actions.bring(read_path(file), by=act_as(worker), begin=bars.begin, advance=bars.advance)
    _counts(made.report, "made")
    output.print(f"Import {made.pk} is brought in.", soft_wrap=True)


@cases.command("take-back")
def take_back(
    made: Annotated[str, typer.Argument(metavar="IMPORT", help="The id of the import.", show_default=False)],
    worker: AS,
    because: Annotated[str, typer.Option(help="Why; asked of the first of the two people.")] = "",
    folder: FOLDER = None,
) -> None:
    """Take a whole import back: one person asks, with a reason, and a second one does it.

    Example:  thinkfamily cases take-back 5d1c… --as 0b8f… --because "The wrong team."
    """
    _start(folder)
    from thinkfamily.casework.consideration.acting import act_as
    from thinkfamily.casework.imports import actions, queries
    from thinkfamily.casework.imports.machine import ASKED_BACK
    from thinkfamily.casework.imports.problems import no_such_import

    by = act_as(worker)
    try:
        row = queries.import_of(UUID(made))
    except ValueError:
        row = None
    if row is None:
        raise no_such_import()
    if row.state == ASKED_BACK:
        actions.answer_back(row, answer="yes", by=by)
        output.print("Everything that it made is removed.", highlight=False)
    else:
        actions.ask_back(row, because=because, by=by)
        output.print("A second person must do it: the same command, as theirs.", highlight=False)


def _counts(report: dict[str, object], made: str) -> None:
    sheets: list[dict[str, int]] = report["sheets"]  # type: ignore[assignment]
    for one in sheets:
        output.print(
            f"{one['name']}: {one['read']:,} read = {one['made']:,} {made} + {one['there']:,} already there + "
            f"{one['aside']:,} set aside",
            highlight=False,
            soft_wrap=True,
        )


def _start(folder: Path | None) -> None:
    from thinkfamily.casework.site.start import prepare, start

    start(folder)
    prepare()
