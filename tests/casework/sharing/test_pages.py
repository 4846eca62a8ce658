"""The pages of sharing and of taking part, as the people of each role meet them."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.sharing import makers
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import AgreementToTakePart, Case, ChildView
from thinkfamily.casework.sharing import actions
from thinkfamily.casework.sharing.models import LawfulBasis, SharingAgreement, SharingDecision, UrgentEnquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


def day(field: str, when: Any) -> dict[str, str]:
    return {f"{field}_day": str(when.day), f"{field}_month": str(when.month), f"{field}_year": str(when.year)}


def page(client, who, name, *args, **query):
    client.force_login(who)
    return client.get(reverse(name, args=args), query)


def send(client, who, name, *args, **data):
    client.force_login(who)
    return client.post(reverse(name, args=args), data)


def proposal(at, **changed):
    return {
        "advice": "share",
        "from_agency": at.school.pk,
        "to_agency": at.home.pk,
        "categories": ["education"],
        "purpose": "One plan",
        "power_code": "ca2004_s10",
        "lawful_basis": "public_task",
        "necessity": "Needed.",
        "is_family_told": "yes",
        **day("until_on", makers.in_days(60)),
    } | changed


def test_from_proposal_to_decision_to_end_by_page(at, client):
    family = at.family.pk
    sent = send(client, at.lead, "sharing:propose", family, **proposal(at))
    assert (sent.status_code, sent.url) == (302, reverse("cases:three_records", args=[family]))
    row = SharingDecision.objects.get()
    assert row.power == "Children Act 2004, section 10: co-operation to improve well-being"
    assert "Decide" not in page(client, at.lead, "sharing:decision", family, row.pk).content.decode().split("<main")[1]
    assert row.family.reference in page(client, at.manager, "sharing:waiting").content.decode()
    sent = send(client, at.manager, "sharing:decide", family, row.pk, share="yes", because="Needed")
    assert sent.status_code == 302
    text = page(client, at.lead, "cases:three_records", family).content.decode()
    assert "Open to agencies now" in text
    assert "Decided to share: 1. Decided not to share: 0." in text
    assert send(client, at.manager, "sharing:end", family, row.pk, because="Over").status_code == 302
    assert SharingDecision.objects.get().state == "ended"
    text = page(client, at.lead, "sharing:decision", family, row.pk).content.decode()
    for word in ("Proposed", "Approved: share", "Ended", "Over", at.manager.name):
        assert word in text


def test_a_guard_that_is_not_met_is_said_beside_its_field_and_nothing_is_stored(at, client):
    row = makers.proposed(at)
    sent = send(client, at.manager, "sharing:decide", at.family.pk, row.pk, share="yes", because="   ")
    assert sent.status_code == 200
    assert SharingDecision.objects.get().state == "proposed"
    no_power = makers.proposed(at, power_code="")
    sent = send(client, at.manager, "sharing:decide", at.family.pk, no_power.pk, share="yes", because="So")
    assert "Sharing needs a power to disclose." in sent.content.decode()
    sent = send(client, at.lead, "sharing:propose", at.family.pk, **proposal(at, is_family_told="no"))
    assert 'id="id_why_not_told_error"' in sent.content.decode()


def test_a_partner_proposes_for_their_own_agency_and_sees_its_decisions_only(at, client):
    mine = makers.proposed(at)
    others = makers.proposed(at, from_agency=at.health, purpose="Secretly about health")
    text = page(client, at.teacher, "sharing:asked").content.decode()
    assert str(mine.pk) in text
    assert str(others.pk) not in text
    text = page(client, at.teacher, "cases:three_records", at.family.pk).content.decode()
    assert str(mine.pk) in text
    assert str(others.pk) not in text
    assert page(client, at.teacher, "sharing:decision", at.family.pk, others.pk).status_code == 404
    assert page(client, at.teacher, "sharing:decision", at.family.pk, mine.pk).status_code == 200
    sent = send(client, at.teacher, "sharing:propose", at.family.pk, **proposal(at, from_agency=at.health.pk))
    assert sent.status_code == 200
    assert SharingDecision.objects.count() == 2
    assert send(client, at.teacher, "sharing:propose", at.family.pk, **proposal(at)).status_code == 302
    for name in ("sharing:decide", "sharing:end"):
        assert send(client, at.teacher, name, at.family.pk, mine.pk, share="yes", because="x").status_code == 403


def test_what_is_shared_leads_back_to_where_its_reader_may_go(at, client):
    auditor = make.worker("audit")
    for who, back in ((at.lead, reverse("families:page", args=[at.family.pk])), (auditor, reverse("sharing:register"))):
        text = page(client, who, "cases:three_records", at.family.pk).content.decode()
        (link,) = re.findall(r'class="govuk-back-link" href="([^"]+)"', text)
        assert link == back
        assert client.get(link).status_code == 200


def test_a_decision_of_another_family_is_not_there(at, client):
    other = makers.borough()
    row = makers.proposed(other)
    assert page(client, at.lead, "sharing:decision", at.family.pk, row.pk).status_code == 404
    assert page(client, at.governance, "sharing:decide", at.family.pk, row.pk).status_code == 404


def test_taking_part_by_page(at, client):
    Case.objects.filter(family=at.family).update(state="considered")
    people = {member.role: member.person for member in at.family.members.all()}
    given = {
        "person": people["adult"].pk,
        "to_what": "Visits",
        "was_told": "The notice",
        "language": "English",
        **day("agreed_on", makers.in_days(0)),
        **day("review_on", makers.in_days(90)),
    }
    assert send(client, at.lead, "cases:agree", at.family.pk, **given).status_code == 302
    view = {"person": people["child"].pk, "wish": "wants", "how_asked": "At home", **day("said_on", makers.in_days(0))}
    assert send(client, at.lead, "cases:child_view", at.family.pk, **view).status_code == 302
    assert ChildView.objects.count() == 1
    text = page(client, at.lead, "cases:case", at.family.pk).content.decode()
    assert "Agreed" in text
    agreement = AgreementToTakePart.objects.get()
    gone = {"effect": "Visits stop", **day("withdrawn_on", makers.in_days(0))}
    assert send(client, at.lead, "cases:withdraw", at.family.pk, agreement.pk, **gone).status_code == 200
    assert AgreementToTakePart.objects.get().stands, "nobody said whether statutory help is needed"
    gone |= {"threshold": "not_met", "threshold_because": "Asked", **day("data_review_on", makers.in_days(28))}
    assert send(client, at.lead, "cases:withdraw", at.family.pk, agreement.pk, **gone).status_code == 302
    assert Case.objects.get(family=at.family).state == "considered"
    assert page(client, at.lead, "cases:withdraw", at.family.pk, agreement.pk).status_code == 404
    assert "Visits stop" in page(client, at.lead, "cases:case", at.family.pk).content.decode()
    for name in ("cases:agree", "cases:child_view"):
        assert page(client, at.lead, name, at.family.pk).status_code == 200


def test_basis_and_enquiry_by_page(at, client):
    given = {"basis": "public_task", "purpose": "Support", **day("from_on", makers.in_days(0))}
    assert send(client, at.lead, "sharing:basis", at.family.pk, **given).status_code == 302
    basis = LawfulBasis.objects.get()
    assert "None in force" not in page(client, at.lead, "cases:three_records", at.family.pk).content.decode()
    assert page(client, at.lead, "sharing:basis_end", at.family.pk, basis.pk).status_code == 200
    assert send(client, at.lead, "sharing:basis_end", at.family.pk, basis.pk, because="Done").status_code == 302
    assert "None in force" in page(client, at.lead, "cases:three_records", at.family.pk).content.decode()
    assert page(client, at.lead, "sharing:enquiry", at.family.pk).status_code == 403
    assert send(client, at.manager, "sharing:enquiry", at.family.pk, grounds="An injury").status_code == 302
    assert UrgentEnquiry.objects.get().decided_by == at.manager
    assert "An injury" not in page(client, at.teacher, "cases:three_records", at.family.pk).content.decode()


def test_agreements_by_page(at, client):
    given = {
        "reference": "ISA-7",
        "from_agency": at.school.pk,
        "to_agency": at.home.pk,
        "categories": ["education"],
        "purpose": "Support",
        "power": "Children Act 2004, section 10",
        "lawful_basis": "public_task",
        "necessity": "Needed",
        **day("from_on", makers.in_days(0)),
        **day("expires_on", makers.in_days(300)),
    }
    assert send(client, at.manager, "sharing:agreement_add", **given).status_code == 403
    assert send(client, at.governance, "sharing:agreement_add", **given).status_code == 302
    agreement = SharingAgreement.objects.get()
    sent = send(client, at.governance, "sharing:agreement_add", **given)
    assert "a reference of its own" in sent.content.decode()
    assert page(client, at.governance, "sharing:agreement_end", agreement.pk).status_code == 200
    assert send(client, at.governance, "sharing:agreement_end", agreement.pk, because="Left").status_code == 302
    assert "Not in force" in page(client, at.governance, "sharing:agreements").content.decode()
    other = "11111111-1111-4111-8111-111111111111"
    assert page(client, at.governance, "sharing:agreement_end", other).status_code == 404


def test_the_register_shows_both_kinds_and_is_narrowed(at, client):
    yes = makers.approved(at)
    no = actions.decide(makers.proposed(at, from_agency=at.health), share=False, because="No", by=at.manager)
    auditor = make.worker("audit")
    for who in (at.governance, auditor):
        text = page(client, who, "sharing:register").content.decode()
        assert str(yes.pk) in text
        assert str(no.pk) in text
    text = page(client, at.governance, "sharing:register", outcome="not_shared").content.decode()
    assert str(no.pk) in text
    assert str(yes.pk) not in text
    text = page(client, at.governance, "sharing:register", agency=at.school.pk).content.decode()
    assert str(yes.pk) in text
    assert str(no.pk) not in text
    assert page(client, at.governance, "sharing:register", outcome="nonsense").status_code == 200
    for who in (at.lead, at.manager, at.teacher, at.bringer, make.worker("councillor")):
        assert page(client, who, "sharing:register").status_code == 403
        assert page(client, who, "sharing:register_csv").status_code == 403


def test_no_file_is_made_of_a_filter_that_cannot_be_and_it_is_said_why(at, client):
    order = {"from_on_day": 2, "from_on_month": 2, "from_on_year": 2026}
    order |= {"until_on_day": 1, "until_on_month": 2, "until_on_year": 2026}
    for asked in ({"outcome": "nonsense"}, {"from_on_day": 31, "from_on_month": 2, "from_on_year": 2026}, order):
        answer = page(client, at.governance, "sharing:register_csv", **asked)
        assert answer.status_code == 400, asked
        assert answer["Content-Type"].startswith("text/html"), asked
        text = page(client, at.governance, "sharing:register", **asked).content.decode()
        for shown in (answer.content.decode(), text):
            assert "No decision is shown and no file is made" in shown, asked
            assert at.family.reference not in shown, asked


def test_the_register_leaves_out_what_the_reader_may_not_know_of(at, client):
    row = makers.proposed(at)
    make.restrict(at.family, make.worker("governance"))
    for name in ("sharing:register", "sharing:register_csv", "sharing:waiting"):
        text = page(client, at.governance, name).content.decode()
        assert str(row.pk) not in text
        assert at.family.reference not in text


def test_the_copy_holds_ids_and_references_only_and_runs_nothing(at, client):
    at.family.reference = "=1+1"
    at.family.save()
    agreement = makers.standing_agreement(at, reference="@SUM(A1)")
    row = makers.proposed(at, purpose="Ada Testperson at 1 Fable Road", harm="Her cousin", agreement=agreement)
    actions.decide(row, share=False, because="Words of a worker", by=at.manager)
    answer = page(client, at.governance, "sharing:register_csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Cache-Control"] == "no-store"
    [line] = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert (line["decision"], line["state"], line["family"]) == (str(row.pk), "refused", "'=1+1")
    assert line["agreement"] == "'@SUM(A1)"
    for words in ("Ada", "Fable", "cousin", "Words", at.lead.name):
        assert words not in answer.content.decode()
    event = AuditEvent.objects.get(action="sharing.export")
    assert (event.outcome, event.others) == ("looked", [str(at.family.pk)])


def test_the_copy_gives_the_day_here_for_what_was_done_in_the_first_hour_of_it(at, client):
    row = makers.proposed(at)
    actions.decide(row, share=False, because="a test", by=at.manager)
    half_past_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    type(row).objects.filter(pk=row.pk).update(proposed_at=half_past_midnight, decided_at=half_past_midnight)
    [line] = list(csv.DictReader(io.StringIO(page(client, at.governance, "sharing:register_csv").content.decode())))
    assert "2026-07-02" in line.values()
    assert "2026-07-01" not in line.values()


@pytest.mark.parametrize("name", ["cases:three_records", "sharing:register", "sharing:asked", "sharing:waiting"])
def test_queries_do_not_grow_with_rows(at, client, name):
    args = [at.family.pk] if name == "cases:three_records" else []

    def asked() -> int:
        client.force_login(at.governance)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse(name, args=args)).status_code == 200
        return len(seen)

    def add() -> None:
        makers.proposed(at)
        makers.proposed(at, from_agency=at.home, to_agency=at.health)
        actions.record_basis(at.family, basis="public_task", purpose="x", by=at.lead)
        makers.approved(at)

    add()
    asked()
    few = asked()
    for _ in range(9):
        add()
    assert asked() == few


def test_every_look_is_recorded(at, client):
    row = makers.proposed(at)
    page(client, at.lead, "cases:three_records", at.family.pk)
    page(client, at.lead, "sharing:decision", at.family.pk, row.pk)
    page(client, at.governance, "sharing:register")
    looks = AuditEvent.objects.filter(outcome="looked")
    assert looks.filter(family=at.family.pk).count() == 2
    assert looks.get(action="sharing.register").others == [str(at.family.pk)]
