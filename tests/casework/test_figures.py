"""What councillors see: figures fixed on a day, small numbers hidden, restricted families counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.agencies.actions import set_value
from thinkfamily.casework.agencies.site_values import SMALLEST_SHOWN
from thinkfamily.casework.reports.hiding import shown
from thinkfamily.casework.reports.models import Release

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (7, "5"), (8, "10"), (1212, "1,210")],
)
def test_a_count_is_hidden_or_rounded(count: int, says: str) -> None:
    assert shown(count, 5) == says


def test_information_governance_hides_more_and_never_less_and_each_table_says_so() -> None:
    officer, today = make.worker("governance"), timezone.localdate()
    for wrong in (0, 4, 7, 105):
        with pytest.raises(ValidationError):
            set_value(SMALLEST_SHOWN, by=officer, value=wrong, from_on=today, because="A try.")
    [make.family() for _ in range(6)]
    set_value(SMALLEST_SHOWN, by=officer, value=10, from_on=today, because="A small borough.")
    governance = signed_in("governance")
    assert governance.post("/figures/").status_code == 302
    page = signed_in("councillor").get("/figures/").content.decode()
    assert "fewer than 10" in page
    assert ">5<" not in page
    assert page.count("Counts below 10 are hidden") == page.count("<table")
    front_door = governance.get("/figures/front-door/").content.decode()
    assert front_door.count("Counts below 10 are hidden") == front_door.count("<table")
    # What was released keeps what was hidden then.
    set_value(SMALLEST_SHOWN, by=officer, value=5, from_on=today, because="No longer.")
    assert "fewer than 10" in signed_in("councillor").get("/figures/").content.decode()


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
