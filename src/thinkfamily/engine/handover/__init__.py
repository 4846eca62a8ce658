"""Handover: from a finished run to a signed packet for casework; and what a run keeps so that it can.

Decision 0011 tells why packets are all that passes. What they hold is declared in `tables/handover.py`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from thinkfamily.core.errors import UserError
from thinkfamily.core.progress import Progress, Silent
from thinkfamily.engine.handles import HANDLES_FILE, read_handles, write_handles
from thinkfamily.engine.handover.agreed import agreed_families
from thinkfamily.engine.handover.bands import BANDS
from thinkfamily.engine.handover.keep import STAGE
from thinkfamily.engine.handover.naming import known_families, name
from thinkfamily.engine.handover.news import News, keep_told, news_since, told_before
from thinkfamily.engine.handover.packet_tables import by_handle, candidate_tables, case_update_tables
from thinkfamily.engine.handover.telling import Telling, gather
from thinkfamily.engine.run_folder import Run
from thinkfamily.packets import OperatorKey, PacketFacts, Power, write_packet
from thinkfamily.tables.kept import Handle

__all__ = ["STAGE", "HandedOver", "HandoverError", "Order", "hand_over"]

DAYS_TO_USE = 90
PURPOSES = {
    "candidate": "consider families for joined-up help; what is not taken up is deleted by the last day",
    "case_update": "help families that have agreed to take part",
}


class HandoverError(UserError):
    """There is nothing to hand over, or it may not be."""

    exit_code = 6


@dataclass(frozen=True)
class Order:
    """What is to be handed over.

    Args:
        kind: candidate or case_update.
        series: packet series.
        out: the folder to make.
        key: signs the packet and seals the handles.
        agreed: a file of cases by handle, in place of those that the run read; None for those.
        handles: an earlier run, or its file of handles; None for those in the run's own folder, or of ``previous``.
        previous: the run that handed over last, since which only what is new is told; None to tell all.
        too_new: whether candidates too new to judge by cost are handed over too.
        today: the day of the handover.
    """

    kind: str
    series: str
    out: Path
    key: OperatorKey
    agreed: Path | None = None
    handles: Path | None = None
    too_new: bool = False
    today: date | None = None
    previous: Run | None = None


@dataclass(frozen=True)
class HandedOver:
    """What became of a handover.

    Args:
        facts: what the packet says of itself.
        families: how many families the run proposes, or knows of those agreed.
        with_news: of how many the packet tells anything that an earlier one did not.
    """

    facts: PacketFacts
    families: int
    with_news: int


def hand_over(run: Run, order: Order, progress: Progress | None = None) -> HandedOver:
    """Write a packet, and the handles it uses and what it tells into the run folder.

    Raises:
        UserError: nothing is to be handed over, the handles cannot be opened, or the packet cannot be written.
    """
    bars = progress or Silent()
    bars.begin("Choosing families", 1)
    earlier, before = _earlier(run, order), _before(order)
    chosen = _candidates(run, order) if order.kind == "candidate" else _agreed(run, order, earlier)
    bars.advance()
    bars.begin("Gathering what may be told", 1)
    told = gather(run, chosen, for_casework=order.kind == "case_update")
    if not told.used:
        raise HandoverError(
            "TF-HANDOVER-006",
            str(run.folder),
            found="Found no feed whose power covers casework.",
            means="Nothing about agreed families may be handed over. Nothing was written.",
            do="Say covers_casework = true in the feed.toml of each feed whose agreement covers it, and run identify again.",
        )
    made = candidate_tables(told) if order.kind == "candidate" else case_update_tables(told)
    bars.advance()
    bars.begin("Writing the packet", 1)
    named = name(run, told.members, order.series, earlier)
    all_of_it = by_handle(made, order.kind, named.persons, named.families)
    news = News(all_of_it, None, len(chosen)) if before is None else news_since(all_of_it, before, _today(order))
    if not news.families and order.kind == "candidate":
        raise HandoverError(
            "TF-HANDOVER-001",
            str(run.folder),
            found="Found no proposed family of which anything is new since the packet before.",
            means="There is nothing to hand over; nothing was written.",
            do="Bring nothing, and name the same --previous the next time.",
        )
    facts = _facts(run, told, order, news)
    # Handles first: a packet whose handles nobody can find again could never be answered. What was told last: of a packet
    # that was not written, nothing was.
    write_handles(run.folder, named.rows, order.key)
    write_packet(order.out, facts, news.tables, order.key)
    keep_told(run.folder, all_of_it, news.tables, facts, order.key, before)
    bars.advance()
    return HandedOver(facts, len(chosen), news.families)


def _before(order: Order) -> pl.DataFrame | None:
    """What the previous run has told in this kind of packet and series; None where all is to be told."""
    if order.previous is None:
        return None
    found = told_before(order.previous.folder, order.key).filter(kind=order.kind, series=order.series)
    if found.is_empty():
        raise HandoverError(
            "TF-HANDOVER-001",
            str(order.previous.folder),
            found=f"Found that this run has handed over no {order.kind} packet of series {order.series}.",
            means="What is new since then cannot be known; nothing was written.",
            do="Name the run that handed over last, or leave --previous out to tell all.",
        )
    return found


def _today(order: Order) -> date:
    return order.today or date.today()


def _earlier(run: Run, order: Order) -> pl.DataFrame:
    """The handles so far: those named, and those that the run's own folder holds beside them."""
    own = run.folder / HANDLES_FILE
    named = order.previous.folder if order.handles is None and order.previous is not None else order.handles
    held = [read_handles(path, order.key) for path in (own if own.exists() else None, named) if path is not None]
    if not held:
        return Handle.create_empty()
    first, *more = held
    # What the run's own folder says of a series stands: it is the later.
    for other in more:
        first = pl.concat([first, other.filter(~pl.col("series").is_in(first["series"].unique().implode()))])
    return first


