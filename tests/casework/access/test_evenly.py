"""An answer to a search waits for a tick, outside of every transaction; no other answer waits."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.casework import factories as make
from thinkfamily.casework.access import evenly

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(monkeypatch):
    """How long answers waited, in seconds, and how deep in transactions."""
    found = []
    monkeypatch.setattr(evenly.time, "sleep", lambda seconds: found.append((seconds, len(connection.savepoint_ids))))
    return found


@pytest.mark.parametrize("name", ["Keptname", "Openname", "Nonename"])
def test_a_search_is_answered_at_a_tick_whatever_it_met(client, waits, name):
    lead, keeper = make.worker("adult_lead"), make.worker("governance")
    make.restrict(make.family(make.person(last="Keptname")), keeper)
    make.family(make.person(last="Openname"))
    client.force_login(lead)
    depth = len(connection.savepoint_ids)
    assert client.post("/search/", {"name": name}).status_code == 200
    ((seconds, within),) = waits
    assert 0 < seconds <= evenly.TICK_SECONDS
    assert within == depth


def test_the_next_answer_in_the_same_thread_waits_for_nothing(client, waits):
    client.force_login(make.worker("adult_lead"))
    client.post("/search/", {"name": "Nonename"})
    client.get("/search/")
    client.get("/")
    assert len(waits) == 1


@pytest.mark.parametrize(("took", "left"), [(0.0, 0.05), (0.012, 0.038), (0.051, 0.049), (0.149, 0.001)])
def test_it_waits_until_a_whole_number_of_ticks_have_passed(monkeypatch, waits, took, left):
    monkeypatch.setattr(evenly.time, "perf_counter", lambda: 100.0 + took)
    evenly.begin()
    evenly.answer_evenly()
    evenly.wait_for_tick(100.0)
    evenly.begin()
    assert [round(seconds, 6) for seconds, _ in waits] == [left]
