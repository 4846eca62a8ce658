"""Who is invited to a meeting, what they reply, and what they send before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions.statements import comment
from thinkfamily.casework.families.models import Person
from thinkfamily.casework.families.quarantine import must_not_tell, quarantine_if_telling
from thinkfamily.casework.meetings.actions._held import (
    accounts_of,
    must_go_on,
    planned_now,
)
from thinkfamily.casework.meetings.machine import CANCELLED
from thinkfamily.casework.meetings.models import Invitation, Meeting, MeetingReport
from thinkfamily.casework.meetings.problems import no_longer, not_fitting, place_of_safety
from thinkfamily.casework.meetings.queries.meetings import invitable
from thinkfamily.casework.meetings.queries.reading import KEEP, reader_of, to_me
from thinkfamily.casework.questions.answers import kept
from thinkfamily.casework.questions.kinds import REPORT

ANSWER = "meeting.answer"


@transaction.atomic
def invite(
    meeting: Meeting,
    *,
    workers: Iterable[Worker] = (),
    agencies: Iterable[Agency] = (),
    people: Iterable[Person] = (),
    asked: str = "come",
    by: Any,
) -> list[Invitation]:
    """Invite workers of the team, agencies that have named nobody, and members of the family; those with an account are told.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the meeting is no longer planned or its case does not go on, nobody is named, or somebody who cannot be invited.
    """
    must_hold(by, KEEP, meeting.case.family)
    held = planned_now(meeting)
    must_go_on(held.case)
    could = invitable(held)
    chosen = [
        *({"worker": one} for one in _all_among(workers, could.workers)),
        *({"agency": one} for one in _all_among(agencies, could.agencies)),
        *({"person": one} for one in _all_among(people, could.people)),
    ]
    if not chosen:
        raise not_fitting("TF-MEETING-030", "workers", _("Nobody is named."), _("Choose whom to invite."))
    made = [Invitation.objects.create(meeting=held, asked=asked, invited_by=by.pk, **one) for one in chosen]
    tell("meeting_asked", held.pk, accounts_of(made, but=by), again=True)
    record(
        "meeting.invite",
        by=by,
        kind="meeting",
        object=held.pk,
        family=held.case.family_id,
        others=[row.worker_id or row.agency_id or row.person_id for row in made],
        fields=["asked", "invitations"],
    )
    return made


@transaction.atomic
def take_back(invitation: Invitation, *, by: Any) -> Invitation:
    """Take an invitation back: whoever it was to sees nothing of the meeting any longer.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the meeting is no longer planned, or it was taken back already.
    """
    must_hold(by, KEEP, invitation.meeting.case.family)
    planned_now(invitation.meeting)
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if row.taken_back_at is not None:
        raise no_longer("invitation")
    row.taken_back_at, row.taken_back_by = timezone.now(), by.pk
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    _record("meeting.take_back", invitation, by, ["taken_back_at"])
    return row


@transaction.atomic
def reply(invitation: Invitation, *, reply: str, note: str = "", own_words: str = "", by: Any) -> Invitation:
    """Reply to an invitation: one's own or, for who keeps the meeting, what somebody told them.

    A member of the family can say before the meeting what they want said, in their own words; that is a statement of the
    file, which those who lead read and no other member.

    Raises:
        NotAllowedError: the invitation is neither theirs nor theirs to keep.
        MeetingError: the meeting is no longer planned.
    """
    family = invitation.meeting.case.family
    must_hold(by, ANSWER, family)
    _must_be_theirs(invitation, by)
    planned_now(invitation.meeting)
    must_not_tell(by, family, place_of_safety, note=note)
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    row.reply, row.note, row.replied_by, row.replied_at = reply, note.strip(), by.pk, timezone.now()
    if own_words.strip():
        if row.person_id is None or row.person_id != by.person_id:
            raise not_fitting(
                "TF-MEETING-031", "own_words", _("These are no member's own words."), _("Leave it empty.")
            )
        row.own_words = comment(family, own_words.strip(), by=by)
    row.save(update_fields=["reply", "note", "replied_by", "replied_at", "own_words"])
    quarantine_if_telling("reply", row, family=family, by=by)
    _record("meeting.answer", invitation, by, ["note", "reply"])
    return row


@transaction.atomic
def send_report(
    invitation: Invitation,
    *,
    strengths: str,
    worries: str,
    next_steps: str,
    text: str,
    category: str,
    audience: str = "professionals",
    hidden_from: Sequence[Person] = (),
    answers: Mapping[str, Any] | None = None,
    by: Any,
) -> MeetingReport:
    """Send a written report to a meeting. It is the worker's agency's, and others read it as that agency shares.

    Raises:
        NotAllowedError: the worker may not reply on this file, or not choose who sees it.
        MeetingError: they are not invited, the meeting was cancelled, nothing is written, or somebody named is not of the family.
    """
    family = invitation.meeting.case.family
    must_hold(by, ANSWER, family)
    if not Invitation.objects.filter(to_me(by), pk=invitation.pk, person__isnull=True).exists():
        raise not_fitting("TF-MEETING-032", "text", _("You are not invited to this meeting."), _("Ask who keeps it."))
    if invitation.meeting.state == CANCELLED:
        raise no_longer()
    if not any(part.strip() for part in (strengths, worries, next_steps, text)):
        raise not_fitting(
            "TF-MEETING-033", "strengths", _("Nothing is written."), _("Write at least one of the parts.")
        )
    if audience != "professionals" and not reader_of(by, family).may("family.hide"):
        raise not_fitting(
            "TF-MEETING-034",
            "audience",
            _("This audience is the leads' to choose."),
            _("Choose partner professionals."),
        )
    must_not_tell(by, family, place_of_safety, strengths=strengths, worries=worries, next_steps=next_steps, text=text)
    must_be_members(family, hidden_from)
    programme = invitation.meeting.case.profile
    answered = kept(REPORT, answers or {}, programme=programme, family=family, refuse=place_of_safety, by=by)
    made = MeetingReport.objects.create(
        family=family,
        meeting=invitation.meeting,
        invitation=invitation,
        agency=None if by.agency is not None and by.agency.is_home else by.agency,
        category=category,
        audience=audience,
        strengths=strengths.strip(),
        worries=worries.strip(),
        next_steps=next_steps.strip(),
        text=text.strip(),
        answers=answered,
        from_on=timezone.localdate(),
        recorded_by=by.pk,
    )
    made.hidden_from.set(hidden_from)
    quarantine_if_telling("report", made, family=family, by=by)
    record(
        "meeting.report",
        by=by,
        kind="meeting_report",
        object=made.pk,
        family=family.pk,
        others=[invitation.meeting_id],
        fields=["answers", "audience", "category", "hidden_from", "next_steps", "strengths", "text", "worries"],
    )
    return made


def must_be_members(family: Any, people: Sequence[Person]) -> None:
    """Make sure that some people are, or were, of a family.

    Raises:
        MeetingError: one of them is not.
    """
    wanted = {person.pk for person in people}
    if wanted - set(family.members.filter(person__in=wanted).values_list("person", flat=True)):
        raise not_fitting(
            "TF-MEETING-035", "hidden_from", _("Somebody named is not of this family."), _("Choose again.")
        )


def _must_be_theirs(invitation: Invitation, by: Any) -> None:
    rows = Invitation.objects.filter(pk=invitation.pk, taken_back_at__isnull=True)
    if rows.filter(to_me(by)).exists():
        return
    if not rows.exists() or not reader_of(by, invitation.meeting.case.family).may(KEEP):
        raise no_longer("invitation")


def _all_among(asked: Iterable[Any], offered: Iterable[Any]) -> list[Any]:
    chosen, ids = list(asked), {one.pk for one in offered}
    if any(one.pk not in ids for one in chosen):
        raise not_fitting(
            "TF-MEETING-036",
            "workers",
            _("Somebody named has no part in this family, cannot open its file on that day, or is invited already."),
            _("Choose from those offered."),
        )
    return chosen


def _record(action: str, invitation: Invitation, by: Any, fields: list[str]) -> None:
    record(
        action,
        by=by,
        kind="invitation",
        object=invitation.pk,
        family=invitation.meeting.case.family_id,
        others=[invitation.meeting_id],
        fields=fields,
    )
