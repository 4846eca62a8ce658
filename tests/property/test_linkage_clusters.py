"""What holds of clusters whatever the pairs are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkfamily.engine.linkage.cluster import Facts, best_first, conflict
from thinkfamily.engine.linkage.graph import components

SIZE = 6
FORBIDDEN = ("", "a person decided they are not the same", "an adopted child's identities are never joined")
NODES = st.integers(0, SIZE - 1)
PAIRS = st.lists(st.tuples(NODES, NODES).filter(lambda two: two[0] != two[1]), max_size=18)


def slow_components(size: int, edges: list[tuple[int, int]]) -> list[int]:
    """The lowest node of each node's component, by relabelling."""
    label = list(range(size))
    for one, other in edges:
        low, high = sorted((label[one], label[other]))
        label = [low if each == high else each for each in label]
    return label


@given(
    st.integers(1, 60).flatmap(
        lambda size: st.tuples(
            st.just(size), st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=80)
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_components_are_those_of_a_slow_union_find(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    size, edges = drawn
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    assert components(size, ends[:, 0], ends[:, 1]).tolist() == slow_components(size, edges)


def test_a_long_chain_is_one_component_in_whatever_order_it_comes() -> None:
    order = np.random.default_rng(1).permutation(5_000).astype(np.int64)
    assert not components(5_000, order[:-1], order[1:]).any()


def texts(*values: str) -> st.SearchStrategy[frozenset[str]]:
    """None, one or two of the values."""
    several = [(), *((value,) for value in values), *combinations(values, 2)]
    return st.sampled_from([frozenset(some) for some in several])


@st.composite
def everybody(draw: st.DrawFn) -> dict[int, Facts]:
    """Facts of a few groups, with values few enough to agree and to clash; nobody is apart from itself."""
    facts = {}
    for group in range(SIZE):
        facts[group] = Facts(
            frozenset({group}),
            firsts=draw(texts("callum", "connor", "daniel")),
            lasts=draw(texts("testling", "sampleton")),
            births=draw(texts("19840506", "20121119", "19840507")),
            sexes=draw(texts("male", "female")),
            nhs_numbers=draw(texts("9990000018", "9995736993")),
            homes=draw(texts("h1", "h2")),
            feeds=draw(texts("a", "b")),
            is_adopted=draw(st.integers(0, 9)) == 0,
            not_same=draw(
                st.sampled_from([frozenset(), frozenset({(group + 1) % SIZE}), frozenset({(group + 3) % SIZE})])
            ),
        )
    return facts


def clusters(roots: dict[int, int]) -> set[frozenset[int]]:
    return {frozenset(group for group, root in roots.items() if root == one) for one in set(roots.values())}


@given(everybody(), PAIRS)
@settings(max_examples=60, deadline=None)
def test_what_a_human_parted_is_never_joined_by_evidence(facts: dict[int, Facts], pairs: list[tuple[int, int]]) -> None:
    roots, refused = best_first(facts, [(one, other, False) for one, other in pairs])
    assert len(refused) == len(pairs)
    for group, root in roots.items():
        assert root <= group
        assert all(roots[other] != root for other in facts[group].not_same)


@given(everybody(), PAIRS)
@settings(max_examples=60, deadline=None)
def test_a_pair_is_refused_exactly_where_two_people_are_left(
    facts: dict[int, Facts], pairs: list[tuple[int, int]]
) -> None:
    roots, refused = best_first(facts, [(one, other, False) for one, other in pairs])
    for (one, other), why_not in zip(pairs, refused, strict=True):
        # Once refused, a pair can still come together by way of a third; once linked, it stays so.
        assert why_not or roots[one] == roots[other]


@given(everybody(), PAIRS, PAIRS)
@settings(max_examples=60, deadline=None)
def test_what_humans_joined_stays_joined_unless_it_is_forbidden(
    facts: dict[int, Facts], said: list[tuple[int, int]], pairs: list[tuple[int, int]]
) -> None:
    """Only another human's word and an adoption stand in the way of "same", and these stand in the way always."""
    in_order = [(one, other, True) for one, other in said] + [(one, other, False) for one, other in pairs]
    roots, refused = best_first(facts, in_order)
    for (one, other), why_not in zip(said, refused[: len(said)], strict=True):
        assert why_not or roots[one] == roots[other]
        assert why_not in FORBIDDEN
    for group, root in roots.items():
        assert all(roots[other] != root for other in facts[group].not_same)


@given(everybody(), PAIRS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_answer_depends_on_the_order_of_the_pairs_and_on_no_other(
    facts: dict[int, Facts], pairs: list[tuple[int, int]], chance: object
) -> None:
    """Neither the order in which facts are given nor which end of a pair is named first matters."""
    groups = list(facts)
    chance.shuffle(groups)  # type: ignore[attr-defined]
    plain = best_first(facts, [(one, other, False) for one, other in pairs])
    turned = best_first({group: facts[group] for group in groups}, [(other, one, False) for one, other in pairs])
    assert clusters(plain[0]) == clusters(turned[0])
    assert plain == (turned[0], turned[1])


@given(everybody())
@settings(max_examples=60, deadline=None)
def test_a_conflict_is_the_same_from_either_side(facts: dict[int, Facts]) -> None:
    for one in range(SIZE):
        for other in range(one):
            assert conflict(facts[one], facts[other]) == conflict(facts[other], facts[one])
