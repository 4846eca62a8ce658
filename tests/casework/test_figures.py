"""What councillors see: figures fixed on a day, small numbers hidden, restricted families counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.reports.hiding import shown
from thinkfamily.casework.reports.models import Release

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (7, "5"), (8, "10"), (1212, "1,210")],
)
def test_a_count_is_hidden_or_rounded(count: int, says: str) -> None:
    assert shown(count) == says


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make.worker(role))
    return client


def test_figures_are_released_by_governance_and_read_by_a_councillor() -> None:
    families = [make.family() for _ in range(6)]
    make.restrict(families[0], make.worker("governance"))
    assert signed_in("councillor").post("/figures/").status_code == 403
    assert signed_in("governance").post("/figures/").status_code == 302
    page = signed_in("councillor").get("/figures/").content.decode()
    assert "Northside" in page
    assert ">5<" in page, "six, rounded, the restricted one counted"
    assert not any(family.reference in page for family in families)


def test_two_releases_are_weeks_apart() -> None:
    governance = signed_in("governance")
    governance.post("/figures/")
    again = governance.post("/figures/")
    assert again.status_code == 409
    assert "28 days" in again.content.decode()
    Release.objects.update(released_at=timezone.now() - timedelta(days=28))
    assert governance.post("/figures/").status_code == 302
