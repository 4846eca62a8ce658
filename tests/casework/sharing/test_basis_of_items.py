"""Each shared item says for what, and on which basis, it is shared: where it is received, and where access is reviewed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.sharing import makers
from tests.casework.sharing.test_pages import page
from thinkfamily.casework.access.queries.who_sees_items import before

pytestmark = pytest.mark.django_db


def test_an_item_says_its_purpose_where_it_is_received_and_where_access_is_reviewed(client):
    at = makers.borough()
    make.involve(make.worker("adult_lead"), at.family, "adult_lead")
    child = next(one.person for one in at.family.members.all() if one.role == "child")
    need = make.need(at.family, at.health, "housing", says="Damp at home.", person=child)
    make.event(at.family, at.health, "housing", title="A visit about damp", person=child)
    make.statement(at.family, "Said about damp.", "housing", agency=at.health, person=child)
    make.need(at.family, at.school, "education", criterion="own", says="Of the school itself.")
    out = {"from_agency": at.health, "to_agency": at.school, "categories": ["housing"]}
    makers.approved(at, purpose="Mornings at school", people=[child.pk], **out)
    words = "Shared with your agency for: Mornings at school. Public task"
    text = page(client, at.teacher, "families:page", at.family.pk).content.decode()
    assert text.count(words) == 3, "the need, the event and the statement; not what is the school's own"
    for name in ("timeline", "statements"):
        assert words in page(client, at.teacher, f"families:{name}", at.family.pk).content.decode()
    assert words not in page(client, at.lead, "families:page", at.family.pk).content.decode()
    found = {one.worker.pk: one for one in before(need, at.family)}
    assert [one.purpose for one in found[at.teacher.pk].under] == ["Mornings at school"]
    assert found[at.lead.pk].under == []
    told = page(client, at.governance, "access:who_sees_item", at.family.pk, need.pk).content.decode()
    assert "Shared for: Mornings at school. Public task" in told
    assert reverse("access:who_sees_item", args=[at.family.pk, need.pk])
