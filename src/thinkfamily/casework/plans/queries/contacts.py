"""Contacts and planned visits: those that one reader may see, and what the way of a case asks of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from thinkfamily.casework.access.models import Quarantined
from thinkfamily.casework.access.queries.who_sees import holding_on
from thinkfamily.casework.access.scope import Sight, sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.machine import OPEN
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.families.models import IDENTIFIERS
from thinkfamily.casework.families.queries.items import tell
from thinkfamily.casework.families.queries.names import names_of
from thinkfamily.casework.families.queries.sharing import tell_basis_to
from thinkfamily.casework.plans.ladder import MISSED_MOST, Ladder, ladder
from thinkfamily.casework.plans.models import Contact, PlannedVisit, Seen
from thinkfamily.casework.plans.queries.goals import said_of
from thinkfamily.casework.profiles.queries import every_version, profile_among, profile_of_case
from thinkfamily.casework.questions.answers import eyes_of, seen_of, tell_answers

# So many on a page, and of visits ahead in all.
SHOWN = 60


def contacts_of(worker: Any, family: Any, number: str | None = None) -> Page[Any]:
    """One row per contact with a family that the worker may see, the newest first, each with what it puts right: a page of them.

    A contact that was put right stands beneath the one that did, and is shown to nobody who may not see that.

    Args:
        worker: who reads.
        family: whose contacts.
        number: which page, as it was asked for; the first where that is none.
    """
    standing = standing_of(worker)
    seen = sight(standing, family)
    # What tells a safe address puts nothing right for anybody but its author.
    right = Contact.objects.filter(corrects=OuterRef("pk")).exclude(pk__in=Quarantined.objects.values("item"))
    page: Page[Any] = Paginator(_rows(seen).filter(~Exists(right)), SHOWN).get_page(number)
    rows: list[Any] = list(page.object_list)
    put_right = [row.corrects_id for row in rows if row.corrects_id]
    by_id = {row.pk: row for row in _rows(seen).filter(pk__in=put_right)} if put_right else {}
    every = [*rows, *by_id.values()]
    names = names_of(row.recorded_by for row in every)
    for row in every:
        row.recorder = names.get(row.recorded_by, "")
        row.before = by_id.get(row.corrects_id)
    tell(rows, said_of(seen, [row.pk for row in rows]))
    tell_answers(every, eyes_of(seen))
    tell_basis_to(standing, family, [*rows, *(one for row in rows for one in row.said)])
    # What its author put right by what tells a safe address is replaced for them alone.
    own = set(seen.of(Contact.objects.filter(corrects__in=[row.pk for row in rows])).values_list("corrects", flat=True))
    page.object_list = [row for row in rows if row.pk not in own]
    return page


def contact_of(worker: Any, family: Any, contact_id: Any) -> Any | None:
    """One contact, if the worker may see it."""
    return _rows(sight(standing_of(worker), family)).filter(pk=contact_id).first()


def answers_of(worker: Any, contact: Any) -> dict[str, Any]:
    """What of the answers on a contact its corrector sees, and so puts right: one query, or none."""
    return seen_of(contact.answers, eyes_of(sight(standing_of(worker), contact.family)), contact.recorded_by)


def current(case_ids: Iterable[Any]) -> QuerySet[Contact]:
    """Contacts of some cases as they stand: none that another has put right."""
    return Contact.objects.filter(case__in=list(case_ids), corrected_by__isnull=True)


def last_contact_on(case_ids: Iterable[Any]) -> dict[Any, date]:
    """For each of some cases the day on which somebody of the family was last met or spoken with: one query.

    A case without such a day is not among them.
    """
    rows = current(case_ids).filter(outcome=Contact.HELD).order_by().values("case")
    return {
        row["case"]: timezone.localdate(row["last"]) for row in rows.annotate(last=Max("happened_at")) if row["last"]
    }


def missed_in_a_row(case: Any) -> int:
    """How many contacts in a row nobody of the family was met in, counted back from now."""
    return len(_missed(case))


def ladder_of(case: Any) -> Ladder:
    """How a case stands on the ladder of ways to reach a family: what to try next, and never what to close."""
    profile = profile_of_case(case)
    most = int(profile["missed_contacts"]) if profile is not None else MISSED_MOST
    missed = _missed(case)
    return ladder(len(missed), most, missed)


def ladders(cases: Iterable[Any]) -> dict[Any, Ladder]:
    """The same of many cases: three queries. Cases in which nobody was missed are left out."""
    rows = {case.pk: case for case in cases}
    every = current(rows).order_by()
    last = {
        row["case"]: row["last"]
        for row in every.filter(outcome=Contact.HELD).values("case").annotate(last=Max("happened_at"))
    }
    missed: dict[Any, list[str]] = defaultdict(list)
    for pk, at, tried in every.filter(outcome__in=Contact.MISSES).values_list("case", "happened_at", "tried"):
        if pk not in last or at > last[pk]:
            missed[pk].append(tried)
    versions = every_version() if missed else {}
    found = {}
    for pk, tries in missed.items():
        profile = profile_among(versions, rows[pk])
        most = int(profile["missed_contacts"]) if profile is not None else MISSED_MOST
        found[pk] = ladder(len(tries), most, tries)
    return found


def first_missed(case: Any) -> UUID | None:
    """The first contact missed since somebody was last met: of each time that a family is lost another."""
    return _missed_rows(case).order_by("happened_at", "pk").values_list("pk", flat=True).first()


def planned_for(family: Any) -> list[PlannedVisit]:
    """One row per visit to a family that is planned and neither recorded nor called off, the earliest first."""
    rows = PlannedVisit.objects.filter(family=family, called_off_at__isnull=True, contact__isnull=True)
    return list(rows.select_related("worker", "buddy")[:SHOWN])


@dataclass(frozen=True)
class Risk:
    """What was found when it was last checked how risky it is to visit a family alone.

    Attributes:
        grade: low, medium or high, in words.
        note: what the risk is, and what to do; empty where nothing was written.
        checked_on: the day of the check.
    """

    grade: str
    note: str
    checked_on: date


def risk_of(family: Any) -> Risk | None:
    """The last check of a family's open case: one query. None where it is low and nothing was written, or was not checked."""
    last = Step.objects.filter(case__family=family, case__state__in=OPEN, code="check").order_by("-taken_at").first()
    if last is None or (last.content["risk"] == "low" and not last.content.get("risk_note")):
        return None
    return Risk(str(dict(Case.RISKS)[last.content["risk"]]), last.content.get("risk_note", ""), last.on)


