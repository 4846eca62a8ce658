"""What is true of families in any area, drawn at random."""

from __future__ import annotations

import random

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.spec.families.drawing import build, draw_area

from thinkfamily.engine.store import Store
from thinkfamily.tables.made import FamilyDetail, FamilyMember, Household, Relationship

_TABLES = {
    "household": Household,
    "relationship": Relationship,
    "family_member": FamilyMember,
    "family_detail": FamilyDetail,
}
_NAMES = ("okoro", "hale", "marsh", "quill")
_HOMES = ("H1", "H2", "H3", "~H4", "-")
_KINDS = ("parent", "step_parent", "carer", "sibling", "partner", "ex_partner", "grandparent", "foster_carer")
_AWAY = ("looked_after_foster", "adult_custody", "refuge_stay", "pregnancy")


@st.composite
def areas(draw: st.DrawFn) -> dict[str, str]:
    """A few people with addresses, ties and spells, all possibly contradictory."""
    count = draw(st.integers(2, 9))
    people = [f"p{n} | {draw(st.integers(0, 60))} | {draw(st.sampled_from(_NAMES))}" for n in range(count)]
    someone = st.integers(0, count - 1)
    records = [
        f"p{n} | {draw(st.sampled_from(('education', 'housing', 'health', 'police')))} | {draw(st.sampled_from(_HOMES))} | "
        f"{draw(st.sampled_from(('-', '2020-01-01', '2026-03-01')))} | "
        f"{draw(st.sampled_from(('-', '-', '-', 'safe_address')))}"
        for n in draw(st.lists(someone, min_size=1, max_size=14))
    ]
    ties = [
        f"p{a} | {draw(st.sampled_from(_KINDS))} | p{b} | {draw(st.sampled_from(('yes', 'no', 'unknown')))}"
        for a, b in draw(st.lists(st.tuples(someone, someone), max_size=8))
    ]
    spells = [f"p{n} | {draw(st.sampled_from(_AWAY))} | 2026-06-01" for n in draw(st.lists(someone, max_size=2))]
    return {
        "people": "\n".join(["who | age | name", *people]),
        "records": "\n".join(["who | feed | home | from | restriction", *records]),
        "ties": "\n".join(["who | is | of | lives_with", *ties]),
        "events": "\n".join(["who | event | from", *spells]),
    }


def _results(store: Store) -> dict[str, pl.DataFrame]:
    build(store)
    return {name: store.frame(f"select * from {name}") for name in _TABLES}


_quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_quick
@given(areas())
def test_tables_have_their_shape_and_every_child_is_somewhere(area: dict[str, str]) -> None:
    store = draw_area(**area)
    results = _results(store)
    for name, schema in _TABLES.items():
        schema.validate(results[name])
    children = {row[0] for row in store.rows("select person_id from person where is_child")}
    members = results["family_member"].filter(pl.col("residence") != "elsewhere")
    assert children <= set(members["person_id"])
    assert set(results["family_detail"]["family_id"]) == set(members["family_id"])
    assert (
        members.filter(pl.col("role") == "child")["family_id"].n_unique()
        + results["family_detail"].filter(pl.col("children") == 0).height
        == results["family_detail"].height
    )


@_quick
@given(areas(), st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing(area: dict[str, str], seed: int) -> None:
    store = draw_area(**area)
    first = _results(store)
    again = draw_area(**area)
    for name in ("record", "record_place", "person_record", "person", "person_detail", "stated_relationship", "event"):
        rows = again.frame(f"select * from {name}")
        order = list(range(rows.height))
        random.Random(seed).shuffle(order)
        again.put(name, rows[order])
    second = _results(again)
    for name in _TABLES:
        assert first[name].equals(second[name]), name


@_quick
@given(areas())
def test_a_restricted_address_is_in_no_table(area: dict[str, str]) -> None:
    """Moving everyone under restriction to another address changes nothing at all."""
    here = _results(draw_area(**area))
    moved = "\n".join(
        line.replace("| H1 |", "| H9 |").replace("| H2 |", "| H8 |") if line.endswith("safe_address") else line
        for line in area["records"].splitlines()
    )
    there = _results(draw_area(**{**area, "records": moved}))
    for name in _TABLES:
        assert here[name].equals(there[name]), name


@_quick
@given(areas())
def test_nobody_is_joined_by_a_communal_address(area: dict[str, str]) -> None:
    """Where every address is a hostel's, families are those that would be without addresses."""
    hostel = "\n".join(
        f"{line} | {'address' if n == 0 else '-' if '~' in line else 'Hope Hostel'}"
        for n, line in enumerate(area["records"].splitlines())
    )
    nameless = area["people"]
    for name in _NAMES:
        nameless = nameless.replace(f"| {name}", "| -")
    store = draw_area(**{**area, "people": nameless, "records": hostel})
    members = _results(store)["family_member"]
    ties = {frozenset(row[:2]) for row in store.rows("select person_id_l, person_id_r from relationship")}
    for _, family in members.group_by("family_id"):
        people = list(family["person_id"])
        reached, waiting = set(), [people[0]]
        while waiting:
            one = waiting.pop()
            reached.add(one)
            waiting += [other for other in people if other not in reached and frozenset((one, other)) in ties]
        assert reached == set(people)
