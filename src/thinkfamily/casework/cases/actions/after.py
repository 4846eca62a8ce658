"""Whether it lasted: looks after the end, planned when a case closes and recorded when they are done."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions.moving import moved
from thinkfamily.casework.cases.models import Case, SustainCheck
from thinkfamily.casework.cases.problems import CaseError, place_of_safety
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.profiles.queries import profile_of_case
from thinkfamily.casework.sharing.permissions import must_hold

# What is said to have lasted, so many days before its day at the earliest. The days are our choice.
LASTED = ("lasted", "partly")
EARLY_DAYS = 14


def plan_looks(case: Case, way: str, closed_on: date, by: Any, how: str) -> None:
    """Plan the looks after the end of a case that was just closed, as its profile names them; none where none is wanted."""
    profile = profile_of_case(case)
    if way == "none" or profile is None or not profile["sustain_months"]:
        return
    for months in profile["sustain_months"]:
        due = months_after(closed_on, months)
        SustainCheck.objects.create(case=case, months=months, due_on=due, way=way)
    before = case.state
    case.sustain()
    moved(case, code="sustain", content={"follow_up": way}, on=closed_on, by=by, how=how, before=before)


@transaction.atomic
def record_look(check: SustainCheck, *, found: str, note: str, done_on: date, by: Any) -> SustainCheck:
    """Record one look after the end. A family that does not want to be asked is not asked again: later looks go too.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: it was done already, the day cannot be, or it is too early to say that it lasted.
    """
    how = must_hold(by, check.case.family, "case.move")[0][1]
    held = SustainCheck.objects.select_for_update().select_related("case").get(pk=check.pk)
    if held.done_on is not None:
        raise CaseError("TF-CASE-060", found=_("This look was done already."), do=_("Look at what was found."))
    ended = held.case.ended_on or held.case.state_since
    if not ended <= done_on <= timezone.localdate():
        raise CaseError(
            "TF-CASE-061", found=_("The day lies ahead, or before the end."), do=_("Give the day."), field="done_on"
        )
    if found in LASTED and done_on < held.due_on - timedelta(days=EARLY_DAYS):
        raise CaseError(
            "TF-CASE-063",
            found=_("It cannot be said yet whether it lasted so long."),
            do=_("Record it in the two weeks before its day, or later. That it slipped back can be said at once."),
            field="done_on",
        )
    said = heard(by, held.case.family, place_of_safety, note=note.strip())["note"]
    rows = [held]
    if found == "not_wanted":
        rows += SustainCheck.objects.filter(case=held.case, done_on__isnull=True, way="contact").exclude(pk=held.pk)
    for row in rows:
        row.found, row.done_on, row.done_by, row.note = found, done_on, by.pk, said
        row.save()
    record(
        "case.look_after",
        by=by,
        kind="sustain_check",
        object=held.pk,
        family=held.case.family_id,
        others=[row.pk for row in rows[1:]],
        fields=["done_on", "found", "note"],
        relationship=how,
    )
    return held


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
