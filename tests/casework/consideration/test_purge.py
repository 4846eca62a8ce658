"""What is not taken up goes by its day, and what goes leaves proof and no content."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.consideration import desk
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import (
    Batch,
    Candidate,
    CandidatePacket,
    Decision,
    Print,
    Purge,
    TakenUp,
    Tally,
)
from thinkfamily.casework.consideration.queries.purge import to_purge

pytestmark = desk.BOTH


@pytest.fixture
def lead():
    return make.worker("matching_lead")


@pytest.fixture
def told(tmp_path):
    """Four families: taken up to be, not now and no family, signed; the fourth undecided."""
    told = desk.families(4)
    desk.brought(tmp_path, told)
    analyst = make.worker("desk_analyst")
    for each, outcome in zip(told, ("consider", "not_now", "not_a_family"), strict=False):
        made = desk.decided(each, outcome, analyst)
    desk.signed(made.batch, make.worker("governance"))
    return told


def test_before_its_day_only_what_was_decided_against_goes(told, lead) -> None:
    [made] = actions.purge(by=lead)
    assert (made.taken_up, made.not_now, made.not_a_family, made.undecided) == (0, 1, 1, 0)
    assert {each.handle for each in Candidate.objects.all()} == {told[0].handle, told[3].handle}
    assert not to_purge().exists()
    assert actions.purge(by=lead) == []


def test_on_its_day_everything_goes_but_what_waits_to_be_taken_up(told, lead) -> None:
    desk.past(CandidatePacket.objects.get(), 0)
    [made] = actions.purge(by=lead)
    assert (made.not_now, made.not_a_family, made.undecided) == (1, 1, 1)
    assert [each.handle for each in Candidate.objects.all()] == [told[0].handle]
    governance = make.worker("governance")
    assert actions.promote(Batch.objects.get().pk, by=governance) == 1, "it was signed in time"
    assert not Candidate.objects.exists()
    assert TakenUp.objects.get().handle == told[0].handle


def test_the_day_before_it_is_not_due(tmp_path, lead) -> None:
    made = desk.brought(tmp_path)
    desk.past(made, -1)
    assert actions.purge(by=lead) == []
    desk.past(made, 0)
    assert [each.undecided for each in actions.purge(by=lead)] == [1]


def test_an_unsigned_decision_does_not_hold_it(tmp_path, lead) -> None:
    told = desk.families(1)
    made = desk.brought(tmp_path, told)
    desk.decided(told[0], "consider", make.worker("desk_analyst"))
    desk.past(made, 0)
    assert [each.undecided for each in actions.purge(by=lead)] == [1]
    assert not Decision.objects.exists()
    assert not Batch.objects.exists()


def test_the_packet_stays_so_that_it_comes_once_and_its_counts_stay(told, lead) -> None:
    desk.past(CandidatePacket.objects.get(), 0)
    actions.purge(by=lead)
    assert CandidatePacket.objects.count() == 1
    assert Tally.objects.filter(kind="expecting", outcome="undecided").get().families == 1
    assert {each.candidate.handle for each in Print.objects.all()} == {told[0].handle}, "those of the family that waits"


def test_the_proof_tells_counts_and_hash_and_no_content(told, lead, client) -> None:
    first, *_ = actions.purge(by=lead)
    client.force_login(lead)
    page = client.get(reverse("desk:certificate", args=[first.pk])).content.decode()
    for said in (str(first.pk), first.content_sha256, str(lead.pk), "not now: 1", "not a family: 1"):
        assert said in page
    for each in told:
        assert each.handle not in page
    assert "Mockbury" not in page
    assert len(first.content_sha256) == 64
    assert AuditEvent.objects.using("candidates").filter(action="desk.purge", object=str(first.pk)).exists()


def test_the_hash_is_of_what_went(tmp_path, lead) -> None:
    sums = []
    for name in ("Testa", "Testa", "Other"):
        told = desk.families(1)
        told[0].handle, told[0].members[0].first_name = "0" * 32, name
        for number, member in enumerate(told[0].members):
            member.handle = str(number) * 32
        made = desk.brought(tmp_path, told)
        desk.past(made, 0)
        sums.append(actions.purge(by=lead)[0].content_sha256)
    assert sums[0] == sums[1] != sums[2]


def test_a_purge_is_done_on_the_page(told, lead, client) -> None:
    client.force_login(lead)
    where = reverse("desk:purge")
    assert b"What can be purged today" in client.get(where).content
    assert client.post(where).status_code == 302
    assert Purge.objects.count() == 1
    assert b"Nothing is to be purged today" in client.get(where).content
    assert client.post(where).status_code == 302, "asking again does no harm, and is recorded"


def test_nobody_else_purges(told, client) -> None:
    with pytest.raises(PermissionDenied):
        actions.purge(by=make.worker("desk_analyst"))
    client.force_login(make.worker("manager"))
    assert client.post(reverse("desk:purge")).status_code == 403
    assert Candidate.objects.count() == 4


def test_what_cannot_be_written_over_yet_stays_marked(told, lead) -> None:
    """A test's own transaction is open, as a reader's might be."""
    [made] = actions.purge(by=lead)
    assert made.scrubbed_at is None
    assert actions.scrub(by=lead) is False


def test_on_its_day_the_program_purges_by_itself_with_the_same_proof_and_the_desk_is_told(told, lead, client) -> None:
    governance, other = make.worker("governance"), make.worker("desk_analyst")
    assert actions.purge_due() == 0, "what can go before its day is left to people"
    assert not Purge.objects.exists()
    desk.past(CandidatePacket.objects.get(), 0)
    assert actions.purge_due() == 3
    assert [each.handle for each in Candidate.objects.all()] == [told[0].handle], "it was signed in time"
    made = Purge.objects.get()
    assert (made.not_now, made.not_a_family, made.undecided, made.purged_by) == (1, 1, 1, None)
    event = AuditEvent.objects.using("candidates").get(action="desk.purge")
    assert (event.worker, event.object) == (None, str(made.pk))
    assert {lead.pk, governance.pk} <= set(Notice.objects.filter(kind="desk_purged").values_list("to", flat=True))
    assert not Notice.objects.filter(to=other).exists()
    assert actions.purge_due() == 0
    assert Purge.objects.count() == 1
    client.force_login(lead)
    page = client.get(reverse("desk:certificate", args=[made.pk])).content.decode()
    assert "The program, on its day" in page
    assert "None" not in page


def test_a_notice_that_was_not_written_before_a_stop_is_written_at_the_next_turn(tmp_path, lead) -> None:
    desk.past(desk.brought(tmp_path), 0)
    actions.purge_due()
    Notice.objects.all().delete()
    actions.purge_due()
    assert Notice.objects.get(to=lead).about == Purge.objects.get().pk


def test_the_hash_is_the_one_that_a_purge_by_hand_would_leave(tmp_path, lead) -> None:
    sums = []
    for purged in (lambda: actions.purge(by=lead), actions.purge_due):
        told = desk.families(1)
        told[0].handle = "0" * 32
        for number, member in enumerate(told[0].members):
            member.handle = str(number) * 32
        desk.past(desk.brought(tmp_path, told), 0)
        purged()
        sums.append(Purge.objects.first().content_sha256)
    assert sums[0] == sums[1]
