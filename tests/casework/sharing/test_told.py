"""Who is told of a decision: who proposed it, information governance of an override, and partners of what changed for them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.sharing import makers
from tests.casework.sharing.test_pages import page, send
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.daily.actions import mark_changes_read
from thinkfamily.casework.sharing import actions
from thinkfamily.casework.sharing.problems import SharingError

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("to", "about"))


def test_who_proposed_is_told_whatever_was_decided_and_finds_it(at, client):
    yes, no = makers.proposed(at), makers.proposed(at, by=at.teacher)
    actions.decide(yes, share=True, because="Needed.", by=at.manager)
    actions.decide(no, share=False, because="Harm.", by=at.manager)
    assert told("sharing_decided") == {(at.lead.pk, yes.pk), (at.teacher.pk, no.pk)}
    link = reverse("sharing:decision", args=[at.family.pk, yes.pk])
    assert link in page(client, at.lead, "access:notices").content.decode()


def test_whoever_is_kept_from_the_file_since_is_told_nothing(at):
    row = makers.proposed(at)
    make.conflict(at.lead, at.family)
    actions.decide(row, share=True, because="Needed.", by=at.manager)
    assert not told("sharing_decided")


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [
        ({"is_family_told": False, "why_not_told": "A child is at risk."}, True),
        ({"family_says": "objects"}, True),
        ({"family_says": "agrees"}, False),
        ({"family_says": "not_asked"}, False),
    ],
)
def test_information_governance_is_told_of_what_overrides_the_family(at, changed, is_told):
    row = makers.proposed(at, **changed)
    assert not told("sharing_override")
    actions.decide(row, share=True, because="Needed.", by=at.manager)
    assert told("sharing_override") == ({(at.governance.pk, row.pk)} if is_told else set())


def test_not_to_share_overrides_nobody_and_no_packet_does(at):
    row = makers.proposed(at, family_says="objects")
    actions.decide(row, share=False, because="They object.", by=at.manager)
    makers.standing_agreement(at)
    actions.record_inbound(
        at.family, at.school, categories=["other"], power="section 10", purpose="Support", by=at.bringer
    )
    assert not told("sharing_override")


def test_a_family_that_was_not_told_agrees_to_nothing(at):
    with pytest.raises(SharingError) as caught:
        makers.proposed(at, is_family_told=False, why_not_told="A risk.", family_says="agrees")
    assert caught.value.field == "family_says"


def test_a_partner_is_told_what_changed_of_what_is_shared_with_them_and_of_nothing_else(at, client):
    mark_changes_read(by=at.teacher, is_shared=True)
    make.need(at.family, at.health, "housing", says="Damp.")
    make.need(at.family, at.police, "police", says="Of the police.")
    text = page(client, at.teacher, "daily:shared_cases").content.decode()
    assert "Nothing since" in text
    out = {"from_agency": at.health, "to_agency": at.school, "categories": ["housing"]}
    makers.approved(at, **out)
    makers.approved(at, from_agency=at.police, to_agency=at.home, categories=["police"])
    text = page(client, at.teacher, "daily:shared_cases").content.decode()
    assert "Now shared with your agency: Nhs, Housing, until" in text
    assert "Needs: Housing 1" in text
    assert "Police" not in text.split("Something changed")[1]
    assert send(client, at.teacher, "daily:shared_read").status_code == 302
    assert "Nothing since" in page(client, at.teacher, "daily:shared_cases").content.decode()


def test_who_is_told_later_reads_of_it_from_then_on_and_an_objection_reaches_governance(at, client):
    ada = next(one.person for one in at.family.members.all() if one.role == "adult")
    row = makers.approved(at, purpose="One plan for school")
    version = reverse("families:shared", args=[at.family.pk]) + f"?member={ada.pk}"
    client.force_login(at.lead)
    assert "One plan for school" not in client.get(version).content.decode()
    sent = send(client, at.lead, "sharing:tell", at.family.pk, row.pk, told=[str(ada.pk)], family_says="objects")
    assert sent.status_code == 302
    assert "One plan for school" in client.get(version).content.decode()
    row.categories = ["education", "other"]
    assert row.told_of == "education, other matters"
    assert told("sharing_override") == {(at.governance.pk, row.pk)}
    with pytest.raises(SharingError):
        actions.note_told(row, told=[make.person("Stranger").pk], by=at.lead)
    others = makers.proposed(at, from_agency=at.health)
    with pytest.raises(PermissionDenied):
        actions.note_told(others, told=[ada.pk], by=at.teacher)
