"""What goes of a request, when, and the proof; what stays is the minimum."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.referrals.asked import TOLD, asked, long_ago, screened
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.referrals import actions, machine, queries
from thinkfamily.casework.referrals.actions import purge
from thinkfamily.casework.referrals.actions.purge import EMPTIED
from thinkfamily.casework.referrals.models import Referral, ReferralPerson, ReferralPurge
from thinkfamily.casework.site.operations.jobs import JOBS

pytestmark = pytest.mark.django_db
PLANTED = {
    name: f"Zephyr {name}"
    for name in ("happening", "family_words", "abuse", "address", "reach", "referrer", "why_not_told")
}


@pytest.fixture
def triage():
    return make.worker("triage")


def declined(triage, **told):
    return actions.decline(
        screened(asked(**told), triage), declined_what="Visits", declined_why="trust", told=TOLD, by=triage
    )


def due(referral, days=0):
    Referral.objects.filter(pk=referral.pk).update(purge_on=timezone.localdate() + timedelta(days=days))


def test_all_but_the_minimum_goes_on_its_day_with_proof(triage):
    referral = declined(triage, **PLANTED, categories=["housing"], answers={"danger": "no"}, area="Fable North")
    assert referral.purge_on == timezone.localdate() + timedelta(days=28)
    due(referral, 1)
    assert actions.purge_due() == 0
    due(referral)
    assert actions.purge_due() == 1
    left = Referral.objects.get()
    assert {getattr(left, name) for name in EMPTIED} == {""}
    assert (left.categories, left.answers) == ([], {})
    person = ReferralPerson.objects.get()
    assert (person.first_name, person.last_name, person.born) == ("", "", "")
    with connection.cursor() as cursor:
        cursor.execute("select first_name, last_name, born from referrals_referralperson")
        assert cursor.fetchall() == [("", "", "")]
    assert (left.declined_what, left.declined_why, left.reference, left.route, left.area, left.youngest) == (
        "Visits", "trust", referral.reference, "agency", "Fable North", "11_to_17",
    )  # fmt: skip
    proof = ReferralPurge.objects.get()
    assert (proof.referral, proof.people, len(proof.digest)) == (left, 1, 64)
    assert AuditEvent.objects.filter(action="referral.purge", object=str(proof.pk), worker__isnull=True).exists()
    assert actions.purge_due() == 0, "once"


def test_whoever_returns_within_a_year_is_known_again_and_afterwards_not(triage):
    referral = declined(triage)
    due(referral)
    actions.purge_due()
    again = asked()
    assert queries.like(standing_of(triage), again) == [referral]
    long_ago(referral, 366)
    assert actions.purge_due() == 1
    assert queries.like(standing_of(triage), asked()) == [again]
    assert referral.people.count() == 0
    assert {one.step for one in ReferralPurge.objects.all()} == {"content", "fingerprints"}
    assert actions.purge_due() == 0


def test_what_leads_to_a_case_or_is_urgent_does_not_go(triage):
    accepted = actions.accept(
        screened(asked(), triage), chosen="family_help", programme="family_help_2025", team=None, because="x",
        told=TOLD, by=triage,
    )  # fmt: skip
    alert = actions.raise_alert(by=triage)
    advised = actions.advise(screened(asked(), triage), because="x", told=TOLD, by=triage)
    assert (accepted.purge_on, alert.purge_on) == (None, None)
    assert advised.purge_on == timezone.localdate() + timedelta(days=365)
    Referral.objects.filter(pk=advised.pk).update(purge_on=timezone.localdate())
    assert actions.purge_due() == 1
    assert Referral.objects.get(pk=accepted.pk).happening
    assert Referral.objects.get(pk=advised.pk).told == ""


def test_the_site_s_clock_does_it_and_its_proof_is_shown(triage):
    referral = declined(triage)
    due(referral)
    next(job for job in JOBS if job.name == "requests").function()
    client = Client()
    client.force_login(make.worker("governance"))
    page = client.get("/front-door/purged/").content.decode()
    assert referral.reference in page
    assert ReferralPurge.objects.get().digest[:16] in page
    assert "house-cards" in page, "on a telephone the table would be wider than the screen"
    page = client.get(f"/front-door/{referral.pk}/").content.decode()
    assert "This is the minimum that is kept." in page


def test_its_referrer_sees_that_it_went(triage):
    worker = make.worker("partner", at=make.agency("school", kind="school"))
    referral = declined(triage, by=worker)
    due(referral)
    actions.purge_due()
    client = Client()
    client.force_login(worker)
    page = client.get(f"/requests/{referral.pk}/").content.decode()
    assert "It was deleted on" in page
    assert "Declined by the family" in page


def test_two_at_once_purge_it_once(triage):
    referral = declined(triage)
    due(referral)
    assert purge._purge(referral.pk)
    assert not purge._purge(referral.pk)
    assert Referral.objects.get().state == machine.DECLINED
