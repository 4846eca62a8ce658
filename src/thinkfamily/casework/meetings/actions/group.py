"""Recording family group decision-making: that it was offered or why not, what the family said, and the plan it made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Person
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.meetings.actions._held import must_go_on
from thinkfamily.casework.meetings.actions.invitations import must_be_members
from thinkfamily.casework.meetings.models import GroupOffer, TimetableAnchor
from thinkfamily.casework.meetings.problems import no_longer, not_fitting, place_of_safety
from thinkfamily.casework.pages.basis import Basis, must_stand
from thinkfamily.casework.profiles.queries import profile_of_case

KEEP = "meeting.keep"


@transaction.atomic
def record_offer(
    case: Case,
    *,
    before: str,
    offered_on: date | None = None,
    offered_to: Sequence[Person] = (),
    coordinator: str = "",
    not_offered_because: str = "",
    by: Any,
) -> GroupOffer:
    """Record that family group decision-making was offered, or why that is not in the child's interests.

    Before an application for a care or supervision order it must be offered, unless that would not be in the child's
    interests: Children Act 1989, section 31ZA.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the case does not go on, it says both or neither, the day lies ahead, or nobody is named to whom it was offered.
    """
    must_hold(by, KEEP, case.family)
    must_go_on(case)
    reason = not_offered_because.strip()
    if (offered_on is None) == (not reason):
        raise not_fitting(
            "TF-MEETING-070",
            "offered_on",
            _("It is not said whether it was offered."),
            _("Give the day on which it was offered, or say why it was not; not both."),
        )
    if offered_on is not None and offered_on > timezone.localdate():
        raise not_fitting("TF-MEETING-071", "offered_on", _("The day lies ahead."), _("Give the day it was offered."))
    if offered_on is not None and not offered_to:
        raise not_fitting("TF-MEETING-072", "offered_to", _("Nobody is named."), _("Say to whom it was offered."))
    must_be_members(case.family, offered_to)
    said = heard(by, case.family, place_of_safety, not_offered_because=reason, coordinator=coordinator.strip())
    made = GroupOffer(case=case, before=before, offered_on=offered_on, recorded_by=by.pk, **said)
    save(made, by)
    made.offered_to.set(offered_to if offered_on is not None else ())
    _record("group.offer", made, by, ["before", "coordinator", "not_offered_because", "offered_on", "offered_to"])
    return made


@transaction.atomic
def record_answer(
    offer: GroupOffer,
    *,
    answer: str,
    answered_on: date | None = None,
    why: str = "",
    coordinator: str = "",
    held_on: date | None = None,
    plan: str = "",
    by: Any,
    based_on: Basis | None = None,
) -> GroupOffer:
    """Record what the family said to it, when the group met, and the plan it made, in its own words.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: it was not offered, or what is said does not fit together.
        ChangedMeanwhileError: somebody recorded it since the form was opened.
    """
    must_hold(by, KEEP, offer.case.family)
    row = GroupOffer.objects.select_for_update(of=("self",)).select_related("case__family").get(pk=offer.pk)
    if row.offered_on is None:
        raise no_longer("answer")
    must_stand(based_on)
    today = timezone.localdate()
    for is_wrong, code, where, found, do in (
        (
            answered_on is None or not row.offered_on <= answered_on <= today,
            "TF-MEETING-073",
            "answered_on",
            _("The day is missing, lies ahead, or is before the offer."),
            _("Give the day they answered."),
        ),
        (
            answer == "declined" and not why.strip(),
            "TF-MEETING-074",
            "why",
            _("It is not said why they declined."),
            _("Say it as they did; that they would rather not say is an answer too."),
        ),
        (
            (held_on is not None or bool(plan.strip())) and answer != "accepted",
            "TF-MEETING-075",
            "held_on",
            _("A group meets only where it was accepted."),
            _("Leave the day and the plan empty."),
        ),
        (
            held_on is not None and not row.offered_on <= held_on <= today,
            "TF-MEETING-076",
            "held_on",
            _("The day lies ahead, or is before the offer."),
            _("Give the day on which it met."),
        ),
        (
            bool(plan.strip()) and held_on is None,
            "TF-MEETING-077",
            "plan",
            _("There is a plan and no day on which the group met."),
            _("Give that day."),
        ),
    ):
        if is_wrong:
            raise not_fitting(code, where, found, do)
    why = why.strip() if answer == "declined" else ""
    said = heard(by, row.case.family, place_of_safety, why=why, plan=plan.strip(), coordinator=coordinator.strip())
    row.answer, row.answered_on, row.held_on = answer, answered_on, held_on
    row.why, row.plan, row.coordinator = said["why"], said["plan"], said["coordinator"]
    save(row, by)
    _record("group.answer", row, by, ["answer", "answered_on", "coordinator", "held_on", "plan", "why"])
    return row


@transaction.atomic
def set_anchor(case: Case, *, anchor_on: date, by: Any, based_on: Basis | None = None) -> TimetableAnchor:
    """Set the day from which the timetable of a case is counted, and its reviews with it.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the case does not go on, or the programme of this case has no timetable.
        ChangedMeanwhileError: somebody set it since the form was opened.
    """
    must_hold(by, KEEP, case.family)
    # Held, so that of two who set it at one moment the second finds the first's.
    must_go_on(Case.objects.select_for_update(of=("self",)).get(pk=case.pk))
    must_stand(based_on)
    profile = profile_of_case(case)
    if profile is None or not profile.timetable:
        raise not_fitting(
            "TF-MEETING-080",
            "anchor_on",
            _("The programme of this case has no timetable."),
            _("There is nothing to count."),
        )
    row = TimetableAnchor.objects.select_for_update(of=("self",)).filter(case=case).first() or TimetableAnchor(
        case=case
    )
    row.anchor_on, row.set_by, row.set_at = anchor_on, by.pk, timezone.now()
    save(row, by)
    record("meeting.set_anchor", by=by, kind="case", object=case.pk, family=case.family_id, fields=["anchor_on"])
    return row


def _record(action: str, offer: GroupOffer, by: Any, fields: list[str]) -> None:
    record(action, by=by, kind="group_offer", object=offer.pk, family=offer.case.family_id, fields=fields)
