"""Where no mail server is named nothing is sent, and each page that would send something says so."""

from __future__ import annotations

import dataclasses

import pytest
from django.core import mail
from django.urls import reverse

from tests.casework import factories as make
from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.agencies import invitations
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.operations.accounts import new_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_mail(settings):
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode="live", mail=None)


@pytest.fixture
def keeper(client, settings):
    """Whoever keeps accounts, let in with the demo's ease."""
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode="live", mail=None)
    who = make.worker("sysadmin")
    client.force_login(who)
    return who


def test_an_account_is_made_without_a_link_and_the_page_says_what_to_do(
    client, keeper, django_capture_on_commit_callbacks
):
    said = {"name": "New Worker", "email": "new@example.org", "agency": str(make.agency().pk)}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("organisation_account_make"), said, follow=True)
    page = answer.content.decode()
    assert Worker.objects.filter(email="new@example.org").exists()
    assert "No link was sent: this site sends no mail." in page
    assert "thinkfamily account --link" in page
    assert "its link sent" not in page
    assert not mail.outbox
    assert not AuditEvent.objects.filter(action="account.link_sent").exists()


def test_a_new_link_is_not_sent_and_not_recorded_as_sent(client, keeper, django_capture_on_commit_callbacks):
    who = make.worker("adult_lead")
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(reverse("organisation_account_link", args=[who.pk]), follow=True).content.decode()
    assert "No link was sent: this site sends no mail." in page
    assert "is on its way" not in page
    assert "Send a new sign-in link" not in page
    assert not mail.outbox
    assert not AuditEvent.objects.filter(action="account.link_sent").exists()


def test_who_forgot_a_password_reads_the_same_of_every_address(client):
    who = make.worker("adult_lead")
    page = client.get(reverse("account_reset_password")).content.decode()
    assert "This site sends no mail, so it sends no link to anybody." in page
    assert 'name="email"' not in page
    pages = []
    for address in (who.email, "nobody@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        pages.append(answer.content.decode())
    assert all("<h1" in page and "No link was sent" in page and "on its way" not in page for page in pages)
    assert [who.email in page for page in pages] == [False, False]


def test_where_mails_are_chosen_it_is_said_that_none_is_sent(client):
    client.force_login(make.worker("adult_lead"))
    assert "This site sends no mail: look at Notices." in client.get(reverse("access:mails")).content.decode()


def test_the_machine_makes_a_link_that_opens_the_account_and_is_recorded():
    who = make.worker("adult_lead")
    assert new_link(who.email.upper()) == who
    assert invitations.read(invitations.make(who)) == who
    assert AuditEvent.objects.filter(action="account.link_made", object=str(who.pk)).count() == 1


def test_whose_account_it_is_hears_of_each_link_made_at_the_machine(client):
    who, other = make.worker("adult_lead"), make.worker("sysadmin")
    new_link(who.email)
    client.force_login(other)
    assert "A link that sets your password" not in client.get(reverse("access:notices")).content.decode()
    client.force_login(who)
    home = client.get("/").content.decode()
    assert "1 notice that you have not seen" in home
    assert "A link that sets your password was made" in home
    page = client.get(reverse("access:notices")).content.decode()
    assert "A link that sets your password was made at the machine that runs this site" in page
    assert "If you did not ask for it" in page
    assert reverse("mfa_index") in page
    client.post(reverse("access:notices"))
    home = client.get("/").content.decode()
    assert "that you have not seen" not in home
    assert "A link that sets your password" not in home
    new_link(who.email)
    assert "1 notice that you have not seen" in client.get("/").content.decode()


def test_where_a_worker_begins_it_is_said_how_much_waits_and_of_what_is_no_security_no_more(client):
    who = make.worker("adult_lead")
    tell("lead_asked", make.family().pk, [who])
    tell("meeting_asked", make.family().pk, [who])
    client.force_login(who)
    home = client.get("/").content.decode()
    assert "2 notices that you have not seen" in home
    assert "You are asked to lead a case" not in home


def test_no_link_is_made_for_an_account_that_is_none_or_is_over():
    over = make.worker("adult_lead")
    Worker.objects.filter(pk=over.pk).update(is_active=False)
    for address in ("nobody@example.org", over.email):
        with pytest.raises(SiteError) as refused:
            new_link(address)
        assert refused.value.code == "TF-SITE-023"
        assert address not in str(refused.value)


@pytest.mark.parametrize("mode", ["demo"])
def test_with_mail_nothing_of_this_is_said(client, settings, mode):
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode=mode)
    page = client.get(reverse("account_reset_password")).content.decode()
    assert "sends no mail" not in page
    assert 'name="email"' in page
