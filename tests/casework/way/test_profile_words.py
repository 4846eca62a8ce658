"""Whoever changes or adopts a programme reads words, and none of the codes that stand in its file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.profiles.models import ProfileVersion
from thinkfamily.casework.profiles.words import WORDS
from thinkfamily.programmes.easy_read import SLOTS
from thinkfamily.programmes.profile import shipped
from thinkfamily.programmes.profile_settings import SETTINGS

pytestmark = pytest.mark.django_db
CODES = ("adult_lead", "child_lead", "refuse_referral", "transfer_out", "step_up", "change_programme")


def read(worker, path):
    client = Client()
    client.force_login(worker)
    return client.get(path).content.decode()


def test_every_word_of_a_setting_and_every_slot_has_words() -> None:
    assert {code for kind in SETTINGS.values() for code in kind.takes_words or ()} | set(SLOTS) == set(WORDS)


def test_a_programme_is_read_changed_and_adopted_in_words() -> None:
    manager, governance = make.worker("manager"), make.worker("governance")
    page = read(manager, reverse("profiles:profile", args=["family_recovery"]))
    assert "Lead for the adults, Lead for the children" in page
    assert not [code for code in CODES if f">{code}" in page or f", {code}" in page]
    change = reverse("profiles:change", args=["family_recovery", "second_person"])
    assert "Take a family off the programme" in read(manager, change)
    client = Client()
    client.force_login(manager)
    soon = timezone.localdate() + timedelta(days=7)
    told = {"value": ["remove"], "because": "The panel decides", "from_on_day": soon.day, "from_on_month": soon.month}
    assert client.post(change, {**told, "from_on_year": soon.year}).status_code == 302
    assert ProfileVersion.objects.filter(code="family_recovery").exists()
    for path in ("profiles:profile", "profiles:decide"):
        adopts = read(governance, reverse(path, args=["family_recovery"]))
        assert "becomes Take a family off the programme" in adopts
        before = shipped()["family_recovery"]["second_person"]
        assert not [code for code in before if "_" in code and code in adopts.split("<main", 1)[1]]
