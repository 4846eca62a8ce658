"""Needs that nothing answers are counted by need and area for whoever plans services, and small numbers hidden."""

from __future__ import annotations

import pytest

from tests.casework import factories as make
from tests.casework.directory.scene import asked, day, service
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.directory import actions
from thinkfamily.casework.directory.models import ServiceReferral, UnmetNeed
from thinkfamily.casework.reports.queries import counts
from thinkfamily.casework.reports.unmet import released_unmet, tables

pytestmark = pytest.mark.django_db


def families(number: int, area: str):
    """So many families of one area, their lead the same."""
    lead = make.worker("adult_lead")
    found = []
    for _one in range(number):
        family = make.family(make.person("Kit"), area=area)
        make.involve(lead, family, "adult_lead")
        found.append((lead, Case.objects.get(family=family)))
    return found


def row(title: str, label: str, smallest: int = 5):
    table = next(one for one in tables(smallest) if one.title == title)
    return dict(table.rows).get(label)


def test_each_need_of_a_family_is_counted_once_by_need_and_area_and_why():
    for lead, case in families(5, "Wharf"):
        actions.record_unmet(case, category="housing", why="none", by=lead)
    assert row("Unmet needs, by need", "Housing") == ["5", "5", "0", "0", "0"]
    assert row("Unmet needs, by area", "Wharf") == ["5", "5", "0", "0", "0"]
    assert row("Unmet needs, by area and need", "Wharf: Housing") == ["5", "5", "0", "0", "0"]


def test_of_a_small_group_nothing_is_told_but_that_it_is_small():
    for lead, case in families(4, "Lane"):
        actions.record_unmet(case, category="housing", why="none", by=lead)
    assert row("Unmet needs, by area", "Lane") == ["fewer than 5", *["not shown"] * 4]
    assert row("Unmet needs, by area", "Lane", 10) == ["fewer than 10", *["not shown"] * 4]


def test_what_a_service_declined_or_put_on_a_list_counts_until_one_accepts():
    home = make.agency(is_home=True)
    club, other = service(home), service(home, name="Second club")
    for lead, case in families(6, "Wharf"):
        made = actions.refer(case, club, asked(), by=lead)
        actions.answer_referral(case.family, made.pk, actions.Answer("wait", answer_by_on=day(30)), by=lead)
        again = actions.refer(case, other, asked(), by=lead)
        actions.answer_referral(case.family, again.pk, actions.Answer("decline", declined_why="full"), by=lead)
    assert row("Unmet needs, by need", "Education") == ["5", "0", "5", "5", "0"]
    for one in ServiceReferral.objects.filter(state="waiting"):
        actions.answer_referral(one.family, one.pk, actions.Answer("accept"), by=lead)
    assert row("Unmet needs, by need", "Education") is None


def test_what_ended_long_ago_counts_no_more():
    for lead, case in families(5, "Wharf"):
        made = actions.record_unmet(case, category="housing", why="ward", by=lead)
        UnmetNeed.objects.filter(pk=made.pk).update(from_on=day(-500))
    assert row("Unmet needs, by need", "Housing") == ["5", "0", "0", "0", "5"]
    UnmetNeed.objects.update(until_on=day(-400))
    assert row("Unmet needs, by need", "Housing") is None


def test_it_is_on_the_page_of_figures_and_in_a_release(client):
    for lead, case in families(5, "Wharf"):
        actions.record_unmet(case, category="housing", why="none", by=lead)
    client.force_login(make.worker("manager"))
    page = client.get("/figures/front-door/").content.decode()
    assert "Unmet needs, by area and need" in page
    assert "Wharf: Housing" in page
    assert {one["title"] for one in released_unmet()} <= {one["title"] for one in counts()}
    assert next(one for one in counts() if one["title"] == "Unmet needs by area")["rows"] == [("Wharf", 5)]
