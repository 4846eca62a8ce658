"""Families that were approached: offered, agreed, declined and why, each family once, from wherever it came.

A family comes by a request for help, from the consideration desk, or from the system in which it was worked with before. Requests
alone, as `approach` counts them, leave out the other two. The denominator is every family first approached in the last twelve
months; a request that led to no case counts as one family with the earlier requests that were judged to be about the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.cases.actions.bring_in import BROUGHT_IN
from thinkfamily.casework.cases.declining import WHY_DECLINED
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.families.models import Member
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.models import BANDS, Referral, band_of
from thinkfamily.casework.reports.approach import DAYS, Table
from thinkfamily.casework.reports.hiding import shown, shown_group

REQUEST, DESK, BROUGHT, OTHER = "request", "desk", "brought", "other"


@dataclass
class Approached:
    """One family, as far as it is counted."""

    source: str
    on: date
    area: str
    team: str
    youngest: str
    is_offered: bool = False
    is_agreed: bool = False
    said_no: bool = False
    whys: list[str] = field(default_factory=list)

    @property
    def is_declined(self) -> bool:
        """Whether it said no and has not agreed."""
        return self.said_no and not self.is_agreed

    @property
    def why(self) -> str:
        """Why it said no, the last time."""
        return self.whys[-1] if self.is_declined and self.whys else ""


@dataclass(frozen=True)
class Figures:
    """What the page of families approached shows, hidden where it is small.

    Attributes:
        since: the first of the twelve months.
        until: the day as of which it is counted.
        tables: all, and by source, team, area and age of the youngest child.
        whys: why families declined.
        declined: how many declined: of whom the reasons are told.
    """

    since: date
    until: date
    tables: list[Table]
    whys: list[tuple[str, str]]
    declined: str


def columns() -> list[str]:
    """What each column counts."""
    return [_("Families"), _("Offered a programme"), _("Agreed to take part"), _("Declined")]


def figures_of_families(smallest: int) -> Figures:
    """Families first approached in the last twelve months: six queries.

    Args:
        smallest: the smallest count that is shown.
    """
    until = timezone.localdate()
    since = until - timedelta(days=DAYS)
    rows = _approached(since)
    bands, no_team, no_area = dict(BANDS), _("No team yet"), _("Not known")
    tables = [
        Table(
            _("All families approached"), _("Families"), [(_("All"), shown_group(len(rows), _counted(rows), smallest))]
        ),
        _by(rows, smallest, _("By where they came from"), _("Source"), lambda one: _sources()[one.source]),
        _by(rows, smallest, _("By team"), _("Team"), lambda one: one.team or no_team),
        _by(rows, smallest, _("By area, families"), _("Area"), lambda one: one.area or no_area),
        _by(
            rows, smallest, _("By age of the youngest child, families"), _("Age"), lambda one: str(bands[one.youngest])
        ),
    ]
    whys = [(str(words), sum(one.why == code for one in rows)) for code, words in WHY_DECLINED]
    declined = sum(one.is_declined for one in rows)
    return Figures(
        since,
        until,
        tables,
        [(words, shown(count, smallest)) for words, count in whys if count],
        shown(declined, smallest),
    )


def released_families() -> list[dict[str, Any]]:
    """The same as tables of a release: what anybody may read."""
    until = timezone.localdate()
    rows = _approached(until - timedelta(days=DAYS))
    of = _("families first approached in the last twelve months, each once: by a request, from the desk or brought in")
    counted = [(str(label), sum(tests)) for label, tests in zip(columns()[1:], _counted(rows), strict=True)]
    sources = [(words, sum(one.source == code for one in rows)) for code, words in _sources().items()]
    whys = [(str(words), sum(one.why == code for one in rows)) for code, words in WHY_DECLINED]
    return [
        {"title": _("Families approached, and how far they came"), "of": of, "total": len(rows), "rows": counted},
        {"title": _("Families approached by where they came from"), "of": of, "total": len(rows), "rows": sources},
        {
            "title": _("Why families declined"),
            "of": _("families approached that said no and have not agreed"),
            "total": sum(one.is_declined for one in rows),
            "rows": [(label, count) for label, count in whys if count],
        },
    ]


def _sources() -> dict[str, str]:
    return {
        REQUEST: _("A request for help"),
        DESK: _("The consideration desk"),
        BROUGHT: _("Brought in, worked with before"),
        OTHER: _("Opened here"),
    }


def _counted(rows: list[Approached]) -> list[list[bool]]:
    return [
        [one.is_offered for one in rows],
        [one.is_agreed for one in rows],
        [one.is_declined for one in rows],
    ]


def _by(rows: list[Approached], smallest: int, title: str, of: str, group: Callable[[Approached], str]) -> Table:
    groups: dict[str, list[Approached]] = {}
    for one in rows:
        groups.setdefault(group(one), []).append(one)
    return Table(
        title,
        of,
        [(label, shown_group(len(found), _counted(found), smallest)) for label, found in sorted(groups.items())],
    )


def _approached(since: date) -> list[Approached]:
    """One row per family first approached since a day, the restricted ones among them: they are counted and never shown."""
    found: dict[Any, Approached] = {}
    cases = list(_cases())
    ages = _youngest({row["family_id"] for row in cases})
    for row in cases:
        family = row["family_id"]
        one = found.get(family)
        if one is None:
            one = found[family] = Approached(
                _source(row), _begun(row), row["family__area"], row["family__team__name"] or "", ages[family]
            )
        one.on = min(one.on, _begun(row))
        agreed = row["agreed_on"] is not None
        one.is_agreed |= agreed
        one.is_offered |= agreed or row["was_offered"]
        if row["said_no"]:
            one.said_no = True
            one.whys.append(row["step_why"] or "")
    _requests(found)
    return [one for one in found.values() if one.on >= since]


def _cases() -> Iterable[dict[str, Any]]:
    steps = Step.objects.filter(case=OuterRef("pk"))
    before = Referral.objects.filter(case=OuterRef("pk"), made_at__lte=OuterRef("opened_at"))
    no = steps.filter(code="decline").order_by("-taken_at").annotate(why=KeyTextTransform("why", "content"))
    rows = Case.objects.order_by("opened_at").annotate(
        was_brought=Exists(steps.filter(code=BROUGHT_IN)),
        was_asked=Exists(before),
        was_offered=Exists(steps.filter(code__in=["offer", "offer_again"])),
        said_no=Exists(steps.filter(code="decline")),
        step_why=Subquery(no.values("why")[:1]),
    )
    names = ("family_id", "family__handle", "family__area", "family__team__name", "state_since", "agreed_on")
    return rows.values(*names, "opened_at", "was_brought", "was_asked", "was_offered", "said_no", "step_why")


def _source(row: dict[str, Any]) -> str:
    if row["was_brought"]:
        return BROUGHT
    if row["was_asked"]:
        return REQUEST
    return DESK if row["family__handle"] else OTHER


def _begun(row: dict[str, Any]) -> date:
    """When the family was first approached: of a case that was brought in, when it was elsewhere."""
    opened = timezone.localdate(row["opened_at"])
    if not row["was_brought"]:
        return opened
    return min(opened, row["agreed_on"] or row["state_since"])


def _youngest(families: set[Any]) -> dict[Any, str]:
    """For each family the band of its youngest child's age today."""
    today = timezone.localdate()
    bands: dict[Any, str] = defaultdict(lambda: "not_known")
    born: dict[Any, date] = {}
    rows = Member.objects.filter(role__in=["child", "expected"], until_on__isnull=True)
    for family, role, day in rows.values_list("family_id", "role", "person__date_of_birth"):
        if family not in families:
            continue
        if role == "expected":
            bands[family] = "expected"
        elif day is not None:
            born[family] = max(day, born.get(family, day))
    for family, day in born.items():
        if bands[family] != "expected":
            bands[family] = band_of(day, today)
    return bands


