"""Ways past a second factor and past the limits on guessing."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.people.test_sign_in import SECRET, code_of, is_in, try_password, with_app
from thinkfamily.casework.site import settings as site_settings

pytestmark = pytest.mark.django_db
# As the site has it: the other tests count in the memory of their process.
SHARED = site_settings.CACHES


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.mark.parametrize("seconds", [1, 31, 59, 74])
def test_a_code_that_was_used_opens_nothing_for_as_long_as_it_is_good(monkeypatch, seconds):
    """Codes are taken for half a minute longer than they are shown: whoever saw one typed must not come in with it then."""
    who = make.worker("adult_lead")
    with_app(who)
    began = (int(time.time()) // 30 + 2) * 30
    moment = [began]
    monkeypatch.setattr(time, "time", lambda: moment[0])
    ahead = code_of(SECRET, 1)
    first, second = Client(), Client()
    try_password(first, who.email, make.PASSWORD)
    first.post(reverse("mfa_authenticate"), {"code": ahead})
    assert is_in(first)
    moment[0] += seconds
    try_password(second, who.email, make.PASSWORD)
    second.post(reverse("mfa_authenticate"), {"code": ahead})
    assert not is_in(second)


def test_a_code_that_was_used_says_nobody_anew_who_they_are(monkeypatch):
    """Nor is a code of sign-in taken again where the site asks once more, or the other way about."""
    who = make.worker("adult_lead")
    with_app(who)
    moment = [(int(time.time()) // 30 + 2) * 30]
    monkeypatch.setattr(time, "time", lambda: moment[0])
    code = code_of(SECRET, 1)
    client = Client()
    try_password(client, who.email, make.PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    moment[0] += 45
    answer = client.post(reverse("mfa_reauthenticate"), {"code": code})
    assert answer.status_code == 200
    assert "code is not right" in answer.content.decode()
    assert Authenticator.objects.filter(user=who).exists()


def test_a_flood_of_invented_addresses_makes_the_site_forget_no_limit(settings):
    """What counts the tries at one account must outlive whatever somebody else sends in the meantime."""
    settings.CACHES = SHARED
    call_command("createcachetable", verbosity=0)
    who = make.worker("adult_lead")
    for _attempt in range(5):
        try_password(Client(), who.email)
    cache.set("a-code-of-the-victim", 1, 90)
    # As many as one machine makes in twenty minutes of asking for new passwords, each within the limits.
    for number in range(400):
        cache.set(f"allauth:rl:allauth.account:reset_password:5/3600.0/key:{number}", [time.time()], 3600)
    assert cache.get("a-code-of-the-victim")
    locked = Client()
    try_password(locked, who.email, make.PASSWORD)
    assert not is_in(locked)


def test_what_has_run_out_is_forgotten(settings):
    settings.CACHES = SHARED
    call_command("createcachetable", verbosity=0)
    for number in range(301):
        cache.set(f"over-{number}", 1, -60)
    for number in range(3):
        cache.set(f"good-{number}", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM site_cache")
        assert cursor.fetchone()[0] < 10
