"""What was decided about sharing stands on the family's page for who may read it, and in the version of a member who was told."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.sharing import makers
from thinkfamily.casework.sharing import actions
from thinkfamily.casework.sharing.problems import SharingError

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


def overview(client, who, family):
    client.force_login(who)
    response = client.get(reverse("families:page", args=[family.pk]))
    assert response.status_code == 200
    return response


def version(client, who, family, person):
    client.force_login(who)
    return client.get(reverse("families:shared", args=[family.pk]), {"member": str(person.pk)}).content.decode()


def members(at):
    return {member.role: member.person for member in at.family.members.select_related("person")}


def test_the_family_page_says_who_decided_what_why_and_until_when_whatever_was_decided(at, client):
    makers.approved(at, purpose="One plan")
    no = makers.proposed(at, categories=["housing"], purpose="To know of rent")
    actions.decide(no, share=False, because="Harm outweighs.", by=at.manager)
    back = makers.proposed(at, categories=["other"], purpose="To know of clubs")
    actions.take_back(back, because="Asked in error.", by=at.lead)
    ended = makers.approved(at, categories=["benefits"], purpose="To know of income")
    actions.end_sharing(ended, because="Debt is paid.", by=at.manager)
    page = overview(client, at.lead, at.family)
    assert len(page.context["page"].sharing) == 4
    text = page.content.decode().split('id="sharing"')[1]
    for words in (
        *("One plan", "To know of rent", "To know of clubs", "To know of income"),
        *("It is needed.", "Harm outweighs.", "Asked in error.", "Debt is paid."),
        *("Shared", "Not shared", "Taken back", "Shared, then ended", at.governance.name, at.manager.name),
    ):
        assert words in text, words


def test_a_partner_reads_there_of_their_own_agency_s_information_alone(at, client):
    makers.approved(at, purpose="Of the school")
    makers.proposed(at, from_agency=at.police, categories=["police"], purpose="Of the police")
    text = overview(client, at.teacher, at.family).content.decode()
    assert "Of the school" in text
    assert "Of the police" not in text
    analyst = make.worker("desk_analyst")
    make.involve(analyst, at.family, "desk_analyst")
    assert "Of the police" in overview(client, analyst, at.family).content.decode()


def test_as_many_queries_however_many_decisions(at, client):
    def asked():
        at.lead._standing = None
        client.force_login(at.lead)
        # The first page of a session notes it.
        client.get(reverse("families:list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("families:page", args=[at.family.pk]))
        return len(queries)

    makers.approved(at)
    few = asked()
    for _ in range(12):
        makers.approved(at)
    assert asked() == few


def test_a_member_s_version_tells_what_they_were_told_of_and_nobody_else_s(at, client):
    who = members(at)
    ada, kit = who["adult"], who["child"]
    told = {"told": [str(ada.pk)]}
    makers.approved(at, purpose="One plan for school", **told)
    makers.proposed(at, purpose="Not decided yet", **told)
    makers.approved(at, from_agency=at.police, categories=["domestic_abuse"], purpose="Kept apart", **told)
    makers.approved(at, purpose="Nobody was named")
    kept = makers.proposed(at, purpose="Kept from them", is_family_told=False, why_not_told="A child is at risk.")
    actions.decide(kept, share=True, because="Needed.", by=at.manager)
    no = makers.proposed(at, purpose="To tell of rent", categories=["housing"], **told)
    actions.decide(no, share=False, because="Our own reasons.", by=at.manager)
    hers, his = version(client, at.lead, at.family, ada), version(client, at.lead, at.family, kit)
    for words in ("One plan for school", "To tell of rent"):
        assert words in hers
        assert words not in his
    for words in ("Not decided yet", "Kept apart", "Nobody was named", "Kept from them", "Our own reasons."):
        assert words not in hers


def test_only_members_are_told_and_only_where_the_family_was(at):
    stranger = make.person("Someone")
    ada = members(at)["adult"]
    for changed in (
        {"told": [stranger.pk]},
        {"told": [ada.pk], "is_family_told": False, "why_not_told": "A risk."},
    ):
        with pytest.raises(SharingError) as caught:
            makers.proposed(at, **changed)
        assert caught.value.field == "told"
    assert makers.proposed(at, told=[ada.pk]).told == [str(ada.pk)]
