"""The front door in figures: how far requests came, with small numbers hidden, for the few who may and for a release."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.referrals.asked import TOLD, asked, long_ago, screened, somebody
from thinkfamily.casework.cases.actions import take_step
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.referrals import actions
from thinkfamily.casework.reports.approach import NOT_SHOWN, declined_why, released, tables
from thinkfamily.casework.reports.models import Release

pytestmark = pytest.mark.django_db


def rows(title):
    return dict(next(table.rows for table in tables() if table.title == title))


@pytest.fixture
def triage():
    return make.worker("triage")


def accepted(triage, by):
    return actions.accept(
        screened(asked(somebody("Kid", "Each"), by=by, area="Fable North"), triage),
        chosen="family_help", programme="family_help_2025", team=None, because="x", told=TOLD, by=triage,
    )  # fmt: skip


def test_how_far_requests_came_is_counted_with_denominators_and_small_numbers_hidden(triage):
    school = make.worker("partner", at=make.agency("school", name="Fable School", kind="school"))
    group = make.worker("partner", at=make.agency("group", name="Fable Group", kind="voluntary"))
    cases = [accepted(triage, school).case for _ in range(6)]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(agreed_on=timezone.localdate())
    for _ in range(5):
        actions.decline(
            screened(asked(by=school), triage), declined_what="Visits", declined_why="trust", told=TOLD, by=triage
        )
    asked(by=group)
    actions.raise_alert(by=school)
    old = asked(by=school)
    long_ago(old, 366)
    assert rows("All requests") == {"All": ["10", "5", "5", "5", "5"]}, "12 received, of whom 6, 6, 6 and 5"
    assert rows("By agency") == {
        "Fable School": ["10", "5", "5", "5", "5"],
        "Fable Group": ["fewer than 5", *[NOT_SHOWN] * 4],
    }
    assert rows("By area") == {"Fable North": ["5", "5", "5", "5", "0"], "Not known": ["5", "0", "0", "0", "5"]}
    assert declined_why() == [("They do not trust services", "5")]
    titles = [table["title"] for table in released()]
    assert "Requests for help, and how far they came" in titles


def test_a_no_to_the_programme_that_was_offered_counts_with_its_reason(triage):
    for _ in range(5):
        case = accepted(triage, make.worker("partner", at=make.agency("school", kind="school"))).case
        take_step(case, "decline", why="sharing", own_words="", may_ask_again=True, by=triage)
    assert rows("All requests") == {"All": ["5", "5", "0", "0", "5"]}
    assert declined_why() == [("They do not want agencies to share", "5")]


def test_no_figure_from_one_to_four_is_on_any_page(triage):
    for number in range(4):
        accepted(triage, make.worker("partner", at=make.agency(f"a{number}")))
        actions.decline(screened(asked(), triage), declined_what="Visits", declined_why="not_now", told=TOLD, by=triage)
    client = Client()
    client.force_login(make.worker("governance"))
    client.post("/figures/")
    for path in ("/figures/front-door/", "/figures/"):
        page = client.get(path).content.decode()
        assert "fewer than 5" in page
        assert not re.findall(r"__cell--numeric\">[1-4]<", page)


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("governance", 200), ("audit", 200), ("councillor", 403)]
)
def test_live_figures_are_for_few_and_released_ones_for_councillors(role, status, triage):
    for _ in range(6):
        asked()
    client = Client()
    client.force_login(make.worker(role))
    assert client.get("/figures/front-door/").status_code == status
    governance = Client()
    governance.force_login(make.worker("governance"))
    governance.post("/figures/")
    Release.objects.update(released_at=timezone.now() - timedelta(days=1))
    councillor = Client()
    councillor.force_login(make.worker("councillor"))
    assert "Requests for help, and how far they came" in councillor.get("/figures/").content.decode()
