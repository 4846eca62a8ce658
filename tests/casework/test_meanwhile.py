"""Two people with the same form before them: the second is told, loses nothing, and puts nothing back that the first changed."""

from __future__ import annotations

import inspect
import re

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.answers import TOKEN
from tests.casework.meetings.around import Around
from tests.casework.plans.seeded import day, goal, seeded
from thinkfamily.casework.access.actions import restriction
from thinkfamily.casework.access.models import RoleSetting
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.actions import handovers
from thinkfamily.casework.cases.models import Handover
from thinkfamily.casework.directory.actions import keep
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.actions import person, visibility
from thinkfamily.casework.meetings.actions import group, meetings, minutes, team
from thinkfamily.casework.meetings.models import MinuteLine
from thinkfamily.casework.meetings.problems import MeetingError
from thinkfamily.casework.pages.forms import ChangeForm
from thinkfamily.casework.plans.actions import goals
from thinkfamily.casework.plans.models import Goal

pytestmark = pytest.mark.django_db

SOMEBODY = "Somebody changed this after you opened it"
GONE = "This paragraph is no longer there for you"
OURS = {"Sec-Fetch-Site": "same-origin"}


def opened(client, url, of="form"):
    """What the form of a page holds, as a browser would send it back."""
    form = client.get(url).context[of] if isinstance(of, str) else of(client.get(url).context)
    held = {}
    for bound in form:
        value = bound.value()
        if bound.field.__class__.__name__ == "PlainDateField":
            if value:
                held |= {f"{bound.html_name}_{part}": getattr(value, part) for part in ("day", "month", "year")}
        elif value not in (None, ""):
            held[bound.html_name] = value
    return held


def again(response, of="form"):
    """The mark that a form which came back carries."""
    return response.context[of]["opened"].value()


def test_who_changes_a_goal_later_is_told_and_keeps_their_words(client):
    s = seeded()
    one = goal(s)
    url = reverse("plans:change", args=[s.family.pk, one.pk])
    client.force_login(s.lead)
    first, second = opened(client, url), opened(client, url)
    assert client.post(url, first | {"measure": "The school's marks <b>"}).status_code == 302
    # Sent twice by mistake, it says what is there: nothing is lost, and nobody is bothered.
    assert client.post(url, first | {"measure": "The school's marks <b>"}).status_code == 302
    client.force_login(s.manager)
    late = client.post(url, second | {"baseline": "Ŵyn is late four days in five"})
    shown = late.content.decode()
    assert late.status_code == 200
    assert SOMEBODY in shown
    assert "It says now: The school&#x27;s marks &lt;b&gt;" in shown
    assert "Ŵyn is late four days in five" in shown
    assert Goal.objects.get(pk=one.pk).measure == "The school's marks <b>"
    put_together = second | {"baseline": "Ŵyn is late", "measure": "The school's marks <b>", "opened": again(late)}
    assert client.post(url, put_together).status_code == 302
    now = Goal.objects.get(pk=one.pk)
    assert (now.baseline, now.measure) == ("Ŵyn is late", "The school's marks <b>")


def test_what_was_just_hidden_from_somebody_is_not_shown_to_them_by_who_looked_before(client):
    s = seeded()
    one = goal(s, audience="family")
    url = reverse("families:visibility", args=[s.family.pk, "goal", one.pk])
    client.force_login(s.lead)
    first, second = opened(client, url), opened(client, url)
    assert client.post(url, first | {"hidden_from": [s.bo.pk], "why": "Bo is not to know"}).status_code == 302
    client.force_login(s.manager)
    late = client.post(url, second | {"audience": "professionals", "why": "Not yet for the family"})
    assert SOMEBODY in late.content.decode()
    assert f"It says now: {s.bo}" in late.content.decode()
    assert [*Goal.objects.get(pk=one.pk).hidden_from.all()] == [s.bo]


def test_two_who_write_one_handover_lose_neither_note(client):
    s = seeded()
    part = s.case.family.involvements.get(worker=s.lead)
    made = cases.raise_handover(part, reason="leaves", last_day_on=day(20), by=s.manager)
    url = reverse("cases:prepare_handover", args=[s.family.pk, made.pk])
    client.force_login(s.lead)
    first, second = opened(client, url), opened(client, url)
    assert client.post(url, first | {"note": "Ring Ada after ten"}).status_code == 302
    client.force_login(s.manager)
    late = client.post(url, second | {"note": "The dog bites"})
    assert SOMEBODY in late.content.decode()
    assert "Ring Ada after ten" in late.content.decode()
    assert "The dog bites" in late.content.decode()
    assert Handover.objects.get(pk=made.pk).note == "Ring Ada after ten"


