"""Cases on which every step can be looked at, and the addresses of the pages that stand behind a state or a proposal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.models import AgreementToTakePart, Case, SustainCheck
from thinkfamily.casework.cases.steps import STEPS
from thinkfamily.casework.daily import actions as daily
from thinkfamily.casework.profiles import actions as profiles


def cases_to_look_at(story: Any) -> dict[str, list[str]]:
    """Addresses by role."""
    workers, today = story.workers, timezone.localdate()
    lead, manager = workers["adult.lead"], workers["second.manager"]
    family = story.families["work"]
    case = Case.objects.get(family=family)
    if not case.profile:
        actions.take_step(case, "choose_profile", by=manager, profile="family_help", tier="usual", because="Fits")
    proposed = actions.take_step(case, "close_early", by=lead, why="no_need", note="It is well.", follow_up="none")
    part = Involvement.objects.get(family=family, worker=lead, role="adult_lead")
    # Nobody takes over who does not hold the role of the lead who goes.
    Appointment.objects.create(worker=workers["child.lead"], role="adult_lead", because="Leads for adults too")
    handover = actions.raise_handover(
        part, reason="leaving", last_day_on=today + timedelta(days=20), receiver=workers["child.lead"], by=manager
    )
    considered = Case.objects.get(family=story.families["urgent"])
    ground = actions.record_ground(
        considered, kind="court", threshold="An order", told="They did not agree", by=manager,
        until_on=today + timedelta(days=30),
    )  # fmt: skip
    look = SustainCheck.objects.create(case=case, months=3, due_on=today, way="records")
    gone = AgreementToTakePart.objects.create(
        case=case, person=family.members.filter(role="adult").first().person, to_what="Visits", was_told="The notice",
        language="English", agreed_on=today, recorded_by=lead.pk, withdrawn_on=today, withdrawn_effect="Visits stop.",
        withdrawn_by=lead.pk, threshold="not_clear", threshold_because="Asked the school.", data_review_on=today,
    )  # fmt: skip
    kept = daily.keep_list(name="Active", choice={"states": ["active"]}, by=lead)
    profiles.propose_setting(
        "young_carers", name="live_goals_most", value=3, because="Fewer at once", from_on=today, by=manager
    )
    steps = [story.path("work", f"case/{code.replace('_', '-')}/") for code in STEPS]
    asked = actions.ask_to_lead(
        Case.objects.get(family=story.families["quiet"]), workers["child.lead"], "child_lead", because="Knows them",
        by=manager, over_because="A demo",
    )  # fmt: skip
    at = f"case/handovers/{handover.pk}/"
    assert proposed.pk
    assert asked.pk
    return {
        "adult.lead": [
            *steps, story.path("work", "case/duty/"), story.path("work", "case/hand-over/"), story.path("work", at),
            *(story.path("work", f"{at}{step}/") for step in ("prepare", "visit", "told", "stop")),
            story.path("work", f"case/after/{look.pk}/"), f"/lists/{kept.pk}/remove/", "/lists/?states=active",
        ],
        "child.lead": [f"/cases/handovers/{handover.pk}/accept/", story.path("quiet", "case/lead/answer/")],
        "second.manager": [
            *steps, story.path("work", f"case/agreement/{gone.pk}/review/"),
            story.path("work", "case/signature/"), story.path("work", "case/lead/"),
            story.path("work", f"{at}receiver/"), story.path("urgent", f"case/duty/{ground.pk}/sign/"),
            story.path("urgent", f"case/duty/{ground.pk}/end/"), f"/cases/loads/{lead.pk}/", f"/cases/leavers/{lead.pk}/",
            "/programmes/new/",
        ],
        "governance": ["/programmes/young_carers/decision/"],
    }  # fmt: skip
