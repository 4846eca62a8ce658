"""thinkfamily desk: what passes between the analysis and casework, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.cli.console import output
from thinkfamily.cli.serve import FOLDER

desk = typer.Typer(no_args_is_help=True)
PACKET = Annotated[Path, typer.Argument(help="The packet's folder.", show_default=False)]
AS = Annotated[
    str, typer.Option("--as", help="The id of the account that this is recorded as; never a name.", show_default=False)
]


@desk.callback()
def _group() -> None:
    """Bring packets to the consideration desk and to agreed families, purge with proof, and send corrections back.

    Each step is recorded as the act of the account named with --as, which must hold the power. Its holder finds the id
    on the desk's pages.

    Example:  thinkfamily desk bring PACKET --as 0b8f…
    """


@desk.command()
def bring(packet: PACKET, worker: AS, folder: FOLDER = None) -> None:
    """Bring a candidate packet to the desk: all of it, or nothing.

    Example:  thinkfamily desk bring RUN-candidate --as 0b8f…
    """
    _start(folder)
    from thinkfamily.casework.consideration import actions
    from thinkfamily.casework.consideration.acting import act_as

    made = actions.bring(packet, by=act_as(worker))
    output.print(
        f"{made.candidates.count():,} families are on the desk, to be decided by {made.purge_on}.",
        highlight=False,
        soft_wrap=True,
    )
    if made.set_aside:
        output.print(
            f"{made.set_aside:,} were not laid there: in casework already, or kept apart there.",
            highlight=False,
            soft_wrap=True,
        )


@desk.command()
def update(packet: PACKET, worker: AS, folder: FOLDER = None) -> None:
    """Bring a case update to the files of families that have agreed: all of it, or nothing.

    Example:  thinkfamily desk update RUN-case_update --as 0b8f…
    """
    _start(folder)
    from thinkfamily.casework.consideration import actions
    from thinkfamily.casework.consideration.acting import act_as

    done = actions.update(packet, by=act_as(worker))
    output.print(f"{done.families:,} families were brought up to date.", highlight=False, soft_wrap=True)
    for agency, why in done.withheld:
        output.print(f"Not shown to the team, from {agency}: {why}", highlight=False, soft_wrap=True)


@desk.command()
def purge(worker: AS, folder: FOLDER = None) -> None:
    """Purge whatever can go today, with proof.

    Example:  thinkfamily desk purge --as 0b8f…
    """
    _start(folder)
    from thinkfamily.casework.consideration import actions
    from thinkfamily.casework.consideration.acting import act_as

    by = act_as(worker)
    made = actions.purge(by=by)
    for each in made:
        output.print(
            f"{each.candidates:,} families purged. Proof {each.pk}, SHA-256 {each.content_sha256}", soft_wrap=True
        )
    if not made:
        output.print("Nothing was to be purged.", highlight=False)
    if not actions.scrub(by=by):
        output.print(
            "What was deleted is not written over yet, because somebody was reading. Purge again.", highlight=False
        )


@desk.command()
def feedback(
    out: Annotated[Path, typer.Option(help="The folder to make: EXTRACTS/casework.", show_default=False)],
    worker: AS,
    series: Annotated[str, typer.Option(help="The packet series; needed where there are several.")] = "",
    folder: FOLDER = None,
) -> None:
    """Write what casework hands back as a signed packet: corrections, and the states of cases.

    Example:  thinkfamily desk feedback --out extracts/casework --as 0b8f…
    """
    _start(folder)
    from thinkfamily.casework.consideration import actions
    from thinkfamily.casework.consideration.acting import act_as
    from thinkfamily.casework.consideration.trusted import casework_key

    words = actions.write_feedback(out, series=series, by=act_as(worker))
    output.print(
        f"{len(words.pairs):,} pairs, {len(words.membership):,} memberships, {len(words.evidence):,} answers from evidence and "
        f"{len(words.cases):,} states of cases are in {out}; {words.new:,} of them are new.",
        highlight=False,
        soft_wrap=True,
    )
    output.print(
        f"The run must be told to trust keys/feedback.key.pub of this site (number {casework_key().key_id}).",
        highlight=False,
        soft_wrap=True,
    )


def _start(folder: Path | None) -> None:
    from thinkfamily.casework.site.start import prepare, start

    start(folder)
    prepare()
