"""Opening a case, and recording who agrees to take part, and what the children say; `withdrawals` records who no longer does.

None of these touches a lawful basis, a sharing decision or a grant: they are other records, with lives of their own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.over import is_over
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.scope import family_with
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions._held import held_now, held_open
from thinkfamily.casework.cases.actions.moving import moved
from thinkfamily.casework.cases.machine import CONSIDERED, OFFERED, UNDER_DUTY, an_adult_agrees
from thinkfamily.casework.cases.models import STANDS, AgreementToTakePart, Case, ChildView
from thinkfamily.casework.cases.problems import CaseError, place_of_safety
from thinkfamily.casework.cases.queries import age_on, members_now
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing.permissions import must_be_apart, must_hold

DESK = ("desk.decide", "desk.sign")
# A case in one of these is agreed as soon as an agreement counts.
ASKED = (CONSIDERED, OFFERED, UNDER_DUTY)


@transaction.atomic
def open_case(family: Any, *, programme: str, why: str, by: Any, profile: str = "", tier: str = "") -> Case:
    """Open a family's case, considered: a named human took the family up, and nobody has agreed yet.

    Args:
        family: whose.
        programme: the framework by whose rules the family was considered.
        why: why it was taken up.
        by: who opens it.
        profile: the programme profile that is proposed for it; empty where none is.
        tier: how intensively; empty where no profile is proposed.

    Raises:
        PermissionDenied: the worker neither decides at the desk nor allocates this family, nor does it come back to them by the
            front door.
        CaseError: the family has an open case, or the programme or the reason is missing.
    """
    must_be_apart(by, family)
    if not _may_open(by, family):
        raise PermissionDenied(POWERS["case.allocate"].says)
    if not programme.strip() or not why.strip():
        raise CaseError(
            "TF-CASE-001",
            found=_("A case needs its programme and the reason why the family was taken up."),
            do=_("Give both."),
            field="why",
        )
    if Case.open.filter(family=family).exists():
        raise CaseError("TF-CASE-002", found=_("The family has an open case."), do=_("Work with that one."))
    said = heard(by, family, place_of_safety, why=why.strip())
    made = Case(
        family=family,
        programme=programme.strip(),
        proposed_profile=profile,
        proposed_tier=tier,
        opened_by=by.pk,
        **said,
    )
    save(made, by)
    record("case.open", by=by, kind="case", object=made.pk, family=family.pk, fields=["programme", "state", "why"])
    return made


@transaction.atomic
def record_agreement(
    case: Case,
    person: Any,
    *,
    to_what: str,
    was_told: str,
    language: str,
    agreed_on: date,
    review_on: date,
    by: Any,
    had_interpreter: bool = False,
) -> AgreementToTakePart:
    """Record that one adult of the family agrees to take part; the case is then agreed, if that is enough.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: the case does not go on, the person is no adult of the family or agrees already, or something is missing.
    """
    how = must_hold(by, case.family, "case.agree")[0][1]
    held = held_open(case)
    today = timezone.localdate()
    members = {member.person_id: member for member in members_now(held.family)}
    for missing, code, field, words, do in (
        (
            person.pk not in members or members[person.pk].role != "adult",
            "TF-CASE-010",
            "person",
            _("Only an adult of the family agrees for themselves."),
            _("Choose an adult; what a child says is recorded as the child's view."),
        ),
        (not to_what.strip(), "TF-CASE-011", "to_what", _("It is not said to what."), _("Say what was agreed to.")),
        (
            not was_told.strip(),
            "TF-CASE-012",
            "was_told",
            _("It is not said what they were told."),
            _("Say what was explained, the privacy notice included."),
        ),
        (not language.strip(), "TF-CASE-013", "language", _("The language is missing."), _("Say in which language.")),
        (agreed_on > today, "TF-CASE-014", "agreed_on", _("The day lies ahead."), _("Give the day they agreed.")),
        (
            review_on <= max(today, agreed_on),
            "TF-CASE-015",
            "review_on",
            _("The day to ask again does not lie ahead."),
            _("Choose a later day."),
        ),
        (
            held.agreements.filter(STANDS, person=person).exists(),
            "TF-CASE-016",
            "person",
            _("This person agrees already."),
            _("Record the withdrawal first, if they agree to something else now."),
        ),
    ):
        if missing:
            raise CaseError(code, found=words, do=do, field=field)
    made = AgreementToTakePart(
        case=held,
        person=person,
        **heard(
            by,
            held.family,
            place_of_safety,
            to_what=to_what.strip(),
            was_told=was_told.strip(),
            language=language.strip(),
        ),
        had_interpreter=had_interpreter,
        agreed_on=agreed_on,
        review_on=review_on,
        recorded_by=by.pk,
    )
    save(made, by)
    record(
        "case.agree",
        by=by,
        kind="agreement_to_take_part",
        object=made.pk,
        family=held.family_id,
        others=[person.pk],
        fields=["agreed_on", "had_interpreter", "language", "review_on", "to_what", "was_told"],
        relationship=how,
    )
    if held.state in ASKED and an_adult_agrees(held):
        _agree(held, by, how, max(agreed_on, held.state_since))
    return made


@transaction.atomic
def confirm_agreed(case: Case, *, by: Any) -> Case:
    """Say that a case is agreed, where an agreement that was recorded before has come to count since.

    So it is when somebody is recorded to hold parental responsibility. Software moves no case by itself.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: it is agreed already, or no agreement counts.
    """
    how = must_hold(by, case.family, "case.agree")[0][1]
    held = held_now(case)
    if held.state not in ASKED or not an_adult_agrees(held):
        raise CaseError(
            "TF-CASE-017",
            found=_("No agreement waits to be confirmed."),
            do=_("Record an agreement, or nothing is left to do."),
        )
    _agree(held, by, how, timezone.localdate())
    return held


@transaction.atomic
def record_child_view(
    case: Case, person: Any, *, wish: str, how_asked: str, said_on: date, by: Any, own_words: str = ""
) -> ChildView:
    """Record what one child says of the family taking part. It changes no state and is shown beside the agreements.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: the case does not go on, the person is no child of the family, is old enough to be asked, or something is missing.
    """
    how = must_hold(by, case.family, "case.agree")[0][1]
    held = held_open(case)
    members = {member.person_id: member for member in members_now(held.family)}
    age = age_on(person.date_of_birth, said_on)
    for missing, code, field, words, do in (
        (
            person.pk not in members or members[person.pk].role != "child",
            "TF-CASE-030",
            "person",
            _("This is no child of the family."),
            _("Choose a child; adults agree for themselves."),
        ),
        (wish not in dict(ChildView.WISHES), "TF-CASE-031", "wish", _("The wish is missing."), _("Choose one.")),
        (
            wish == "too_young" and age is not None and age >= ChildView.ASKED_FROM_AGE,
            "TF-CASE-032",
            "wish",
            _("From the age of %(age)d a child is asked.") % {"age": ChildView.ASKED_FROM_AGE},
            _("Ask the child, in a way that suits their age and understanding."),
        ),
        (not how_asked.strip(), "TF-CASE-033", "how_asked", _("It is not said how."), _("Say how, and who was there.")),
        (said_on > timezone.localdate(), "TF-CASE-034", "said_on", _("The day lies ahead."), _("Give the day.")),
    ):
        if missing:
            raise CaseError(code, found=words, do=do, field=field)
    made = ChildView.objects.create(
        case=held,
        person=person,
        wish=wish,
        **heard(by, held.family, place_of_safety, own_words=own_words.strip(), how_asked=how_asked.strip()),
        said_on=said_on,
        recorded_by=by.pk,
    )
    record(
        "case.child_view",
        by=by,
        kind="child_view",
        object=made.pk,
        family=held.family_id,
        others=[person.pk],
        fields=["how_asked", "own_words", "said_on", "wish"],
        relationship=how,
    )
    return made


def lapse(case: Case, *, on: date, by: Any, how: str) -> None:
    """Let what was agreed before a case ended lapse when it is reopened: the family is asked anew, and withdrew nothing."""
    for row in case.agreements.select_for_update().filter(STANDS):
        row.lapsed_on = max(on, row.agreed_on)
        save(row, by)
        record(
            "case.lapse",
            by=by,
            kind="agreement_to_take_part",
            object=row.pk,
            family=case.family_id,
            others=[row.person_id],
            fields=["lapsed_on"],
            relationship=how,
        )


def _may_open(by: Any, family: Any) -> bool:
    standing = standing_of(by)
    if any(standing.holds(power) for power in DESK) or _holds(standing, family, "case.allocate"):
        return True
    # A family whose case has ended comes back by the front door: who looks at requests finds it, and nobody leads it.
    led = Involvement.objects.filter(leading(timezone.localdate()), family=family).exists()
    return standing.holds("referral.screen") and _holds(standing, family, "family.find") and is_over(family) and not led


def _holds(standing: Standing, family: Any, power: str) -> bool:
    found = family_with(standing, family.pk, power)
    return found is not None and bool(found.may)


def _agree(case: Case, by: Any, how: str, on: date) -> None:
    before = case.state
    case.agree()
    moved(case, code="agree", content={}, on=on, by=by, how=how, before=before)
