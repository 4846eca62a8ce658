"""Workers' evidence: given on a case that is agreed, seen by whom what was seen is, taken back, and sent by handle."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.casework.days import In, worked_out
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases import actions, queries
from thinkfamily.casework.cases.models import Case, WorkerEvidence
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.consideration.actions import write_feedback
from thinkfamily.casework.consideration.models import TakenUp
from thinkfamily.casework.consideration.queries.feedback import words_for
from thinkfamily.casework.consideration.trusted import casework_key
from thinkfamily.casework.families.models import Member, Statement
from thinkfamily.packets import read_packet

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
SERIES = "test"


@pytest.fixture
def s() -> SimpleNamespace:
    """A family of the analysis that takes part, with a lead, a school's worker, and somebody the analysis does not know."""
    home, school = make.agency(is_home=True), make.agency("LA-EDU", name="Fable Schools", kind="school")
    ada, kit = make.person("Ada", born=date(1990, 2, 3), handle="a" * 32), make.person("Kit", handle="b" * 32)
    new = make.person("Zed", born=date(1991, 2, 3))
    family = make.family(ada, kit, new, handle="f" * 32)
    Case.objects.filter(family=family).update(programme="westminster_3_percent")
    lead, partner = make.worker("adult_lead", at=home), make.worker("partner", at=school)
    make.involve(lead, family, "adult_lead")
    make.involve(partner, family, "partner")
    TakenUp.objects.create(handle="f" * 32, series=SERIES, packet_id="p", decided_by=lead.pk, signed_by=partner.pk)
    return SimpleNamespace(
        family=family, case=Case.objects.get(), ada=ada, kit=kit, new=new, lead=lead, partner=partner, school=school
    )


def give(s: SimpleNamespace, by: Any = None, **changed: Any) -> WorkerEvidence:
    told: dict[str, Any] = {
        "criterion": "low_aspirations", "person": None, "answer": "yes", "from_on": date(2026, 9, 1),
        "kind": "opinion", "text": "Nobody plans beyond Friday.", "source": "Seen on visits",
    }  # fmt: skip
    return actions.give_evidence(s.case, by=by or s.lead, **(told | changed))


def sent() -> list[tuple[Any, ...]]:
    rows = words_for(SERIES).evidence
    return [tuple(row[name] for name in ("family", "person", "criterion", "answer", "from_on")) for row in rows]


def test_an_answer_keeps_what_was_seen_as_a_statement_and_goes_back_by_handle(s):
    made = give(s)
    assert (made.statement.text, made.statement.kind, made.agency) == ("Nobody plans beyond Friday.", "opinion", None)
    assert made.says.startswith("A worker says that a member shows low aspirations")
    event = AuditEvent.objects.get(action="case.evidence", object=str(made.pk))
    assert (event.kind, event.family, event.fields) == (
        "worker_evidence",
        s.family.pk,
        ["answer", "criterion", "from_on"],
    )
    assert sent() == [("f" * 32, None, "low_aspirations", "yes", date(2026, 9, 1))]
    give(s, criterion="domestic_violence", person=s.kit, answer="no", kind="fact")
    assert sent()[0] == ("f" * 32, "b" * 32, "domestic_violence", "no", date(2026, 9, 1))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"criterion": "nothing"}, "criterion"),
        ({"person": "kit"}, "person"),
        ({"criterion": "domestic_violence"}, "person"),
        ({"criterion": "young_parenthood", "person": "ada"}, "person"),
        ({"criterion": "domestic_violence", "person": "stranger"}, "person"),
        ({"answer": "unknown"}, "answer"),
        ({"from_on": In(1)}, "from_on"),
        ({"until_on": date(2026, 9, 1)}, "until_on"),
        ({"until_on": In(1)}, "until_on"),
    ],
)
def test_what_the_programme_does_not_ask_and_days_that_cannot_be_are_refused(s, changed, field):
    if "person" in changed:
        changed = changed | {"person": getattr(s, changed["person"], None) or make.person("Stranger")}
    with pytest.raises(CaseError) as refused:
        give(s, **worked_out(changed))
    assert refused.value.field == field
    assert not Statement.objects.filter(family=s.family).exists(), "nothing is half recorded"


def test_only_a_family_that_takes_part_is_answered_for_and_only_by_who_may(s):
    for worker in (make.worker("adult_lead"), _involved(s, "desk_analyst"), _involved(s, "governance")):
        with pytest.raises(PermissionDenied):
            give(s, by=worker)
    give(s)
    Case.objects.update(state="considered")
    with pytest.raises(CaseError) as refused:
        give(s)
    assert refused.value.code == "TF-CASE-040"
    assert sent() == [], "nothing goes back of a family that no longer agrees"


def test_answering_anew_ends_the_answer_before_and_taking_back_leaves_none(s, client):
    first, second = give(s), give(s, answer="no", from_on=date(2026, 8, 1))
    first.refresh_from_db()
    assert (first.ended_by, first.ended_because) == (s.lead.pk, "Answered anew.")
    assert sent() == [("f" * 32, None, "low_aspirations", "no", date(2026, 8, 1))]
    client.force_login(s.lead)
    where = reverse("cases:take_back_evidence", args=[s.family.pk, second.pk])
    assert client.post(where, {"why": ""}).context["form"].errors
    assert client.post(where, {"why": "Taken for another family."}).status_code == 302
    assert sent() == []
    page = client.get(reverse("cases:evidence", args=[s.family.pk])).content.decode()
    assert page.count("Nobody plans beyond Friday.") == 2
    assert "Taken for another family." in page
    assert client.get(where).status_code == 404, "it stands no longer"