def test_who_was_just_taken_off_a_restricted_file_is_not_named_again_by_an_older_page(client):
    keeper, other = make.worker("governance"), make.worker("manager")
    named, family = make.worker("adult_lead"), make.family()
    make.involve(named, family, "adult_lead")
    make.involve(keeper, family, "governance")
    row = restriction.restrict(
        by=keeper,
        family=family,
        category="witness",
        because="x",
        custodian=keeper,
        named=[named, other],
        review_by_on=day(30),
    )
    client.force_login(keeper)
    page = reverse("access:keep", args=[family.pk, row.pk])
    url = reverse("access:restriction_named", args=[family.pk, row.pk])
    first, second = (opened(client, page, lambda context: context["forms"]["named"]) for _ in range(2))
    assert client.post(url, first | {"named-named": other.email}).status_code == 302
    late = client.post(url, second)
    assert SOMEBODY in late.content.decode()
    assert [*row.named.all()] == [other]


def test_the_mark_says_nothing_and_what_has_none_is_not_compared(client):
    s = seeded()
    one = goal(s)
    url = reverse("plans:change", args=[s.family.pk, one.pk])
    client.force_login(s.lead)
    held = opened(client, url)
    assert len(held["opened"]) == 64
    del held["opened"]
    assert client.post(url, held | {"measure": "Marks"}).status_code == 302


def test_what_changes_after_it_was_looked_at_and_before_it_is_held_is_told_too(client, monkeypatch):
    s = seeded()
    one = goal(s)
    url = reverse("plans:change", args=[s.family.pk, one.pk])
    client.force_login(s.lead)
    held = opened(client, url)
    looked = ChangeForm.is_valid

    def and_then_somebody_else(form):
        is_so = looked(form)
        Goal.objects.filter(pk=one.pk).update(measure="The school's marks")
        return is_so

    monkeypatch.setattr(ChangeForm, "is_valid", and_then_somebody_else)
    late = client.post(url, held | {"baseline": "Late four days in five"})
    shown = late.content.decode()
    assert late.status_code == 200
    assert SOMEBODY in shown
    assert "It says now: The school&#x27;s marks" in shown
    assert "Late four days in five" in shown
    now = Goal.objects.get(pk=one.pk)
    assert (now.measure, now.baseline) == ("The school's marks", one.baseline)
    put_together = held | {"baseline": "Late", "measure": "The school's marks", "opened": again(late)}
    assert client.post(url, put_together).status_code == 302


def forms_that_change():
    """Every form of the site that changes what is there."""
    every = list(ChangeForm.__subclasses__())
    for one in every:
        every += one.__subclasses__()
    return every


def test_each_action_behind_a_form_that_changes_what_is_there_looks_under_its_lock():
    assert {one.__name__ for one in forms_that_change()} == set(BEHIND)
    for actions in BEHIND.values():
        for action in actions:
            code = inspect.getsource(inspect.unwrap(action))
            assert "based_on: Basis | None = None" in code, action
            assert re.search(
                r"(_held|_now|_kept|select_for_update|_must_be_open)\(.*?must_stand\(based_on\)", code, re.S
            ), action


BEHIND = {
    "AnchorForm": [group.set_anchor],
    "AnswerForm": [group.record_answer],
    "AskForm": [team.ask_of],
    "CameOfForm": [minutes.say_what_came_of],
    "GoalWordsForm": [goals.change_goal],
    "KeptNamedForm": [restriction.change_named],
    "LineForm": [minutes.rewrite_line],
    "MeetingForm": [meetings.change_meeting],
    "PersonForm": [person.change_person],
    "PlanDatesForm": [goals.set_plan_dates],
    "PrepareForm": [handovers.prepare],
    "ReadersForm": [safe_address.name_readers],
    "ReceiverForm": [handovers.name_receiver],
    "ServiceForm": [keep.change_service],
    "VisibilityForm": [visibility.set_visibility],
}


@pytest.fixture
def written(client):
    """A meeting whose minutes hold a decision, with the path of its paragraph, as its lead has it open."""
    at = Around()
    at.meeting = at.plan()
    at.invite(at.meeting, at.lead)
    at.meeting = at.hold(at.meeting)
    at.line = at.write(at.meeting, "The school rings.", "decision", owner="The school", due_on=day(9))
    at.path = reverse("meetings:change_line", args=[at.family.pk, at.meeting.pk, at.line.pk])
    client.force_login(at.lead)
    at.held = opened(client, at.path)
    return at


