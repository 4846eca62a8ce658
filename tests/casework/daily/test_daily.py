"""My day, the team board, decisions, shared cases, lists: what they show, to whom, and in how many queries."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily import casework
from thinkfamily.casework.access.models import Grant, Involvement, Notice
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.daily import actions
from thinkfamily.casework.daily.models import SavedList, Supervision
from thinkfamily.casework.daily.problems import DailyError
from thinkfamily.casework.daily.queries.board import board_of
from thinkfamily.casework.daily.queries.changes import changed_for
from thinkfamily.casework.daily.queries.facts import facts_of
from thinkfamily.casework.daily.queries.lists import built, work_of
from thinkfamily.casework.families.models import Family, Member, Need
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.profiles.queries import profile_of
from thinkfamily.programmes.profile import shipped
from thinkfamily.programmes.profile_settings import SETTINGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


def page(worker, url: str):
    client = Client()
    client.force_login(worker)
    return client.get(url)


def another(at, clock):
    one = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
    how.choose(one)
    how.lead(one, at.lead, "adult_lead")
    how.agree(one)
    return one


def ring(at) -> None:
    """Somebody speaks with an adult of the family."""
    adult = at.family.members.filter(role="adult").first().person
    plans.record_contact(at.case, plans.Told({adult: False}, "Rung.", "All is well."), by=at.lead)


def test_what_is_overdue_stands_first(clock):
    at = how.begun()
    how.to_active(at, clock)
    quiet = another(at, clock)
    ring(quiet)
    clock.on(weeks=12)
    ring(quiet)
    facts = facts_of(Case.open.select_related("family"))
    assert facts[0].case.pk == at.case.pk
    first = facts[0]
    assert first.is_drifting
    assert first.days_since_contact > 14
    assert first.behind
    assert not next(one for one in facts if one.case.pk == quiet.case.pk).is_drifting
    shown = page(at.lead, "/day/").content.decode()
    assert at.family.reference in shown
    assert "Nobody met" in shown


@pytest.mark.parametrize("path", ["/day/", "/team-board/", "/decisions/", "/lists/"])
def test_as_many_queries_however_many_families(clock, path):
    at = how.begun()
    how.to_active(at, clock)
    for _ in range(2):
        another(at, clock)
    clock.on(weeks=6)
    worker = at.lead if path in ("/day/", "/lists/") else at.manager
    client = Client()
    client.force_login(worker)
    client.get(path)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    before = count()
    for _ in range(4):
        one = another(at, clock)
        make.statement(one.family, "Somebody else said so.")
    assert count() <= before


def test_the_board_counts_gaps_changes_and_growth(clock):
    at = how.begun()
    how.to_active(at, clock)
    part = Involvement.objects.get(family=at.family, worker=at.lead)
    clock.on(weeks=5)
    comes = make.worker("adult_lead", of=at.family.team)
    handover = cases.raise_handover(part, reason="leaving", last_day_on=clock.today, receiver=comes, by=at.manager)
    assert handover.receiver_id == comes.pk
    Involvement.objects.filter(pk=part.pk).update(until_on=clock.today)
    board = board_of(at.manager)
    assert board.gaps == 1
    assert board.growth[-1][1] == 1
    assert [count for _, count in board.growth[-4:]] == [0, 1, 1, 1]
    asked = cases.ask_to_lead(
        at.case, make.worker("adult_lead", of=at.family.team), "adult_lead", because="Next", by=at.manager
    )
    cases.answer_lead(asked.involvement, answer="yes", by=asked.involvement.worker)
    (one,) = facts_of([Case.objects.select_related("family").get(pk=at.case.pk)])
    assert (one.changes, one.is_gap) == (1, False)


def test_another_team_is_not_on_the_board(clock):
    at = how.begun()
    how.to_active(at, clock)
    stranger = make.worker("manager", of=make.team("Southside"))
    assert board_of(stranger).states == []
    assert at.family.reference not in page(stranger, "/team-board/").content.decode()


class TestChanges:
    """Something changed for your families."""

    def test_it_tells_what_came_and_who_went_and_only_once(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        actions.mark_changes_read(by=at.lead)
        clock.on(days=1)
        school = make.agency("school", kind="school")
        make.grant(at.family, school, make.agency(is_home=True), "education")
        make.need(at.family, school)
        member = Member.objects.filter(family=at.family, role="child").first()
        member.until_on = clock.today
        member.save()
        _since, changed = changed_for(at.lead)
        (one,) = changed
        assert one.items == {("need", "education"): 1}
        assert one.went == 1
        clock.on(days=1)
        actions.mark_changes_read(by=at.lead)
        assert changed_for(at.lead)[1] == []

    def test_what_a_reader_may_not_see_is_not_counted(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        school = make.agency("school", kind="school")
        partner = make.worker("partner", at=school)
        make.involve(partner, at.family, "partner", until=clock.today + timedelta(days=90))
        actions.mark_changes_read(by=partner)
        clock.on(days=1)
        make.need(at.family, make.agency("police", kind="police"), "police")
        make.need(at.family, school, "domestic_abuse")
        assert changed_for(partner)[1] == []
        make.need(at.family, school, "education")
        ((one),) = changed_for(partner)[1]
        assert one.items == {("need", "education"): 1}

    def test_what_was_read_on_one_page_is_not_read_on_the_other(self, clock, client):
        at = how.begun()
        how.to_active(at, clock)
        school = make.agency("school", kind="school")
        both = make.worker("partner", at=school)
        make.involve(both, at.family, "partner", until=clock.today + timedelta(days=90))
        clock.on(days=1)
        make.need(at.family, school, "education")

        def told():
            """Whether something changed: on the page of the day, and on that of shared cases."""
            return [bool(changed_for(both)[1]), bool(changed_for(both, "partner")[1])]

        assert told() == [True, True]
        clock.on(days=1)
        client.force_login(both)
        assert client.post(reverse("daily:shared_read")).status_code == 302
        assert told() == [True, False]
        actions.mark_changes_read(by=both)
        assert told() == [False, False]

    def test_a_restricted_file_changes_for_nobody_who_is_not_named(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        make.restrict(at.family, make.worker("governance"))
        make.need(at.family)
        assert changed_for(at.lead)[1] == []
        assert at.family.reference not in page(at.lead, "/day/").content.decode()


class TestLists:
    """Lists and indicators built on screen."""

    def test_a_list_is_a_share_of_ones_own_work(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        for _ in range(3):
            another(at, clock)
        found = built(at.lead, {"states": ["active"]})
        assert (found.count, found.of, found.share) == (1, 4, 25)
        assert built(make.worker("adult_lead"), {}).of == 0

    def test_who_leads_in_two_roles_is_named_once(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        Appointment.objects.create(worker=at.lead, role="child_lead", because="a test")
        how.lead(at, at.lead, "child_lead")
        for path in ("/lists/?states=active", "/families/"):
            shown = page(at.manager, path).content.decode()
            assert f'data-says="Who leads">{at.lead.name}</td>' in shown, path

    def test_it_is_narrowed_by_lead_team_intensity_day_and_need(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        clock.on(weeks=1)
        other = another(at, clock)
        make.need(at.family, None, "housing")
        team, day = at.family.team, "opened_from_day=1&opened_from_month=1&opened_from_year=2026"
        for asked, count in (
            (f"leads={at.lead.pk}", 2),
            (f"teams={team.pk}", 2),
            (f"tiers={Case.objects.get(pk=other.case.pk).tier}", 2),
            ("needs=housing", 1),
            ("needs=housing&needs=education", 1),
            ("needs=education", 0),
            (day, 2),
            (day.replace("_day=1", "_day=12"), 1),
        ):
            assert f"{count} of 2 cases" in page(at.manager, f"/lists/?{asked}").content.decode(), asked
        kept = actions.keep_list(name="New", choice={"opened_from": "2026-01-12"}, by=at.manager)
        assert "1 of 2 cases" in page(at.manager, f"/lists/?{kept.query}").content.decode()

    def test_an_intensity_that_programmes_call_differently_is_offered_by_each_of_its_names(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        later = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
        Family.objects.filter(pk=later.family.pk).update(team=at.family.team)
        Case.objects.filter(pk=later.case.pk).update(profile="family_recovery", profile_version=1, tier="usual")
        how.lead(later, at.lead, "adult_lead")
        named = {one.code: one for one in shipped().values()}
        both = [named[code].tier("usual").title for code in ("family_help", "family_recovery")]
        assert both[0] != both[1], "the programmes call it differently"
        assert dict(work_of(at.lead).tiers)["usual"] == " / ".join(both)

    def test_a_need_that_the_reader_may_not_see_narrows_nothing(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        police = make.agency("police", kind="police")
        make.need(at.family, police, "police")
        assert built(at.lead, {"needs": ["police"]}).count == 0
        make.grant(at.family, police, make.agency(is_home=True), "police")
        at.lead.agency = make.agency(is_home=True)
        at.lead.save()
        assert built(at.lead, {"needs": ["police"]}).count == 1
        # Of what was shared about one person, or one thing alone, no more than that.
        held = Grant.objects.get(from_agency=police)
        for about in ({"people": [str(uuid4())]}, {"people": [], "items": [str(uuid4())]}):
            Grant.objects.filter(pk=held.pk).update(**about)
            assert built(at.lead, {"needs": ["police"]}).count == 0
        Grant.objects.filter(pk=held.pk).update(items=[str(Need.objects.get(agency=police).pk)])
        assert built(at.lead, {"needs": ["police"]}).count == 1
        make.need(at.family, None, "domestic_abuse")
        assert built(at.lead, {"needs": ["domestic_abuse"]}).count == 1
        opened = make.worker("partner", at=police)
        assert built(opened, {"needs": ["domestic_abuse"]}).of == 0

    def test_what_cannot_be_chosen_shows_no_list_and_is_not_kept(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        later = "opened_from_day=2&opened_from_month=2&opened_from_year=2026"
        before = "opened_before_day=1&opened_before_month=2&opened_before_year=2026"
        for asked in ("states=nonsense", f"leads={at.manager.pk}", f"{later}&{before}", "opened_from_day=x"):
            shown = page(at.lead, f"/lists/?{asked}").content.decode()
            assert "No list is shown" in shown, asked
            assert at.family.reference not in shown, asked
            assert page(at.lead, f"/lists/keep/?{asked}").status_code == 302, asked

    def test_it_is_kept_shared_with_the_team_and_removed_by_its_owner_alone(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        team = at.family.team
        kept = actions.keep_list(name="Active", choice={"states": ["active"]}, team=team, by=at.lead)
        assert "Active" in page(at.manager, "/lists/").content.decode()
        assert page(at.manager, f"/lists/{kept.pk}/remove/").status_code == 404
        with pytest.raises(DailyError, match="name is taken"):
            actions.keep_list(name="Active", choice={}, by=at.lead)
        with pytest.raises(DailyError, match="not yours"):
            actions.keep_list(name="Other", choice={}, team=make.team("Southside"), by=at.lead)
        actions.remove_list(kept, by=at.lead)
        assert not SavedList.objects.exists()

    def test_the_address_of_a_list_holds_codes_alone(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        shown = page(at.lead, "/lists/?states=active&days_without_contact=3")
        assert shown.status_code == 200
        assert "1 of 1 cases" in shown.content.decode()
        assert page(at.lead, "/lists/?states=nonsense").status_code == 200


class TestSupervision:
    """What is said in it is for the two."""

    def test_it_is_read_by_the_two_and_due_again(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        assert next(line for line in board_of(at.manager).leads if line.load.worker == at.lead).is_supervision_due
        actions.record_supervision(
            at.lead,
            held_on=clock.today,
            next_on=clock.today + timedelta(days=28),
            note="Tired of the stairs.",
            by=at.manager,
        )
        assert not next(line for line in board_of(at.manager).leads if line.load.worker == at.lead).is_supervision_due
        assert "Tired of the stairs" in page(at.lead, "/my-supervision/").content.decode()
        assert "Tired of the stairs" in page(at.manager, f"/team-board/supervision/{at.lead.pk}/").content.decode()
        assert (
            "Tired of the stairs"
            not in page(at.other_manager, f"/team-board/supervision/{at.lead.pk}/").content.decode()
        )
        assert Supervision.objects.count() == 1
        clock.on(days=29)
        assert next(line for line in board_of(at.manager).leads if line.load.worker == at.lead).is_supervision_due


def test_a_partner_sees_their_families_and_whom_to_ask(clock):
    at = how.begun()
    how.to_active(at, clock)
    partner = make.worker("partner", at=make.agency("school", kind="school"))
    make.involve(partner, at.family, "partner", until=clock.today + timedelta(days=90))
    shown = page(partner, "/shared-cases/").content.decode()
    assert at.family.reference in shown
    assert at.lead.name in shown
    assert page(partner, "/day/").status_code == 403


def test_decisions_gather_what_waits_and_never_ones_own(clock):
    at = how.begun()
    how.to_active(at, clock)
    cases.take_step(at.case, "transfer_accepted", by=at.lead, who="Elsewhere", what="Goes on")
    cases.take_step(at.case, "transfer_out", by=at.manager, area="Elsewhere", summary="All")
    cases.take_step(at.case, "step_up", by=at.lead)
    assert "2 things wait for you" in page(at.other_manager, "/decisions/").content.decode()
    assert "1 thing waits for you" in page(at.manager, "/decisions/").content.decode()
    assert timezone.localdate() == clock.today


def test_an_assessment_that_is_recorded_waits_for_another_to_authorise_it_until_that_is_done(clock):
    at = how.begun()
    how.to_assessing(at)
    assert "Assessments to authorise" not in page(at.manager, "/decisions/").content.decode()
    cases.take_step(at.case, "assessed", by=at.lead, with_whom="Everybody at home")
    shown = page(at.manager, "/decisions/").content.decode()
    assert f'href="/families/{at.family.pk}/case/authorise/"' in shown
    assert "1 thing waits for you" in shown
    assert Notice.objects.filter(to=at.manager, kind="to_sign").exists(), "and they are told"
    how.hear_children(at)
    cases.take_step(at.case, "authorise", by=at.manager, note="Clear")
    assert "0 things wait for you" in page(at.manager, "/decisions/").content.decode()


def test_nobody_is_asked_to_authorise_what_they_recorded(clock):
    at = how.begun()
    how.to_assessing(at)
    cases.take_step(at.case, "assessed", by=at.manager, with_whom="Everybody at home")
    assert "Assessments to authorise" not in page(at.manager, "/decisions/").content.decode()
    assert "Assessments to authorise" in page(at.other_manager, "/decisions/").content.decode()


def test_a_step_up_is_overdue_after_the_hours_of_its_programme(clock):
    at = how.begun()
    how.to_active(at, clock)
    cases.take_step(at.case, "step_up", by=at.lead)
    assert "Overdue" not in page(at.manager, "/decisions/").content.decode()
    Case.objects.update(stepped_up_at=timezone.now() - timedelta(hours=5))
    assert "Overdue" in page(at.manager, "/decisions/").content.decode(), "four hours by family help"


def test_the_next_supervision_is_proposed_by_the_programmes_of_whom_a_lead_works_with(clock):
    at = how.begun()
    where = f"/team-board/supervision/{at.lead.pk}/"
    how.to_active(at, clock, "family_recovery", "intensive")
    due = clock.today + timedelta(days=profile_of("family_recovery")["supervision_days"])
    shown = page(at.manager, where).context["form"]["next_on"].value()
    assert shown == due


def test_the_case_says_by_when_its_assessment_should_be_done(clock):
    at = how.begun()
    how.to_assessing(at)
    there = f"/families/{at.family.pk}/case/"
    shown = page(at.lead, there).content.decode()
    assert "Assessment done by" in shown
    assert "Overdue" not in shown
    clock.on(weeks=30)
    assert "Overdue" in page(at.lead, there).content.decode()


@pytest.mark.parametrize(
    ("profile", "tier", "is_asked"), [("family_recovery", "intensive", True), ("family_help", "usual", False)]
)
def test_work_begins_with_a_signed_family_contract_where_the_programme_asks_for_one(clock, profile, tier, is_asked):
    at = how.begun()
    how.to_assessing(at, profile, tier)
    cases.take_step(at.case, "assessed", by=at.lead, **how.ASSESSED)
    cases.take_step(at.case, "authorise", by=at.manager, note="Clear")
    fields = page(at.lead, f"/families/{at.family.pk}/case/begin-work/").context["form"].fields
    assert ("contract" in fields) == is_asked


def test_every_setting_of_a_programme_does_something():
    code = "".join(file.read_text("utf-8") for file in Path(casework.__file__).parent.rglob("*.py"))
    unread = {name for name in SETTINGS if f'"{name}"' not in code}
    assert unread == set(), "a setting that can be changed on screen and that nothing reads"
