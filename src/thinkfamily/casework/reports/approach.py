"""How requests for help went: received, accepted, offered, agreed, declined and why; by where they came from and whom they were about.

Agencies' ethnicity and disability are not known of people whom somebody only names. So groups are compared by way, agency,
area and the youngest child's age. Every figure is hidden or rounded by itself, and of a small group nothing but that it is small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.cases.declining import WHY_DECLINED
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.models import BANDS, ROUTES, Referral
from thinkfamily.casework.reports.hiding import shown, shown_group

DAYS = 365
# Why a family declined a programme that was offered to it, as the step of its case holds it.
_WHY = KeyTextTransform("why", "content")


@dataclass(frozen=True)
class Gone:
    """One request, as far as it is counted."""

    route: str
    agency: str
    area: str
    youngest: str
    state: str
    declined_why: str
    is_accepted: bool
    is_offered: bool
    is_agreed: bool
    is_declined: bool


@dataclass(frozen=True)
class Table:
    """One table: a caption, the head of its first column, and its rows of label and figures, hidden where they are small."""

    title: str
    of: str
    rows: list[tuple[str, list[str]]]


def columns() -> list[str]:
    """What each column counts."""
    return [_("Received"), _("Accepted"), _("Offered a programme"), _("Agreed to take part"), _("Declined")]


def tables(smallest: int) -> list[Table]:
    """The requests of the last twelve months by way, agency, area and age of the youngest child; alerts are not among them.

    Args:
        smallest: the smallest count that is shown.
    """
    rows = _gone()
    return [
        Table(_("All requests"), _("Requests"), [(_("All"), shown_group(len(rows), _counted(rows), smallest))]),
        _by(rows, smallest, _("By the way in which they came"), _("Way"), lambda one: str(dict(ROUTES)[one.route])),
        _by(rows, smallest, _("By agency"), _("Agency"), lambda one: one.agency or _("No agency")),
        _by(rows, smallest, _("By area"), _("Area"), lambda one: one.area or _("Not known")),
        _by(rows, smallest, _("By age of the youngest child"), _("Age"), lambda one: str(dict(BANDS)[one.youngest])),
    ]


def declined_why(smallest: int) -> list[tuple[str, str]]:
    """Why families declined, at the front door or when a programme was offered, hidden where fewer than the smallest shown did."""
    rows = _gone()
    found = [(str(words), sum(one.declined_why == code for one in rows)) for code, words in WHY_DECLINED]
    return [(words, shown(count, smallest)) for words, count in found if count]


def released() -> list[dict[str, Any]]:
    """The same as tables of a release: what anybody may read."""
    rows = _gone()
    counted = [(str(label), sum(tests)) for label, tests in zip(columns()[1:], _counted(rows), strict=True)]
    routes = [(str(words), sum(one.route == code for one in rows)) for code, words in ROUTES]
    whys = [(str(words), sum(one.declined_why == code for one in rows)) for code, words in WHY_DECLINED]
    of = _("requests of the last twelve months")
    return [
        {"title": _("Requests for help, and how far they came"), "of": of, "total": len(rows), "rows": counted},
        {"title": _("Requests for help by the way in which they came"), "of": of, "total": len(rows), "rows": routes},
        {
            "title": _("Why families declined when help was asked for, by request"),
            "of": _("requests that the family declined"),
            "total": sum(count for _label, count in whys),
            "rows": [(label, count) for label, count in whys if count],
        },
    ]


def _counted(rows: list[Gone]) -> list[list[bool]]:
    return [
        [one.is_accepted for one in rows],
        [one.is_offered for one in rows],
        [one.is_agreed for one in rows],
        [one.is_declined for one in rows],
    ]


def _by(rows: list[Gone], smallest: int, title: str, of: str, group: Callable[[Gone], str]) -> Table:
    groups: dict[str, list[Gone]] = {}
    for one in rows:
        groups.setdefault(group(one), []).append(one)
    return Table(
        title,
        of,
        [(label, shown_group(len(found), _counted(found), smallest)) for label, found in sorted(groups.items())],
    )


def _gone() -> list[Gone]:
    """One row per request of the last twelve months: one query."""
    since = timezone.now() - timedelta(days=DAYS)
    case = Case.objects.filter(pk=OuterRef("case"))
    step = Step.objects.filter(case=OuterRef("case"))
    rows = Referral.objects.filter(made_at__gte=since, is_alert=False).annotate(
        agreed=Exists(case.filter(agreed_on__isnull=False)),
        offered=Exists(step.filter(code__in=["offer", "offer_again"])),
        said_no=Exists(step.filter(code="decline")),
        step_why=Subquery(step.filter(code="decline").order_by("-taken_at").annotate(why=_WHY).values("why")[:1]),
    )
    told = rows.values_list(
        "route", "agency__name", "area", "youngest", "state", "declined_why", "agreed", "offered", "said_no", "step_why"
    )
    return list(_read(told))


def _read(told: Iterable[Any]) -> Iterable[Gone]:
    for route, agency, area, youngest, state, why, agreed, offered, said_no, step_why in told:
        yield Gone(
            route=route,
            agency=agency or "",
            area=area,
            youngest=youngest,
            state=state,
            declined_why=why if state == machine.DECLINED else (step_why or "") if said_no else "",
            is_accepted=state == machine.ACCEPTED,
            is_offered=offered or agreed,
            is_agreed=agreed,
            is_declined=state == machine.DECLINED or said_no,
        )
