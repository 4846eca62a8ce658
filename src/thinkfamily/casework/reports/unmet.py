"""Needs that nothing answered: by need and by area, each family once, small numbers hidden.

It is what workers recorded as a need that nothing answers, and what services answered to whom they were referred: a waiting
list, or no. A need that a service has accepted since is none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.directory.machine import ACCEPTED, DECLINED, WAITING
from thinkfamily.casework.directory.models import ServiceReferral, UnmetNeed
from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.reports.approach import DAYS, Table
from thinkfamily.casework.reports.hiding import shown_group

NONE, LIST, NO, UNFIT = "none", "list", "no", "unfit"
# Why nothing answers a need, as a worker recorded it, and under which head it is counted.
_HEADS = {"none": NONE, "full": LIST, "declined": NO, "age": UNFIT, "ward": UNFIT, "suited": UNFIT}


@dataclass(frozen=True)
class Unanswered:
    """One need of one family, as far as it is counted: where, and under which heads."""

    category: str
    area: str
    heads: frozenset[str]


def columns() -> list[str]:
    """What each column counts."""
    return [
        _("Needs of families"),
        _("No service"),
        _("Full, or on a waiting list"),
        _("Declined"),
        _("None that fits"),
    ]


def tables(smallest: int) -> list[Table]:
    """Needs that nothing answered in the last twelve months: two queries, however many there are.

    Args:
        smallest: the smallest count that is shown.
    """
    rows = _unanswered()
    titles = {code: str(title) for code, title in CATEGORIES}
    nowhere = _("Not known")
    return [
        _by(rows, smallest, _("Unmet needs, by need"), _("Need"), lambda one: titles[one.category]),
        _by(rows, smallest, _("Unmet needs, by area"), _("Area"), lambda one: one.area or nowhere),
        _by(
            rows,
            smallest,
            _("Unmet needs, by area and need"),
            _("Area and need"),
            lambda one: f"{one.area or nowhere}: {titles[one.category]}",
        ),
    ]


def released_unmet() -> list[dict[str, Any]]:
    """The same as tables of a release: what anybody may read."""
    rows = _unanswered()
    titles = {code: str(title) for code, title in CATEGORIES}
    of = _("needs of families that nothing answered in the last twelve months")
    tests = list(zip(columns()[1:], _counted(rows), strict=True))
    found: dict[str, dict[str, int]] = {"need": {}, "area": {}}
    for one in rows:
        for kind, label in (("need", titles[one.category]), ("area", one.area or _("Not known"))):
            found[kind][label] = found[kind].get(label, 0) + 1
    return [
        {
            "title": _("Unmet needs, and why"),
            "of": of,
            "total": len(rows),
            "rows": [(str(label), sum(test)) for label, test in tests],
        },
        {"title": _("Unmet needs by need"), "of": of, "total": len(rows), "rows": sorted(found["need"].items())},
        {"title": _("Unmet needs by area"), "of": of, "total": len(rows), "rows": sorted(found["area"].items())},
    ]


def _counted(rows: list[Unanswered]) -> list[list[bool]]:
    return [[head in one.heads for one in rows] for head in (NONE, LIST, NO, UNFIT)]


def _by(rows: list[Unanswered], smallest: int, title: str, of: str, group: Callable[[Unanswered], str]) -> Table:
    groups: dict[str, list[Unanswered]] = {}
    for one in rows:
        groups.setdefault(group(one), []).append(one)
    counted = [(label, shown_group(len(found), _counted(found), smallest)) for label, found in sorted(groups.items())]
    return Table(title, of, counted)


def _unanswered() -> list[Unanswered]:
    """One row per family and need of the last twelve months, or of earlier where it stands still."""
    since = timezone.localdate() - timedelta(days=DAYS)
    heads: dict[tuple[Any, str], set[str]] = {}
    areas: dict[tuple[Any, str], str] = {}
    unmet = UnmetNeed.objects.filter(Q(until_on__isnull=True) | Q(from_on__gte=since)).order_by("from_on", "pk")
    for family, category, area, why in unmet.values_list("family", "category", "area", "why"):
        heads.setdefault((family, category), set()).add(_HEADS[why])
        areas[family, category] = area
    asked = ServiceReferral.objects.filter(Q(state=WAITING) | Q(state__in=(DECLINED, ACCEPTED), from_on__gte=since))
    rows = list(asked.values_list("family", "category", "family__area", "state"))
    answered = {(family, category) for family, category, _area, state in rows if state == ACCEPTED}
    for family, category, area, state in rows:
        if state != ACCEPTED and (family, category) not in answered:
            heads.setdefault((family, category), set()).add(LIST if state == WAITING else NO)
            areas.setdefault((family, category), area)
    return [Unanswered(key[1], areas[key], frozenset(found)) for key, found in heads.items()]
