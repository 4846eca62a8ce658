"""The demo's borough is alive: families at every point of the way, and nobody of them real."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from thinkfamily.casework.access.actions.notices import mail_notices, tell
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case, Handover, Step, StepProposal
from thinkfamily.casework.cases.steps import STEPS
from thinkfamily.casework.directory.models import OfferedService, ServiceReferral
from thinkfamily.casework.directory.queries.family import late_services
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.plans.models import Contact
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.site.demo import borough, lately, people
from thinkfamily.programmes.profile import shipped

pytestmark = pytest.mark.django_db


class Quiet:
    """No progress is shown."""

    def begin(self, *told: object) -> None:
        """Nothing."""

    def advance(self, *told: object) -> None:
        """Nothing."""


def test_families_stand_at_every_point_of_the_way():
    people.make_organisations([{"name": "North", "wards": ["a"], "capacity": 60}])
    workers = people.make_accounts()
    # The accounts of the demo are made today; two years of work follow.
    made_by_then = AuditEvent.objects.count()
    assert borough.enliven(borough.FEWEST, workers, Quiet()) == borough.FEWEST
    states, sides = (set(Case.objects.values_list(name, flat=True)) for name in ("state", "side"))
    assert states == {code for code, _ in Case.STATES}
    assert sides == {code for code, _ in Case.SIDES}
    worked_by = {(one.code, tier.code) for one in shipped().values() for tier in one.tiers}
    assert worked_by <= set(Case.objects.values_list("profile", "tier"))
    steps = {code for code, kind in STEPS.items() if kind.is_here()}
    assert steps <= set(Step.objects.values_list("code", flat=True))
    assert Family.objects.count() >= 30
    assert Handover.objects.exists()
    assert StepProposal.objects.filter(is_signed__isnull=True).exists()
    assert Referral.objects.filter(state="received").exists()
    assert OfferedService.objects.count() >= 20
    assert {"sent", "accepted", "declined"} <= set(ServiceReferral.objects.values_list("state", flat=True))
    assert late_services(timezone.localdate()).exists()
    assert set(Import.objects.values_list("state", flat=True)) == {"brought", "checked"}
    today = timezone.localdate()
    first, last = Case.objects.order_by("opened_at")[0], Contact.objects.order_by("-happened_at")[0]
    assert (today - timezone.localdate(first.opened_at)).days > 600
    assert timezone.localdate(last.happened_at) <= today
    # The audit was written in the order of time.
    at = list(AuditEvent.objects.order_by("pk").values_list("at", flat=True))[made_by_then:]
    assert at == sorted(at)


def test_what_the_story_told_is_not_printed_over_the_accounts_and_what_comes_later_is():
    people.make_organisations([{"name": "North", "wards": ["a"], "capacity": 60}])
    workers = people.make_accounts()
    tell("to_sign", workers["manager"].pk, [workers["manager"]])
    lately.mails_went()
    assert mail_notices() == 0
    tell("handover", workers["manager"].pk, [workers["manager"]])
    assert mail_notices() == 1
    assert len(mail.outbox) == 1
