"""When meetings of families are due, from their cases, their profiles and what was held: a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from thinkfamily.casework.cases.actions.bring_in import BROUGHT_IN
from thinkfamily.casework.cases.machine import OPEN
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.cases.spells import CHANGED, went_by
from thinkfamily.casework.meetings.cadence import WORKED, Clock, Overdue, began_on, changing
from thinkfamily.casework.meetings.machine import MET
from thinkfamily.casework.meetings.models import Meeting, TimetableAnchor
from thinkfamily.casework.profiles.queries import profile_of


def clock_of(case: Case | None) -> Clock | None:
    """What one case's due dates are worked out from; None without a case."""
    return clocks([case]).get(case.pk) if case is not None else None


def clocks(cases: Iterable[Case]) -> dict[Any, Clock]:
    """For each of some cases, what its due dates are worked out from: three queries, and one a version of a profile."""
    rows = list(cases)
    ids = [case.pk for case in rows]
    if not ids:
        return {}
    moves: dict[Any, list[tuple[str, date]]] = defaultdict(list)
    # The day on which a step was taken, and not that on which somebody came to write it down or to bring the case in.
    begun = {case.pk: case.active_on or case.agreed_on or case.state_since for case in rows}
    changed: dict[Any, list[tuple[date, str]]] = defaultdict(list)
    steps = Step.objects.filter(case__in=ids).order_by("taken_at", "pk")
    for pk, code, state, on, was in steps.values_list("case_id", "code", "after", "on", "content__was"):
        moves[pk].append((state, begun[pk] if code == BROUGHT_IN else on))
        if code == CHANGED and was:
            changed[pk].append((on, was))
    met: dict[Any, list[tuple[str, date]]] = defaultdict(list)
    held = Meeting.objects.filter(case__in=ids, state__in=MET).order_by("held_on", "pk")
    for pk, kind, day in held.values_list("case_id", "kind", "held_on"):
        if day is not None:
            met[pk].append((kind, day))
    anchors = dict(TimetableAnchor.objects.filter(case__in=ids).values_list("case_id", "anchor_on"))
    profiles: dict[Any, Any] = {}

    def profile_at(code: str, version: int | None, tier: str) -> Any:
        if (code, version) not in profiles:
            profiles[code, version] = profile_of(code, version) if code else None
        found = profiles[code, version]
        return None if found is None else found.at(tier)

    found = {}
    for case in rows:
        is_paused = getattr(case, "side", "") == "paused"
        clock = Clock(
            profile_at(case.profile, case.profile_version, case.tier),
            began_on(moves[case.pk], timezone.localdate(case.opened_at)),
            anchors.get(case.pk),
            case.state in WORKED and not is_paused,
            tuple(met[case.pk]),
        )
        went_by_then = [(on, profile_at(*went_by(was))) for on, was in changed[case.pk]]
        found[case.pk] = changing(clock, went_by_then)
    return found


def cases_of(family_ids: Iterable[Any]) -> list[Case]:
    """The open case of each of some families, or the one that was opened last: one query."""
    found: dict[Any, Case] = {}
    rows = list(Case.objects.filter(family__in=list(family_ids)).select_related("family").order_by("opened_at"))
    for case in sorted(rows, key=lambda case: case.state in OPEN):
        found[case.family_id] = case
    return list(found.values())


def overdue_reviews(family_ids: Iterable[Any], on: date | None = None) -> dict[Any, list[Overdue]]:
    """For each of some families, the series of meetings that are behind; families with none are left out."""
    day = on or timezone.localdate()
    cases = cases_of(family_ids)
    times = clocks(cases)
    found = {case.family_id: times[case.pk].overdue(day) for case in cases}
    return {family: behind for family, behind in found.items() if behind}


def with_meetings(clock: Clock, meetings: Iterable[tuple[str, date]]) -> Clock:
    """The same as if some meetings more had been held: to see which dues those that are planned will meet."""
    more = tuple(meetings)
    before = with_meetings(clock.earlier, more) if clock.earlier else None
    return replace(clock, met=(*clock.met, *more), earlier=before)
