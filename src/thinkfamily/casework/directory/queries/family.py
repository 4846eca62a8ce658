"""What a family was referred to, and what nothing answers, as one worker may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.scope import Sight, sight
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.cases.machine import OPEN as OPEN_CASES
from thinkfamily.casework.cases.queries import case_of, members_now
from thinkfamily.casework.directory.machine import OPEN
from thinkfamily.casework.directory.models import OfferedService, ServiceReferral, UnmetNeed
from thinkfamily.casework.directory.permissions import grant_to_tell
from thinkfamily.casework.directory.queries.services import Fit, age_on, fits, offered
from thinkfamily.casework.families.models import CATEGORIES, Need
from thinkfamily.casework.families.queries.items import needs
from thinkfamily.casework.families.queries.names import names_of, with_person
from thinkfamily.casework.families.queries.powers import powers_on
from thinkfamily.casework.families.told import hides_address
from thinkfamily.casework.plans.models import Action
from thinkfamily.casework.sharing.permissions import is_partner_only
from thinkfamily.casework.sharing.queries.decisions import visible

COMPARTMENT = "domestic_abuse"
SHOWN = 100


@dataclass(frozen=True)
class FamilyServices:
    """The services of one family, as one worker may see them.

    Attributes:
        case: the open case, or the one that ended last.
        referrals: what it was referred to, the newest first, each with who may answer it, and whether the
            worker may read the decision by which it was told.
        unmet: needs that nothing answers, those that stand first.
        needs: needs of its file for which to look for a service; for who may refer.
        may: those of some powers that the worker holds on the family.
    """

    case: Any
    referrals: list[Any]
    unmet: list[UnmetNeed]
    needs: list[Any]
    may: frozenset[str]

    @property
    def may_refer(self) -> bool:
        """Whether the worker may refer this family now."""
        return "service.refer" in self.may and self.case is not None and bool(self.case.is_open)


def services_of(worker: Any, family: Any) -> FamilyServices:
    """The services of one family; the number of queries does not depend on how many there are."""
    standing = standing_of(worker)
    seen = sight(standing, family)
    may = powers_on(standing, family, "service.refer", "service.answer")
    case = case_of(family)
    rows = list(_seen(worker, seen, family))
    told_by = {row.decision_id for row in rows if row.decision_id is not None}
    readable = set(visible(worker).filter(pk__in=told_by).values_list("pk", flat=True)) if told_by else set()
    names = names_of([one for row in rows for one in (row.recorded_by, row.answered_by)])
    for row in rows:
        row.referrer, row.answerer = names.get(row.recorded_by, ""), names.get(row.answered_by, "")
        row.may_answer = "service.answer" in may and row.is_open
        row.may_read_decision = row.decision_id in readable
    gaps = list(with_person(seen.of(UnmetNeed.objects.all()))) if _is_of_team(seen) else []
    met = [one for one in needs(seen) if one.first.answer == "yes"] if "service.refer" in may else []
    return FamilyServices(case, rows, sorted(gaps, key=lambda gap: not gap.stands), met, may)


def referral_of(worker: Any, family: Any, referred_id: Any) -> ServiceReferral | None:
    """One referral of a family to a service, if the worker may see it."""
    return _seen(worker, sight(standing_of(worker), family), family).filter(pk=referred_id).first()


def to_answer(worker: Any, family: Any, referred_id: Any) -> tuple[ServiceReferral, bool] | None:
    """One referral that a worker may answer, and whether they would record what the service told them."""
    found = referral_of(worker, family, referred_id)
    if found is None:
        return None
    ways = scope.relationships(standing_of(worker), family, "service.answer")
    return (found, not is_partner_only(ways)) if ways else None


def unmet_of(worker: Any, family: Any, unmet_id: Any) -> UnmetNeed | None:
    """One need of a family that nothing answers, if the worker may see it."""
    seen = sight(standing_of(worker), family)
    return seen.of(UnmetNeed.objects.filter(pk=unmet_id)).first() if _is_of_team(seen) else None


def item_of(worker: Any, family: Any, item_id: Any) -> Any | None:
    """A need or an action of a family for which to look for a service, if the worker may see it."""
    seen = sight(standing_of(worker), family)
    for model in (Need, Action):
        found = seen.of(model.objects.filter(pk=item_id)).select_related("person").first()  # type: ignore[attr-defined]
        if found is not None:
            return found
    return None


def looked_up(family: Any, item: Any) -> list[tuple[str, list[Fit]]]:
    """For an item the services that answer its need; for none those of every need, under the title of each.

    Where somebody of the family must not be found it is not asked where they live: what fits a ward would tell it.
    """
    people = [member.person for member in members_now(family)]
    if item is not None and item.person is not None:
        people = [item.person]
    ages = [age_on(person.date_of_birth) for person in people if person.date_of_birth is not None]
    ward = "" if hides_address(family) else family.area
    wanted = [(code, str(title)) for code, title in CATEGORIES if item is None or code == item.category]
    every = offered()
    rows = [
        (title, fits((one for one in every if code in one.categories), ward=ward, ages=ages)) for code, title in wanted
    ]
    return [(title, found) for title, found in rows if found or item is not None]


def may_be_told(family: Any, service: OfferedService) -> list[tuple[str, str]]:
    """The categories of which the agency of a service may be told something about a family, each with its title."""
    if service.agency.is_home:
        return [(code, str(title)) for code, title in CATEGORIES]
    return [
        (code, str(title))
        for code, title in CATEGORIES
        if grant_to_tell(family, service.agency, category=code) is not None
    ]


def late_for(standing: Standing, today: date) -> list[ServiceReferral]:
    """One row per referral whose service should have answered by now, of the families of a worker who may record it."""
    families = scope.families(standing, "service.answer").filter(pk=OuterRef("family_id"))
    apart = scope.families(standing, "family.domestic_abuse").filter(pk=OuterRef("family_id"))
    refers = scope.families(standing, "service.refer").filter(pk=OuterRef("family_id"))
    rows = late_services(today).filter(Exists(families), Exists(refers), ~Q(category=COMPARTMENT) | Exists(apart))
    return list(rows.select_related("family", "service").order_by("answer_by_on")[:SHOWN])


def late_services(today: date) -> QuerySet[ServiceReferral]:
    """One row per referral in an open case whose service should have answered by now."""
    return ServiceReferral.objects.filter(state__in=OPEN, answer_by_on__lt=today, case__state__in=OPEN_CASES)


def _seen(worker: Any, seen: Sight, family: Any) -> QuerySet[Any]:
    """Referrals of a family that a reader may see: a partner professional those to services of their own agency alone."""
    rows = seen.of(ServiceReferral.objects.filter(family=family))
    if not _is_of_team(seen):
        rows = rows.filter(service__agency=worker.agency_id)
    return rows.select_related("service__agency", "person", "decision", "case", "family")


def _is_of_team(seen: Sight) -> bool:
    return "team" in seen.audiences
