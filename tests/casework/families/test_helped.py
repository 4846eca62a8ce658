"""What a volunteer or a mentor sees: that a family is theirs to help, and who leads; nothing of its file."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["volunteer", "mentor"])
def test_who_helps_sees_who_leads_and_nothing_else(role: str) -> None:
    helped, other = make.family(make.person("Plantedname")), make.family()
    lead, helper = make.worker("adult_lead"), make.worker(role)
    make.involve(lead, helped, "adult_lead")
    make.involve(helper, helped, role)
    client = Client()
    client.force_login(helper)
    page = client.get("/families/helped/").content.decode()
    assert helped.reference in page
    assert lead.name in page
    assert other.reference not in page
    assert "Plantedname" not in page
    assert "/families/helped/" in client.get("/").content.decode()
    assert client.get(f"/families/{helped.pk}/").status_code == 403


def test_nobody_else_has_that_page() -> None:
    client = Client()
    client.force_login(make.worker("councillor"))
    assert client.get("/families/helped/").status_code == 403
