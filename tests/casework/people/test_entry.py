"""Nobody is let in before what must be done is done, and a session does not last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import ClosenessAnswer, ConductAcceptance, ConductRules, Training
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.site import entry as gate

pytestmark = pytest.mark.django_db
PAGE = "organisation_roles"


def enters(client):
    """Whether an ordinary page opens; else the page it leads to."""
    answer = client.get(reverse(PAGE))
    return True if answer.status_code == 200 else answer.url


@pytest.fixture
def worker(client):
    who = make.worker("adult_lead")
    client.force_login(who)
    return who


def test_who_has_done_everything_enters(client, worker):
    assert enters(client) is True


@pytest.mark.parametrize(
    "missing",
    [
        lambda who: Authenticator.objects.filter(user=who).delete(),
        lambda who: ConductAcceptance.objects.filter(worker=who).delete(),
        lambda who: Training.objects.filter(worker=who).delete(),
        lambda who: Training.objects.filter(worker=who).update(until_on=timezone.localdate()),
        lambda who: ConductRules.objects.create(version=2, text="Newer."),
        lambda who: ClosenessAnswer.objects.filter(worker=who).delete(),
        lambda who: ClosenessAnswer.objects.filter(worker=who).update(until_on=timezone.localdate()),
    ],
    ids=["factor", "rules", "training", "training-ran-out", "newer-rules", "closeness", "closeness-grown-old"],
)
def test_who_lacks_one_thing_is_told_and_nothing_else_opens(client, worker, missing):
    missing(worker)
    assert enters(client) == reverse("entry")
    assert client.post(reverse("organisation_account_make"), {}).url == reverse("entry")
    assert client.get(reverse("entry")).status_code == 200


def test_a_session_is_whose_its_row_says_now_and_not_whose_it_was(client, worker):
    """The program supposes that it is whose it was at the request before, and asks the database all the same."""
    assert enters(client) is True
    other = make.worker("manager")
    row = SessionStore(client.session.session_key)
    row[SESSION_KEY], row[HASH_SESSION_KEY] = str(other.pk), other.get_session_auth_hash()
    row.save()
    answer = client.get(reverse(PAGE))
    assert answer.wsgi_request.user == other
    assert standing_of(answer.wsgi_request.user).roles == {"manager"}
    row.delete()
    assert enters(client).startswith(reverse("account_login"))


def test_recovery_codes_alone_are_no_second_factor(client, worker):
    Authenticator.objects.filter(user=worker).update(type=Authenticator.Type.RECOVERY_CODES)
    assert enters(client) == reverse("entry")


def test_rules_to_come_are_not_asked_for_yet(client, worker):
    ConductRules.objects.create(version=2, text="Newer.", from_on=timezone.localdate() + timedelta(days=1))
    assert enters(client) is True


def test_accepting_the_rules_opens_the_site_and_is_audited(client, worker):
    rules = ConductRules.objects.create(version=2, text="Newer rules.")
    page = client.get(reverse("entry_rules"))
    assert "Newer rules." in page.content.decode()
    assert client.post(reverse("entry_rules"), {}).status_code == 200, "the box must be ticked"
    assert enters(client) == reverse("entry")
    assert client.post(reverse("entry_rules"), {"accepted": "on"}).url == reverse("entry")
    assert enters(client) is True
    event = AuditEvent.objects.get(action="conduct.accepted")
    assert (event.worker, event.object) == (worker.pk, str(rules.pk))


def test_rules_that_were_written_for_workers_are_told_to_a_family_member_as_they_are_meant_for_them(client, worker):
    own = "What you read here is about your own family"
    assert own not in client.get(reverse("entry_rules")).content.decode()
    client.force_login(make.worker("family_member", person_id=make.person().pk))
    page = client.get(reverse("entry_rules")).content.decode()
    assert own in page
    assert "tell whoever leads the work with you" in page


def test_a_family_member_needs_no_training_but_the_rest(client):
    member = make.worker("family_member", person_id=make.person().pk)
    Training.objects.filter(worker=member).delete()
    client.force_login(member)
    assert enters(client) is True
    Authenticator.objects.filter(user=member).delete()
    assert enters(client) == reverse("entry")


def test_an_account_that_ends_is_out_at_the_next_request(client, worker):
    assert enters(client) is True
    worker.account_until = timezone.localdate()
    worker.save()
    assert enters(client).startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("key", "ago", "is_in"),
    [
        (gate.SEEN, gate.IDLE_SECONDS - 5, True),
        (gate.SEEN, gate.IDLE_SECONDS, False),
        (gate.BEGAN, gate.LONGEST_SECONDS - 5, True),
        (gate.BEGAN, gate.LONGEST_SECONDS, False),
    ],
)
def test_a_session_ends_when_idle_or_too_long(client, worker, key, ago, is_in):
    assert enters(client) is True
    session = SessionStore(client.session.session_key)
    session[key] -= ago
    session.save()
    assert (enters(client) is True) is is_in


def test_being_active_keeps_a_session_but_not_for_ever(client, worker):
    enters(client)
    for _half_hour in range(17):
        session = SessionStore(client.session.session_key)
        session[gate.SEEN] -= 29 * 60
        session[gate.BEGAN] -= 29 * 60
        session.save()
        is_in = enters(client) is True
    assert not is_in, "after more than eight hours"


def test_pages_of_the_library_that_are_not_used_are_not_there(client, worker):
    for name in gate.CLOSED & {"account_signup", "account_email", "socialaccount_connections", "socialaccount_signup"}:
        assert client.get(reverse(name)).status_code == 404, name


def test_entry_is_asked_in_one_query(client, worker, django_assert_num_queries):
    from thinkfamily.casework.agencies.queries import entry_of

    with django_assert_num_queries(1):
        entry_of(worker)
