"""The way of a sharing decision, whole: states, transitions and guards. The diagram in the manual is made from it.

A guard's docstring is what a worker reads when it is not met, and ``field`` below is where the page says it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from thinkfamily.casework.sharing.disclosure import HEALTH, OTHER, is_urgent_enquiry

PROPOSED, APPROVED, REFUSED, ENDED, WITHDRAWN = "proposed", "approved", "refused", "ended", "withdrawn"


def another_person_decides(decision: Any) -> bool:
    """Somebody else than the person who proposed it must decide."""
    return decision.decided_by is not None and decision.decided_by != decision.proposed_by


def reasons_are_given(decision: Any) -> bool:
    """The decision needs its reasons."""
    return bool(decision.decided_because.strip())


def power_is_named(decision: Any) -> bool:
    """Sharing needs a power to disclose."""
    return bool(decision.power_code) and (decision.power_code != OTHER or bool(decision.power.strip()))


def basis_is_named(decision: Any) -> bool:
    """Sharing needs a lawful basis."""
    return bool(decision.lawful_basis)


def necessity_is_shown(decision: Any) -> bool:
    """Sharing needs a purpose, and why it is necessary and no more than needed."""
    return bool(decision.necessity.strip()) and bool(decision.purpose.strip())


def last_day_lies_ahead(decision: Any) -> bool:
    """Sharing needs a last day, and it must lie ahead."""
    return decision.until_on is not None and decision.until_on > timezone.localdate()


def health_has_condition_and_confidentiality(decision: Any) -> bool:
    """Sharing health information needs its special category condition, and why confidence may be set aside."""
    is_health = bool(HEALTH & set(decision.categories))
    return not is_health or (bool(decision.condition.strip()) and bool(decision.confidentiality.strip()))


def health_is_decided_by_governance(decision: Any) -> bool:
    """Information governance decides on sharing health, mental health, and drugs and alcohol."""
    return not HEALTH & set(decision.categories) or decision.decided_as == "governance"


def urgent_enquiry_is_signed(decision: Any) -> bool:
    """Sharing for urgent child protection enquiries needs a signed decision to make them: who, when, on what grounds."""
    if not is_urgent_enquiry(decision.power_code, decision.power):
        return True
    enquiry = decision.enquiry
    return enquiry is not None and enquiry.family_id == decision.family_id and enquiry.is_fresh


def agreement_covers_it(decision: Any) -> bool:
    """The sharing agreement it names must be in date, between the same two agencies, and hold every category."""
    agreement = decision.agreement
    return agreement is None or (
        agreement.is_in_date
        and agreement.from_agency_id == decision.from_agency_id
        and agreement.to_agency_id == decision.to_agency_id
        and set(decision.categories) <= set(agreement.categories)
    )


def review_lies_ahead(decision: Any) -> bool:
    """The day on which it is looked at again must lie ahead."""
    return decision.review_on is None or decision.review_on > timezone.localdate()


def why_it_ends_is_given(decision: Any) -> bool:
    """Ending it needs a reason."""
    return bool(decision.ended_because.strip()) and decision.ended_by is not None


# Each guard beside the field on which a page shows that it is not met.
TO_REFUSE: dict[Callable[[Any], bool], str] = {
    another_person_decides: "",
    reasons_are_given: "because",
    review_lies_ahead: "review_on",
}
TO_APPROVE: dict[Callable[[Any], bool], str] = TO_REFUSE | {
    power_is_named: "power_code",
    basis_is_named: "lawful_basis",
    necessity_is_shown: "necessity",
    last_day_lies_ahead: "until_on",
    health_has_condition_and_confidentiality: "condition",
    health_is_decided_by_governance: "",
    urgent_enquiry_is_signed: "enquiry",
    agreement_covers_it: "",
}
TO_END: dict[Callable[[Any], bool], str] = {why_it_ends_is_given: "because"}


def unmet(guards: dict[Callable[[Any], bool], str], decision: Any) -> tuple[str, str] | None:
    """The first guard that is not met, in words, and its field; None when all are."""
    for guard, field in guards.items():
        if not guard(decision):
            return (guard.__doc__ or "").strip(), field
    return None


class SharingMachine(models.Model):
    """The state of one sharing decision. It changes through the transitions below and in no other way."""

    STATES = [
        (PROPOSED, _("Proposed")),
        (APPROVED, _("Approved: share")),
        (REFUSED, _("Refused: do not share")),
        (ENDED, _("Ended")),
        (WITHDRAWN, _("Proposal taken back")),
    ]

    state = FSMField("state", max_length=10, choices=STATES, default=PROPOSED, editable=False, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=PROPOSED, target=APPROVED, conditions=list(TO_APPROVE))
    def approve(self) -> None:
        """A second person decides to share."""

    @transition(field=state, source=PROPOSED, target=REFUSED, conditions=list(TO_REFUSE))
    def refuse(self) -> None:
        """A second person decides not to share."""

    @transition(field=state, source=APPROVED, target=ENDED, conditions=list(TO_END))
    def end(self) -> None:
        """Sharing stops before its last day."""

    @transition(field=state, source=PROPOSED, target=WITHDRAWN, conditions=list(TO_END))
    def take_back(self) -> None:
        """Whoever proposed it takes the proposal back."""
