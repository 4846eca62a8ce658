"""One candidate, as its page shows it, and the decisions on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from thinkfamily.casework.agencies.queries import names
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.consideration.models import Candidate, Decision
from thinkfamily.casework.consideration.queries.apart import visible
from thinkfamily.programmes.agencies import agency_title, feed_title

Row = dict[str, Any]
_DAYS = {"date_of_birth", "from_on", "until_on", "extract_on", "covers_from", "covers_until"}


@dataclass(frozen=True)
class Told:
    """What the packet tells of one family, ready to be shown.

    Attributes:
        family: area and counts.
        people: one row per member, with ``called`` and ``age``.
        ties: one row per stated relationship, by the names of the two.
        met: for each heading, its criteria met.
        unknown: criteria that cannot be known, and why.
        services: one row per service.
        costs: one row per agency, with its band.
        bands: the labels of all bands, the lowest first.
        coverage: one row per feed, with the ``power`` under which its data are here.
        silent: feeds that do not cover the as-at date.
    """

    family: Row
    people: list[Row]
    ties: list[Row]
    met: list[tuple[str, list[Row]]]
    unknown: list[Row]
    services: list[Row]
    costs: list[Row]
    bands: list[str]
    coverage: list[Row]
    silent: list[Row]


def candidate_for(worker: Any, candidate_id: Any) -> Candidate | None:
    """One candidate with its packet; None where it is not there, or not the worker's to see."""
    return visible(worker).select_related("packet").filter(pk=candidate_id).first()


def told(candidate: Candidate) -> Told:
    """What a candidate's page shows of it."""
    content = candidate.content
    people = [_person(row, candidate.packet.as_at) for row in _dated(content["people"])]
    called = {person["person"]: person["called"] for person in people}
    needs = [
        {**row, "called": called.get(row["person"], ""), "sources": _in_words(row["sources"])}
        for row in _dated(content["needs"])
    ]
    met: dict[str, list[Row]] = defaultdict(list)
    for need in needs:
        if need["answer"] == "yes":
            met[need["heading"].replace("_", " ")].append(need)
    powers = {power["feed"]: power for power in candidate.packet.powers}
    coverage = [
        {**row, "power": powers.get(row["feed"], {}), "feed": feed_title(row["feed"])}
        for row in _dated(candidate.packet.coverage)
    ]
    return Told(
        family=content["family"],
        people=people,
        ties=[
            {
                **row,
                "one": called.get(row["person_l"], ""),
                "other": called.get(row["person_r"], ""),
                "words": row["relationship"].replace("_", " "),
                "sources": _in_words(row["sources"]),
            }
            for row in content["ties"]
        ],
        met=sorted(met.items()),
        unknown=[need for need in needs if need["answer"] != "yes"],
        services=[_titled(row) for row in _dated(content["services"])],
        costs=[_titled(row) for row in content["costs"]],
        bands=[band["label"] for band in candidate.packet.bands],
        coverage=coverage,
        silent=[row for row in coverage if row["is_late"]],
    )


def has_looked(worker: Any, candidate: Candidate) -> bool:
    """Whether a worker has opened a candidate's page, as the audit says."""
    looks = AuditEvent.objects.using("candidates").filter(action="desk.read", kind="candidate", outcome="looked")
    return looks.filter(worker=worker.pk, object=str(candidate.pk)).exists()


def decisions_on(candidate: Candidate) -> list[Decision]:
    """One row per decision on a candidate, the earliest first, with ``who`` and ``returner``; returned ones among them."""
    return named(list(candidate.decisions.select_related("batch").order_by("decided_at")))


def named(decisions: list[Decision]) -> list[Decision]:
    """The same decisions, each with the names of who made it (``who``) and of who returned it (``returner``)."""
    who = names([each.decided_by for each in decisions] + [each.returned_by for each in decisions])
    for each in decisions:
        each.who = who.get(each.decided_by, "")  # type: ignore[attr-defined]
        each.returner = who.get(each.returned_by, "")  # type: ignore[attr-defined]
    return decisions


def _in_words(feeds: str | None) -> str:
    """Feeds that a row names by their folders, as people call them."""
    return ", ".join(feed_title(feed.strip()) for feed in (feeds or "").split(",") if feed.strip())


def _titled(row: Row) -> Row:
    """A row whose agency is called by its name, not by the vocabulary's code."""
    return {**row, "agency": agency_title(row["agency"])}


def _person(row: Row, as_at: date) -> Row:
    if row["is_restricted"]:
        # The packet says that this person must not be shown: only that there is somebody.
        return {**row, "called": "", "date_of_birth": None, "age": None, "first_name": None, "last_name": None}
    born = row["date_of_birth"]
    age = None if born is None else as_at.year - born.year - ((as_at.month, as_at.day) < (born.month, born.day))
    called = " ".join(name for name in (row["first_name"], row["last_name"]) if name)
    return {**row, "called": called, "age": age}


def _dated(rows: list[Row]) -> list[Row]:
    return [
        {name: date.fromisoformat(value) if name in _DAYS and value else value for name, value in row.items()}
        for row in rows
    ]
