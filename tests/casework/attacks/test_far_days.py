"""A day so far off that nothing can be reckoned from it is refused where it is typed, and breaks no page afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.casework.families.test_written import client_of
from tests.casework.plans.seeded import seeded
from thinkfamily.casework.pages.forms import PlainDateField
from thinkfamily.casework.plans.models import PlannedVisit


@pytest.mark.django_db(databases=["default", "candidates"])
def test_a_visit_at_the_end_of_time_leaves_the_familys_contacts_open():
    s = seeded()
    client, contacts = client_of(s.lead), reverse("plans:contacts", args=[s.family.pk])
    told = {
        "starts_on_day": "31", "starts_on_month": "12", "starts_on_year": "9999", "starts_time": "23:30",
        "minutes": "60", "way": "home", "is_alone": "on", "risk": "low",
    }  # fmt: skip
    answer = client.post(reverse("plans:plan_visit", args=[s.family.pk]), told)
    for visit in PlannedVisit.objects.all():
        client.post(reverse("plans:set_out", args=[s.family.pk, visit.pk]))
    assert client.get(contacts).status_code == 200
    assert "must be on or before 31 December 2199" in answer.content.decode()


def test_every_date_has_a_last_day():
    assert PlainDateField(label="On").clean(["31", "12", "2199"]) == date(2199, 12, 31)
    with pytest.raises(ValidationError, match="on or before"):
        PlainDateField(label="On").clean(["1", "1", "2200"])
