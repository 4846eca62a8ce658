"""Police-led, eight months: the officer who asked for help sees nothing without a decision, and then what it opens alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.casework import factories as make
from tests.casework.referrals.asked import TOLD, asked, screened, somebody
from tests.casework.scenarios import life
from tests.casework.sharing import makers
from tests.casework.way.steps import At
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.meetings.actions import meetings, minutes
from thinkfamily.casework.meetings.actions.invitations import invite
from thinkfamily.casework.meetings.models import Meeting
from thinkfamily.casework.meetings.queries.minutes import versions
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.casework.sharing import actions as sharing

pytestmark = pytest.mark.django_db
FILE = ("", "statements/", "timeline/", "plan/", "contacts/", "people/", "meetings/", "team/", "chronology/")
LISTS = ("/day/", "/shared-cases/", "/families/", "/calendar/", "/tasks/", "/invitations/")
NEVER = ("SCHOOLWORD", "OTHERWORD", "TEAMWORD", "ABUSEWORD")


def shut(officer, family) -> None:
    """An officer without a decision: no page is there, and no list names the family."""
    client = life.signed_in(officer)
    assert {client.get(f"/families/{family.pk}/{page}").status_code for page in FILE} == {404}
    for path in LISTS:
        assert family.reference not in client.get(path).content.decode(), path
    assert life.day(officer).changed == []


def shown(officer, family) -> str:
    """All that the file tells an officer."""
    client = life.signed_in(officer)
    answers = [client.get(f"/families/{family.pk}/{page}") for page in FILE]
    return "".join(answer.content.decode() for answer in answers if answer.status_code == 200)


def test_a_decision_opens_its_categories_for_its_time_and_nothing_else(clock):
    team, home, police = make.team(), make.agency(is_home=True), make.agency("POLICE", kind="police")
    officer = make.worker("partner", at=police)
    mother = somebody("Maud", "Farthingale", date(1989, 2, 3), "adult")
    referral = asked(somebody(), mother, by=officer, area=team.name, categories=["police"])
    triage = make.worker("triage")
    requests.accept(
        screened(referral, triage), chosen="police_led", programme="family_help_2025", team=team, because="Nights",
        told=TOLD, by=triage,
    )  # fmt: skip
    case = Case.objects.select_related("family").get(referrals=referral.pk)
    at = At(
        case.family, case, make.worker("adult_lead", of=team), None, *(make.worker("manager", of=team) for _ in "ab")
    )
    governance = make.worker("governance")
    shut(officer, at.family)
    life.active(at, clock, "police_led", "intensive", at.lead, "adult_lead")
    make.involve(officer, at.family, "partner", until=clock.today + timedelta(days=300))
    shut(officer, at.family)

    school = make.agency("school", kind="school")
    make.grant(at.family, school, home, "education")
    make.need(at.family, school, says="SCHOOLWORD: misses Mondays")
    for category, audience, text in (
        ("housing", "professionals", "HOUSEWORD: the lease ends in June"), ("other", "professionals", "OTHERWORD: tired"),
        ("housing", "team", "TEAMWORD: for ourselves"), ("domestic_abuse", "professionals", "ABUSEWORD: kept apart"),
    ):  # fmt: skip
        record_statement(at.family, Said("fact", category, text, audience=audience), by=life.fresh(at.lead))
    life.met(at, text="OTHERWORD: met at home", audience="professionals")
    for word in ("SCHOOLWORD", "HOUSEWORD", "OTHERWORD"):
        assert word in shown(at.lead, at.family)
    shut(officer, at.family)

    terms = makers.terms(categories=["housing"], power_code="cda1998_s115")
    decision = sharing.propose(at.family, from_agency=home, to_agency=police, by=life.fresh(at.lead), **terms)
    assert life.waits(at.manager).sharing == 1
    shut(officer, at.family)
    with pytest.raises(PermissionDenied):
        sharing.decide(decision, share=True, because="Mine", by=life.fresh(at.lead))
    sharing.decide(decision, share=True, because="To keep the home", by=life.fresh(governance))
    assert life.waits(at.manager).sharing == 0
    told = shown(officer, at.family)
    assert "HOUSEWORD" in told
    assert not [word for word in NEVER if word in told]
    assert at.family.reference in life.screen(officer, "/shared-cases/")
    with pytest.raises(PermissionDenied):
        cases.take_step(life.case_of(at), "pause", by=life.fresh(officer), until_on=clock.today, why="x")

    clock.on(weeks=6)
    minuted(at, officer, clock)
    life.met(at)
    life.reviewed(at, 5)
    clock.on(days=91 - 42)
    shut(officer, at.family)
    assert "HOUSEWORD" in shown(at.lead, at.family), "what ends is the sharing and not the work"
    life.met(at)
    life.reviewed(at, 8)
    life.closed(at, clock)
    shut(officer, at.family)
    life.looked(at, clock, 3, "lasted")
    assert [one.found for one in life.case_of(at).sustain_checks.all()] == ["lasted", "", ""]


def minuted(at, officer, clock) -> None:
    """The officer's version of the minutes holds what the decision opens, and that of the lead all."""
    lead = life.fresh(at.lead)
    made = meetings.plan_meeting(life.case_of(at), kind="professional_review", planned_on=clock.today, by=lead)
    asked_to = invite(made, workers=[at.lead, officer], by=lead)
    assert at.family.reference in life.screen(officer, "/invitations/")
    meetings.hold_meeting(made, held_on=clock.today, attendance={row.pk: "came" for row in asked_to}, by=lead)
    made = Meeting.objects.get(pk=made.pk)
    for category in ("housing", "education", "other"):
        minutes.write_line(made, minutes.Written("discussed", f"On {category}", category=category), by=lead)
    read = {one.invitation.worker_id: {line.text for line in one.lines} for one in versions(made)}
    assert read == {at.lead.pk: {"On housing", "On education", "On other"}, officer.pk: {"On housing"}}
