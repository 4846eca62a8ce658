"""Local questions are proposed, looked at, adopted by another, changed without touching old answers, retired, and exported."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.plans.seeded import day
from tests.casework.questions.asking import ALARM, adopted, asked, from_day, proposed
from tests.casework.scenarios.life import signed_in
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.questions import actions, kinds, queries
from thinkfamily.casework.questions.file import Words, as_text, words_of
from thinkfamily.casework.questions.models import LocalQuestion
from thinkfamily.casework.questions.problems import QuestionError

pytestmark = pytest.mark.django_db
BECAUSE = {"because": "Because", "from_on": In(0)}


def on_a_day(name, when):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def sent(**told):
    given = {
        "form": "contact", "asks": ALARM, "help": "Press its button.", "kind": "yes_no", "options": "", "programme": "",
        "place": "5", "needs": "ordinary", "because": "The fire service fits them.", **on_a_day("from_on", day(0)),
    }  # fmt: skip
    return given | told


def test_one_proposes_on_screen_another_adopts_and_the_form_asks_it():
    one, other, lead = make.worker("manager"), make.worker("governance"), make.worker("adult_lead")
    client = signed_in(one)
    page = client.post(reverse("questions:new"), sent(asks=""))
    assert page.status_code == 200
    assert client.post(reverse("questions:new"), sent()).status_code == 302
    row = LocalQuestion.objects.get()
    assert (row.code, row.version, row.is_adopted) == ("is_there_a_smoke_alarm_that_wo", 1, None)
    assert queries.asked_on("contact") == []
    own = reverse("questions:decide", args=[row.code])
    refused = client.post(own, {"answer": "adopt"})
    assert "Another person must adopt it" in refused.content.decode()
    looked = signed_in(other).get(own).content.decode()
    assert "How it looks" in looked
    assert "Press its button." in looked
    assert signed_in(other).post(own, {"answer": "adopt"}).status_code == 302
    assert [one.asks for one in queries.asked_on("contact")] == [ALARM]
    assert [(event.action, event.kind) for event in AuditEvent.objects.filter(object=str(row.pk)).order_by("pk")] == [
        ("profile.propose", "local_question"),
        ("profile.adopt", "local_question"),
    ]
    assert "smoke" not in str([vars(event) for event in AuditEvent.objects.all()])
    reads = signed_in(lead)
    for page in (reverse("questions:list"), reverse("questions:question", args=[row.code])):
        assert ALARM in reads.get(page).content.decode()
    assert ALARM in reads.get(reverse("questions:preview", args=["contact"])).content.decode()
    assert reads.get(reverse("questions:preview", args=["nothing"])).status_code == 404
    assert reads.get(reverse("questions:new")).status_code == 403
    assert reads.get(own).status_code == 403


def test_only_who_may_proposes_and_adopts():
    row = proposed()
    for role in ("adult_lead", "triage", "governance", "partner", "family_member", "sysadmin"):
        with pytest.raises(PermissionDenied):
            proposed(by=make.worker(role))
    for role in ("adult_lead", "triage", "partner", "sysadmin", "audit"):
        with pytest.raises(PermissionDenied):
            actions.decide(row, answer="adopt", by=make.worker(role))
    adopted(row)
    with pytest.raises(QuestionError) as refused:
        adopted(row)
    assert refused.value.code == "TF-QUESTION-004"


def test_what_is_turned_down_is_never_asked():
    row = proposed()
    actions.decide(row, answer="turn_down", by=make.worker("governance"))
    assert queries.asked_on("contact") == []
    found = queries.question_of(row.code)
    assert found.is_over
    assert queries.on_form("contact") == []
    # The same words can be proposed again; they are another question.
    assert proposed().code == f"{row.code}_2"


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"because": " "}, "006", "because"), ({"from_on": In(-1)}, "007", "from_on"), ({"form": "x"}, "015", "form"),
        ({"asks": " "}, "015", "asks"), ({"kind": "x"}, "015", "kind"), ({"needs": "x"}, "015", "kind"),
        ({"place": 100}, "015", "kind"), ({"kind": "one"}, "016", "options"),
        ({"kind": "several", "options": ["a"]}, "016", "options"),
        ({"kind": "one", "options": ["a", "a"]}, "016", "options"),
        ({"kind": "one", "options": ["a", "b" * 101]}, "016", "options"),
        ({"options": ["a", "b"]}, "016", "options"), ({"programme": "x"}, "017", "programme"),
        ({"form": "request", "programme": "family_help"}, "017", "programme"),
        ({"form": "open_request", "is_required": True}, "018", "is_required"),
        ({"is_for_family": True, "needs": "abuse"}, "019", "is_for_family"),
        ({"is_for_family": True, "form": "report"}, "019", "is_for_family"),
    ],
)  # fmt: skip
def test_what_a_question_cannot_be_is_said_beside_it(changed, code, field):
    with pytest.raises(QuestionError) as refused:
        proposed(**worked_out(changed))
    assert (refused.value.code, refused.value.field) == (f"TF-QUESTION-{code}", field)
    assert not LocalQuestion.objects.exists()


def test_a_form_takes_no_more_than_it_should():
    for number in range(kinds.MOST):
        proposed(asks=f"Question {number}?")
    with pytest.raises(QuestionError) as refused:
        proposed(asks="One more?")
    assert refused.value.code == "TF-QUESTION-009"
    proposed("report", "One more?")


def test_a_change_is_a_version_of_its_own_and_waits_for_its_day():
    row = asked()
    manager = make.worker("manager")
    words = Words(asks="How many smoke alarms work?", kind="number")
    later = actions.propose_change(row.code, words=words, because="To count them.", from_on=day(5), by=manager)
    assert (later.version, later.form) == (2, "contact")
    with pytest.raises(QuestionError) as refused:
        actions.propose_change(row.code, words=words, because="Again.", from_on=day(6), by=manager)
    assert refused.value.code == "TF-QUESTION-008"
    page = signed_in(make.worker("governance")).get(reverse("questions:question", args=[row.code])).content.decode()
    assert "becomes" in page
    adopted(later)
    assert [one.pk for one in queries.asked_on("contact")] == [row.pk]
    assert [one.pk for one in queries.asked_on("contact", on=day(5))] == [later.pk]
    assert queries.question_of(row.code).to_come == [later]
    assert LocalQuestion.objects.get(pk=row.pk).asks == ALARM


def test_a_question_is_retired_from_a_day_and_can_be_asked_again():
    row, manager = asked(), make.worker("manager")
    over = actions.propose_retirement(row.code, because="Every home has one.", from_on=day(3), by=manager)
    adopted(over)
    assert queries.asked_on("contact") == [row]
    assert queries.asked_on("contact", on=day(3)) == []
    with pytest.raises(QuestionError) as refused:
        actions.propose_retirement(row.code, because="Again.", from_on=day(4), by=manager)
    assert refused.value.code == "TF-QUESTION-011"
    from_day(over, day(-1))
    assert queries.question_of(row.code).is_over
    page = signed_in(manager).get(reverse("questions:question", args=[row.code])).content.decode()
    assert "Ask it again" in page
    back = actions.propose_change(row.code, words=words_of(row), because="It matters.", from_on=day(0), by=manager)
    adopted(back)
    assert [one.pk for one in queries.asked_on("contact")] == [back.pk]


def test_forms_ask_in_order_and_each_programme_its_own():
    last, first = asked(asks="Last?", place=30), asked(asks="First?", place=1)
    help_only = asked(asks="In Family Help?", place=10, programme="family_help")
    from_day(proposed(asks="Not yet adopted?"), day(-9))
    assert queries.asked_on("contact") == [first, last]
    assert queries.asked_on("contact", "family_help") == [first, help_only, last]
    assert queries.asked_on("contact", "young_carers") == [first, last]


def test_questions_go_to_another_site_as_a_file():
    one = asked("contact", "Which of these are fitted?", "several", options=["Smoke alarm", "Stair gate"], help="Look.")
    asked("closing", "Would they use it again?", needs="special")
    proposed(asks="Waiting?")
    actions.decide(proposed(asks="Turned down?"), answer="turn_down", by=make.worker("governance"))
    manager = make.worker("manager")
    client = signed_in(manager)
    answer = client.get(reverse("questions:export"))
    text = answer.content.decode()
    assert answer["Content-Disposition"].endswith('"questions.yaml"')
    assert len(yaml.safe_load(text)["questions"]) == 2
    again = client.post(reverse("questions:bring"), {"text": text, "because": "Theirs", **on_a_day("from_on", day(0))})
    assert "Nothing in it differs" in again.content.decode()
    changed = text.replace("Stair gate", "Window lock").replace("Look.", "Look and ask.")
    done = client.post(
        reverse("questions:bring"), {"text": changed, "because": "Theirs", **on_a_day("from_on", day(0))}
    )
    assert done.status_code == 302
    made = LocalQuestion.objects.get(is_adopted__isnull=True, code=one.code)
    assert (made.code, made.version, made.options) == (one.code, 2, ["Smoke alarm", "Window lock"])
    LocalQuestion.objects.all().delete()
    assert len(actions.propose_text(text=text, by=manager, **worked_out(BECAUSE))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "x: [", "just words", "questions: []", "questions: [1]", "questions: [{code: a, form: contact, asks: a?}]",
        "questions: [{code: a, form: contact, asks: a?, kind: yes_no, place: '5'}]",
        "questions: [{code: a, form: contact, asks: a?, kind: yes_no, more: 1}]",
        "questions: [{code: a, form: contact, asks: a?, kind: one, options: [1, 2]}]",
        "questions: [{code: 'A b', form: contact, asks: a?, kind: yes_no}]",
        "questions: [{code: a, form: elsewhere, asks: a?, kind: yes_no}]",
        "questions: [{code: a, form: contact, asks: a?, kind: nothing}]",
        "questions: [{code: a, form: contact, asks: a?, kind: yes_no}, {code: a, form: contact, asks: b?, kind: yes_no}]",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(text):
    with pytest.raises(QuestionError) as refused:
        actions.propose_text(text=text, by=make.worker("manager"), **worked_out(BECAUSE))
    assert refused.value.field == "text"
    assert not LocalQuestion.objects.exists()


def test_nothing_of_a_file_is_proposed_where_one_of_its_questions_waits():
    row = proposed()
    text = as_text([row]).replace("smoke alarm", "heat alarm") + (
        "- {code: another, form: contact, asks: 'Another one?', kind: yes_no}\n"
    )
    with pytest.raises(QuestionError) as refused:
        actions.propose_text(text=text, by=make.worker("manager"), **worked_out(BECAUSE))
    assert refused.value.code == "TF-QUESTION-008"
    assert LocalQuestion.objects.count() == 1


def test_a_question_on_another_form_under_the_same_code_is_refused():
    row = asked()
    text = as_text([row]).replace("form: contact", "form: closing")
    with pytest.raises(QuestionError) as refused:
        actions.propose_text(text=text, by=make.worker("manager"), **worked_out(BECAUSE))
    assert refused.value.code == "TF-QUESTION-013"


def test_what_was_decided_stays_a_day_later_too():
    row = from_day(asked(), day(0) - timedelta(days=400))
    assert queries.asked_on("contact") == [row]
    assert queries.asked_on("contact", on=day(-401)) == []