def _requests(found: dict[Any, Approached]) -> None:
    """Families of which requests told that led to no case: those of a file that has none, and others by their chain of requests."""
    rows = list(_made())
    with_case = set(found)
    earlier = {row["pk"]: row["earlier_id"] for row in rows}
    firsts = {row["pk"]: _first_of(row["pk"], earlier) for row in rows}
    files: dict[Any, Any] = {}
    for row in rows:
        known = row["case__family_id"] or row["family_id"]
        if known is not None:
            files.setdefault(firsts[row["pk"]], known)
    for row in rows:
        first = firsts[row["pk"]]
        family = row["case__family_id"] or row["family_id"] or files.get(first)
        if family in with_case:
            continue
        key, on = family or first, timezone.localdate(row["made_at"])
        one = found.setdefault(
            key, Approached(REQUEST, on, row["area"], row["team__name"] or "", row["youngest"] or "not_known")
        )
        if row["state"] == machine.DECLINED:
            one.said_no = True
            one.whys.append(row["declined_why"])


def _made() -> QuerySet[Referral, dict[str, Any]]:
    """Every request but urgent alerts, the oldest first, so that the first of a family says when it came."""
    rows = Referral.objects.filter(is_alert=False).order_by("made_at")
    names = ("family_id", "case__family_id", "earlier_id", "area", "youngest", "state", "declined_why", "team__name")
    return rows.values("pk", "made_at", *names)


def _first_of(request: Any, earlier: dict[Any, Any]) -> Any:
    """The first of a chain of requests about one family, which stands for it."""
    seen = set()
    while earlier.get(request) is not None and request not in seen:
        seen.add(request)
        request = earlier[request]
    return request
