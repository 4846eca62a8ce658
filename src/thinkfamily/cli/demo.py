"""thinkfamily demo: an invented borough, the whole job, and where to look next."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from thinkfamily.cli.console import Bars, output
from thinkfamily.cli.summary import show_summary
from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine.pipeline import identify
from thinkfamily.engine.run_folder import Run
from thinkfamily.engine.stage import Settings

AS_AT = date(2026, 9, 30)
# The first makes the list; the others are set against it.
PROGRAMMES = ("westminster_3_percent", "troubled_families_2012", "early_signs")


def demo(
    folder: Annotated[
        Path, typer.Argument(help="Where to put the borough and the run; an earlier demo is replaced.")
    ] = Path("demo"),
    families: Annotated[
        int, typer.Option(min=50, max=60_000, help="Size of the borough. The default is that of Westminster.")
    ] = 18_000,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another borough.")] = 1,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="End with the casework site running, or with what was made.")
    ] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The site's port; 0 for any that is free.")] = 8000,
) -> None:
    """Invent a borough the size of Westminster, find the families who most need joined-up help, and work with some of them.

    Example:  thinkfamily demo demo
    """
    from thinkfamily.synthetic.borough import write_borough  # numpy and the generator load only when they are needed

    borough, run, site = folder / "borough", folder / "run", folder / "site"
    _must_be_at_rest(site)
    for earlier in (borough, run, site):
        _clear(earlier)
    output.print(f"[bold]1. Inventing a borough of {families:,} families[/] (seed {seed}; nobody in it exists)")
    with Bars() as progress:
        made = write_borough(borough, families=families, seed=seed, as_at=AS_AT, progress=progress)
    output.print(
        f"{made['residents']:,} residents, {made['children_under_18']:,} of them children; {made['records']:,} records "
        f"and {made['events']:,} events."
    )
    output.print("\n[bold]2. Finding the families who most need joined-up help[/]")
    with Bars() as progress:
        settings = Settings(
            extracts=borough / "extracts", as_at=AS_AT, programmes=PROGRAMMES, seed=seed, progress=progress
        )
        found = identify(settings, run, command=f"{_program()} demo {folder}")
    show_summary(found)
    from thinkfamily.cli.demo_site import make_site, serve_demo, show_accounts  # Django loads only when it is needed

    output.print("\n[bold]3. Considering some of them, and working with those who agree[/]")
    told = make_site(site, found, borough / "extracts", families)
    output.print(
        f"{told['taken_up']} families were taken up by a named human and {told['agreed']} agreed to take part; "
        f"{told['on_desk']} candidates came to the consideration desk. {told['lived']} families more came over two years by "
        "the front door, and stand at every point of the way."
    )
    output.print("\n[bold]Where to look next[/]")
    for says, how in _next(found, borough, _program()):
        output.print(f"  {says:<40} {how}", highlight=False, soft_wrap=True)
    output.print()
    show_accounts()
    if serve:
        serve_demo(site, port, f"{_program()} serve --folder {site}")


def _next(found: Run, borough: Path, program: str) -> list[tuple[str, str]]:
    """What to look at, and the command or the file that shows it."""
    run = found.folder
    family = found.table("cohort").filter("is_proposed").select(pl.col("family_id").min()).collect().item()
    explained = [("why one family is on the list", f"{program} explain {run} {family}")] if family else []
    return [
        ("the report, in a browser", f"{run / 'report.html'}"),
        *explained,
        ("a rule of your own, to try on this run", f"{program} rules copy westminster_3_percent {run.parent / 'ours'}"),
        ("what each agency's files were like", f"{program} check {borough / 'extracts'}"),
        ("how right it was, the truth being known", f"{program} quality {run} --truth {borough / 'truth'}"),
        ("pairs of records for a person to judge", f"{program} review {run} --out {run.parent / 'pairs.csv'}"),
        ("the casework site, another time", f"{program} serve --folder {run.parent / 'site'}"),
    ]


def _program() -> str:
    """How to call this program again: by its name, or by its path where its name is not found."""
    called = sys.argv[0]
    return called if Path(called).name == "thinkfamily" and not shutil.which("thinkfamily") else "thinkfamily"


def _must_be_at_rest(site: Path) -> None:
    """See that nobody is using the site that this demo would replace.

    Raises:
        RunFolderError: it is being served.
    """
    from thinkfamily.cli.listening import is_served

    if is_served(site):
        raise RunFolderError(
            "TF-DEMO-003",
            str(site),
            found="Found that the site of an earlier demo is running.",
            means="Nothing was removed and nothing was written.",
            do="End it with Ctrl-C where it runs, or name another folder for this demo.",
        )


def _clear(folder: Path) -> None:
    """Remove what an earlier demo wrote, and nothing else.

    Raises:
        RunFolderError: when the folder holds anything that is not marked as invented.
    """
    if not folder.exists():
        return
    if not _is_invented(folder):
        raise RunFolderError(
            "TF-DEMO-001",
            str(folder),
            found="Found something there that no demo wrote, or that a demo left half-written.",
            means="Nothing was removed and nothing was written.",
            do="Name another folder for the demo, or remove this one yourself.",
        )
    shutil.rmtree(folder)


def _is_invented(folder: Path) -> bool:
    """Whether a folder is an invented borough, a run on one or its site, by what it says of itself; or is empty."""
    try:
        if (folder / "mode").exists():
            return (folder / "mode").read_text(encoding="ascii").strip() == "demo"
        if (folder / "run.json").exists():
            return bool(json.loads((folder / "run.json").read_text(encoding="utf-8"))["is_synthetic"])
        feeds = [tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.glob("extracts/*/feed.toml")]
        return all(feed["synthetic"] is True for feed in feeds) if feeds else not any(folder.iterdir())
    except (OSError, ValueError, KeyError):
        return False
