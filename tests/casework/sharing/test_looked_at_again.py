"""A decision is looked at again on its day by who may decide, and read first, with its conditions, by who receives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.sharing import makers
from tests.casework.sharing.test_pages import page, send
from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.sharing import actions, queries
from thinkfamily.casework.sharing.models import Acknowledgement, SharingDecision
from thinkfamily.casework.sharing.problems import SharingError
from thinkfamily.casework.sharing.queries.reviews import reviews_due
from thinkfamily.casework.site.instance import SiteError, from_environment, review_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


def due(at, **changed):
    """A decision of the manager whose day has come."""
    made = makers.proposed(at, **changed)
    made = actions.decide(made, share=True, because="Needed.", by=at.manager)
    SharingDecision.objects.filter(pk=made.pk).update(review_on=timezone.localdate())
    return SharingDecision.objects.get(pk=made.pk)


def test_the_day_is_given_or_comes_from_the_setting_whatever_was_decided(at, settings):
    today = timezone.localdate()
    assert makers.approved(at).review_on == today + timedelta(days=90)
    with override_settings(INSTANCE=replace(settings.INSTANCE, sharing_review_days=7)):
        refused = actions.decide(makers.proposed(at), share=False, because="No.", by=at.manager)
    assert refused.review_on == today + timedelta(days=7)
    soon = makers.in_days(3)
    chosen = actions.decide(makers.proposed(at), share=True, because="Yes.", by=at.manager, review_on=soon)
    assert chosen.review_on == soon
    with pytest.raises(SharingError) as caught:
        actions.decide(makers.proposed(at), share=True, because="Yes.", by=at.manager, review_on=today)
    assert caught.value.field == "review_on"
    assert from_environment({"THINKFAMILY_SHARING_REVIEW_DAYS": "30"}).sharing_review_days == 30
    for text in ("0", "x", "400"):
        with pytest.raises(SiteError):
            review_days(text)


def test_it_is_put_before_who_decided_and_before_another_where_they_are_gone(at, client):
    row = due(at)
    other = make.worker("manager", of=at.family.team)
    assert [one.pk for one in queries.reviews_due(at.manager)] == [row.pk]
    assert queries.reviews_due(other) == []
    assert queries.reviews_of_the_gone([at.family.pk]) == []
    link = reverse("sharing:review", args=[at.family.pk, row.pk])
    assert link in page(client, at.manager, "daily:decisions").content.decode()
    seen = reverse("sharing:decision", args=[at.family.pk, row.pk])
    assert seen not in page(client, at.lead, "daily:day").content.decode()
    Appointment.objects.filter(worker=at.manager).update(until_on=timezone.localdate())
    assert [one.pk for one in queries.reviews_due(other)] == [row.pk]
    assert seen in page(client, at.lead, "daily:day").content.decode()


def test_looking_again_says_why_and_when_next_and_opens_nothing(at, client):
    row = due(at)
    before = set(queries.open_now(at.manager, at.family)[0].categories)
    for given, field in (({"note": " "}, "note"), ({"note": "Still needed."}, "review_on")):
        with pytest.raises(SharingError) as caught:
            actions.review(row, by=at.manager, **given)
        assert caught.value.field == field
    with pytest.raises(PermissionDenied):
        actions.review(row, note="Mine.", review_on=makers.in_days(30), by=at.lead)
    done = actions.review(row, note="Still needed.", review_on=makers.in_days(30), by=at.manager)
    assert (done.state, done.reviewed_by, done.review_on) == ("approved", at.manager.pk, makers.in_days(30))
    assert queries.reviews_due(at.manager) == []
    assert set(queries.open_now(at.manager, at.family)[0].categories) == before
    text = page(client, at.lead, "sharing:decision", at.family.pk, row.pk).content.decode()
    assert "Still needed." in text
    actions.end_sharing(done, because="Over.", by=at.manager)
    with pytest.raises(SharingError):
        actions.review(done, note="Again.", review_on=makers.in_days(30), by=at.manager)


def test_what_has_ended_by_itself_is_not_asked_again_and_a_refusal_is(at):
    row = due(at)
    SharingDecision.objects.filter(pk=row.pk).update(until_on=timezone.localdate())
    Grant.objects.filter(decision_id=row.pk).update(until_on=timezone.localdate())
    no = actions.decide(makers.proposed(at), share=False, because="Harm.", by=at.manager)
    SharingDecision.objects.filter(pk=no.pk).update(review_on=timezone.localdate())
    assert [one.pk for one in queries.reviews_due(at.manager)] == [no.pk]
    assert actions.review(no, note="It would still harm.", by=at.manager).review_on is None


def test_nobody_looks_again_at_what_they_proposed(at):
    row = due(at)
    SharingDecision.objects.filter(pk=row.pk).update(proposed_by=make.worker("manager").pk)
    again = SharingDecision.objects.get(pk=row.pk)
    SharingDecision.objects.filter(pk=row.pk).update(proposed_by=at.governance.pk)
    with pytest.raises(SharingError):
        actions.review(again, note="Mine.", review_on=makers.in_days(30), by=at.governance)


def test_who_receives_reads_the_conditions_first_and_says_so(at, client):
    out = {"from_agency": at.health, "to_agency": at.school, "categories": ["housing"]}
    row = makers.approved(at, purpose="Mornings", conditions="Only the head reads it.", harm="The aunt.", **out)
    asked = reverse("sharing:received", args=[at.family.pk])
    assert asked in page(client, at.teacher, "families:page", at.family.pk).content.decode()
    text = page(client, at.teacher, "sharing:received", at.family.pk).content.decode()
    for words in ("Mornings", "Only the head reads it.", "Public task"):
        assert words in text
    for words in ("The aunt.", "It is needed."):
        assert words not in text, "reasons are for those who decide"
    for _ in range(2):
        sent = send(client, at.teacher, "sharing:acknowledge", at.family.pk, row.pk)
        assert sent.status_code == 302
    assert Acknowledgement.objects.count() == 1
    assert "You have read this" in page(client, at.teacher, "sharing:received", at.family.pk).content.decode()
    assert "inset-text" not in page(client, at.teacher, "families:page", at.family.pk).content.decode()
    assert at.teacher.name in page(client, at.lead, "sharing:decision", at.family.pk, row.pk).content.decode()


def test_nobody_acknowledges_what_is_not_shared_with_them(at, client):
    row = makers.approved(at)
    assert send(client, at.teacher, "sharing:acknowledge", at.family.pk, row.pk).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.acknowledge(row, by=at.teacher)
    assert not Acknowledgement.objects.exists()
    assert send(client, at.lead, "sharing:acknowledge", at.family.pk, row.pk).status_code == 302


def test_what_a_packet_opens_is_looked_at_by_who_keeps_the_agreement_and_acknowledged_by_nobody(at, client):
    agreement = makers.standing_agreement(at)
    made = actions.record_inbound(
        at.family, at.school, categories=["education"], power="section 10", purpose="Support", by=at.bringer
    )
    assert made.review_on == timezone.localdate() + timedelta(days=settings.INSTANCE.sharing_review_days)
    assert "inset-text" not in page(client, at.lead, "families:page", at.family.pk).content.decode()
    keeper = Worker.objects.get(pk=agreement.kept_by)
    assert reviews_due(keeper) == []
    SharingDecision.objects.update(review_on=timezone.localdate())
    assert reviews_due(keeper) == [made]
    looked = actions.review(made, note="Still needed.", review_on=makers.in_days(30), by=keeper)
    assert looked.reviewed_by == keeper.pk
