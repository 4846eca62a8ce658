"""Who can see what lists referrals to services and answers to local questions, by the rules of their own pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.directory.scene import referred
from tests.casework.plans.seeded import contact, seeded
from tests.casework.questions.asking import ALARM, asked
from thinkfamily.casework.access.queries.who_sees_items import before, file_parts, item_of, items_of, parts_of
from thinkfamily.casework.directory import queries

pytestmark = pytest.mark.django_db
FAITH, HURT = "Which faith is kept at home?", "Is anybody afraid at home?"


def shown(who: Any, name: str, *args: Any) -> str:
    client = Client()
    client.force_login(who)
    return client.get(reverse(f"access:{name}", args=args)).content.decode()


def test_a_referral_is_an_item_seen_as_its_own_page_shows_it() -> None:
    s = seeded()
    made = referred(s, category="education")
    assert item_of(s.family, made.pk) == made
    told = {row.worker.pk: row for row in before(made, s.family)}
    for who in (s.lead, s.partner, s.nurse, s.volunteer):
        on_its_page = queries.family.referral_of(who, s.family, made.pk) is not None
        assert who.pk not in told or told[who.pk].sees == on_its_page, who.pk
    assert told[s.lead.pk].sees
    assert told[s.partner.pk].sees
    assert not told[s.nurse.pk].sees
    page = shown(make.worker("governance"), "who_sees_file", s.family.pk)
    assert "referral to a service" in page
    assert made.told not in page


def test_answers_to_local_questions_are_listed_with_who_reads_each() -> None:
    s = seeded()
    alarm, faith = asked(is_for_family=True), asked(asks=FAITH, kind="short", needs="special")
    hurt = asked(asks=HURT, needs="abuse")
    answers = {alarm.name: "yes", faith.name: "Planted answer", hurt.name: "yes"}
    made = contact(s, audience="family", answers=answers)
    assert [part.title.split("?")[0] + "?" for part in parts_of(made)] == [HURT, ALARM, FAITH]
    told = {row.worker.pk: row for row in before(made, s.family)}
    for who, sees in ((s.lead, {ALARM, FAITH, HURT}), (s.partner, {ALARM}), (s.parent, {ALARM})):
        row = told[who.pk]
        if row.sees:
            assert {title.split(" (")[0] for title in row.parts[0]} == sees, who.pk
            assert len(row.parts[0]) + len(row.parts[1]) == 3
    assert told[s.lead.pk].sees
    assert told[s.parent.pk].sees
    governance = make.worker("governance")
    page = shown(governance, "who_sees_item", s.family.pk, made.pk)
    assert f"Does not see the answer to: {FAITH}" in page
    assert "Planted answer" not in page
    assert {part.title.split(" (")[0] for part in file_parts(s.family, items_of(s.family))} == {ALARM, FAITH, HURT}
    page = shown(governance, "who_sees_file", s.family.pk)
    assert "Local questions answered on this file" in page
    assert "; the family too" in page
    assert "Planted answer" not in page


def test_a_file_without_them_says_nothing_of_local_questions() -> None:
    s = seeded()
    assert not file_parts(s.family, items_of(s.family))
    assert "Local questions answered" not in shown(make.worker("governance"), "who_sees_file", s.family.pk)
    assert all(one.kind_title for one in items_of(s.family))


def test_a_workers_page_says_what_of_them_they_see_on_each_file() -> None:
    s = seeded()
    governance = make.worker("governance")
    told = {who: shown(governance, "who_sees_worker", who.pk) for who in (s.lead, s.partner, s.volunteer, s.parent)}
    assert "Referrals to services: those that they may see as items." in told[s.lead]
    assert "Answers to local questions: all on what they read." in told[s.lead]
    assert "Referrals to services: those to services of their own agency." in told[s.partner]
    assert "but not what is for the leads and their manager." in told[s.partner]
    assert "Answers to local questions: none." in told[s.volunteer]
    assert "Referrals to services: none." in told[s.volunteer]
    assert "Referrals to services: those in their own version." in told[s.parent]