def _candidates(run: Run, order: Order) -> list[str]:
    wanted = pl.col("is_proposed") | (pl.col("is_too_new") if order.too_new else False)
    found = run.table("handover_family").filter(wanted).select("family_id").collect()["family_id"].to_list()
    if not found:
        raise _nothing(
            run, "Found no family that the run proposes.", "Look at report.html for why, before asking again."
        )
    return found


def _agreed(run: Run, order: Order, earlier: pl.DataFrame) -> list[str]:
    handles = agreed_families(run, order.agreed, frozenset(earlier.filter(kind="family")["handle"]))
    kept = run.table("handover_family").select("family_id").collect()["family_id"]
    known = known_families(run, earlier).filter(pl.col("handle").is_in(sorted(handles)))
    found = known.filter(series=order.series).filter(pl.col("family_id").is_in(kept.implode()))["family_id"]
    if found.is_empty():
        raise _nothing(
            run,
            f"Found {len(handles)} agreed families, and none of them in this run under series {order.series}.",
            "Name the cases with --agreed, the series with --series; and run identify with --handles of the last handover.",
        )
    return found.unique().sort().to_list()


def _nothing(run: Run, found: str, do: str) -> HandoverError:
    return HandoverError(
        "TF-HANDOVER-001",
        str(run.folder),
        found=found,
        means="There is nothing to hand over; nothing was written.",
        do=do,
    )


def _facts(run: Run, told: Telling, order: Order, news: News) -> PacketFacts:
    today = _today(order)
    used = told.feeds.filter(pl.col("feed").is_in(sorted(told.used)))
    ends = [day for day in used["expires_on"] if day is not None]
    if run.facts["expires_on"]:
        ends.append(date.fromisoformat(run.facts["expires_on"]))
    expires_on = min([today + timedelta(days=DAYS_TO_USE), *ends])
    if expires_on < today:
        raise HandoverError(
            "TF-HANDOVER-007",
            str(run.folder),
            found=f"Found a feed whose power ended on {expires_on}.",
            means="What came from it may not be handed over. Nothing was written.",
            do="Renew the power with the agency, and make a new run.",
        )
    names = ("feed", "agency", "purpose", "legal_power", "sharing_agreement", "expires_on")
    return PacketFacts(
        kind=order.kind,
        packet_id=uuid.uuid4(),
        series=order.series,
        programme=told.programme.name,
        as_at=told.as_at,
        made_at=datetime.now(UTC).replace(microsecond=0),
        purpose=PURPOSES[order.kind],
        expires_on=expires_on,
        is_synthetic=run.facts["is_synthetic"],
        powers=tuple(Power(**row) for row in used.select(names).iter_rows(named=True)),
        bands=BANDS,
        follows=news.follows,
    )
