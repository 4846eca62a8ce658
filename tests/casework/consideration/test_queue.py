"""The desk shows families without order or rank, and each with what the packet says and what it does not know."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import Family, Member
from thinkfamily.casework.consideration.queries import desk as lists

pytestmark = desk.BOTH


@pytest.fixture
def analyst(client):
    worker = make.worker("desk_analyst")
    client.force_login(worker)
    return worker


def shown(page) -> list[str]:
    return [candidate.handle for candidate in page.context["shown"]]


def test_the_order_is_that_of_random_handles(tmp_path, client, analyst) -> None:
    told = desk.families(12)
    told[3].needs = [{"criterion": f"c{n}"} for n in range(9)]
    desk.brought(tmp_path, told)
    page = client.get(reverse("desk:queue"))
    assert shown(page) == sorted(each.handle for each in told)
    for tried in ("?order=area", "?sort=-needs", "?o=1", "?ordering=cost"):
        assert shown(client.get(reverse("desk:queue") + tried)) == shown(page)


def test_it_filters_by_area_and_state_and_by_nothing_else(tmp_path, client, analyst) -> None:
    told = desk.families(3)
    told[0].area, told[1].area, told[2].area = "W01", "W02", None
    desk.brought(tmp_path, told)
    desk.decided(told[1], "not_now", analyst)
    where = reverse("desk:queue")
    assert shown(client.get(where, {"area": "W01"})) == [told[0].handle]
    assert shown(client.get(where, {"state": "decided"})) == [told[1].handle]
    assert set(shown(client.get(where, {"state": "open"}))) == {told[0].handle, told[2].handle}
    page = client.get(where, {"criterion": "school_attendance", "adults": "1"})
    assert len(shown(page)) == 3
    assert set(page.context["form"].fields) == {"area", "state"}
    assert client.get(where, {"area": "nowhere", "page": "99"}).status_code == 200


def test_the_list_tells_nothing_of_needs_or_cost(tmp_path, client, analyst) -> None:
    desk.brought(tmp_path, desk.families(2))
    page = client.get(reverse("desk:queue")).content.decode()
    for word in ("£", "Mockbury", "school", "criteria", "score", "rank"):
        assert word not in page


def test_no_table_of_the_desk_can_hold_an_order() -> None:
    for model in apps.get_app_config("consideration").get_models():
        for field in model._meta.get_fields():
            assert not {"score", "rank", "priority", "cost", "probability", "weight", "order"} & set(
                field.name.split("_")
            )


def test_a_page_tells_who_what_and_what_is_not_known(tmp_path, client, analyst) -> None:
    hidden = Member("Secreta", "Hiddenbury", is_restricted=True)
    family = Family(
        [Member(), Member("Sampla", date_of_birth=date(2015, 3, 4), role="child"), hidden],
        needs=[
            {},
            {
                "criterion": "x",
                "says": "A child was hurt.",
                "answer": "unknown",
                "reason": "No feed of health",
                "person": 1,
            },
        ],
        costs=[{"band": "£1,000 or more"}],
    )
    desk.brought(tmp_path, [family])
    page = client.get(reverse("desk:candidate", args=[desk.candidate_of(family).pk])).content.decode()
    for said in (
        "Testa Mockbury",
        "4 March 2015 (11)",
        "same home by 2 records",
        "A child missed much school.",
        "Education, 30 September 2026",
        "from 1 April 2026 until 22 July 2026",
        "No feed of health",
        "Testham Attendance Team",
        "£1,000 or more",
        "had nothing happen there",
        "Testa Mockbury is the parent of Sampla Mockbury",
        "details are restricted",
        "What each decision leads to",
    ):
        assert said in page, said
    for kept in ("Secreta", "Hiddenbury", "Invented Street", family.handle):
        assert kept not in page, kept
    assert page.count("<h1") == 1


@pytest.mark.parametrize("number", [1, 2])
def test_queries_do_not_grow(tmp_path, client, analyst, number) -> None:
    asked = []
    told = desk.families(24)
    for size in (2, 24):
        made = desk.brought(tmp_path, told[:size])
        if number == 2:
            other = make.worker("manager")
            for each in told[:size]:
                decision = desk.decided(each, "not_now", other)
            where = reverse("desk:batch", args=[decision.batch_id])
        else:
            where = reverse("desk:queue")
        client.get(where)
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["candidates"]) as two,
        ):
            assert client.get(where).status_code == 200
        asked.append((len(one), len(two)))
        made.delete()
    assert asked[0] == asked[1]


@pytest.mark.parametrize("role", ["adult_lead", "partner", "councillor", "sysadmin", "evaluator"])
def test_who_has_no_part_in_it_comes_no_nearer(tmp_path, client, role) -> None:
    told = desk.families(1)
    desk.brought(tmp_path, told)
    client.force_login(make.worker(role))
    assert client.get(reverse("desk:queue")).status_code == 403
    assert client.get(reverse("desk:candidate", args=[desk.candidate_of(told[0]).pk])).status_code == 403


def test_what_is_past_its_day_is_not_shown(tmp_path, client, analyst) -> None:
    told = desk.families(1)
    made = desk.brought(tmp_path, told)
    desk.past(made, 0)
    assert client.get(reverse("desk:candidate", args=[desk.candidate_of(told[0]).pk])).status_code == 404
    assert not list(lists.candidates(analyst))
    assert "should have been purged" in client.get(reverse("desk:queue")).content.decode()
