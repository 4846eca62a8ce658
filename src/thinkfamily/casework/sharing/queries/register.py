"""The register of sharing: every decision to share and not to share, over all families the worker may read it of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.sharing.queries.decisions import visible

SHARED, NOT_SHARED = ("approved", "ended"), ("refused",)
OUTCOMES = {"shared": SHARED, "not_shared": NOT_SHARED, "undecided": ("proposed",), "taken_back": ("withdrawn",)}
COLUMNS = (
    "decision",
    "family",
    "from_agency",
    "to_agency",
    "categories",
    "people",
    "items",
    "state",
    "power_code",
    "lawful_basis",
    "is_family_told",
    "agreement",
    "proposed_on",
    "proposed_by",
    "decided_on",
    "decided_by",
    "until_on",
    "ended_on",
    "ended_by",
)


@dataclass(frozen=True)
class Counts:
    """How many decisions of the register say share, do not share, or nothing yet."""

    shared: int
    not_shared: int
    undecided: int
    taken_back: int


def register(by: Any, wanted: Mapping[str, Any]) -> QuerySet[SharingDecision]:
    """One row per sharing decision that a worker may read, newest first.

    Args:
        by: the worker.
        wanted: what to narrow it to: ``agency`` (on either side), ``outcome``, ``from_on`` and ``until_on`` of proposal.
    """
    rows = visible(by).order_by("-proposed_at", "pk")
    if wanted.get("agency"):
        rows = rows.filter(Q(from_agency=wanted["agency"]) | Q(to_agency=wanted["agency"]))
    if wanted.get("outcome"):
        rows = rows.filter(state__in=OUTCOMES[wanted["outcome"]])
    if wanted.get("from_on"):
        rows = rows.filter(proposed_at__date__gte=wanted["from_on"])
    if wanted.get("until_on"):
        rows = rows.filter(proposed_at__date__lt=wanted["until_on"])
    return rows


def counts(rows: QuerySet[SharingDecision]) -> Counts:
    """How many of some decisions say what, in one query."""
    tally = {name: Count("pk", filter=Q(state__in=states)) for name, states in OUTCOMES.items()}
    return Counts(**rows.order_by().aggregate(**tally))


def register_rows(rows: Iterable[SharingDecision]) -> Iterator[list[str]]:
    """One row of texts per decision, under `COLUMNS`: opaque ids, codes, days and references; no words of anybody."""
    for row in rows:
        yield [
            _safe(value)
            for value in (
                row.pk,
                row.family.reference,
                row.from_agency.code,
                row.to_agency.code,
                " ".join(row.categories),
                # How many are named; none means all.
                len(row.people) or "",
                len(row.items) or "",
                row.state,
                row.power_code,
                row.lawful_basis,
                "yes" if row.is_family_told else "no",
                row.agreement.reference if row.agreement else "",
                localdate(row.proposed_at),
                row.proposed_by,
                localdate(row.decided_at) if row.decided_at else "",
                row.decided_by or "",
                row.until_on or "",
                localdate(row.ended_at) if row.ended_at else "",
                row.ended_by or "",
            )
        ]


def _safe(value: object) -> str:
    """Text that a spreadsheet shows and never runs."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
