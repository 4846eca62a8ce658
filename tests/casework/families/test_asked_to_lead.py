"""Who is asked to lead is said to be asked, and is no lead to the family before they have accepted."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.queries.shared import shared_view

pytestmark = pytest.mark.django_db


def test_a_lead_who_has_not_answered_is_asked_and_none_of_the_familys(client: Client):
    family = make.family(make.person("Ada", born=None), make.person("Kit"), of=make.team())
    family.members.filter(person__first_name="Ada").update(role="adult")
    reader = family.members.get(role="adult").person
    manager, lead = make.worker("manager"), make.worker("adult_lead")
    asked = actions.ask_to_lead(Case.objects.get(family=family), lead, "adult_lead", because="Fits", by=manager)
    client.force_login(manager)
    file = reverse("families:page", args=[family.pk])
    assert ">Asked<" in client.get(file).content.decode()
    assert shared_view(family, reader).leads == []
    actions.answer_lead(asked.involvement, answer="yes", by=lead)
    assert ">Asked<" not in client.get(file).content.decode()
    assert [row.worker for row in shared_view(family, reader).leads] == [lead]
