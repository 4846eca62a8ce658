"""A case update reaches agreed families' files, and the team sees of it what a sharing agreement in date opens."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import AS_AT, Family, make_case_update_packet
from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.families.models import Need, Supply
from thinkfamily.core.errors import UserError

pytestmark = desk.BOTH


@pytest.fixture
def lead():
    return make.worker("matching_lead")


def update(folder: Path, told: list[Family], **facts) -> Path:
    desk.trust()
    target = folder / f"update-{len(list(folder.iterdir()))}"
    make_case_update_packet(
        target, told, desk.KEY, **({"expires_on": timezone.localdate() + timedelta(days=30)} | facts)
    )
    return target


def test_only_agreed_families_are_reached(tmp_path, lead) -> None:
    told = desk.families(2)
    file = make.family(handle=told[0].handle)
    done = actions.update(update(tmp_path, told), by=lead)
    assert (done.families, done.refused) == (1, 1)
    assert Need.objects.filter(family=file).exists()


def test_without_an_agreement_it_is_withheld_and_said_so(tmp_path, lead) -> None:
    told = desk.families(1)
    file = make.family(handle=told[0].handle)
    done = actions.update(update(tmp_path, told), by=lead)
    assert done.withheld
    assert all("No sharing agreement in date" in why for _, why in done.withheld)
    assert not Grant.objects.filter(family=file).exists()


def test_it_comes_once(tmp_path, lead) -> None:
    told = desk.families(1)
    make.family(handle=told[0].handle)
    folder = update(tmp_path, told)
    actions.update(folder, by=lead)
    with pytest.raises(UserError) as refused:
        actions.update(folder, by=lead)
    assert refused.value.code == "TF-DESK-001"
    assert Supply.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "code"), [({"is_synthetic": False}, "TF-DESK-001"), ({"expires_on": AS_AT}, "TF-PACKET-003")]
)
def test_what_is_not_for_this_site_changes_nothing(tmp_path, lead, facts, code) -> None:
    told = desk.families(1)
    make.family(handle=told[0].handle)
    with pytest.raises(UserError) as refused:
        actions.update(update(tmp_path, told, **facts), by=lead)
    assert refused.value.code == code
    assert not Supply.objects.exists()


def test_a_candidate_packet_is_no_update_and_the_other_way_round(tmp_path, lead) -> None:
    desk.trust()
    with pytest.raises(UserError):
        actions.update(desk.packet(tmp_path), by=lead)
    with pytest.raises(PermissionDenied):
        actions.update(update(tmp_path, desk.families(1)), by=make.worker("manager"))


def test_it_is_brought_by_page(tmp_path, lead, client) -> None:
    told = desk.families(1)
    make.family(handle=told[0].handle)
    client.force_login(lead)
    sent = SimpleUploadedFile("update.zip", desk.zipped(update(tmp_path, told)).getvalue())
    answer = client.post(reverse("desk:case_update"), {"packet": sent}, follow=True)
    page = answer.content.decode()
    assert "1 family was brought up to date" in page
    assert "No sharing agreement in date" in page