def test_agencies_answer_apart_and_the_teams_answer_goes_back(s):
    theirs = give(s, by=s.partner, answer="no")
    assert theirs.agency == s.school
    assert sent()[0][3] == "no"
    ours = give(s)
    give(s, by=s.partner, answer="no")
    assert WorkerEvidence.objects.filter(ended_at__isnull=True).count() == 2
    assert [row[3] for row in sent()] == ["yes"]
    with pytest.raises(CaseError) as refused:
        actions.take_back_evidence(ours, why="x", by=s.partner)
    assert refused.value.code == "TF-CASE-047"
    actions.take_back_evidence(ours, why="x", by=s.lead)
    assert [row[3] for row in sent()] == ["no"]


def test_it_is_seen_by_those_who_see_what_was_seen(s, client):
    give(s)
    give(s, criterion="domestic_violence", person=s.kit, kind="fact", text="A door was kicked in.")
    other = make.worker("partner", at=make.agency("NHS", name="Fable Health", kind="health"))
    make.involve(other, s.family, "partner")
    give(s, by=s.partner, text="He says school is for others.")
    where = reverse("cases:evidence", args=[s.family.pk])
    shown = {}
    for who in (s.lead, s.partner, other):
        client.force_login(who)
        shown[who.pk] = client.get(where).content.decode()
    assert "A door was kicked in." in shown[s.lead.pk]
    for partner in (s.partner, other):
        assert "A door was kicked in." not in shown[partner.pk], "the compartment is shut"
        assert "Nobody plans beyond Friday." in shown[partner.pk]
    assert "He says school is for others." in shown[s.partner.pk]
    assert "He says school is for others." not in shown[other.pk], "another agency's"
    assert "He says school is for others." not in shown[s.lead.pk], "no sharing decision opens it"


def test_what_the_analysis_does_not_know_stays_here_and_says_so(s, client):
    give(s, criterion="domestic_violence", person=s.new, kind="fact")
    assert sent() == []
    client.force_login(s.lead)
    page = client.get(reverse("cases:evidence", args=[s.family.pk])).content.decode()
    assert "the analysis does not know whom it is about" in page


def test_nothing_of_a_restricted_file_or_a_member_of_one_goes_back(s):
    give(s, criterion="domestic_violence", person=s.kit, kind="fact")
    give(s)
    elsewhere = make.family(make.person("Mo", born=date(1980, 1, 1)), handle="9" * 32)
    Member.objects.create(family=elsewhere, person=s.kit, role="child", residence="elsewhere", known_by="x")
    make.restrict(elsewhere, make.worker("governance"))
    assert [row[1] for row in sent()] == [None]
    make.restrict(s.family, make.worker("governance"))
    assert sent() == []


def test_the_packet_carries_it_and_marks_it_as_sent(s, tmp_path):
    desk.brought(tmp_path)
    made = give(s)
    words = write_feedback(tmp_path / "casework", by=make.worker("matching_lead"))
    assert (len(words.evidence), words.new) == (1, 1)
    packet = read_packet(
        tmp_path / "casework", trusted=[casework_key().public], today=timezone.localdate(), kind="feedback"
    )
    assert packet.table("evidence").rows() == [
        ("f" * 32, None, "low_aspirations", "yes", date(2026, 9, 1), None, str(s.lead.pk))
    ]
    made.refresh_from_db()
    assert made.sent_at is not None
    assert words_for(SERIES).new == 0
    text = "".join(path.read_text() for path in (tmp_path / "casework").iterdir())
    assert "Friday" not in text
    assert s.lead.name not in text


def test_the_form_is_filled_in_and_comes_back_with_what_is_wrong(s, client):
    client.force_login(s.lead)
    where = reverse("cases:give_evidence", args=[s.family.pk])
    page = client.get(where).content.decode()
    assert page.index("Only a worker can say") < page.index("low_aspirations") < page.index("domestic_violence")
    told = {
        "criterion": "low_aspirations", "person": str(s.kit.pk), "answer": "yes", "kind": "fact", "text": "Seen.",
        "source": "A visit", "from_on_day": "1", "from_on_month": "9", "from_on_year": "2026",
    }  # fmt: skip
    wrong = client.post(where, told)
    assert "The criterion does not speak of this person. Choose the family as one." in wrong.content.decode()
    assert client.post(where, told | {"person": "family"}).status_code == 302
    assert WorkerEvidence.objects.get().person is None


def test_a_programme_that_is_not_here_asks_nothing(s, client):
    Case.objects.update(programme="of_tomorrow")
    client.force_login(s.lead)
    page = client.get(reverse("cases:evidence", args=[s.family.pk])).content.decode()
    assert "does not have the criteria of the programme of_tomorrow" in page
    assert queries.evidence_on(s.lead, s.family).questions == []
    with pytest.raises(CaseError):
        give(s)


def test_the_database_keeps_periods_and_ends_whole(s):
    made = give(s)
    for changed in ({"until_on": made.from_on}, {"ended_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkerEvidence.objects.filter(pk=made.pk).update(**changed)


def _involved(s: SimpleNamespace, role: str) -> Any:
    worker = make.worker(role)
    make.involve(worker, s.family, role)
    return worker
