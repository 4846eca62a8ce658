"""What one worker starts the day with: overdue first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.cases.models import STANDS, TAKING_PART, AgreementToTakePart, Case, Handover, SustainCheck
from thinkfamily.casework.cases.queries.leads import Load, asked_to_lead, load_of
from thinkfamily.casework.cases.queries.waiting import handovers_of
from thinkfamily.casework.daily.models import Supervision
from thinkfamily.casework.daily.queries.changes import Changed, changed_for
from thinkfamily.casework.daily.queries.facts import Facts, facts_of
from thinkfamily.casework.directory.models import ServiceReferral
from thinkfamily.casework.directory.queries.family import late_for
from thinkfamily.casework.meetings.queries.today import Today
from thinkfamily.casework.meetings.queries.today import due_for as meetings_due
from thinkfamily.casework.plans.queries.own import Due
from thinkfamily.casework.plans.queries.own import due_for as plan_due
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.sharing.queries import reviews_due, reviews_of_the_gone


@dataclass(frozen=True)
class Day:
    """What one worker starts the day with.

    Attributes:
        today: the day.
        asked: cases that they are asked to lead.
        handovers: handovers under way that concern them.
        plan: what is asked of them under plans, and their visits.
        meetings: what meetings ask of them.
        flagged: the cases they lead in which something is overdue or missing, the most urgent first.
        agreements: agreements in these that are due to be asked again.
        looks: looks after the end that are due.
        reviews: sharing decisions to look at again: of their own, and about these cases of whoever is no longer there.
        services: referrals to services that have not answered in time.
        load: what they carry.
        supervision: their last supervision; None where there was none.
        since: since when the changes are told.
        changed: what changed for their families.
    """

    today: date
    asked: list[Involvement]
    handovers: list[Handover]
    plan: Due
    meetings: Today
    flagged: list[Facts]
    agreements: list[AgreementToTakePart]
    looks: list[SustainCheck]
    reviews: list[SharingDecision]
    services: list[ServiceReferral]
    load: Load
    supervision: Supervision | None
    since: Any
    changed: list[Changed]


def day_of(worker: Any) -> Day:
    """What one worker starts the day with: some forty queries, however many families they work with."""
    standing, today = standing_of(worker), timezone.localdate()
    led = led_by(standing)
    since, changed = changed_for(worker)
    agreements = AgreementToTakePart.objects.filter(
        STANDS, case__in=[case.pk for case in led if case.state in TAKING_PART], review_on__lte=today
    )
    return Day(
        today=today,
        asked=asked_to_lead(worker),
        handovers=handovers_of(worker),
        plan=plan_due(worker, today),
        meetings=meetings_due(worker, today),
        flagged=[one for one in facts_of(led) if one.is_flagged],
        agreements=list(agreements.select_related("case__family").order_by("review_on")),
        looks=looks_due(standing),
        reviews=reviews_due(worker) + reviews_of_the_gone(case.family_id for case in led),
        services=late_for(standing, today),
        load=load_of(worker),
        supervision=Supervision.objects.filter(worker=worker).select_related("supervisor").first(),
        since=since,
        changed=changed,
    )


def led_by(standing: Standing) -> list[Case]:
    """One row per open case that a worker leads, or is asked to."""
    parts = Involvement.objects.filter(within(standing.today), worker=standing.worker.pk, role__in=LEADS)
    families = scope.families(standing, "case.read").filter(pk__in=parts.values("family"))
    return list(Case.open.filter(family__in=families).select_related("family", "family__team"))


def looks_due(standing: Standing) -> list[SustainCheck]:
    """One row per look after the end that is due and that a worker may record, the longest due first."""
    families = scope.families(standing, "case.move").values("pk")
    rows = SustainCheck.objects.filter(done_on__isnull=True, due_on__lte=standing.today, case__family__in=families)
    return list(rows.select_related("case__family").order_by("due_on")[:50])
