"""Accepting a request: the family it is about gets a file, where it has none, and a case that is considered."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.access.scope import family_with
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.actions import open_case, take_step
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.actions.found import Founder, found_family
from thinkfamily.casework.profiles.queries import in_use
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.actions._moving import ended, held, must, must_be, put_before, said
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.referrals.problems import is_led, not_offered
from thinkfamily.casework.referrals.questions import YES


@transaction.atomic
def accept(
    referral: Referral, *, chosen: str, programme: str, team: Any, because: str, told: str, by: Any, tier: str = ""
) -> Referral:
    """Accept a request. A family that has an open case keeps that, and those who lead it are told.

    Args:
        referral: what is accepted.
        chosen: the programme profile that a person chose.
        programme: the framework by whose rules the family will be counted.
        team: whose file a new family's is to be; None for triage to allocate.
        because: why the family is considered.
        told: what the referrer is told.
        by: who accepts.
        tier: how intensively it should be worked; what its needs propose, where nobody says.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: a guard of `machine` is not met, or somebody still leads the family.
        CaseError: the case cannot be opened.
    """
    row = held(referral, by, "referral.screen")
    must_be(row, machine.SCREENING)
    if chosen and chosen not in in_use():
        raise not_offered("chosen")
    if tier and chosen and tier not in {one.code for one in in_use()[chosen].tiers}:
        raise not_offered("tier")
    row.chosen = chosen
    kept = said(row, by, because=because, told=told)
    row.because, row.told = kept["because"], kept["told"]
    must(row, machine.TO_TELL | {machine.likeness_is_judged: "", machine.programme_is_chosen: "chosen"})
    must(row, {machine.reasons_are_given: "because"})
    if row.family is None:
        row.family, row.team = _made(row, team, by), team
    current = Case.open.filter(family=row.family).first()
    row.case = current or _opened(row, programme, tier, by)
    must(row, machine.TO_ACCEPT)
    row.accept()
    ended(row, machine.SCREENING, "referral.accept", by=by, fields=["case", "chosen", "family"])
    if current is not None:
        leads = Involvement.objects.filter(leading(timezone.localdate()), family=row.family).select_related("worker")
        put_before("request_joined", row, [part.worker for part in leads] or list(managers_of(row.family)))
    return row


def _made(referral: Referral, team: Any, by: Any) -> Any:
    people = [Founder(one.role, one.first_name, one.last_name, one.date_of_birth) for one in referral.people.all()]
    address = "" if _may_be_unsafe(referral) else referral.address
    return found_family(
        people, area=referral.area, team=team, known_by="told in a request for help", by=by, address=address
    )


def _may_be_unsafe(referral: Referral) -> bool:
    """Whether where the family lives is better left to its leads: somebody there may be in hiding from another."""
    return bool(referral.abuse) or "domestic_abuse" in referral.categories or referral.answers.get("afraid") == YES


def _opened(referral: Referral, programme: str, tier: str, by: Any) -> Case:
    profile = in_use()[referral.chosen]
    tier = tier or profile.tier_for(len(referral.categories)).code
    try:
        case = open_case(
            referral.family, programme=programme, why=referral.because, by=by, profile=profile.code, tier=tier
        )
    except PermissionDenied:
        raise is_led("chosen") from None
    # Who accepts and may not offer leaves it to who does: what was chosen stands on the case as proposed.
    may_offer = family_with(standing_of(by), referral.family_id, "case.offer")
    if may_offer is not None and may_offer.may:
        take_step(case, "choose_profile", by=by, profile=profile.code, tier=tier)
    return Case.objects.get(pk=case.pk)
