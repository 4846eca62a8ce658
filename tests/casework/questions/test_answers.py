"""Answers stand on the record that they were given on, in the words that were asked, before those who may read them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.families.test_written import client_of, in_the_open
from tests.casework.meetings.around import Around
from tests.casework.plans.seeded import contact, day, seeded
from tests.casework.questions.asking import ALARM, asked, from_day
from tests.casework.referrals.asked import asked as request_of
from tests.casework.referrals.asked import screened, somebody
from tests.casework.scenarios.life import signed_in
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.actions import sign_step, take_step
from thinkfamily.casework.cases.models import Case, Step, StepProposal
from thinkfamily.casework.families import safe_address as kept
from thinkfamily.casework.meetings.actions import invitations
from thinkfamily.casework.meetings.models import MeetingReport
from thinkfamily.casework.plans.models import Contact
from thinkfamily.casework.plans.problems import PlanError
from thinkfamily.casework.questions import actions as keeping
from thinkfamily.casework.questions.answers import Eyes, put_right
from thinkfamily.casework.questions.file import Words
from thinkfamily.casework.questions.problems import QuestionError
from thinkfamily.casework.questions.queries import asked_on
from thinkfamily.casework.referrals.actions import purge_due
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.secrets.written import NOTHING

BOTH = ["default", "candidates"]
pytestmark = pytest.mark.django_db(databases=BOTH)
PLACE = "77 Zephyrquince Mews, Nowhereshire"


def visit(s, **told):
    now = timezone.localtime()
    given = {
        "seen": [str(s.kit.pk)], "text": "He showed me his bag.", "analysis": "He wants to go.", "way": "home",
        "outcome": "held", "category": "other", "audience": "team", "happened_on_day": now.day,
        "happened_on_month": now.month, "happened_on_year": now.year, "happened_time": "00:00", "is_planned": "on",
    }  # fmt: skip
    return given | told


def contacts(who, s):
    return client_of(who).get(reverse("plans:contacts", args=[s.family.pk])).content.decode()


def test_every_kind_of_question_is_asked_answered_kept_and_shown():
    s = seeded()
    rows = {
        "yes_no": (asked(), "no", "no", "No"),
        "one": (asked(asks="Which heating?", kind="one", options=["Gas", "None"]), "Gas", "Gas", "Gas"),
        "several": (
            asked(asks="What is fitted?", kind="several", options=["Gate", "Lock"]), ["Gate", "Lock"], ["Gate", "Lock"],
            "Gate, Lock",
        ),
        "number": (asked(asks="How many beds?", kind="number"), "3", 3, "3"),
        "short": (asked(asks="Which school club?", kind="short"), " Chess ", "Chess", "Chess"),
        "long": (asked(asks="What helps at night?", kind="long"), "A story.\nA light.", "A story.\nA light.", "A light."),
    }  # fmt: skip
    on = asked(asks="When was the boiler looked at?", kind="day")
    page = client_of(s.lead).get(reverse("plans:contact", args=[s.family.pk])).content.decode()
    assert all(row.asks in page for row, *_ in rows.values())
    given = {row.name: typed for row, typed, *_ in rows.values()}
    given |= {f"{on.name}_{part}": getattr(day(-3), part) for part in ("day", "month", "year")}
    client = client_of(s.lead)
    assert client.post(reverse("plans:contact", args=[s.family.pk]), visit(s, **given)).status_code == 302
    made = Contact.objects.get()
    assert made.answers == {row.name: value for row, _typed, value, _words in rows.values()} | {
        on.name: day(-3).isoformat()
    }
    shown = contacts(s.lead, s)
    for row, _typed, _value, words in rows.values():
        assert row.asks in shown
        assert words in shown
    event = AuditEvent.objects.filter(action="contact.record", outcome="done").get()
    assert "answers" in event.fields
    assert "Chess" not in str(vars(event))


def test_what_does_not_fit_is_refused_in_words_and_nothing_is_lost():
    s = seeded()
    number = asked(asks="How many beds?", kind="number")
    listed = asked(asks="Which heating?", kind="one", options=["Gas", "None"])
    for given in ({number.name: "many"}, {number.name: "-1"}, {listed.name: "Coal"}):
        page = client_of(s.lead).post(reverse("plans:contact", args=[s.family.pk]), visit(s, **given))
        assert page.status_code == 200
        assert "There is a problem" in page.content.decode()
        assert "He showed me his bag." in page.content.decode()
    assert not Contact.objects.exists()
    for name, value in (
        (number.name, "3"),
        (number.name, True),
        (listed.name, "Coal"),
        ("q" + "0" * 32 + "-local", "x"),
    ):
        with pytest.raises(QuestionError):
            contact(s, answers={name: value})


def test_a_required_question_is_asked_of_a_visit_and_never_of_an_attempt():
    s = seeded()
    row = asked(is_required=True)
    client, page = client_of(s.lead), reverse("plans:contact", args=[s.family.pk])
    assert f'id="id_{row.name}' in client.get(page).content.decode()
    assert "Answer this" in client.post(page, visit(s)).content.decode()
    assert client.post(page, visit(s, outcome="not_let_in", seen=[])).status_code == 302
    assert client.post(reverse("plans:missed", args=[s.family.pk]), {}).status_code == 302
    assert client.post(page, visit(s, **{row.name: "unknown"})).status_code == 302
    assert Contact.objects.count() == 3
    assert "Not known" in contacts(s.lead, s)


def test_a_later_version_leaves_old_answers_their_words():
    s = seeded()
    row = from_day(asked(), day(-30))
    contact(s, answers={row.name: "yes"})
    new = keeping.propose_change(
        row.code, words=Words(asks="Does each floor have an alarm?", kind="yes_no"), because="One is not enough.",
        from_on=day(0), by=make.worker("manager"),
    )  # fmt: skip
    keeping.decide(new, answer="adopt", by=make.worker("governance"))
    contact(s, answers={new.name: "no"})
    with pytest.raises(QuestionError):
        contact(s, answers={row.name: "yes"})
    shown = contacts(s.lead, s)
    assert ALARM in shown
    assert "Does each floor have an alarm?" in shown
    over = keeping.propose_retirement(row.code, because="Done.", from_on=day(0), by=make.worker("manager"))
    keeping.decide(over, answer="adopt", by=make.worker("governance"))
    assert asked_on("contact") == []
    assert ALARM in contacts(s.lead, s)


def test_who_reads_an_answer_is_said_by_its_question():
    s = seeded()
    make.grant(s.family, make.agency(is_home=True), s.school, "other")
    plain = asked(asks="Which school club?", kind="short")
    special = asked(asks="Which faith?", kind="short", needs="special")
    apart = asked(asks="Who frightens you?", kind="short", needs="abuse")
    given = {plain.name: "Chess", special.name: "Pastafarian", apart.name: "Mx Nobody"}
    contact(s, audience="professionals", answers=given)
    lead = contacts(s.lead, s)
    assert all(words in lead for words in ("Chess", "Pastafarian", "Mx Nobody"))
    read = {}
    for who in (s.partner, s.nurse, make.worker("audit")):
        page = client_of(who).get(reverse("plans:contacts", args=[s.family.pk]))
        read[who] = page.content.decode() if page.status_code == 200 else ""
        assert "Pastafarian" not in read[who]
        assert "Who frightens you?" not in read[who]
        assert "Mx Nobody" not in read[who]


def test_the_family_reads_what_the_question_says_and_nothing_else():
    s = seeded()
    theirs = asked(asks="What did we agree to try?", kind="short", is_for_family=True)
    ours = asked(asks="Which worry stays?", kind="short")
    given = {theirs.name: "A later bus", ours.name: "The mornings"}
    contact(s, audience="family", answers=given)
    version = client_of(s.parent).get(reverse("plans:shared", args=[s.family.pk])).content.decode()
    assert "What did we agree to try?" in version
    assert "A later bus" in version
    assert "Which worry stays?" not in version
    assert "The mornings" not in version


def test_a_correction_takes_its_answers_along_and_keeps_those_that_are_not_asked_again():
    s = seeded()
    old = from_day(asked(asks="Which heating?", kind="short"), day(-9))
    now = asked(asks="Which school club?", kind="short")
    made = contact(s, answers={old.name: "Gas", now.name: "Chess"})
    over = keeping.propose_retirement(old.code, because="Done.", from_on=day(0), by=make.worker("manager"))
    keeping.decide(over, answer="adopt", by=make.worker("governance"))
    client, page = client_of(s.lead), reverse("plans:correct", args=[s.family.pk, made.pk])
    shown = client.get(page)
    assert shown.context["form"][now.name].value() == "Chess"
    assert client.post(page, visit(s, why="He told me.", **{now.name: "Drama"})).status_code == 302
    right = Contact.objects.get(corrects=made)
    assert right.answers == {old.name: "Gas", now.name: "Drama"}
    assert Contact.objects.get(pk=made.pk).answers[now.name] == "Chess", "nothing is written over"
    before = contacts(s.lead, s)
    assert "Chess" in before
    assert "Drama" in before
    # Emptied, an answer that its corrector saw is gone from what stands.
    again = reverse("plans:correct", args=[s.family.pk, right.pk])
    assert client.post(again, visit(s, why="Not so.", **{now.name: ""})).status_code == 302
    assert Contact.objects.get(corrects=right).answers == {old.name: "Gas"}


def test_whoever_puts_a_contact_right_loses_no_answer_that_they_do_not_see():
    s = seeded()
    apart = asked(asks="Who frightens you?", kind="short", needs="abuse")
    made = contact(s, answers={apart.name: "Mx Nobody"})
    assert put_right("contact", made.answers, {}, Eyes(sees_special=True)) == made.answers
    assert put_right("contact", made.answers, {}, Eyes(sees_abuse=True)) == {}
    assert put_right("contact", made.answers, {apart.name: "Somebody"}, Eyes(sees_special=True)) == {}


def test_a_place_of_safety_in_an_answer_is_put_aside_and_confirms_no_guess():
    s = seeded()
    row = asked(asks="Where do they sleep?", kind="long")
    unnamed = make.worker("child_lead")
    make.involve(unnamed, s.family, "child_lead")
    kept.record_one(by=s.lead, family=s.family, person=s.ada, text=PLACE, named=[s.lead])
    page = reverse("plans:contact", args=[s.family.pk])
    told = visit(s, **{row.name: f"At {PLACE}."})
    refused = client_of(s.lead).post(page, told)
    assert row.name in refused.context["form"].errors
    assert not Contact.objects.exists()
    assert client_of(unnamed).post(page, told).status_code == 302
    made = Contact.objects.get()
    assert made.answers == {row.name: NOTHING}
    assert in_the_open() is None
    assert "Zephyrquince" in contacts(unnamed, s)
    assert "Zephyrquince" not in contacts(s.manager, s)
    assert "Zephyrquince" not in contacts(s.lead, s)
    # Somebody who puts it right and leaves the dash as it reads keeps what was put aside.
    fix = reverse("plans:correct", args=[s.family.pk, made.pk])
    assert client_of(s.manager).post(fix, visit(s, why="A slip.", **{row.name: NOTHING})).status_code == 302
    assert "Zephyrquince" in contacts(unnamed, s)
    with pytest.raises(PlanError):
        contact(s, answers={row.name: PLACE})


def test_a_report_to_a_meeting_carries_its_answers():
    at = Around()
    make.grant(at.family, at.school, at.home, "education")
    row = asked("report", "How many sessions were missed?", "number", is_required=True)
    special = asked("report", "Which language at home?", "short", needs="special")
    meeting = at.plan()
    colleague = make.worker("partner", at=at.school)
    make.involve(colleague, at.family, "partner")
    invited = at.invite(meeting, at.teacher, colleague)
    client, page = client_of(at.teacher), reverse("meetings:report", args=[at.family.pk, meeting.pk])
    told = {"strengths": "She reads to us.", "category": "education", "audience": "professionals"}
    assert "Answer this" in client.post(page, told).content.decode()
    assert client.post(page, told | {row.name: "4", special.name: "Welsh"}).status_code == 302
    made = MeetingReport.objects.get()
    assert made.answers == {row.name: 4, special.name: "Welsh"}
    own = client.get(reverse("meetings:invitation", args=[at.family.pk, meeting.pk])).content.decode()
    assert "How many sessions were missed?" in own
    assert "Welsh" in own, "who wrote it reads it"
    lead = client_of(at.lead).get(reverse("meetings:meeting", args=[at.family.pk, meeting.pk])).content.decode()
    assert "Welsh" in lead
    theirs = client_of(colleague).get(reverse("meetings:meeting", args=[at.family.pk, meeting.pk])).content.decode()
    assert "How many sessions were missed?" in theirs
    assert "Welsh" not in theirs
    with pytest.raises(QuestionError):
        invitations.send_report(
            invited[at.teacher], strengths="x", worries="", next_steps="", text="", category="education",
            answers={row.name: "four"}, by=at.teacher,
        )  # fmt: skip


def test_a_closed_case_keeps_what_was_answered_and_shows_it_to_who_may_read_it():
    day_of = timezone.localdate().replace(month=1, day=5)
    with wound_to(day_of) as clock:
        at = how.begun()
        how.to_active(at, clock)
        row = asked("closing", "Would they ask us again?", is_required=True)
        apart = asked("closing", "Is it safe to write?", "short", needs="abuse")
        family = at.family.pk
        page = reverse("cases:close_early", args=[family])
        now = timezone.localdate()
        told = {
            "why": "no_need", "note": "All is well.", "threshold": "on", "follow_up": "none",
            "on_day": now.day, "on_month": now.month, "on_year": now.year,
        }  # fmt: skip
        client = signed_in(at.lead)
        assert "Answer this" in client.post(page, told).content.decode()
        given = client.post(page, told | {row.name: "yes", apart.name: "Never by letter"})
        assert given.status_code == 302, given.content.decode()[:2000]
        for proposal in StepProposal.objects.filter(is_signed__isnull=True):
            signing = signed_in(at.manager).get(reverse("cases:sign", args=[family])).content.decode()
            assert "Would they ask us again?" in signing
            sign_step(proposal, answer="sign", by=at.manager)
        step = Step.objects.get(code="close_early")
        assert (step.content[row.name], step.content[apart.name]) == ("yes", "Never by letter")
        case = signed_in(at.manager).get(reverse("cases:case", args=[family])).content.decode()
        assert "Would they ask us again?" in case
        moved = AuditEvent.objects.filter(action="case.move", object=str(at.case.pk)).order_by("pk").last()
        assert "answers" in moved.fields
        assert row.name not in moved.fields


def test_a_step_that_asks_nothing_keeps_no_answer():
    s = seeded()
    row = asked("closing", "Would they ask us again?")
    case = Case.objects.get(pk=s.case.pk)
    take_step(case, "pause", until_on=day(20), why="Away.", by=s.lead, **{row.name: "yes"})
    assert row.name not in Step.objects.get(code="pause").content


REQUEST = {
    "serves": "children", "knows": "wants", "urgency": "days", "happening": "Mornings are hard.",
    "person_1_role": "child", "person_1_first_name": "Quillon",
}  # fmt: skip


def test_a_request_is_asked_what_the_council_asks_and_an_urgent_one_is_never_held_up():
    partner = make.worker("partner", at=make.agency("school", kind="school"))
    row = asked("request", "Which club do they go to?", "short", is_required=True)
    apart = asked("request", "Who must not ring?", "short", needs="abuse")
    client, page = signed_in(partner), reverse("referrals:ask")
    assert row.asks in client.get(page).content.decode()
    assert "Answer this" in client.post(page, REQUEST).content.decode()
    for urgent in ({"urgency": "today"}, {"safe_danger": "yes"}, {"safe_hurt": "yes"}):
        assert client.post(page, REQUEST | urgent).status_code == 302, urgent
    assert client.post(page, REQUEST | {row.name: "Chess", apart.name: "Mx Nobody"}).status_code == 302
    made = Referral.objects.order_by("made_at").last()
    with connection.cursor() as cursor:
        cursor.execute("select local from referrals_referral")
        assert "Chess" not in repr(cursor.fetchall()), "it is encrypted as its neighbours are"
    own = client.get(reverse("referrals:receipt", args=[made.pk])).content.decode()
    assert "Chess" in own
    triage = make.worker("triage")
    screened(made, triage)
    seen = signed_in(triage).get(reverse("referrals:referral", args=[made.pk])).content.decode()
    assert "Which club do they go to?" in seen
    assert "Mx Nobody" in seen
    event = AuditEvent.objects.get(action="referral.make", object=str(made.pk), outcome="done")
    assert "local" in event.fields
    assert "Chess" not in str(vars(event))
    Referral.objects.filter(pk=made.pk).update(purge_on=day(-1), state="no_action")
    assert purge_due() == 1
    assert Referral.objects.get(pk=made.pk).local == {}


def test_anybodys_form_asks_its_own_questions_and_answers_the_same_bytes(client):
    row = asked("open_request", "How did you hear of us?", "one", options=["A friend", "A poster"])
    asked("request", "Which club do they go to?", "short")
    page = reverse("referrals:ask_in_public")
    shown = client.get(page).content.decode()
    assert row.asks in shown
    assert "Which club do they go to?" not in shown
    told = {"route": "family", "urgency": "weeks", "happening": "We are tired.", row.name: "A poster"}
    answer = client.post(page, told)
    assert answer.status_code == 302
    assert Referral.objects.get().local == {row.name: "A poster"}


def test_how_a_family_came_shows_answers_as_its_reader_may_see_them():
    s = seeded()
    special = asked("request", "Which faith?", "short", needs="special")
    made = request_of(somebody(), local={special.name: "Pastafarian"})
    Referral.objects.filter(pk=made.pk).update(family=s.family)
    page = reverse("referrals:of_family", args=[s.family.pk])
    assert "Pastafarian" in client_of(s.lead).get(page).content.decode()
    # Another agency reads that there was one, and an auditor what is ordinary.
    assert "Pastafarian" not in client_of(s.partner).get(page).content.decode()


def test_answers_take_one_query_however_many_there_are():
    s = seeded()
    rows = [asked(asks=f"Question {number}?", kind="short") for number in range(6)]
    page = reverse("plans:contacts", args=[s.family.pk])
    client = client_of(s.lead)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as taken:
            assert client.get(page).status_code == 200
        return len([one for one in taken if "questions_localquestion" in one["sql"]]), len(taken)

    contact(s)
    queries()
    assert queries()[0] == 0
    contact(s, answers={rows[0].name: "x"})
    one = queries()
    contact(s, answers={row.name: "x" for row in rows})
    contact(s, answers={row.name: "y" for row in rows})
    many = queries()
    assert one[0] == many[0] == 1
    assert one[1] == many[1]
