"""The front door in figures: how far requests came, with small numbers hidden, for the few who may and for a release."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.referrals.asked import TOLD, asked, long_ago, screened, somebody
from thinkfamily.casework.cases.actions import take_step
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.referrals import actions
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.reports.approach import declined_why, released, tables
from thinkfamily.casework.reports.families import figures_of_families, released_families
from thinkfamily.casework.reports.hiding import NOT_SHOWN
from thinkfamily.casework.reports.models import Release

pytestmark = pytest.mark.django_db


def rows(title):
    return dict(next(table.rows for table in tables(5) if table.title == title))


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
    assert declined_why(5) == [("They do not trust services", "5")]
    titles = [table["title"] for table in released()]
    assert "Requests for help, and how far they came" in titles


def test_a_no_to_the_programme_that_was_offered_counts_with_its_reason(triage):
    for _ in range(5):
        case = accepted(triage, make.worker("partner", at=make.agency("school", kind="school"))).case
        take_step(case, "decline", why="sharing", own_words="", may_ask_again=True, by=triage)
    assert rows("All requests") == {"All": ["5", "5", "0", "0", "5"]}
    assert declined_why(5) == [("They do not want agencies to share", "5")]


def families(title):
    return dict(next(table.rows for table in figures_of_families(5).tables if table.title == title))


def test_families_are_counted_once_from_requests_the_desk_and_imports(triage):
    school = make.worker("partner", at=make.agency("school", kind="school"))
    known = [make.family(handle=f"h{number}", state="considered") for number in range(5)]
    for family in known:
        take_step(Case.objects.get(family=family), "decline", why="trust", own_words="", may_ask_again=True, by=triage)
    brought = [make.family(state="active") for _ in range(6)]
    for family in brought:
        case = Case.objects.get(family=family)
        Step.objects.create(
            case=case, code="brought_in", before="", after="active", on=case.state_since, taken_by=triage.pk
        )
        Case.objects.filter(pk=case.pk).update(agreed_on=timezone.localdate())
    old = brought.pop()
    Case.objects.filter(family=old).update(agreed_on=timezone.localdate() - timedelta(days=400))
    asked_for = [accepted(triage, school) for _ in range(5)]
    again = asked(somebody("Kid", "Each"), by=school)
    Referral.objects.filter(pk=again.pk).update(earlier=asked_for[0].pk)
    lone = [
        actions.decline(
            screened(asked(somebody("No", "Case"), by=school), triage),
            declined_what="Visits", declined_why="not_now", told=TOLD, by=triage,
        )
        for _ in range(4)
    ]  # fmt: skip
    for before, after in pairwise(lone):
        Referral.objects.filter(pk=after.pk).update(earlier=before.pk)
    assert families("All families approached") == {"All": ["15", "5", "5", "5"]}, "16, of whom 5, 5 and 6"
    assert families("By where they came from") == {
        "A request for help": ["5", "0", "0", "fewer than 5"],
        "The consideration desk": ["5", "0", "0", "5"],
        "Brought in, worked with before": ["5", "5", "5", "0"],
    }
    assert dict(figures_of_families(5).whys) == {"They do not trust services": "5", "Not now": "fewer than 5"}
    assert "Families approached, and how far they came" in [table["title"] for table in released_families()]


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
