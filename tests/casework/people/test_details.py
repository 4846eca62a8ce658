"""What an account says of a worker is put right by who keeps it, and nobody takes over an account by that."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.agencies import actions
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def change(who, by, **changes):
    said = {"name": who.name, "email": who.email, "job_title": who.job_title}
    actions.change_account(who, by=by, **(said | changes))


def test_a_name_and_a_job_title_are_changed_on_screen_and_sessions_go_on(client):
    who, browser = make.worker("adult_lead"), Client()
    browser.force_login(who)
    client.force_login(make.worker("sysadmin"))
    page = reverse("organisation_account_change", args=[who.pk])
    assert f'value="{who.email}"' in client.get(page).content.decode()
    said = {"name": "Wed Invented", "email": who.email, "job_title": "Lead"}
    assert client.post(page, said).status_code == 302
    who.refresh_from_db()
    assert (who.name, who.job_title) == ("Wed Invented", "Lead")
    assert AuditEvent.objects.get(action="account.changed").fields == ["job_title", "name"]
    assert browser.get("/").status_code == 200


def test_a_new_address_ends_sessions_and_the_old_one_is_told_and_opens_nothing(django_capture_on_commit_callbacks):
    who, browser = make.worker("adult_lead"), Client()
    old = who.email
    browser.force_login(who)
    browser.get("/")
    EmailAddress.objects.create(user=who, email=old, primary=True, verified=True)
    with django_capture_on_commit_callbacks(execute=True):
        change(who, make.worker("sysadmin"), email="New.Address@Example.org ")
    who.refresh_from_db()
    assert who.email == "new.address@example.org"
    assert not UserSession.objects.filter(user=who).exists()
    assert not EmailAddress.objects.exists()
    assert browser.get("/").status_code == 302
    (told,) = mail.outbox
    assert told.to == [old]
    assert who.name not in told.subject + told.body
    assert AuditEvent.objects.get(action="account.address_changed").fields == ["email"]


def test_an_address_that_another_account_has_is_refused():
    who, other = make.worker("adult_lead"), make.worker()
    with pytest.raises(ValidationError):
        change(who, make.worker("sysadmin"), email=other.email.upper())
    assert Worker.objects.get(pk=who.pk).email == who.email


def test_nobody_both_changes_an_address_and_removes_the_second_factor():
    by, other = make.worker("sysadmin"), make.worker("sysadmin")
    one, two = make.worker("adult_lead"), make.worker("adult_lead")
    change(one, by, email="one@example.org")
    with pytest.raises(ValidationError):
        actions.forget_factor(one, by=by, because="They rang.")
    assert Authenticator.objects.filter(user=one).exists()
    actions.forget_factor(one, by=other, because="They rang.")
    actions.forget_factor(two, by=by, because="They rang.")
    with pytest.raises(ValidationError):
        change(two, by, email="two@example.org")
    change(two, by, name="Wed Invented")
    # Nor does another, before a new factor guards it.
    with pytest.raises(ValidationError):
        change(two, other, email="two@example.org")
    Authenticator.objects.create(user=two, type=Authenticator.Type.TOTP, data={"secret": "an invented secret"})
    change(two, other, email="two@example.org")


KEEPS = {
    "change": lambda who, by: change(who, by, name="Another Invented"),
    "end": lambda who, by: actions.end_account(who, by=by, on=timezone.localdate(), because="a test"),
    "retire": lambda who, by: actions.retire_account(who, by=by, because="a test"),
    "factor": lambda who, by: actions.forget_factor(who, by=by, because="a test"),
}


@pytest.mark.parametrize("keep", KEEPS.values(), ids=KEEPS)
@pytest.mark.parametrize(
    ("role", "team", "is_theirs"),
    [
        ("adult_lead", "Northside", True),
        ("adult_lead", "Southside", False),
        ("adult_lead", None, False),
        ("manager", "Northside", False),
        ("governance", None, False),
        ("sysadmin", None, False),
        (None, None, True),
    ],
)
def test_a_manager_keeps_accounts_of_their_own_team_and_no_others(keep, role, team, is_theirs):
    by = make.worker("manager", of=make.team("Northside"))
    who = make.worker(role, of=make.team(team) if team else None)
    if is_theirs:
        keep(who, by)
    else:
        with pytest.raises(PermissionDenied):
            keep(who, by)


def test_who_is_of_another_team_as_well_is_not_one_managers_to_keep(client):
    by, who = make.worker("manager", of=make.team("Northside")), make.worker("adult_lead", of=make.team("Northside"))
    client.force_login(by)
    page = reverse("organisation_account", args=[who.pk])
    assert "Retire the account" in client.get(page).content.decode()
    Appointment.objects.create(worker=who, role="adult_lead", team=make.team("Southside"), because="a test")
    shown = client.get(page).content.decode()
    assert "Retire the account" not in shown
    assert "Record a training" in shown
    answer = client.post(reverse("organisation_account_retire", args=[who.pk]), {"because": "A try."})
    assert "of their own team" in answer.content.decode()
    assert Worker.objects.get(pk=who.pk).is_active


def test_nobody_changes_their_own_account():
    who = make.worker("sysadmin")
    with pytest.raises(ValidationError):
        change(who, who, name="Grand Invented")
