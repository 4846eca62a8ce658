"""A packet comes to the desk whole, once, and only if it is what it says and is meant for this site."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import Family, make_case_update_packet
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import Candidate, CandidatePacket
from thinkfamily.core.errors import UserError
from thinkfamily.packets import OperatorKey

pytestmark = desk.BOTH


@pytest.fixture
def lead():
    return make.worker("matching_lead")


def code_of(folder, by) -> str:
    with pytest.raises(UserError) as refused:
        actions.bring(folder, by=by)
    assert not Candidate.objects.exists()
    assert "Mockbury" not in str(refused.value)
    return refused.value.code


def test_its_families_lie_on_the_desk_and_expire_with_it(tmp_path, lead) -> None:
    two = desk.families(2)
    desk.trust()
    made = actions.bring(desk.packet(tmp_path, two), by=lead)
    assert {each.handle for each in made.candidates.all()} == {each.handle for each in two}
    assert made.purge_on == timezone.localdate() + timedelta(days=31), (
        "the day after the last on which it may be opened"
    )
    content = desk.candidate_of(two[0]).content
    assert {person["first_name"] for person in content["people"]} == {"Testa0", "Sampla0"}
    event = AuditEvent.objects.using("candidates").get(action="desk.bring")
    assert (event.worker, event.object, event.outcome) == (lead.pk, str(made.pk), "done")


def test_nobody_else_brings(tmp_path) -> None:
    desk.trust()
    with pytest.raises(PermissionDenied):
        actions.bring(desk.packet(tmp_path), by=make.worker("manager"))


def test_a_packet_of_an_untrusted_key_is_refused(tmp_path, lead) -> None:
    desk.trust(OperatorKey.generate())
    assert code_of(desk.packet(tmp_path), lead) == "TF-PACKET-002"


def test_nothing_is_read_while_nobody_is_trusted(tmp_path, lead) -> None:
    for file in desk.trust().iterdir():
        file.unlink()
    assert code_of(desk.packet(tmp_path), lead) == "TF-DESK-003"


def test_an_unsigned_packet_is_refused(tmp_path, lead) -> None:
    desk.trust()
    folder = desk.packet(tmp_path)
    facts = json.loads((folder / "packet.json").read_text())
    del facts["signature"]
    (folder / "packet.json").write_text(json.dumps(facts))
    assert code_of(folder, lead) == "TF-PACKET-002"


def test_a_changed_packet_is_refused(tmp_path, lead) -> None:
    desk.trust()
    folder = desk.packet(tmp_path)
    other = desk.packet(tmp_path, desk.families(1))
    (folder / "candidate_need.parquet").write_bytes((other / "candidate_need.parquet").read_bytes())
    assert code_of(folder, lead) == "TF-PACKET-002"


def test_an_expired_packet_is_refused(tmp_path, lead) -> None:
    desk.trust()
    assert code_of(desk.packet(tmp_path, expires_on=timezone.localdate() - timedelta(days=1)), lead) == "TF-PACKET-003"


def test_a_packet_of_another_kind_is_refused(tmp_path, lead) -> None:
    desk.trust()
    make_case_update_packet(tmp_path / "update", key=desk.KEY)
    assert code_of(tmp_path / "update", lead) == "TF-PACKET-001"


def test_a_packet_comes_once(tmp_path, lead) -> None:
    desk.trust()
    folder = desk.packet(tmp_path)
    made = actions.bring(folder, by=lead)
    Candidate.objects.filter(packet=made).delete()
    assert code_of(folder, lead) == "TF-DESK-001"


@pytest.mark.parametrize(("mode", "is_synthetic"), [("live", True), ("demo", False), ("training", False)])
def test_invented_and_real_people_are_never_mixed(tmp_path, lead, monkeypatch, mode, is_synthetic) -> None:
    desk.trust()
    monkeypatch.setattr(settings, "INSTANCE", replace(settings.INSTANCE, mode=mode))
    assert code_of(desk.packet(tmp_path, is_synthetic=is_synthetic), lead) == "TF-DESK-001"


def test_a_live_site_takes_real_people(tmp_path, lead, monkeypatch) -> None:
    desk.trust()
    monkeypatch.setattr(settings, "INSTANCE", replace(settings.INSTANCE, mode="live"))
    assert actions.bring(desk.packet(tmp_path, is_synthetic=False), by=lead).candidates.count() == 1


def test_an_overdue_purge_stops_further_bringing(tmp_path, lead) -> None:
    made = desk.brought(tmp_path)
    desk.past(made)
    with pytest.raises(UserError) as refused:
        actions.bring(desk.packet(tmp_path), by=lead)
    assert refused.value.code == "TF-DESK-004"
    actions.purge(by=lead)
    assert actions.bring(desk.packet(tmp_path), by=lead).candidates.count() == 1


def test_a_family_in_casework_is_not_laid_there_again(tmp_path, lead) -> None:
    known, new = desk.families(2)
    make.family(handle=known.handle)
    made = desk.brought(tmp_path, [known, new])
    assert [each.handle for each in made.candidates.all()] == [new.handle]
    assert made.set_aside == 1


def test_who_belongs_to_a_restricted_file_is_laid_nowhere(tmp_path, lead) -> None:
    hidden, shown = desk.families(2)
    one = make.person("Testa0", "Mockbury0", handle=hidden.members[0].handle)
    make.restrict(make.family(one, handle="another-handle"), make.worker("governance"))
    made = desk.brought(tmp_path, [hidden, shown])
    assert [each.handle for each in made.candidates.all()] == [shown.handle]


def test_a_packet_is_brought_by_page(tmp_path, client, lead) -> None:
    desk.trust()
    client.force_login(lead)
    sent = SimpleUploadedFile("winter.zip", desk.zipped(desk.packet(tmp_path)).getvalue())
    answer = client.post(reverse("desk:bring"), {"packet": sent})
    assert answer.status_code == 302
    assert CandidatePacket.objects.count() == 1
    assert not list(settings.INSTANCE.folder.glob(".packet-*")), "nothing of it is left unpacked"


def test_a_refusal_is_said_on_the_page(tmp_path, client, lead) -> None:
    desk.trust(OperatorKey.generate())
    client.force_login(lead)
    sent = SimpleUploadedFile("winter.zip", desk.zipped(desk.packet(tmp_path, [Family()])).getvalue())
    answer = client.post(reverse("desk:bring"), {"packet": sent})
    assert answer.status_code == 200
    assert b"There is a problem" in answer.content
    assert b"no trusted key has signed" in answer.content
    assert b'href="#id_packet"' in answer.content
