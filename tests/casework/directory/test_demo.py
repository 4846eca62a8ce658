"""The demo's directory: a score of services, and families referred to some of them."""

from __future__ import annotations

import pytest

from tests.casework.plans.seeded import day, seeded
from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.directory.models import OfferedService, ServiceReferral, UnmetNeed
from thinkfamily.casework.site.demo import people, services
from thinkfamily.casework.site.demo.doing import Home

pytestmark = pytest.mark.django_db


def test_the_demo_fills_its_directory_and_refers_families(monkeypatch):
    people.make_organisations([{"name": "North", "wards": ["a"], "capacity": 60}])
    workers = people.make_accounts()
    manager = workers["second.manager"]
    for _ in range(2):
        services.fill_directory(manager)
    assert OfferedService.objects.count() == len(services.SERVICES)
    OfferedService.objects.update(assured_on=day(-700))
    services.confirm_lately(manager)
    assert [one.is_stale for one in OfferedService.objects.all()].count(True) == 2
    home = Agency.objects.get(code="family-help")
    Agency.objects.filter(pk=home.pk).update(is_home=False)
    s = seeded()
    Agency.objects.filter(code="family_help").update(is_home=False)
    Agency.objects.filter(pk=home.pk).update(is_home=True)
    monkeypatch.setattr(services, "lead_of", lambda _home: s.lead)
    for number in range(1, 5):
        lived = Home(number, [], None, "usual", case=s.case)
        services.refer_by_turns(lived)
        services.answered_by_turns(lived)
    assert sorted(ServiceReferral.objects.values_list("state", flat=True)) == [
        "accepted",
        "accepted",
        "declined",
        "sent",
    ]
    services.refer_by_decision(s.family, s.lead, workers)
    assert ServiceReferral.objects.filter(decision__isnull=False).count() == 1
    assert UnmetNeed.objects.count() == 1
