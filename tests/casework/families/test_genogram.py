"""Laws of the genogram: whatever the facts, nobody stands on anybody, and everyone and every tie is drawn once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkfamily.casework.families.genogram import Figure, Tie, draw, sentences
from thinkfamily.casework.families.genogram.layout import layout

KINDS = (
    "parent", "step_parent", "grandparent", "sibling", "partner", "ex_partner", "carer", "foster_carer", "other_kin",
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def families(draw_):
    """Any people, with any ties: circles, missing parents, contradictions and all."""
    count = draw_(st.integers(1, 22))
    figures = [
        Figure(
            f"p{number}",
            draw_(st.text(max_size=40)),
            draw_(st.sampled_from(["female", "male", "other", "unknown"])),
            draw_(st.none() | st.integers(0, 99)),
            draw_(st.none() | st.dates(date(1930, 1, 1), date(2026, 1, 1))),
            is_adult=draw_(st.booleans()),
            is_expected=draw_(st.booleans()),
            is_dead=draw_(st.booleans()),
            is_home=draw_(st.booleans()),
            notes=tuple(draw_(st.lists(st.text(max_size=30), max_size=3))),
        )
        for number in range(count)
    ]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.sampled_from(KINDS), st.booleans())
    found = draw_(st.lists(pairs, max_size=40))
    ties = [Tie(number, f"p{one}", f"p{two}", kind, over) for number, (one, two, kind, over) in enumerate(found)]
    return figures, [tie for tie in ties if tie.person != tie.other]


def apart(one, two):
    """Whether two boxes have no point in common."""
    return one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


@given(families())
@settings(max_examples=150)
def test_nobody_stands_on_anybody_and_all_fits(family):
    plan = layout(*family)
    boxes = [place.box for place in plan.places]
    for number, box in enumerate(boxes):
        assert min(box[:2]) >= 0
        assert box[2] <= plan.width
        assert box[3] <= plan.height
        assert all(apart(box, other) for other in boxes[number + 1 :])
    assert len({place.row for place in plan.places}) <= 4


@given(families())
@settings(max_examples=150)
def test_every_person_and_every_tie_is_drawn_once(family):
    figures, ties = family
    root = fromstring(draw(figures, ties, title="A", says="B"))
    people = root.findall(f"{SVG}g[@class='tf-person']")
    drawn = Counter(int(n) for each in root.findall(f"{SVG}g[@class='tf-tie']") for n in each.get("data-ties").split())
    assert len(people) == len(figures)
    assert drawn == Counter(tie.number for tie in ties)


@given(families(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_same_facts_in_any_order_give_the_same_bytes(family, chance):
    figures, ties = family
    first = draw(figures, ties, title="A", says="B")
    shuffled, turned = list(figures), list(ties)
    chance.shuffle(shuffled)
    chance.shuffle(turned)
    assert draw(shuffled, turned, title="A", says="B") == first


@given(families())
@settings(max_examples=100)
def test_no_line_runs_through_anybody(family):
    plan = layout(*family)
    for route in plan.routes:
        for stroke in route.strokes:
            for (x1, y1), (x2, y2) in pairwise(stroke):
                assert x1 == x2 or y1 == y2, "a line goes along or down"
                for place in plan.places:
                    # A line may touch a symbol at its head or foot, and run through no symbol and no words.
                    left, top, right, bottom = place.x - 21, place.y - 21, place.box[2], place.y + 21
                    inside = min(x1, x2) < right and max(x1, x2) > left and min(y1, y2) < bottom and max(y1, y2) > top
                    assert not inside


@given(families())
@settings(max_examples=100)
def test_lines_of_different_ties_never_run_along_one_another(family):
    plan = layout(*family)
    level = [
        (y1, min(x1, x2), max(x1, x2), number)
        for number, route in enumerate(plan.routes)
        for stroke in route.strokes
        for (x1, y1), (x2, y2) in pairwise(stroke)
        if y1 == y2
    ]
    for at, start, end, number in level:
        assert not [
            1 for y, other, stop, owner in level if owner != number and y == at and other < end and start < stop
        ]


@given(families())
@settings(max_examples=60)
def test_the_sentences_name_everyone_and_every_tie(family):
    figures, ties = family
    said = sentences(figures, ties)
    mutual = {"partner", "ex_partner", "sibling", "other_kin"}
    different = {
        (tie.kind, frozenset((tie.person, tie.other)) if tie.kind in mutual else (tie.person, tie.other), tie.is_over)
        for tie in ties
    }
    assert len(said) == len(figures) + len(different)


def _rows(figures, ties):
    return {place.figure.id: place.row for place in layout(figures, ties).places}


def test_four_generations_stand_in_four_rows():
    people = [Figure(name, name, is_adult=name != "child") for name in ("great", "grand", "parent", "child")]
    ties = [
        Tie(1, "great", "grand", "parent"),
        Tie(2, "grand", "parent", "parent"),
        Tie(3, "parent", "child", "parent"),
    ]
    assert _rows(people, ties) == {"great": 0, "grand": 1, "parent": 2, "child": 3}


def test_somebody_with_three_partners_stands_beside_them_and_half_siblings_hang_apart():
    people = [Figure(name, name, is_adult=name < "k") for name in ("ada", "bo", "cy", "dee", "kit", "lou", "max")]
    ties = [
        Tie(1, "ada", "bo", "ex_partner"), Tie(2, "ada", "cy", "ex_partner"), Tie(3, "ada", "dee", "partner"),
        *(Tie(10 + n, "ada", child, "parent") for n, child in enumerate(("kit", "lou", "max"))),
        Tie(20, "bo", "kit", "parent"), Tie(21, "cy", "lou", "parent"), Tie(22, "dee", "max", "parent"),
    ]  # fmt: skip
    plan = layout(people, ties)
    assert _rows(people, ties) == {"ada": 0, "bo": 0, "cy": 0, "dee": 0, "kit": 1, "lou": 1, "max": 1}
    broods = [route.line for route in plan.routes if route.line.kind == "parent"]
    assert sorted((line.feet, line.heads, line.couple) for line in broods) == [
        (("ada", "bo"), ("kit",), "ex_partner"),
        (("ada", "cy"), ("lou",), "ex_partner"),
        (("ada", "dee"), ("max",), "partner"),
    ]


def _row(figures, ties, row):
    return [
        place.figure.id for place in sorted(layout(figures, ties).places, key=lambda place: place.x) if place.row == row
    ]


def test_in_a_second_marriage_each_couple_stands_side_by_side_though_both_are_step_parents():
    born = {
        "bert": 1982,
        "cedric": 1985,
        "dora": 1986,
        "martha": 1987,
        "kit": 2011,
        "lou": 2015,
        "max": 2015,
        "nell": 2017,
    }
    people = [Figure(name, name, born=date(year, 1, 1), is_adult=year < 2000) for name, year in born.items()]
    people.append(Figure("baby", "baby", is_expected=True))
    ties = [
        Tie(1, "martha", "bert", "ex_partner", is_over=True), Tie(2, "cedric", "dora", "ex_partner", is_over=True),
        Tie(3, "martha", "cedric", "partner"),
        *(Tie(10 + n, "martha", child, "parent") for n, child in enumerate(("kit", "lou", "max", "baby"))),
        *(Tie(20 + n, "bert", child, "parent") for n, child in enumerate(("kit", "lou", "max"))),
        Tie(30, "cedric", "baby", "parent"), Tie(31, "cedric", "nell", "parent"), Tie(32, "dora", "nell", "parent"),
        *(Tie(40 + n, "cedric", child, "step_parent") for n, child in enumerate(("kit", "lou", "max"))),
        Tie(50, "martha", "nell", "step_parent"),
    ]  # fmt: skip
    assert _row(people, ties, 0) == ["bert", "martha", "cedric", "dora"]
    assert _row(people, ties, 1) == ["kit", "lou", "max", "baby", "nell"]


def test_of_three_partners_the_one_of_today_stands_beside():
    people = [
        Figure(name, name, born=date(year, 1, 1)) for name, year in (("a", 1970), ("b", 1971), ("c", 1972), ("d", 1973))
    ]
    ties = [
        Tie(1, "d", "a", "ex_partner", is_over=True), Tie(2, "d", "b", "ex_partner", is_over=True), Tie(3, "d", "c", "partner"),
    ]  # fmt: skip
    row = _row(people, ties, 0)
    assert abs(row.index("d") - row.index("c")) == 1


def test_a_step_parent_of_whom_no_partner_is_known_stands_with_the_childs_parent():
    people = [Figure("ma", "Ma", is_adult=True), Figure("step", "Step", is_adult=True), Figure("kit", "Kit")]
    people += [Figure(name, name, is_adult=True) for name in ("aunt", "uncle")]
    ties = [Tie(1, "ma", "kit", "parent"), Tie(2, "step", "kit", "step_parent"), Tie(3, "aunt", "uncle", "partner")]
    row = _row(people, ties, 0)
    assert abs(row.index("ma") - row.index("step")) == 1


def test_a_circle_of_parents_is_drawn_and_breaks_nothing():
    people = [Figure(name, name) for name in "abc"]
    ties = [Tie(1, "a", "b", "parent"), Tie(2, "b", "c", "parent"), Tie(3, "c", "a", "parent")]
    assert {tuple(route.line.ties) for route in layout(people, ties).routes} == {(1,), (2,), (3,)}


def test_a_grandparent_without_the_parent_between_stands_two_rows_up():
    people = [Figure("gran", "Gran", is_adult=True), Figure("kit", "Kit")]
    assert _rows(people, [Tie(1, "gran", "kit", "grandparent")])["gran"] == 0


def test_symbols_follow_the_convention():
    people = [
        Figure("a", "Ada", "female", 36), Figure("b", "Bo", "male", 40), Figure("c", "Cy", "other", 12),
        Figure("d", "Dee", "unknown"), Figure("e", "Expected", is_expected=True), Figure("f", "Fen", "male", is_dead=True),
    ]  # fmt: skip
    root = fromstring(draw(people, [], title="Genogram", says="Six people"))
    shapes = [
        [part.tag.removeprefix(SVG) for part in group][:2] for group in root.findall(f"{SVG}g[@class='tf-person']")
    ]
    assert shapes == [
        ["circle", "text"], ["rect", "text"], ["polygon", "text"], ["polygon", "text"], ["polygon", "text"], ["rect", "path"],
    ]  # fmt: skip
    assert root.find(f"{SVG}title").text == "Genogram"


@pytest.mark.parametrize("forbidden", ["style=", "<script", "href", "p-secret-id"])
def test_a_strict_policy_lets_it_be_and_ids_stay_out(forbidden):
    people = [Figure("p-secret-id", "<script>alert(1)</script> & Co", is_home=True), Figure("b", "Kit")]
    drawn = draw(people, [Tie(1, "p-secret-id", "b", "parent")], title="A", says="B")
    assert forbidden not in drawn


def test_twelve_children_and_more_are_drawn():
    people = [Figure("m", "Ma", is_adult=True)] + [Figure(f"c{n:02}", f"Kid {n}", age=n) for n in range(15)]
    plan = layout(people, [Tie(n, "m", f"c{n:02}", "parent") for n in range(15)])
    assert len({place.x for place in plan.places if place.row == 1}) == 15
    mother = next(place for place in plan.places if place.figure.id == "m")
    middle = sorted(place.x for place in plan.places if place.row == 1)[7]
    assert abs(mother.x - middle) <= 2, "she stands over the middle of them"
