"""thinkfamily handover: from a finished run to a signed packet for casework."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.cli.console import Bars, output
from thinkfamily.engine.handover import Order, hand_over
from thinkfamily.engine.run_folder import open_run
from thinkfamily.packets import load_or_make_key


class Kind(StrEnum):
    """Kinds of packet that a run can write."""

    CANDIDATE = "candidate"
    CASE_UPDATE = "case_update"


def default_key() -> Path:
    """Where the operator's key lies unless told otherwise: in the user's own configuration."""
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(folder) / "thinkfamily" / "operator.key"


def _series(name: str | None) -> str | None:
    if name is not None and not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,79}", name):
        raise typer.BadParameter("expected small letters, digits, hyphens, dots and underscores")
    return name


def handover(
    run: Annotated[Path, typer.Argument(help="A finished run folder.", show_default=False)],
    kind: Annotated[
        Kind, typer.Option(help="candidate: the proposed families. case_update: what is new about agreed ones.")
    ] = Kind.CANDIDATE,
    out: Annotated[
        Path | None, typer.Option(help="The packet to make. Default: beside the run, as RUN-KIND.", show_default=False)
    ] = None,
    agreed: Annotated[
        Path | None,
        typer.Option(
            help="Casework's cases.csv, or the folder it is in. Default: the one the run has read.", show_default=False
        ),
    ] = None,
    series: Annotated[
        str | None,
        typer.Option(
            callback=_series,
            help="Packet series, in which handles stay the same. Default: the programme's name.",
            show_default=False,
        ),
    ] = None,
    handles: Annotated[
        Path | None,
        typer.Option(
            help="The run that handed over last, or its handles.parquet. Default: what identify took over.",
            show_default=False,
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            help="The run that handed over last in this kind and series: tell only what is new since then. Default: tell all.",
            show_default=False,
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            help="The operator's private key; made on first use. Default: ~/.config/thinkfamily/operator.key.",
            show_default=False,
        ),
    ] = None,
    too_new: Annotated[
        bool, typer.Option("--too-new", help="Add, marked, eligible families observed for less than 12 months.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Write a signed packet for casework: the proposed families, or what is new about families that have agreed.

    A packet holds no order, score, pounds or agency's record number, and candidates no address. Families and people stand
    in it under handles; the table behind them stays in the run folder, encrypted under your key.

    Example:  thinkfamily handover run --out packet
    """
    opened = open_run(run, "handover")
    file = key or default_key()
    signer, is_new = load_or_make_key(file)
    target = out or run.absolute().parent / f"{run.absolute().name}-{kind.value}"
    order = Order(
        kind=kind.value,
        series=series or str(opened.facts["programmes"][0]),
        out=target,
        key=signer,
        agreed=agreed,
        handles=handles,
        too_new=too_new,
        previous=None if previous is None else open_run(previous, "handover --previous"),
    )
    with Bars(quiet=quiet) as progress:
        done = hand_over(opened, order, progress)
    if is_new:
        output.print(f"A new key was made in {file}: keep it safe and to yourself.", highlight=False, soft_wrap=True)
    says = "proposed" if kind is Kind.CANDIDATE else "agreed"
    news = "" if previous is None else f", news of {done.with_news:,} of them,"
    output.print(
        f"{done.families:,} {says} families{news} handed over in {target}, to be used until {done.facts.expires_on}.",
        highlight=False,
        soft_wrap=True,
    )
    output.print(
        f"Casework must trust {file}.pub (number {signer.key_id}): compare the number with whoever runs it.",
        highlight=False,
        soft_wrap=True,
    )
