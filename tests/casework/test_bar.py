"""The bar on every page is worked out once for all who hold the same roles, and never for longer than they hold them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.models import RoleSetting
from thinkfamily.casework.agencies.models import Appointment

pytestmark = pytest.mark.django_db
SEARCH = 'href="/search/"'


def test_a_link_goes_with_what_it_needs_at_the_next_page(client):
    lead, manager = make.worker("adult_lead"), make.worker("manager")
    for who, is_there in ((lead, False), (manager, True), (lead, False)):
        client.force_login(who)
        page = client.get("/families/").text
        assert SEARCH in page
        assert ('href="/team-board/"' in page) == is_there
    RoleSetting.objects.create(role="adult_lead", withdrawn=["family.find"])
    assert SEARCH not in client.get("/families/").text
    RoleSetting.objects.all().delete()
    assert SEARCH in client.get("/families/").text
    today = timezone.localdate()
    Appointment.objects.filter(worker=lead).update(from_on=today - timedelta(days=9), until_on=today)
    page = client.get("/").text
    assert SEARCH not in page
    assert 'aria-current="page"' in page
