"""Workers' evidence: a yes or a no to a criterion of the programme, from what somebody has seen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions._held import held_now
from thinkfamily.casework.cases.criteria import Asked, asked_by
from thinkfamily.casework.cases.models import TAKING_PART, Case, WorkerEvidence
from thinkfamily.casework.cases.problems import CaseError, place_of_safety
from thinkfamily.casework.cases.queries import members_now
from thinkfamily.casework.families.actions.categories import category_of_need
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing.permissions import must_hold

ANSWERED_ANEW = "Answered anew."


@transaction.atomic
def give_evidence(
    case: Case,
    *,
    criterion: str,
    person: Any,
    answer: str,
    from_on: date,
    until_on: date | None = None,
    kind: str,
    text: str,
    source: str,
    by: Any,
) -> WorkerEvidence:
    """Answer a criterion of the case's programme, with what was seen; it goes back to the analysis with the feedback.

    What was seen becomes a statement of the file, in the category of the criterion. An answer that the same agency gave
    before to the same question is ended.

    Args:
        case: an agreed case.
        criterion: an id of the case's programme.
        person: the member it is about; None for the family as one.
        answer: yes or no.
        from_on: first day on which it holds.
        until_on: first day on which it no longer holds; None where it still does.
        kind: fact or opinion: whether what was seen is established.
        text: what was seen.
        source: how it is known.
        by: who answers.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: the family does not take part, the programme does not ask this of this member, or the days cannot be.
    """
    how = must_hold(by, case.family, "case.evidence")[0][1]
    held = held_now(case)
    asked = next((each for each in asked_by(held.programme) if each.criterion.id == criterion), None)
    _check(held, asked, person, answer, from_on, until_on)
    assert asked is not None  # for the type: checked above
    seen = Said(
        kind,
        category_of_need(criterion, asked.heading, asked.criterion.says, None),
        text,
        source=source,
        person=person,
        from_on=from_on,
    )
    statement = record_statement(held.family, seen, by=by)
    before = WorkerEvidence.objects.filter(
        case=held, criterion=criterion, person=person, agency=statement.agency, ended_at__isnull=True
    )
    replaced = list(before.values_list("pk", flat=True))
    before.update(ended_by=by.pk, ended_at=timezone.now(), ended_because=ANSWERED_ANEW)
    made = WorkerEvidence.objects.create(
        case=held,
        person=person,
        agency=statement.agency,
        criterion=criterion,
        heading=asked.heading,
        says=asked.criterion.says[:300],
        answer=answer,
        from_on=from_on,
        until_on=until_on,
        statement=statement,
        recorded_by=by.pk,
    )
    record(
        "case.evidence",
        by=by,
        kind="worker_evidence",
        object=made.pk,
        family=held.family_id,
        others=[*([person.pk] if person else []), statement.pk, *replaced],
        fields=["answer", "criterion", "from_on", *(["until_on"] if until_on else [])],
        relationship=how,
    )
    return made


@transaction.atomic
def take_back_evidence(evidence: WorkerEvidence, *, why: str, by: Any) -> WorkerEvidence:
    """Say that an answer of one's own agency no longer stands. It is kept, and no longer sent to the analysis.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: it is another agency's, it was ended already, or the reason is missing.
    """
    how = must_hold(by, evidence.case.family, "case.evidence")[0][1]
    held_now(evidence.case)
    row = WorkerEvidence.objects.select_for_update().get(pk=evidence.pk)
    for wrong, code, field, words, do in (
        (
            row.agency_id != (None if by.agency is not None and by.agency.is_home else by.agency_id),
            "TF-CASE-047",
            "",
            _("This is another agency's answer."),
            _("Give your own answer; where the two differ, the team's goes back."),
        ),
        (row.ended_at is not None, "TF-CASE-048", "", _("This answer stands no longer."), _("Nothing is left to do.")),
        (not why.strip(), "TF-CASE-049", "why", _("The reason is missing."), _("Say why it no longer stands.")),
    ):
        if wrong:
            raise CaseError(code, found=words, do=do, field=field)
    row.ended_by, row.ended_at = by.pk, timezone.now()
    row.ended_because = heard(by, evidence.case.family, place_of_safety, why=why.strip())["why"]
    row.save(update_fields=["ended_by", "ended_at", "ended_because"])
    record(
        "case.evidence",
        by=by,
        kind="worker_evidence",
        object=row.pk,
        family=evidence.case.family_id,
        fields=["ended_at", "ended_because"],
        relationship=how,
    )
    return row


def _check(case: Case, asked: Asked | None, person: Any, answer: str, from_on: date, until_on: date | None) -> None:
    today = timezone.localdate()
    members = {member.person_id: member for member in members_now(case.family)}
    is_meant = asked is not None and (
        asked.is_of_the_family
        if person is None
        else person.pk in members and asked.is_of_members and asked.may_be_meant(members[person.pk], today)
    )
    for wrong, code, field, words, do in (
        (
            case.state not in TAKING_PART,
            "TF-CASE-040",
            "",
            _("The family does not take part now."),
            _("Evidence is given once an adult of the family has agreed to take part."),
        ),
        (
            asked is None,
            "TF-CASE-041",
            "criterion",
            _("The programme of this case has no such criterion."),
            _("Choose one that the page offers."),
        ),
        (
            not is_meant,
            "TF-CASE-042",
            "person",
            _("The criterion does not speak of the family as one.")
            if person is None
            else _("The criterion does not speak of this person."),
            _whom_to_choose(asked),
        ),
        (
            answer not in dict(WorkerEvidence.ANSWERS),
            "TF-CASE-043",
            "answer",
            _("The answer is missing."),
            _("Say yes or no."),
        ),
        (
            from_on > today,
            "TF-CASE-044",
            "from_on",
            _("The day lies ahead."),
            _("Give the day from which it has been so."),
        ),
        (
            until_on is not None and not from_on < until_on <= today,
            "TF-CASE-045",
            "until_on",
            _("The day is not after the first, or lies ahead."),
            _("Give the first day on which it was no longer so, or nothing where it still is."),
        ),
    ):
        if wrong:
            raise CaseError(code, found=words, do=do, field=field)


def _whom_to_choose(asked: Asked | None) -> str:
    if asked is None or not asked.is_of_members:
        return _("Choose the family as one.")
    if asked.is_of_the_family:
        return _("Choose the family as one, or a member of the age and part that it names.")
    return _("Choose a member of the age and part that it names.")
