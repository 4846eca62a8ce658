"""Planning, inviting, replying, reporting, holding: who may, and what must be there first."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_fsm import TransitionNotAllowed

from tests.casework import factories as make
from tests.casework.meetings.around import Around, day
from thinkfamily.casework.access.models import Involvement, Notice
from thinkfamily.casework.access.permissions import NotAllowedError
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.models import Address, Statement
from thinkfamily.casework.meetings.actions import group, invitations, meetings, team
from thinkfamily.casework.meetings.models import AgencyInvited, Invitation, Meeting, MeetingReport, PartAsked
from thinkfamily.casework.meetings.problems import MeetingError
from thinkfamily.casework.meetings.queries.dues import overdue_reviews
from thinkfamily.casework.meetings.queries.meetings import meeting_page, meetings_for
from thinkfamily.casework.meetings.queries.reading import meeting_for, reader_of
from thinkfamily.casework.meetings.queries.team import team_for
from thinkfamily.casework.secrets.written import NOTHING

pytestmark = pytest.mark.django_db
SAFE = "Flat 2, 77 Zephyrquince Mews, Nowhereshire, ZZ98 7QX"
REPORT = {"strengths": "She comes every day.", "worries": "", "next_steps": "", "text": "", "category": "education"}


@pytest.fixture
def at():
    return Around()


def refused(action, code):
    with pytest.raises(MeetingError) as caught:
        action()
    assert caught.value.code == code


class TestPlanning:
    def test_a_meeting_is_planned_for_a_day_to_come_and_with_its_reason(self, at):
        refused(lambda: at.plan(planned_on=day(-1)), "TF-MEETING-027")
        refused(lambda: at.plan("professional_only"), "TF-MEETING-028")
        refused(lambda: at.plan("urgent", why="  "), "TF-MEETING-028")
        made = at.plan("professional_only", why="Ada asks that Bo does not hear of it.", begins_at=time(14, 30))
        assert (made.state, made.minutes.state, made.case) == ("planned", "drafted", at.case)
        refused(lambda: at.plan("professional_only", why="Again."), "TF-MEETING-020")

    @pytest.mark.parametrize(
        "place", [SAFE, "77 Zephyrquince Mews", "at zz98 7qx", "77, zephyrquince   MEWS, first floor", "ZZ987QX"]
    )
    def test_a_safe_address_is_no_place_for_a_meeting_however_it_is_written(self, at, place):
        safe_address.record_one(by=at.lead, family=at.family, person=at.ada, text=SAFE, named=[at.lead])
        refused(lambda: at.plan(place=place), "TF-MEETING-002")
        made = at.plan(place="The Fable Centre, Nowhere Road")
        refused(
            lambda: meetings.change_meeting(made, kind="first", planned_on=day(3), place=place, by=at.lead),
            "TF-MEETING-002",
        )
        assert not any("ephyr" in str(row) for row in Meeting.history.values_list("place", flat=True))

    def test_one_kept_on_another_file_of_a_member_counts_and_an_ended_one_does_not(self, at):
        other = make.family(at.ada)
        lead = make.worker("adult_lead")
        make.involve(lead, other, "adult_lead")
        pk = safe_address.record_one(by=lead, family=other, person=at.ada, text=SAFE, named=[lead])
        # Whoever is not named for it is not refused, which would tell them that they guessed right.
        assert Meeting.objects.get(pk=at.plan(place=SAFE).pk).place == NOTHING
        safe_address.end(by=lead, family=other, address=safe_address.one(by=lead, family=other, pk=pk))
        assert Meeting.objects.get(pk=at.plan("first", place=SAFE).pk).place == SAFE

    def test_words_that_stand_in_any_text_are_no_place(self, at):
        text = "Refuge, Flat 12, The Lighthouse, Invented Quay"
        safe_address.record_one(by=at.lead, family=at.family, person=at.ada, text=text, named=[at.lead])
        assert at.plan(place="The office, flat 12 is above it; who knows a refuge?")
        refused(lambda: at.plan("first", place="Refuge, Flat 12, the lighthouse, invented quay"), "TF-MEETING-002")

    def test_nor_is_an_address_that_an_agency_restricts(self, at):
        Address.objects.create(person=at.bo, text="9 Hidden Lane", postcode="ZZ1 1ZZ")
        assert at.plan(place="9 Hidden Lane")
        at.bo.is_restricted = True
        at.bo.save()
        assert Meeting.objects.get(pk=at.plan("first", place="9 Hidden Lane").pk).place == NOTHING

    def test_only_leads_and_the_teams_manager_keep_meetings(self, at):
        for who in (at.teacher, at.ada_account, make.worker("adult_lead"), make.worker("governance")):
            with pytest.raises(NotAllowedError):
                at.plan(by=who)
        at.plan(by=at.manager)

    def test_a_change_is_told_to_those_invited_and_a_kind_without_the_family_needs_them_off_first(self, at):
        meeting = at.plan()
        made = at.invite(meeting, at.teacher, at.ada)
        Notice.objects.all().delete()
        change = {"planned_on": day(4), "place": "Elsewhere", "by": at.lead}
        refused(lambda: meetings.change_meeting(meeting, kind="professional_review", **change), "TF-MEETING-021")
        invitations.take_back(made[at.ada], by=at.lead)
        meetings.change_meeting(meeting, kind="professional_review", **change)
        assert set(Notice.objects.values_list("kind", "to")) == {("meeting_changed", at.teacher.pk)}


class TestInviting:
    def test_workers_of_the_team_agencies_on_it_and_members_are_invited_and_nobody_else(self, at):
        meeting = at.plan()
        stranger, mentor = make.worker("partner"), make.worker("mentor")
        make.involve(mentor, at.family, "mentor")
        for who in (stranger, mentor, at.school, make.person("Other")):
            refused(lambda who=who: at.invite(meeting, who), "TF-MEETING-036")
        refused(lambda: at.invite(meeting), "TF-MEETING-030")
        clinic = make.agency("NHS", name="Fable Clinic", kind="health")
        team.invite_agency(at.family, agency=clinic, asked="Come once", by=at.lead)
        at.invite(meeting, at.teacher, clinic, at.ada)
        refused(lambda: at.invite(meeting, at.teacher), "TF-MEETING-036")
        told = set(Notice.objects.filter(kind="meeting_asked").values_list("to", flat=True))
        assert told == {at.teacher.pk, at.ada_account.pk}

    def test_a_worker_who_cannot_open_the_file_is_not_offered_and_why_is_told_to_nobody(self, at, client):
        client.force_login(at.lead)
        meeting, told = at.plan(), set()
        path = f"/families/{at.family.pk}/meetings/{meeting.pk}/invite/"

        def is_not_offered(worker):
            refused(lambda: at.invite(meeting, worker), "TF-MEETING-036")
            page = client.get(path).content.decode()
            assert f'value="{worker.pk}"' not in page
            told.update(re.findall(rf"<li>{worker.name} \(.*?\)(.*?)</li>", page))

        assert f'value="{at.teacher.pk}"' in client.get(path).content.decode()
        is_not_offered(at.officer)  # no sharing decision
        close = make.conflict(at.teacher, at.family)
        is_not_offered(at.teacher)
        close.delete()
        Appointment.objects.filter(worker=at.teacher).update(until_on=day(0))
        is_not_offered(at.teacher)
        Appointment.objects.filter(worker=at.teacher).update(until_on=None)
        kept = make.restrict(at.family, make.worker("governance"), at.lead)
        is_not_offered(at.teacher)
        kept.delete()
        Worker.objects.filter(pk=at.teacher.pk).update(account_until=day(0))
        is_not_offered(at.teacher)
        assert told == {": cannot open this file on that day"}

    def test_who_has_a_part_by_the_day_of_the_meeting_is_invited_and_whose_part_ends_before_is_not(self, at):
        meeting, coming = at.plan(planned_on=day(9)), make.worker("partner", at=at.school)
        part = make.involve(coming, at.family, "partner")
        Involvement.objects.filter(pk=part.pk).update(from_on=day(10))
        refused(lambda: at.invite(meeting, coming), "TF-MEETING-036")
        Involvement.objects.filter(pk=part.pk).update(from_on=day(9))
        at.invite(meeting, coming)
        Involvement.objects.filter(pk=at.part.pk).update(until_on=day(9))
        refused(lambda: at.invite(meeting, at.teacher), "TF-MEETING-036")
        Involvement.objects.filter(pk=at.part.pk).update(until_on=day(10))
        at.invite(meeting, at.teacher)

    @pytest.mark.parametrize(
        ("who", "says"), [("manager", "give them one first"), ("lead", "propose them first")], ids=["manager", "lead"]
    )
    def test_the_way_to_a_part_is_shown_to_who_may_go_it(self, at, client, who, says):
        client.force_login(getattr(at, who))
        page = client.get(f"/families/{at.family.pk}/meetings/{at.plan().pk}/invite/").content.decode()
        assert f'href="{reverse("access:involved", args=[at.family.pk])}">{says}</a>' in page

    def test_an_invitation_that_somebody_can_no_longer_open_is_shown_so_to_those_who_keep_the_meeting_alone(
        self, at, client
    ):
        meeting, says = at.plan(), "Cannot open this file on that day"
        analyst = make.worker("desk_analyst", at=at.home)
        make.involve(analyst, at.family, "desk_analyst")
        at.invite(meeting, at.teacher, analyst, at.ada)

        def page(who):
            client.force_login(who)
            return client.get(f"/families/{at.family.pk}/meetings/{meeting.pk}/").content.decode()

        assert says not in page(at.lead)
        make.conflict(at.teacher, at.family)
        assert page(at.lead).count(says) == 1
        assert at.teacher.name in page(analyst)
        assert says not in page(analyst)

    def test_no_member_of_the_family_is_invited_to_a_meeting_without_it(self, at):
        refused(lambda: at.invite(at.plan("professional_review"), at.ada), "TF-MEETING-036")

    def test_an_invitation_is_of_exactly_one(self, at):
        meeting = at.plan()
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(meeting=meeting, worker=at.teacher, person=at.ada, invited_by=at.lead.pk)

    def test_a_partner_sees_the_meetings_they_are_invited_to_and_no_other(self, at):
        one, other = at.plan(), at.plan("first")
        invitation = at.invite(one, at.teacher, at.lead)[at.teacher]
        reader = reader_of(at.teacher, at.family)
        assert [row.pk for row in meetings_for(reader).planned] == [one.pk]
        assert meeting_for(reader, other.pk) is None
        page = meeting_page(reader, one.pk)
        assert [guest.name for guest in page.guests] == [at.teacher.name], "who else is invited is not theirs to see"
        assert page.lines == []
        invitations.take_back(invitation, by=at.lead)
        assert meeting_for(reader_of(at.teacher, at.family), one.pk) is None

    def test_a_member_replies_and_says_beforehand_what_they_want_said(self, at):
        invitation = at.invite(at.plan(), at.ada, at.bo)[at.ada]
        invitations.reply(invitation, reply="coming", own_words="Please speak slowly.", by=at.ada_account)
        invitation.refresh_from_db()
        assert (invitation.reply, invitation.own_words.kind) == ("coming", "own_words")
        said = Statement.objects.get(text="Please speak slowly.")
        assert (said.audience, said.person) == ("team", at.ada)
        page = meeting_page(reader_of(at.lead, at.family), invitation.meeting_id)
        assert [guest.own_words for guest in page.guests if guest.row.person_id] == ["Please speak slowly.", ""]
        refused(lambda: invitations.reply(invitation, reply="coming", own_words="Words", by=at.lead), "TF-MEETING-031")

    def test_a_member_who_guesses_a_safe_address_is_not_told_that_it_is_right(self, at):
        safe_address.record_one(by=at.lead, family=at.family, person=at.ada, text=SAFE, named=[at.lead])
        invitation = at.invite(at.plan(), at.bo)[at.bo]
        refused(lambda: invitations.reply(invitation, reply="coming", note=SAFE, by=at.lead), "TF-MEETING-002")
        invitations.reply(invitation, reply="coming", note=SAFE, by=at.bo_account)

    def test_nobody_replies_for_another_but_who_keeps_the_meeting(self, at):
        made = at.invite(at.plan(), at.ada, at.bo, at.teacher)
        for row, who in ((made[at.ada], at.bo_account), (made[at.teacher], at.ada_account), (made[at.ada], at.teacher)):
            refused(lambda row=row, who=who: invitations.reply(row, reply="coming", by=who), "TF-MEETING-001")
        with pytest.raises(NotAllowedError):
            invitations.reply(made[at.ada], reply="coming", by=make.worker("partner"))
        invitations.reply(made[at.bo], reply="apologies", note="Told by telephone.", by=at.lead)


class TestReports:
    def test_a_report_is_its_agencys_and_read_as_shared(self, at):
        invitation = at.invite(at.plan(), at.teacher)[at.teacher]
        made = invitations.send_report(invitation, by=at.teacher, **REPORT)
        assert (made.agency, made.audience) == (at.school, "professionals")

        def seen_by(who):
            page = meeting_page(reader_of(who, at.family), invitation.meeting_id)
            return page.reports, page.unseen_reports

        assert seen_by(at.lead) == ([], ["Fable Schools"])
        assert seen_by(at.teacher)[0] == [made]
        make.grant(at.family, at.school, at.home, "health")
        assert seen_by(at.lead)[0] == [], "a decision on another category opens nothing"
        make.grant(at.family, at.school, at.home, "education")
        assert seen_by(at.lead) == ([made], [])
        made.category = "domestic_abuse"
        made.save()
        assert seen_by(at.teacher)[0] == [], "what is kept apart is not shown to a partner, be it their own agency's"

    def test_the_team_reads_what_its_own_agency_reports(self, at):
        worker = make.worker("desk_analyst", at=at.home)
        make.involve(worker, at.family, "desk_analyst")
        invitation = at.invite(at.plan(), worker)[worker]
        made = invitations.send_report(invitation, by=worker, **REPORT)
        assert made.agency is None
        assert meeting_page(reader_of(at.lead, at.family), invitation.meeting_id).reports == [made]

    def test_who_is_not_invited_sends_none_and_a_partner_chooses_no_other_audience(self, at):
        made = at.invite(at.plan(), at.teacher, at.ada)
        refused(lambda: invitations.send_report(made[at.teacher], by=at.lead, **REPORT), "TF-MEETING-032")
        refused(lambda: invitations.send_report(made[at.ada], by=at.ada_account, **REPORT), "TF-MEETING-032")
        refused(
            lambda: invitations.send_report(made[at.teacher], by=at.teacher, audience="family", **REPORT),
            "TF-MEETING-034",
        )
        refused(
            lambda: invitations.send_report(made[at.teacher], by=at.teacher, **(REPORT | {"strengths": " "})),
            "TF-MEETING-033",
        )
        refused(
            lambda: invitations.send_report(
                made[at.teacher], by=at.teacher, hidden_from=[make.person("Other")], **REPORT
            ),
            "TF-MEETING-035",
        )
        assert not MeetingReport.objects.exists()


class TestOutcome:
    def test_a_held_meeting_has_its_day_who_came_and_the_next(self, at):
        meeting = at.plan()
        made = at.invite(meeting, at.lead, at.ada)
        nobody = dict.fromkeys((row.pk for row in made.values()), "absent")
        refused(lambda: meetings.hold_meeting(meeting, held_on=day(0), attendance=nobody, by=at.lead), "TF-MEETING-024")
        refused(lambda: at.hold(meeting, held_on=day(1)), "TF-MEETING-022")
        refused(lambda: at.hold(meeting, next_on=day(0)), "TF-MEETING-023")
        held = at.hold(meeting, attendance={made[at.lead].pk: "came"}, next_on=day(21))
        assert (held.state, held.held_on, held.next_on) == ("held", day(0), day(21))
        assert Invitation.objects.get(person=at.ada).attendance == "absent"
        refused(lambda: at.hold(meeting), "TF-MEETING-001")

    def test_a_failed_meeting_says_what_is_done_instead_and_meets_its_due_day(self, at):
        at.began(day(-20))
        meeting = at.plan("professional_review")
        give = {"held_on": day(0), "by": at.lead}
        refused(lambda: meetings.fail_meeting(meeting, why_not="Ill", instead=" ", **give), "TF-MEETING-025")
        assert overdue_reviews([at.family.pk], day(5)) != {}
        meetings.fail_meeting(meeting, why_not="Two were ill.", instead="The leads call each by Friday.", **give)
        assert overdue_reviews([at.family.pk], day(5)) == {}
        assert at.case.meetings.filter(state__in=("held", "failed")).get().held_on == day(0)

    def test_a_cancelled_meeting_meets_nothing(self, at):
        at.began(day(-25))
        meeting = at.plan("professional_review")
        refused(lambda: meetings.cancel_meeting(meeting, why_not=" ", by=at.lead), "TF-MEETING-026")
        meetings.cancel_meeting(meeting, why_not="Planned twice.", by=at.lead)
        assert overdue_reviews([at.family.pk], day(0)) != {}

    def test_no_state_is_set_by_hand_and_no_move_goes_past_its_guard(self, at):
        meeting = at.plan()
        with pytest.raises(AttributeError):
            meeting.state = "held"
        with pytest.raises(TransitionNotAllowed):
            meeting.hold()
        with pytest.raises(TransitionNotAllowed):
            meeting.fail()


class TestTeam:
    def test_whose_part_ends_loses_the_file_and_its_meetings_that_day(self, at, client):
        meeting = at.plan()
        at.invite(meeting, at.teacher)
        client.force_login(at.teacher)
        pages = [f"/families/{at.family.pk}/team/", f"/families/{at.family.pk}/meetings/{meeting.pk}/"]
        assert [client.get(page).status_code for page in pages] == [200, 200]
        Involvement.objects.filter(pk=at.part.pk).update(until_on=day(1))
        assert [client.get(page).status_code for page in pages] == [200, 200], "the day before its last"
        Involvement.objects.filter(pk=at.part.pk).update(until_on=day(0))
        assert [client.get(page).status_code for page in pages] == [403, 403]
        assert str(meeting.pk) not in client.get("/invitations/").content.decode()
        assert at.family.reference not in client.get("/calendar/").content.decode()

    def test_everybody_on_the_team_is_told_who_is_and_partners_no_other_agency(self, at):
        team.ask_of(at.part, asked="See to the mornings.", by=at.lead)
        every = team_for(reader_of(at.lead, at.family))
        assert {place.name for place in every.places} >= {at.lead.name, at.teacher.name, at.officer.name}
        told = {place.name: place for place in team_for(reader_of(at.teacher, at.family)).places}
        assert set(told) == {place.name for place in every.places}
        assert (told[at.officer.name].agency, told[at.officer.name].title, told[at.officer.name].is_told) == (
            None, "", False,
        )  # fmt: skip
        assert told[at.lead.name].agency == at.home
        assert told[at.teacher.name].asked == "See to the mornings."

    def test_what_one_is_asked_is_told_to_them_and_to_the_team_alone(self, at):
        mate = make.worker("partner", at=at.school)
        make.involve(mate, at.family, "partner")
        team.ask_of(at.part, asked="See to the mornings.", by=at.lead)
        of_mate = {place.name: place.asked for place in team_for(reader_of(mate, at.family)).places}
        assert of_mate[at.teacher.name] == ""
        assert PartAsked.history.count() == 1

    def test_a_part_that_ends_soon_is_pointed_out(self, at):
        for until, is_told in ((day(15), False), (day(14), True), (day(1), True)):
            Involvement.objects.filter(pk=at.part.pk).update(until_on=until)
            names = [place.name for place in team_for(reader_of(at.lead, at.family)).ending]
            assert (at.teacher.name in names) is is_told

    def test_an_agency_that_named_nobody_is_on_the_team_and_opens_nothing(self, at, client):
        clinic = make.agency("NHS", name="Fable Clinic", kind="health")
        nurse = make.worker("partner", at=clinic)
        made = team.invite_agency(at.family, agency=clinic, asked="Come once.", until_on=day(30), by=at.lead)
        refused(lambda: team.invite_agency(at.family, agency=clinic, asked="x", by=at.lead), "TF-MEETING-011")
        client.force_login(nurse)
        assert client.get(f"/families/{at.family.pk}/team/").status_code in (403, 404)
        assert [place.agency for place in team_for(reader_of(at.teacher, at.family)).agencies] == []
        (place,) = team_for(reader_of(at.lead, at.family)).agencies
        assert (place.agency, place.has_named) == (clinic, False)
        make.involve(nurse, at.family, "partner")
        assert team_for(reader_of(at.lead, at.family)).agencies[0].has_named
        team.end_agency(made, by=at.lead)
        refused(lambda: team.end_agency(made, by=at.lead), "TF-MEETING-013")
        assert AgencyInvited.objects.get().ended_by == at.lead.pk

    def test_a_restricted_file_has_no_team_for_who_is_not_named(self, at, client):
        make.restrict(at.family, make.worker("governance"), at.lead)
        for who, status in ((at.lead, 200), (at.teacher, 404), (at.manager, 404)):
            client.force_login(who)
            assert client.get(f"/families/{at.family.pk}/team/").status_code == status


class TestGroup:
    def test_before_an_application_it_is_offered_or_it_is_said_why_not(self, at):
        give = {"before": "care", "by": at.lead}
        refused(lambda: group.record_offer(at.case, **give), "TF-MEETING-070")
        refused(
            lambda: group.record_offer(at.case, offered_on=day(0), not_offered_because="x", **give), "TF-MEETING-070"
        )
        refused(lambda: group.record_offer(at.case, offered_on=day(0), **give), "TF-MEETING-072")
        refused(lambda: group.record_offer(at.case, offered_on=day(1), offered_to=[at.ada], **give), "TF-MEETING-071")
        assert group.record_offer(at.case, not_offered_because="It would not be safe.", **give).offered_on is None
        group.record_offer(at.case, offered_on=day(0), offered_to=[at.ada], coordinator="Fable Mediation", **give)

    def test_an_answer_its_reason_and_the_familys_plan_in_its_own_words(self, at):
        offer = group.record_offer(at.case, before="help", offered_on=day(-3), offered_to=[at.ada, at.bo], by=at.lead)
        give = {"answered_on": day(-1), "by": at.lead}
        refused(lambda: group.record_answer(offer, answer="declined", **give), "TF-MEETING-074")
        refused(
            lambda: group.record_answer(offer, answer="declined", why="No.", held_on=day(0), **give), "TF-MEETING-075"
        )
        refused(lambda: group.record_answer(offer, answer="accepted", plan="Ours.", **give), "TF-MEETING-077")
        refused(
            lambda: group.record_answer(offer, answer="accepted", answered_on=day(-4), by=at.lead), "TF-MEETING-073"
        )
        row = group.record_answer(offer, answer="accepted", held_on=day(0), plan="Gran comes on Mondays.", **give)
        assert (row.held_on, row.plan, row.why) == (day(0), "Gran comes on Mondays.", "")
        refused(
            lambda: group.record_answer(
                group.record_offer(at.case, before="care", not_offered_because="x", by=at.lead),
                answer="accepted",
                **give,
            ),
            "TF-MEETING-001",
        )


class TestTimetable:
    def test_a_timetable_is_counted_from_one_day_where_the_programme_has_one(self, at):
        refused(lambda: group.set_anchor(at.case, anchor_on=date(2026, 1, 5), by=at.lead), "TF-MEETING-080")
        court = Around("court_linked")
        group.set_anchor(court.case, anchor_on=date(2026, 1, 5), by=court.lead)
        group.set_anchor(court.case, anchor_on=date(2026, 1, 12), by=court.lead)
        page = meetings_for(reader_of(court.lead, court.family))
        assert (page.anchor_on, page.timetable[-1].on) == (date(2026, 1, 12), date(2026, 7, 13))
        assert page.counted_from == date(2026, 1, 12)
