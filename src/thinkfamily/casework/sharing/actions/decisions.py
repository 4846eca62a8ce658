"""Sharing decisions: proposed by one person, decided by another, ended by either's successor. A refusal counts as much."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from thinkfamily.casework.access.grants import close_grants, open_grant
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing import machine
from thinkfamily.casework.sharing.actions.held import held_decision
from thinkfamily.casework.sharing.actions.telling import tell_of_decision
from thinkfamily.casework.sharing.disclosure import power_in_words
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.sharing.permissions import is_partner_only, must_hold
from thinkfamily.casework.sharing.problems import SharingError, place_of_safety
from thinkfamily.casework.sharing.queries.naming import member_ids, named_items, same_people_of

TERMS = (
    *("advice", "categories", "from_agency", "is_family_told", "items", "lawful_basis", "necessity", "people", "power"),
    *("family_says", "purpose", "told"),
)


@transaction.atomic
def propose(
    family: Any,
    *,
    from_agency: Any,
    to_agency: Any,
    purpose: str,
    is_family_told: bool,
    by: Any,
    categories: Iterable[str] = (),
    advice: str = "share",
    power_code: str = "",
    power: str = "",
    lawful_basis: str = "",
    condition: str = "",
    confidentiality: str = "",
    necessity: str = "",
    people: Iterable[Any] = (),
    items: Collection[Any] = (),
    told: Iterable[Any] = (),
    family_says: str = "",
    why_not_told: str = "",
    harm: str = "",
    conditions: str = "",
    until_on: date | None = None,
    agreement: Any = None,
    enquiry: Any = None,
) -> SharingDecision:
    """Propose to share, or not to share, what one agency holds about one family with another. It shares nothing.

    Named ``people`` narrow it to what is about one of them, and single ``items`` to these; the categories are then theirs.

    Raises:
        PermissionDenied: the worker may not, or is a partner who proposes for an agency that is not their own.
        SharingError: the two agencies, the categories, the purpose or the reason for not telling the family is missing;
            somebody is named who is no member of the family; or an item that the worker does not see there as this agency's.
    """
    ways = must_hold(by, family, "sharing.propose")
    if is_partner_only(ways) and (from_agency.pk != by.agency_id or not to_agency.is_home):
        raise PermissionDenied(gettext("A partner proposes what their own agency shares with the programme."))
    of_family = member_ids(family)
    single = named_items(by, family, from_agency, items)
    about, named = ({str(one) for one in ids} for ids in (people, told))
    wanted, chosen = set(categories), sorted({one.category for one in single} or set(categories))
    for missing, field, words in (
        (from_agency.pk == to_agency.pk, "to_agency", gettext("two different agencies")),
        (len(single) != len(set(map(str, items))), "items", gettext("only items that you see here as this agency's")),
        (
            not chosen or not set(chosen) <= set(dict(CATEGORIES)),
            "categories",
            gettext("the categories of information"),
        ),
        (not purpose.strip(), "purpose", gettext("a purpose")),
        (
            not is_family_told and not why_not_told.strip(),
            "why_not_told",
            gettext("the reason for not telling the family"),
        ),
        (bool(named) and not is_family_told, "told", gettext("one answer: the family was told, or nobody of it was")),
        (family_says not in ("", *dict(SharingDecision.FAMILY_SAYS)), "family_says", gettext("what the family says")),
        (
            not is_family_told and family_says == "agrees",
            "family_says",
            gettext("a family that was told, where it agrees"),
        ),
        (not named <= of_family, "told", gettext("only members of the family as told")),
        (not about <= of_family, "people", gettext("only people of the family")),
        (
            bool(single) and bool(wanted - set(chosen)),
            "items",
            gettext("no kind of information beside the single items"),
        ),
        (
            bool(about) and any(str(one.person_id) not in about for one in single),
            "items",
            gettext("items about those people"),
        ),
        (enquiry is not None and enquiry.family_id != family.pk, "enquiry", gettext("an enquiry about this family")),
    ):
        if missing:
            raise SharingError(
                "TF-SHARING-030",
                found=gettext("A proposal needs %(words)s.") % {"words": words},
                do=gettext("Give it."),
                field=field,
            )
    said = heard(
        by,
        family,
        place_of_safety,
        purpose=purpose.strip(),
        power=power_in_words(power_code, power),
        condition=condition.strip(),
        confidentiality=confidentiality.strip(),
        necessity=necessity.strip(),
        why_not_told=why_not_told.strip(),
        harm=harm.strip(),
        conditions=conditions.strip(),
    )
    made = SharingDecision.objects.create(
        family=family,
        from_agency=from_agency,
        to_agency=to_agency,
        categories=chosen,
        advice=advice,
        power_code=power_code,
        lawful_basis=lawful_basis,
        is_family_told=is_family_told,
        people=same_people_of(family, about),
        items=sorted(str(one.pk) for one in single),
        told=sorted(named),
        family_says=family_says,
        until_on=until_on,
        agreement=agreement,
        enquiry=enquiry,
        proposed_by=by.pk,
        **said,
    )
    _recorded("sharing.propose", made, by, TERMS, ways[0][1])
    return made


@transaction.atomic
def decide(
    decision: SharingDecision, *, share: bool, because: str, by: Any, review_on: date | None = None
) -> SharingDecision:
    """Decide a proposal that somebody else made: to share, which opens a grant, or not to share.

    It is looked at again on ``review_on``; where no day is given, after as many days as this site says.

    Raises:
        PermissionDenied: the worker may not decide for this family.
        SharingError: it was decided already, or a guard of `machine` is not met.
    """
    ways = must_hold(by, decision.family, "sharing.decide")
    held = held_decision(decision)
    held.decided_by, held.decided_at = by.pk, timezone.now()
    # Whoever holds the power as information governance decides as such.
    held.decided_as = "governance" if "governance" in {role for role, _ in ways} else ways[0][0]
    held.decided_because = heard(by, held.family, place_of_safety, because=because.strip())["because"]
    held.review_on = review_on or timezone.localdate() + timedelta(days=settings.INSTANCE.sharing_review_days)
    _go(held, machine.PROPOSED, machine.TO_APPROVE if share else machine.TO_REFUSE)
    if share:
        held.approve()
    else:
        held.refuse()
    save(held, by)
    if share:
        open_sharing(held, by=by)
    tell_of_decision(held, by)
    _recorded("sharing.decide", held, by, ("decided_because", "review_on", "state"), ways[0][1])
    return held


@transaction.atomic
def end_sharing(decision: SharingDecision, *, because: str, by: Any) -> SharingDecision:
    """End what a decision shares, today; its grant is closed.

    Raises:
        PermissionDenied: the worker may not decide for this family.
        SharingError: nothing is shared by it, or no reason was given.
    """
    ways = must_hold(by, decision.family, "sharing.decide")
    held = _ending(decision, because, by, machine.APPROVED)
    held.end()
    save(held, by)
    close_grants([held.pk], by=by)
    _recorded("sharing.end", held, by, ("ended_because", "state"), ways[0][1])
    return held


@transaction.atomic
def take_back(decision: SharingDecision, *, because: str, by: Any) -> SharingDecision:
    """Take back a proposal of one's own that nobody has decided yet.

    Raises:
        PermissionDenied: the worker may not propose for this family, or somebody else proposed it.
        SharingError: it was decided, or no reason was given.
    """
    ways = must_hold(by, decision.family, "sharing.propose")
    if decision.proposed_by != by.pk:
        raise PermissionDenied(gettext("A proposal is taken back by whoever made it."))
    held = _ending(decision, because, by, machine.PROPOSED)
    held.take_back()
    save(held, by)
    _recorded("sharing.take_back", held, by, ("ended_because", "state"), ways[0][1])
    return held


def open_sharing(decision: SharingDecision, *, by: Any) -> None:
    """Open what an approved decision shares, until its last day or that of its agreement, whichever is first."""
    last_days = [day for day in (decision.until_on, getattr(decision.agreement, "expires_on", None)) if day]
    open_grant(
        decision.family,
        from_agency=decision.from_agency,
        to_agency=decision.to_agency,
        categories=decision.categories,
        decision_id=decision.pk,
        until_on=min(last_days),
        by=by,
        people=decision.people,
        items=decision.items,
    )


def _ending(decision: SharingDecision, because: str, by: Any, state: str) -> SharingDecision:
    held = held_decision(decision)
    held.ended_by, held.ended_at = by.pk, timezone.now()
    held.ended_because = heard(by, held.family, place_of_safety, because=because.strip())["because"]
    _go(held, state, machine.TO_END)
    return held


def _go(decision: SharingDecision, state: str, guards: dict[Any, str]) -> None:
    """Make sure that a step can be taken, or say in words why not."""
    if decision.state != state:
        raise SharingError(
            "TF-SHARING-031",
            found=gettext("Somebody has changed it since, or it was decided already."),
            do=gettext("Read it again and see what is left to do."),
        )
    problem = machine.unmet(guards, decision)
    if problem is not None:
        found, field = problem
        raise SharingError(
            "TF-SHARING-032", found=found, do=gettext("Put that right, or decide not to share."), field=field
        )


def _recorded(action: str, decision: SharingDecision, by: Any, fields: Iterable[str], how: str) -> None:
    agencies: list[UUID] = [decision.from_agency_id, decision.to_agency_id]
    record(
        action,
        by=by,
        kind="sharing_decision",
        object=decision.pk,
        family=decision.family_id,
        others=agencies,
        fields=fields,
        relationship=how,
    )