def test_who_changes_a_paragraph_that_was_taken_out_is_told_and_records_it_as_a_new_one(client, written):
    minutes.remove_line(written.line, by=written.manager)
    late = client.post(written.path, written.held | {"text": "The school rings & writes."})
    assert late.status_code == 409
    assert GONE in late.content.decode()
    assert "The school rings &amp; writes." in late.content.decode()
    assert "Record it as a new paragraph" in late.content.decode()
    assert not MinuteLine.objects.exists()
    anew = reverse("meetings:add_line", args=[written.family.pk, written.meeting.pk, "decision"])
    assert f'action="{anew}"' in late.content.decode()
    held = written.held | {"text": "The school rings & writes.", "opened": again(late)}
    assert client.post(anew, held).status_code == 302
    line = MinuteLine.objects.get()
    assert (line.part, line.text, line.decision.owner) == ("decision", "The school rings & writes.", "The school")


def test_a_paragraph_closed_to_its_writer_and_one_that_never_was_are_one_answer(client, written):
    sent = written.held | {"text": "Words."}
    closed = written.write(written.meeting, "Kept apart.", category="domestic_abuse")
    other = written.plan("urgent", why="A threat.", planned_on=day(1))
    elsewhere = written.write(other, "Of another meeting.")
    gone = written.line.pk
    minutes.remove_line(written.line, by=written.lead)
    RoleSetting.objects.create(role="adult_lead", description="x", withdrawn=["family.domestic_abuse"])
    answers = set()
    for pk in (gone, closed.pk, elsewhere.pk, make.family().pk):
        answer = client.post(reverse("meetings:change_line", args=[written.family.pk, written.meeting.pk, pk]), sent)
        assert answer.status_code == 409
        answers.add(TOKEN.sub(b"", answer.content).replace(str(pk).encode(), b"ID"))
    assert len(answers) == 1
    assert b"Kept apart" not in answers.pop()


def test_who_keeps_no_minutes_is_told_nothing_of_a_paragraph(client, written):
    minutes.remove_line(written.line, by=written.lead)
    for who in (written.teacher, make.worker("adult_lead")):
        client.force_login(who)
        answer = client.post(written.path, written.held)
        assert answer.status_code == 403
        assert GONE not in answer.content.decode()


def test_without_words_a_paragraph_that_is_not_there_is_not_there(client, written):
    minutes.remove_line(written.line, by=written.lead)
    assert client.get(written.path).status_code == 404
    assert client.post(written.path, {}).status_code == 404
    assert client.post(written.path, {"part": "nonsense", "text": "Words."}).status_code == 404


def test_words_that_arrive_while_a_paragraph_is_taken_out_do_not_put_it_back(written):
    stale = MinuteLine.objects.select_related("meeting__case__family").get(pk=written.line.pk)
    minutes.remove_line(written.line, by=written.manager)
    with pytest.raises(MeetingError):
        minutes.rewrite_line(stale, minutes.Written("discussed", "Again."), by=written.lead)
    assert not MinuteLine.objects.exists()


def test_whatever_else_went_meanwhile_its_writer_keeps_their_words(client):
    s = seeded()
    part = s.case.family.involvements.get(worker=s.lead)
    made = cases.raise_handover(part, reason="leaves", last_day_on=day(20), by=s.manager)
    client.force_login(s.lead)
    for there in (made.pk, s.family.pk):
        url = reverse("cases:prepare_handover", args=[s.family.pk, there])
        if there == made.pk:
            Handover.objects.filter(pk=made.pk).delete()
        answer = client.post(url, {"note": "Ring Ada <after> ten"}, headers=OURS)
        assert answer.status_code == 404
        assert "Ring Ada &lt;after&gt; ten" in answer.content.decode()
        assert "Ring Ada" not in client.post(url, {"note": "Ring Ada"}).content.decode(), "from no page of ours"


def test_who_is_refused_and_who_meets_a_fault_keep_their_words(client, monkeypatch):
    s = seeded()
    url = reverse("plans:contact", args=[s.family.pk])
    client.force_login(s.volunteer)
    refused = client.post(url, {"text": "Long words."}, headers=OURS)
    assert refused.status_code in (403, 404)
    assert "Long words." in refused.content.decode()
    client.force_login(s.lead)
    client.raise_request_exception = False
    monkeypatch.setattr("thinkfamily.casework.plans.views.contacts.members_now", lambda family: 1 / 0)
    fault = client.post(url, {"text": "Long words."}, headers=OURS)
    assert fault.status_code == 500
    assert "Long words." in fault.content.decode()
    assert fault["Cache-Control"] == "no-store"
