"""The way of one case: each state and side state, its guards, its second person, and its way back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.actions import involvement
from thinkfamily.casework.access.models import Involvement, InvolvementProposal, Notice
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.access.scope import families
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.machine import OPEN
from thinkfamily.casework.cases.models import CONSIDERED, Case, Handover, StepProposal
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries import leads, waiting
from thinkfamily.casework.cases.steps import STEPS, possible
from thinkfamily.casework.meetings.actions.meetings import plan_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


@pytest.fixture
def at(clock):
    return how.begun()


def state_of(at) -> str:
    return Case.objects.get(pk=at.case.pk).state


def test_a_case_goes_its_whole_way_and_each_step_is_kept(at, clock):
    how.to_closed(at, clock)
    case = Case.objects.get(pk=at.case.pk)
    assert case.state == "sustaining"
    assert [check.months for check in case.sustain_checks.all()] == [3, 6, 12]
    assert case.agreed_on < case.active_on < case.ended_on
    codes = list(case.steps.order_by("taken_at").values_list("code", flat=True))
    assert codes[:3] == ["choose_profile", "offer", "agree"]
    assert codes[-2:] == ["close", "sustain"]
    assert case.steps.get(code="close").signed_by == at.other_manager.pk
    for check in case.sustain_checks.all():
        clock.on(weeks=27)
        actions.record_look(check, found="lasted", note="All is well.", done_on=clock.today, by=at.manager)
    actions.take_step(case, "archive", by=at.manager)
    assert state_of(at) == "archived"


def test_what_is_missing_is_said_and_nothing_changes(at, clock):
    with pytest.raises(CaseError, match="has chosen the programme profile"):
        actions.take_step(at.case, "offer", by=at.manager, how="visit", told="All of it")
    how.choose(at)
    how.agree(at)
    with pytest.raises(CaseError, match="named and has accepted"):
        actions.take_step(at.case, "assess", by=at.manager, with_whom="All")
    assert state_of(at) == "agreed"
    assert not at.case.steps.filter(code="assess").exists()


def test_two_leads_must_accept_where_the_profile_asks_for_two(at):
    how.choose(at, "family_recovery", "intensive")
    how.agree(at)
    how.check(at)
    how.lead(at, at.lead, "adult_lead")
    with pytest.raises(CaseError, match="named and has accepted"):
        actions.take_step(at.case, "assess", by=at.manager, with_whom="All")
    how.lead(at, at.child_lead, "child_lead")
    actions.take_step(at.case, "assess", by=at.manager, with_whom="All")
    assert state_of(at) == "assessing"


def test_nobody_authorises_the_assessment_that_they_recorded(at):
    how.to_assessing(at)
    at.case.child_views.all().delete()
    how.hear_children(at)
    actions.take_step(at.case, "assessed", by=at.manager, **how.ASSESSED)
    with pytest.raises(CaseError, match="somebody else than who recorded it"):
        actions.take_step(at.case, "authorise", by=at.manager, note="Good")
    actions.take_step(at.case, "authorise", by=at.other_manager, note="Good")
    assert state_of(at) == "planning"


def test_a_child_who_was_not_heard_stops_the_plan(at):
    how.to_assessing(at)
    at.case.child_views.all().delete()
    actions.take_step(at.case, "assessed", by=at.lead, **how.ASSESSED)
    with pytest.raises(CaseError, match="Each child's view"):
        actions.take_step(at.case, "authorise", by=at.manager, note="Good")


def test_a_no_is_kept_and_can_become_a_yes(at, clock):
    how.choose(at)
    actions.take_step(at.case, "offer", by=at.manager, how="visit", told="All of it")
    actions.take_step(at.case, "decline", by=at.manager, why="not_now", own_words="", may_ask_again=True)
    assert state_of(at) == "declined"
    with pytest.raises(CaseError):
        actions.take_step(at.case, "assess", by=at.manager, with_whom="All")
    clock.on(weeks=8)
    actions.take_step(at.case, "offer_again", by=at.manager, how="phone", told="As before")
    how.agree(at)
    assert state_of(at) == "agreed"
    assert at.case.steps.get(code="decline").content["why"] == "not_now"


def test_a_withdrawal_takes_the_case_back_from_wherever_it_stood(at, clock):
    how.to_active(at, clock)
    agreement = at.case.agreements.get()
    actions.withdraw_agreement(agreement, **how.withdrawal(), by=at.lead)
    assert state_of(at) == CONSIDERED
    assert at.case.steps.filter(code="fall_back", before="active").exists()


def test_a_step_that_needs_a_second_person_waits_for_one(at, clock):
    how.to_stepping_down(at, clock)
    made = actions.take_step(at.case, "close", by=at.manager, **how.CLOSE)
    assert isinstance(made, StepProposal)
    assert state_of(at) == "stepping_down"
    with pytest.raises(CaseError, match="You proposed this step"):
        actions.sign_step(made, answer="sign", by=at.manager)
    with pytest.raises(PermissionDenied):
        actions.sign_step(made, answer="sign", by=at.lead)
    with pytest.raises(CaseError, match="waits for its signature"):
        actions.take_step(at.case, "close", by=at.manager, **how.CLOSE)
    actions.sign_step(made, answer="return", because="The children were not asked", by=at.other_manager)
    assert state_of(at) == "stepping_down"
    again = actions.take_step(at.case, "close", by=at.lead, **how.CLOSE)
    actions.sign_step(again, answer="sign", by=at.manager)
    assert state_of(at) == "sustaining"


def test_it_does_not_close_before_the_next_service_has_accepted(at, clock):
    how.to_stepping_down(at, clock, accepted=False)
    with pytest.raises(CaseError, match="Who goes on with the family"):
        actions.take_step(at.case, "close", by=at.manager, **how.CLOSE)


def test_a_step_up_needs_nothing_and_tells_every_manager_of_the_team(at):
    actions.take_step(at.case, "step_up", by=at.manager)
    assert Case.objects.get(pk=at.case.pk).side == "stepping_up"
    told = set(Notice.objects.filter(kind="step_up").values_list("to", flat=True))
    assert told == {at.manager.pk, at.other_manager.pk}
    with pytest.raises(CaseError, match="step up waits"):
        actions.take_step(at.case, "close_early", by=at.manager, why="no_need", note="x", follow_up="none")
    actions.take_step(at.case, "decide_step_up", by=at.other_manager, decision="stay", why="Seen", family_told="yes")
    case = Case.objects.get(pk=at.case.pk)
    assert (case.side, case.stepped_up_at) == ("going", None)


def test_removal_hears_the_family_and_always_needs_two(at, clock):
    how.to_active(at, clock)
    words = {"why": "Threats", "safeguarding": "Known to social care", "told": "A letter, and how to object"}
    with pytest.raises(CaseError, match="family was heard"):
        actions.take_step(at.case, "remove", by=at.lead, **words)
    heard = {"what": "Threats", "account": "It was a bad day", "found": "Nothing explains it"}
    looked = ["disability", "age", "carer", "coercion"]
    actions.take_step(at.case, "breach_heard", by=at.lead, **heard, explained=looked)
    made = actions.take_step(at.case, "remove", by=at.lead, **words)
    assert state_of(at) == "active"
    actions.sign_step(made, answer="sign", by=at.manager)
    assert state_of(at) == "closed"


def test_a_family_that_moves_is_not_let_go_before_the_other_area_accepts(at, clock):
    how.to_active(at, clock)
    with pytest.raises(CaseError, match="receiving area has accepted"):
        actions.take_step(at.case, "transfer_out", by=at.lead, area="Elsewhere", summary="All")
    actions.take_step(at.case, "transfer_accepted", by=at.lead, who="Elsewhere, team manager", what="Goes on")
    made = actions.take_step(at.case, "transfer_out", by=at.lead, area="Elsewhere", summary="All")
    actions.sign_step(made, answer="sign", by=at.manager)
    assert state_of(at) == "transferred_out"


def test_under_a_duty_nobody_is_called_agreed_and_work_that_needs_agreement_stays_shut(at, clock):
    ground = actions.record_ground(
        at.case, kind="child_protection", threshold="A plan was made", told="They did not agree",
        until_on=clock.today + timedelta(days=90), by=at.manager,
    )  # fmt: skip
    assert state_of(at) == CONSIDERED
    with pytest.raises(CaseError, match="You recorded this ground"):
        actions.sign_ground(ground, by=at.manager)
    actions.sign_ground(ground, by=at.other_manager)
    assert state_of(at) == "under_duty"
    how.choose(at)
    case = Case.objects.get(pk=at.case.pk)
    shut = {
        code
        for code, kind in STEPS.items()
        if kind.move in ("assess", "write_plan", "begin_work", "review", "step_down")
    }
    assert not [code for code in shut if possible(STEPS[code], case)]
    actions.end_ground(ground, by=at.manager)
    assert state_of(at) == CONSIDERED


def test_a_lead_leads_from_the_day_they_accept_and_the_manager_answers_until_then(at):
    how.choose(at)
    made = actions.ask_to_lead(at.case, at.lead, "adult_lead", because="Knows the school", by=at.manager)
    rows = leads.leads_of(at.family)
    assert {worker.pk for worker in leads.answering_for(at.family, rows)} == {at.manager.pk, at.other_manager.pk}
    with pytest.raises(CaseError, match="not said why not"):
        actions.answer_lead(made.involvement, answer="no", by=at.lead)
    actions.answer_lead(made.involvement, answer="yes", by=at.lead)
    rows = leads.leads_of(at.family)
    assert [worker.pk for worker in leads.answering_for(at.family, rows)] == [at.lead.pk]


def test_a_lead_who_says_no_is_out_and_the_managers_are_told(at):
    made = actions.ask_to_lead(at.case, at.lead, "adult_lead", because="Free", by=at.manager)
    actions.answer_lead(made.involvement, answer="no", because="I know the grandmother", by=at.lead)
    assert leads.leads_of(at.family) == []
    assert Notice.objects.filter(kind="lead_declined", to=at.manager).exists()


def test_nobody_is_taken_above_their_ceiling_unless_somebody_says_why(at):
    how.choose(at, "family_intervention", "intensive")
    for _ in range(6):
        one = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
        how.choose(one, "family_intervention", "intensive")
        how.lead(one, at.lead, "adult_lead")
    assert leads.loads_of([at.lead])[at.lead.pk].share == 100
    with pytest.raises(CaseError, match="117% of their caseload"):
        actions.ask_to_lead(at.case, at.lead, "adult_lead", because="No one else", by=at.manager)
    made = actions.ask_to_lead(
        at.case, at.lead, "adult_lead", because="No one else", over_because="Two cases close this week", by=at.manager
    )
    assert made.load_percent == 117


def test_who_can_lead_is_asked_in_as_many_queries_whoever_there_is(at, django_assert_max_num_queries):
    how.choose(at)
    for _ in range(8):
        make.worker("adult_lead", of=at.family.team)
    case = Case.objects.get(pk=at.case.pk)
    with django_assert_max_num_queries(9):
        offered = leads.who_can_lead(at.family, case)
    assert len(offered) >= 9
    assert [one.share for one in offered] == sorted(one.share for one in offered)


def test_a_manager_sees_the_leads_of_their_team_and_of_the_whole_area_with_their_open_cases(at):
    manager, area = make.worker("manager", of=at.family.team), make.worker("child_lead")
    elsewhere, partner = make.worker("adult_lead", of=make.team("Otherside")), make.worker("partner")
    how.choose(at)
    how.lead(at, at.lead, "adult_lead")
    loads = {load.worker: load for load in waiting.loads_of_team(manager)}
    assert {at.lead, area} <= set(loads)
    assert not {elsewhere, partner} & set(loads)
    assert loads[at.lead].families == {at.family.pk}
    Case.objects.filter(pk=at.case.pk).update(state="closed")
    load = leads.loads_of([at.lead])[at.lead.pk]
    assert (load.families, load.percent, load.waiting) == (set(), 0, 0)


def test_part_time_weighs_more(at):
    how.choose(at)
    how.lead(at, at.lead, "adult_lead")
    full = leads.loads_of([at.lead])[at.lead.pk].share
    actions.set_capacity(at.lead, percent=50, by=at.manager)
    assert leads.loads_of([at.lead])[at.lead.pk].share == pytest.approx(2 * full, abs=1)


class TestHandover:
    """A lead goes, and another comes."""

    def test_from_raised_to_the_family_that_knows(self, at, clock):
        how.to_active(at, clock)
        part = Involvement.objects.get(family=at.family, worker=at.lead)
        made = actions.raise_handover(part, reason="leaving", last_day_on=clock.today + timedelta(days=20), by=at.lead)
        with pytest.raises(CaseError, match="not at this point"):
            actions.visit_handover(made, visit_on=clock.today, no_visit_because="", by=at.lead)
        everything = [code for code, _ in Handover.CHECKLIST]
        half = {"note": "They like to be rung before anybody comes.", "risks": "The dog"}
        assert actions.prepare_handover(made, **half, checked=everything[:2], by=at.lead).state == "raised"
        assert actions.prepare_handover(made, **half, checked=everything, by=at.lead).state == "prepared"
        with pytest.raises(CaseError, match="Nobody is named"):
            actions.visit_handover(made, visit_on=clock.today, no_visit_because="", by=at.lead)
        successor = make.worker("adult_lead", of=at.family.team)
        with pytest.raises(PermissionDenied):
            actions.name_receiver(made, successor, by=at.lead)
        actions.name_receiver(made, successor, by=at.manager)
        made = Handover.objects.get(pk=made.pk)
        with pytest.raises(CaseError, match="visited together"):
            actions.accept_handover(made, by=successor)
        actions.visit_handover(made, visit_on=clock.today, no_visit_because="", by=at.lead)
        clock.on(days=25)
        made = Handover.objects.get(pk=made.pk)
        actions.accept_handover(made, by=successor)
        made = Handover.objects.get(pk=made.pk)
        assert made.gap_days == 4
        rows = leads.leads_of(at.family)
        assert [row.part.worker_id for row in rows] == [successor.pk]
        assert rows[0].accepted_at is not None
        actions.tell_handover(
            made, told_on=clock.today, told_words="Sam comes on Tuesdays. Fine, they said.", by=successor
        )
        made = Handover.objects.get(pk=made.pk)
        assert made.state == "confirmed"

    def test_who_comes_is_led_to_what_is_theirs_to_do_before_and_after_they_accept(self, at, client):
        how.choose(at)
        how.lead(at, at.lead, "adult_lead")
        part = Involvement.objects.get(family=at.family, worker=at.lead)
        successor = make.worker("adult_lead", of=at.family.team)
        day = timezone.localdate()
        made = actions.raise_handover(
            part, reason="leaving", last_day_on=day + timedelta(days=9), receiver=successor, by=at.manager
        )
        client.force_login(successor)
        accept = reverse("cases:accept_handover", args=[made.pk])
        early = client.get(accept).content.decode()
        assert at.manager.name in early, "who can name somebody else"
        assert "I accept" not in early
        everything = [code for code, _ in Handover.CHECKLIST]
        prepare, page = (
            reverse(f"cases:{name}", args=[at.family.pk, made.pk]) for name in ("prepare_handover", "handover")
        )
        naming = reverse("cases:name_receiver", args=[at.family.pk, made.pk])
        client.force_login(at.manager)
        assert naming in client.get(page).content.decode()
        client.force_login(at.lead)
        assert naming not in client.get(page).content.decode(), "a lead does not choose who comes"
        assert client.post(prepare, {"note": "Ring first", "checked": everything}).status_code == 302
        assert "It is not prepared until this is so" in client.get(page).content.decode(), (
            "the note says next to nothing"
        )
        assert client.post(prepare, {"note": "Ring them before you come.", "checked": everything}).status_code == 302
        assert "It is not prepared until this is so" not in client.get(page).content.decode()
        client.force_login(successor)
        actions.visit_handover(made, visit_on=day, no_visit_because="", by=at.lead)
        asked, under_way = reverse("cases:asked_to_lead"), reverse("cases:handovers")
        for page in (asked, under_way):
            assert accept in client.get(page).content.decode()
        assert client.post(accept).status_code == 302
        for page in (asked, under_way):
            assert accept not in client.get(page).content.decode(), "it is accepted"
        to_tell = reverse("cases:handover", args=[at.family.pk, made.pk])
        assert to_tell in client.get(under_way).content.decode()
        assert client.get(to_tell).status_code == 200

    def test_where_nobody_can_be_named_the_page_says_so(self, at, client):
        how.choose(at)
        how.lead(at, at.lead, "adult_lead")
        part = Involvement.objects.get(family=at.family, worker=at.lead)
        made = actions.raise_handover(part, reason="leaving", last_day_on=timezone.localdate(), by=at.lead)
        client.force_login(at.manager)
        naming = reverse("cases:name_receiver", args=[at.family.pk, made.pk])
        assert "Nobody can be named now" in client.get(naming).content.decode()
        make.worker("adult_lead", of=at.family.team)
        assert "Nobody can be named now" not in client.get(naming).content.decode()

    def test_many_are_handed_over_at_once_and_never_without_a_note(self, at, clock):
        parts = []
        for _ in range(3):
            one = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
            how.choose(one)
            how.lead(one, at.lead, "adult_lead")
            parts.append(Involvement.objects.get(family=one.family, worker=at.lead))
        successor = make.worker("adult_lead", of=at.family.team)
        told = {"receiver": successor, "last_day_on": clock.today + timedelta(days=9), "by": at.manager}
        with pytest.raises(CaseError, match="note is missing"):
            actions.reassign(parts, note="Bye", **told)
        assert not Handover.objects.exists()
        made = actions.reassign(parts, note="All three want to be rung first.", **told)
        assert {one.receiver_id for one in made} == {successor.pk}
        with pytest.raises(CaseError, match="handed over already"):
            actions.reassign(parts[:1], note="All three want to be rung first.", **told)

    def test_the_lead_who_goes_is_no_receiver(self, at, clock):
        how.to_active(at, clock)
        part = Involvement.objects.get(family=at.family, worker=at.lead)
        with pytest.raises(CaseError, match="lead who goes"):
            actions.raise_handover(part, reason="load", last_day_on=clock.today, receiver=at.lead, by=at.manager)

    def test_nobody_is_named_who_could_not_accept_because_they_hold_another_role(self, at, clock):
        how.to_active(at, clock)
        part = Involvement.objects.get(family=at.family, worker=at.lead)
        other = make.worker("child_lead", of=at.family.team)
        told = {"receiver": other, "last_day_on": clock.today, "note": "They all want to be rung first."}
        with pytest.raises(CaseError, match="do not hold the role") as refused:
            actions.reassign([part], **told, by=at.manager)
        assert refused.value.field == "receiver"
        assert not Handover.objects.exists()


def test_a_family_has_one_open_case_and_may_have_another_after_its_end(at, clock):
    with pytest.raises(CaseError, match="has an open case"):
        actions.open_case(at.family, programme="family_help_2025", why="Again", by=at.manager)
    how.to_closed(at, clock)
    clock.on(weeks=30)
    again = actions.open_case(at.family, programme="family_help_2025", why="Again", by=at.manager)
    with pytest.raises(CaseError, match="no other open case"):
        actions.take_step(at.case, "reopen", by=at.manager, why="Asked")
    assert again.state in OPEN


def test_what_the_end_of_a_case_ends_besides(at, clock):
    """A partner's part at once, a lead's when nothing is left to look at; nobody is given one, and triage takes nothing up."""
    how.to_stepping_down(at, clock)
    partner, triage = make.worker("partner"), make.worker("triage")
    make.involve(partner, at.family, "partner", until=clock.today + timedelta(days=90))
    about = {"family": at.family, "role": "partner", "because": "x", "until_on": clock.today + timedelta(days=90)}
    told = InvolvementProposal.objects.create(worker=make.worker("partner"), proposed_by=at.lead.pk, **about)
    made = actions.take_step(at.case, "close", by=at.lead, **how.CLOSE)
    assert reads(partner, at)
    actions.sign_step(made, answer="sign", by=at.other_manager)
    assert (reads(partner, at), reads(at.lead, at)) == (False, True)
    told.refresh_from_db()
    assert (told.is_accepted, told.decided_by) == (False, None)
    left = InvolvementProposal.objects.create(worker=make.worker("partner"), proposed_by=at.lead.pk, **about)
    for give in (
        lambda: involvement.decide_proposal(by=at.manager, proposal=left, is_accepted=True),
        lambda: actions.ask_to_lead(at.case, at.child_lead, "child_lead", because="x", by=at.manager),
        lambda: plan_meeting(at.case, kind="first", planned_on=clock.today, by=at.lead),
    ):
        with pytest.raises((CaseError, NotPossibleError), match="has ended"), transaction.atomic():
            give()
    at.case.sustain_checks.update(done_on=clock.today, found="lasted")
    actions.take_step(at.case, "archive", by=at.manager)
    assert [reads(one, at) for one in (at.lead, triage, at.manager)] == [False, False, True]
    actions.take_step(at.case, "reopen", by=at.manager, why="They asked again")
    assert [reads(one, at) for one in (partner, at.lead, triage)] == [False, False, True]


def reads(worker, at) -> bool:
    standing = standing_of(Worker.objects.get(pk=worker.pk))
    return families(standing, "family.read").filter(pk=at.family.pk).exists()


def test_no_day_before_the_state_nor_ahead(at, clock):
    how.choose(at)
    for day in (clock.today + timedelta(days=1), at.case.state_since - timedelta(days=1)):
        with pytest.raises(CaseError, match="The day lies ahead, or before"):
            actions.take_step(at.case, "offer", by=at.manager, how="visit", told="All of it", on=day)


def test_a_worker_of_another_team_takes_no_step(at):
    stranger = make.worker("manager", of=make.team("Southside"))
    for code in ("choose_profile", "close_early", "step_up"):
        with pytest.raises(PermissionDenied):
            actions.take_step(at.case, code, by=stranger)


def test_involvement_that_ends_leaves_a_gap_for_the_manager(at, clock):
    how.to_active(at, clock)
    part = Involvement.objects.get(family=at.family, worker=at.lead)
    involvement.end(by=at.manager, involvement=part)
    clock.on(days=1)
    rows = leads.leads_of(at.family)
    assert rows == []
    assert at.manager in leads.answering_for(at.family, rows)
    assert timezone.localdate() == clock.today


@pytest.mark.parametrize(("code", "told", "side"), [
    ("pause", {"until_on": "2026-06-01", "why": "A new baby"}, "paused"),
    ("lose_touch", {"tried": "Three visits", "next": "place"}, "losing_touch"),
    ("", {}, "going"),
])  # fmt: skip
def test_what_a_step_up_interrupted_goes_on_as_before(at, clock, code, told, side):
    how.to_active(at, clock)
    if code:
        actions.take_step(at.case, code, by=at.lead, **told)
    actions.take_step(Case.objects.get(pk=at.case.pk), "step_up", by=at.lead)
    assert Case.objects.get(pk=at.case.pk).side == "stepping_up"
    actions.take_step(Case.objects.get(pk=at.case.pk), "decide_step_up", by=at.manager, decision="stays", note="x")
    case = Case.objects.get(pk=at.case.pk)
    assert (case.side, case.paused_until_on is not None) == (side, code == "pause")


def test_a_pause_that_was_ended_is_not_taken_up_again(at, clock):
    how.to_active(at, clock)
    actions.take_step(at.case, "pause", by=at.lead, until_on="2026-06-01", why="A new baby")
    clock.on(days=3)
    actions.take_step(Case.objects.get(pk=at.case.pk), "resume", by=at.lead, note="Well")
    actions.take_step(Case.objects.get(pk=at.case.pk), "step_up", by=at.lead)
    actions.take_step(Case.objects.get(pk=at.case.pk), "decide_step_up", by=at.manager, decision="stays", note="x")
    assert Case.objects.get(pk=at.case.pk).side == "going"


def test_whoever_stepped_a_case_up_does_not_decide_on_it_where_the_programme_asks_for_a_second_person(at, clock):
    how.to_active(at, clock)
    actions.take_step(at.case, "step_up", by=at.manager)
    with pytest.raises(CaseError, match="Somebody else than who stepped it up"):
        actions.take_step(Case.objects.get(pk=at.case.pk), "decide_step_up", by=at.manager, decision="stays", note="x")
    actions.take_step(
        Case.objects.get(pk=at.case.pk), "decide_step_up", by=at.other_manager, decision="stays", note="x"
    )
    assert Case.objects.get(pk=at.case.pk).side == "going"
