"""A named human decides, having read the page; another signs; only then is anybody taken up."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.urls import reverse

from tests import handover_packets as packets
from tests.casework import factories as make
from tests.casework.consideration import desk
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import Batch, Candidate, Decision
from thinkfamily.casework.consideration.problems import DeskError
from thinkfamily.casework.consideration.queries import desk as lists
from thinkfamily.casework.families.models import Family

pytestmark = desk.BOTH


@pytest.fixture
def analyst():
    return make.worker("desk_analyst")


@pytest.fixture
def manager():
    return make.worker("manager", of=make.team())


def test_nobody_decides_on_a_family_unread(tmp_path, analyst, client) -> None:
    [family] = told = desk.families(1)
    desk.brought(tmp_path, told)
    candidate = desk.candidate_of(family)
    with pytest.raises(DeskError):
        actions.decide(candidate.pk, outcome="consider", reasons=desk.WHY, by=analyst)
    reader = make.worker("desk_analyst")
    client.force_login(reader)
    assert client.get(reverse("desk:candidate", args=[candidate.pk])).status_code == 200
    with pytest.raises(DeskError):
        actions.decide(candidate.pk, outcome="consider", reasons=desk.WHY, by=analyst)
    assert actions.decide(candidate.pk, outcome="consider", reasons=desk.WHY, by=reader).decided_by == reader.pk


def test_a_post_alone_is_not_a_look(tmp_path, analyst, client) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    client.force_login(analyst)
    where = reverse("desk:candidate", args=[desk.candidate_of(told[0]).pk])
    answer = client.post(where, {"outcome": "consider", "reasons": desk.WHY})
    assert b"have not opened" in answer.content
    assert not Decision.objects.exists()


def test_reasons_are_needed(tmp_path, analyst, client) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    client.force_login(analyst)
    where = reverse("desk:candidate", args=[desk.candidate_of(told[0]).pk])
    client.get(where)
    for reasons in ("", "ok", "   " + "x" * 19):
        answer = client.post(where, {"outcome": "consider", "reasons": reasons})
        assert answer.status_code == 200
        assert b'href="#id_reasons"' in answer.content
    assert client.post(where, {"outcome": "", "reasons": desk.WHY}).status_code == 200
    assert not Decision.objects.exists()
    assert client.post(where, {"outcome": "not_now", "reasons": desk.WHY}).status_code == 302
    assert Decision.objects.get().outcome == "not_now"


@pytest.mark.parametrize("role", ["matching_lead", "governance", "audit"])
def test_who_only_reads_does_not_decide(tmp_path, role, client) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    worker = make.worker(role)
    client.force_login(worker)
    where = reverse("desk:candidate", args=[desk.candidate_of(told[0]).pk])
    page = client.get(where)
    assert page.status_code == 200
    assert b'name="reasons"' not in page.content
    assert client.post(where, {"outcome": "consider", "reasons": desk.WHY}).status_code == 403
    with pytest.raises(PermissionDenied):
        desk.decided(told[0], "consider", worker)


def test_a_decision_of_another_stands(tmp_path, analyst, manager) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    desk.decided(told[0], "not_now", analyst)
    with pytest.raises(DeskError):
        desk.decided(told[0], "consider", manager)
    again = desk.decided(told[0], "consider", analyst)
    assert Decision.objects.get(returned_at=None) == again, "one's own can be made again until it is signed"


def test_nothing_is_decided_after_the_day(tmp_path, analyst, manager) -> None:
    told = desk.families(2)
    made = desk.brought(tmp_path, told)
    batch = desk.decided(told[0], "consider", analyst).batch
    desk.past(made, 0)
    with pytest.raises(ObjectDoesNotExist):
        desk.decided(told[1], "consider", analyst)
    with pytest.raises(ObjectDoesNotExist):
        desk.signed(batch, manager)


def test_nobody_signs_what_they_decided(tmp_path, analyst, manager) -> None:
    told = desk.families(2)
    desk.brought(tmp_path, told)
    desk.decided(told[0], "consider", analyst)
    batch = desk.decided(told[1], "not_now", manager).batch
    with pytest.raises(DeskError, match="nobody signs what they decided"):
        desk.signed(batch, manager)
    with pytest.raises(PermissionDenied):
        desk.signed(batch, make.worker("desk_analyst"))
    assert desk.signed(batch, make.worker("governance")).signed_at


def test_a_signature_is_under_what_was_seen(tmp_path, analyst, manager, client) -> None:
    told = desk.families(2)
    desk.brought(tmp_path, told)
    batch = desk.decided(told[0], "consider", analyst).batch
    client.force_login(manager)
    where = reverse("desk:batch", args=[batch.pk])
    seen = client.get(where).context["form"].initial["seen"]
    desk.decided(told[1], "consider", analyst)
    answer = client.post(where, {"seen": seen, "has_read": "on"})
    assert b"other decisions in the batch" in answer.content
    assert not Family.objects.exists()
    assert client.post(where, {"seen": answer.context["form"].initial["seen"]}).status_code == 200, "unread"
    assert not Family.objects.exists()
    answer = client.post(where, {"seen": answer.context["form"].initial["seen"], "has_read": "on"})
    assert answer.status_code == 302
    assert Family.objects.count() == 2


def test_only_signing_takes_up(tmp_path, analyst) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    batch = desk.decided(told[0], "consider", analyst).batch
    with pytest.raises(Batch.DoesNotExist):
        actions.promote(batch.pk, by=make.worker("governance"))
    assert not Family.objects.exists()


def test_one_is_returned_with_a_comment_and_decided_again(tmp_path, analyst, manager, client) -> None:
    told = desk.families(2)
    desk.brought(tmp_path, told)
    first, second = (desk.decided(each, "consider", analyst) for each in told)
    client.force_login(manager)
    answer = client.post(reverse("desk:give_back", args=[first.pk]), {"because": "The school was not asked."})
    assert answer.status_code == 302
    batch = desk.signed(second.batch, manager)
    actions.promote(batch.pk, by=manager)
    assert [each.handle for each in Family.objects.all()] == [told[1].handle]
    client.force_login(analyst)
    page = client.get(reverse("desk:candidate", args=[first.candidate_id]))
    assert b"The school was not asked." in page.content
    again = desk.decided(told[0], "not_now", analyst)
    assert again.batch_id != batch.pk
    with pytest.raises(ObjectDoesNotExist):
        actions.give_back(first.pk, because="again", by=manager)


def test_a_signed_decision_is_not_returned(tmp_path, analyst, manager) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    decision = desk.decided(told[0], "not_now", analyst)
    desk.signed(decision.batch, manager)
    with pytest.raises(DeskError):
        actions.give_back(decision.pk, because="too late", by=manager)
    with pytest.raises(DeskError):
        desk.decided(told[0], "consider", analyst)


def test_each_step_is_in_the_desks_own_audit_and_not_in_the_other(tmp_path, analyst, manager, client) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    client.force_login(analyst)
    client.get(reverse("desk:queue"))
    desk.signed(desk.decided(told[0], "not_now", analyst).batch, manager)
    events = AuditEvent.objects.using("candidates").values_list("action", "outcome")
    assert {("desk.bring", "done"), ("desk.read", "looked"), ("desk.decide", "done"), ("desk.sign", "done")} <= set(
        events
    )
    assert not AuditEvent.objects.filter(action__startswith="desk.").exists()


def test_no_value_is_in_the_audit(tmp_path, analyst, manager) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    desk.signed(desk.decided(told[0], "consider", analyst).batch, manager)
    for using in ("default", "candidates"):
        for event in AuditEvent.objects.using(using):
            said = str([getattr(event, field.attname) for field in event._meta.fields])
            assert "Mockbury" not in said
            assert desk.WHY not in said


def test_deciding_without_a_candidate_is_not_there(analyst, client) -> None:
    client.force_login(analyst)
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert client.get(reverse("desk:candidate", args=[nowhere])).status_code == 404
    assert AuditEvent.objects.using("candidates").filter(outcome="refused", object=nowhere).exists()
    with pytest.raises(ObjectDoesNotExist):
        actions.decide(nowhere, outcome="consider", reasons=desk.WHY, by=analyst)
    assert not Candidate.objects.exists()
    assert lists.batch_for(analyst, nowhere) is None


def test_what_the_needs_point_to_is_shown_with_the_needs_and_the_proposal_crosses_without_them(
    tmp_path, analyst, manager, client
) -> None:
    needs = (
        {"sources": "education"},
        {"criterion": "rent_arrears", "heading": "housing", "says": "The rent is behind.", "sources": None},
        {"criterion": "gp", "heading": "health", "says": "Nobody has a doctor.", "answer": "unknown", "sources": None},
    )
    family = packets.Family(needs=needs, area="Fable North")
    desk.brought(tmp_path, [family])
    where = reverse("desk:candidate", args=[desk.candidate_of(family).pk])
    client.force_login(analyst)
    page = client.get(where).content.decode()
    # What is unknown is no need.
    assert "Family Help, Usual: Education, Housing" in page
    assert "Young carers" not in page
    told = {"outcome": "not_now", "reasons": desk.WHY, "points_to": "family_help usual"}
    assert "for a family not considered" in client.post(where, told).content.decode()
    assert client.post(where, told | {"points_to": "young_carers usual"}).status_code == 200
    assert not Decision.objects.exists()
    assert client.post(where, told | {"outcome": "consider"}).status_code == 302
    batch = Batch.objects.get()
    client.force_login(manager)
    assert "Family Help, Usual" in client.get(reverse("desk:batch", args=[batch.pk])).content.decode()
    desk.signed(batch, manager)
    actions.promote(batch.pk, by=manager)
    case = Case.objects.get(family__handle=family.handle)
    assert (case.profile, case.proposed_profile, case.proposed_tier) == ("", "family_help", "usual")
    page = client.get(reverse("cases:case", args=[case.family_id])).content.decode()
    assert "Whoever had the family taken up proposed Family Help, Usual." in page
    assert "Housing" not in page
    page = client.get(reverse("cases:choose_profile", args=[case.family_id])).content.decode()
    assert "It stands chosen below; you decide." in page
    # The radio of the programme and that of the intensity.
    assert page.count(" checked") == 2