def left_behind(family: Any, visits: Iterable[PlannedVisit]) -> set[UUID]:
    """Of some visits to a family those that others call off: their worker works with it no longer, and is not out there.

    A constant number of queries, and none where nobody's are asked for.
    """
    asked = [visit for visit in visits if visit.started_at is None or visit.safe_at is not None]
    if not asked:
        return set()
    workers = {visit.worker_id: visit.worker for visit in asked}
    here = holding_on(workers.values(), family, "contact.record", timezone.localdate())
    return {visit.pk for visit in asked if visit.worker_id not in here}


def visit_of(family: Any, visit_id: Any, *, or_over: bool = False) -> PlannedVisit | None:
    """One visit to a family that is planned and neither recorded nor called off; or, if asked for, one that was either."""
    rows = PlannedVisit.objects.filter(family=family, pk=visit_id).select_related("worker", "family", "case")
    found = rows.first()
    return found if found is None or or_over or not found.is_over else None


def out_alone(worker: Any) -> list[PlannedVisit]:
    """One row per visit on which a worker is out alone and has not said that they are safe, whatever they may still read."""
    rows = PlannedVisit.objects.filter(worker=worker.pk, is_alone=True, started_at__isnull=False, safe_at__isnull=True)
    return list(rows.filter(called_off_at__isnull=True, contact__isnull=True)[:SHOWN])


def own_visit(worker: Any, visit_id: Any) -> PlannedVisit | None:
    """One visit of a worker's own on which they set out, and that is neither recorded nor called off."""
    rows = PlannedVisit.objects.filter(worker=worker.pk, pk=visit_id, started_at__isnull=False)
    return rows.filter(called_off_at__isnull=True, contact__isnull=True).select_related("family").first()


def unheard_of(families: QuerySet[Any], now: datetime) -> list[PlannedVisit]:
    """One row per worker out on their own to one of some families who has not said in time that they are safe."""
    rows = PlannedVisit.objects.filter(
        family__in=families.values("pk"),
        is_alone=True,
        started_at__isnull=False,
        safe_at__isnull=True,
        called_off_at__isnull=True,
        starts_at__lte=now,
    )
    return [row for row in rows.select_related("worker", "buddy", "family") if row.check_in_by < now]


def _missed(case: Any) -> list[str]:
    """What was tried in each contact missed since somebody was last met."""
    return list(_missed_rows(case).values_list("tried", flat=True))


def _missed_rows(case: Any) -> QuerySet[Contact]:
    every = current([case.pk])
    last = every.filter(outcome=Contact.HELD).aggregate(last=Max("happened_at"))["last"]
    missed = every.filter(outcome__in=Contact.MISSES)
    if last is not None:
        missed = missed.filter(happened_at__gt=last)
    return missed


def _rows(seen: Sight) -> QuerySet[Contact]:
    met = Seen.objects.select_related("person").defer(*(f"person__{name}" for name in IDENTIFIERS)).order_by("pk")
    return seen.of(Contact.objects.all()).select_related("agency").prefetch_related(Prefetch("seen", met))
