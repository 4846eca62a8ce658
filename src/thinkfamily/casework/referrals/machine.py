"""The way of a request for help, whole: its states, transitions and guards. The diagram in the manual is made from it.

A guard's docstring is what a worker reads when it is not met, and ``field`` below is where the page says it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from thinkfamily.casework.profiles.queries import profile_of
from thinkfamily.casework.referrals.questions import YES

RECEIVED, SCREENING, URGENT = "received", "screening", "urgent_safeguarding"
ADVISED, ACCEPTED, REDIRECTED = "info_and_advice", "accepted", "redirected"
DECLINED, NO_ACTION = "declined_by_family", "no_further_action"
ENDED = (ADVISED, ACCEPTED, REDIRECTED, DECLINED, NO_ACTION)

# A child younger than this, or an earlier request within so many days, asks for a second person: the latter is our choice.
YOUNG_YEARS, REPEAT_DAYS = 5, 365
ABUSE = "domestic_abuse"


def who_screens_is_named(referral: Any) -> bool:
    """A named worker must take it."""
    return referral.screened_by is not None


def who_raised_it_is_known(referral: Any) -> bool:
    """It is recorded who raised it and when, which the site does by itself."""
    return referral.raised_by is not None and referral.raised_at is not None


def what_was_done_is_recorded(referral: Any) -> bool:
    """What was done at once must be recorded."""
    return referral.acted_at is not None


def search_is_done(referral: Any) -> bool:
    """First look whether the family is known: press the button, and the search is recorded."""
    return referral.searched_at is not None


def likeness_is_judged(referral: Any) -> bool:
    """Say whether one of the families found is meant, or none of them."""
    return referral.judged_at is not None


def referrer_is_told(referral: Any) -> bool:
    """Whoever asked must be told something."""
    return bool(referral.told.strip())


def reasons_are_given(referral: Any) -> bool:
    """The reasons are missing."""
    return bool(referral.because.strip())


def next_is_named(referral: Any) -> bool:
    """It must be said to whom it goes on."""
    return bool(referral.to_whom.strip())


def what_was_declined_is_kept(referral: Any) -> bool:
    """What the family declined, and why, must be recorded."""
    return bool(referral.declined_what.strip()) and bool(referral.declined_why)


def programme_is_chosen(referral: Any) -> bool:
    """A person must choose the programme."""
    return bool(referral.chosen)


def case_stands(referral: Any) -> bool:
    """The family must have an open case."""
    return referral.case_id is not None


def second_person_signs_where_needed(referral: Any) -> bool:
    """A second person must sign: for a young child, a request before, known domestic abuse, or as the programme says."""
    if not needs_second_person(referral):
        return True
    return referral.signed_by is not None and referral.signed_by != referral.proposed_by


def needs_second_person(referral: Any) -> bool:
    """Whether no further action needs a second person. Which of the reasons it is, is told to nobody by this."""
    profile = profile_of(referral.programme) if referral.programme else None
    by_rule = profile is not None and "refuse_referral" in profile["second_person"]
    return by_rule or _has_young_child(referral) or _is_repeated(referral) or _abuse_is_known(referral)


def _has_young_child(referral: Any) -> bool:
    """Whether a child is under five, expected, or of an age that is not known."""
    today = timezone.localdate()
    since = date(today.year - YOUNG_YEARS, today.month, min(today.day, 28))
    ages = [(one.role, one.date_of_birth) for one in referral.people.all()]
    if referral.family_id:
        members = referral.family.members.filter(Q(until_on__isnull=True) | Q(until_on__gt=today))
        ages += list(members.values_list("role", "person__date_of_birth"))
    return any(role == "expected" or (role == "child" and (born is None or born > since)) for role, born in ages)


def _is_repeated(referral: Any) -> bool:
    """Whether there was another request about the same people or family within a year."""
    if referral.earlier_id:
        return True
    same = Q(people__fingerprint__in=[one.fingerprint for one in referral.people.all() if one.fingerprint])
    if referral.family_id:
        same |= Q(family=referral.family_id)
    since = referral.made_at - timedelta(days=REPEAT_DAYS)
    others = type(referral)._default_manager.filter(same, made_at__gte=since).exclude(pk=referral.pk)
    return bool(others.exists())


def says_of_abuse(referral: Any) -> bool:
    """Whether a request itself speaks of domestic abuse."""
    said = ABUSE in referral.categories or referral.abuse.strip() or referral.answers.get("afraid") == YES
    return bool(said)


def _abuse_is_known(referral: Any) -> bool:
    if says_of_abuse(referral):
        return True
    if not referral.family_id:
        return False
    kinds = ("needs", "services", "events", "statements")
    return any(getattr(referral.family, kind).filter(category=ABUSE).exists() for kind in kinds)


# Each guard beside the field on which a page shows that it is not met.
Guards = dict[Callable[[Any], bool], str]
TO_SCREEN: Guards = {who_screens_is_named: ""}
TO_RAISE: Guards = {who_raised_it_is_known: ""}
TO_GO_ON: Guards = {what_was_done_is_recorded: "", who_screens_is_named: ""}
TO_TELL: Guards = {search_is_done: "", referrer_is_told: "told"}
TO_ADVISE: Guards = TO_TELL | {reasons_are_given: "because"}
TO_REDIRECT: Guards = TO_TELL | {next_is_named: "to_whom"}
TO_DECLINE: Guards = TO_TELL | {what_was_declined_is_kept: "declined_what"}
TO_ACCEPT: Guards = TO_TELL | {likeness_is_judged: "", programme_is_chosen: "chosen", case_stands: ""}
TO_CLOSE: Guards = TO_TELL | {reasons_are_given: "because", second_person_signs_where_needed: ""}


def unmet(guards: Guards, referral: Any) -> tuple[str, str] | None:
    """The first guard that is not met, in words, and its field; None when all are."""
    for guard, field in guards.items():
        if not guard(referral):
            return (guard.__doc__ or "").strip(), field
    return None


class ReferralMachine(models.Model):
    """The state of one request for help. It changes through the transitions below and in no other way."""

    STATES = [
        (RECEIVED, _("Received")),
        (SCREENING, _("Being looked at")),
        (URGENT, _("Urgent safeguarding")),
        (ADVISED, _("Information and advice")),
        (ACCEPTED, _("Accepted")),
        (REDIRECTED, _("Given to another service")),
        (DECLINED, _("Declined by the family")),
        (NO_ACTION, _("No further action")),
    ]

    state = FSMField("state", max_length=20, choices=STATES, default=RECEIVED, editable=False, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=RECEIVED, target=SCREENING, conditions=list(TO_SCREEN))
    def screen(self) -> None:
        """A triage officer or manager takes it, and looks at it."""

    @transition(field=state, source=[RECEIVED, SCREENING, *ENDED], target=URGENT, conditions=list(TO_RAISE))
    def raise_alert(self) -> None:
        """Somebody must act now. It is one step from wherever it stood, and asks for nothing."""

    @transition(field=state, source=URGENT, target=SCREENING, conditions=list(TO_GO_ON))
    def go_on(self) -> None:
        """What was urgent is in hand, and the request is looked at as any other."""

    @transition(field=state, source=SCREENING, target=ADVISED, conditions=list(TO_ADVISE))
    def advise(self) -> None:
        """Information and advice are enough."""

    @transition(field=state, source=SCREENING, target=ACCEPTED, conditions=list(TO_ACCEPT))
    def accept(self) -> None:
        """The family is considered: it has a file and an open case. Nobody has asked it yet to take part."""

    @transition(field=state, source=SCREENING, target=REDIRECTED, conditions=list(TO_REDIRECT))
    def redirect(self) -> None:
        """Another service is the right one, and has been given it."""

    @transition(field=state, source=SCREENING, target=DECLINED, conditions=list(TO_DECLINE))
    def decline(self) -> None:
        """The family says no. What was declined is kept, and after some weeks little else."""

    @transition(field=state, source=SCREENING, target=NO_ACTION, conditions=list(TO_CLOSE))
    def close(self) -> None:
        """Nothing is to be done, for reasons that are recorded."""
