"""Each rule by which two clusters cannot be one person, and what outweighs it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from thinkfamily.engine.linkage.cluster import Facts, best_first, conflict


def texts(*values: str) -> frozenset[str]:
    return frozenset(values)


def person(number: int, **said: frozenset[str] | frozenset[int] | bool) -> Facts:
    """A man born in 1984 at home h1, known to one agency; what is ``said`` replaces a fact."""
    plain = Facts(
        frozenset({number}),
        firsts=texts("callum"),
        lasts=texts("testling"),
        births=texts("19840506"),
        sexes=texts("male"),
        homes=texts("h1"),
        feeds=texts(f"feed{number}"),
    )
    return replace(plain, **said)


ONE = person(1)


def test_who_agrees_on_everything_is_one() -> None:
    assert conflict(ONE, person(2)) == ""


def test_who_says_nothing_contradicts_nothing() -> None:
    assert conflict(ONE, Facts(frozenset({2}))) == ""


# A human's word


def test_a_human_keeps_two_apart_whatever_agrees() -> None:
    assert conflict(person(1, not_same=frozenset({2})), person(2)) == "a person decided they are not the same"
    assert conflict(ONE, person(2, not_same=frozenset({1}))) == "a person decided they are not the same"


def test_a_human_s_word_about_others_says_nothing_here() -> None:
    assert conflict(person(1, not_same=frozenset({3})), person(2)) == ""


# Adoption


@pytest.mark.parametrize(
    "said",
    [
        {"lasts": texts("sampleton")},
        {"firsts": texts("calum")},
        {"births": texts("19840505")},
        {"births": texts()},
        {"firsts": texts("callum", "leo")},
    ],
)
def test_an_adopted_child_is_joined_only_where_nothing_at_all_differs(said: dict[str, frozenset[str]]) -> None:
    assert conflict(person(1, is_adopted=True), person(2, **said)) == "an adopted child's identities are never joined"
    assert conflict(ONE, person(2, is_adopted=True, **said)) == "an adopted child's identities are never joined"


def test_two_records_of_an_adopted_child_under_one_name_are_one() -> None:
    assert conflict(person(1, is_adopted=True), person(2, is_adopted=True)) == ""


# First names


def test_twins_have_different_first_names() -> None:
    assert conflict(ONE, person(2, firsts=texts("connor"), feeds=texts("feed1"))) == "different first names"


def test_a_name_in_two_forms_at_one_home_is_one_where_no_agency_knows_both() -> None:
    assert conflict(ONE, person(2, firsts=texts("kal"))) == ""


def test_different_first_names_at_two_homes_are_two() -> None:
    other = person(2, firsts=texts("connor"), homes=texts("h2"))
    assert conflict(ONE, other) == "different first names"


def test_different_first_names_without_a_birth_date_are_two() -> None:
    assert conflict(ONE, person(2, firsts=texts("connor"), births=texts())) == "different first names"


def test_first_and_last_name_in_each_others_boxes_are_no_difference() -> None:
    assert conflict(ONE, person(2, firsts=texts("testling"), lasts=texts("callum"))) == ""


def test_an_agreeing_number_outweighs_a_first_name_that_is_akin_only() -> None:
    """Marta and Marcia: not alike enough alone, and twins whom one agency knows."""
    marta = person(1, firsts=texts("marta"), ninos=texts("QQ123456A"))
    marcia = person(2, firsts=texts("marcia"), ninos=texts("QQ123456A"), feeds=texts("feed1"))
    assert conflict(marta, marcia) == ""
    assert conflict(marta, replace(marcia, ninos=texts())) == "different first names"
    assert conflict(marta, replace(marcia, firsts=texts("zuri"))) == "different first names"


# Birth dates


def test_a_son_named_for_his_father_was_born_a_generation_later() -> None:
    assert conflict(ONE, person(2, births=texts("20121119"))) == "different dates of birth"


@pytest.mark.parametrize("born", ["19840507", "19840605", "19840606", "19850506", "19840526"])
def test_a_slip_in_a_birth_date_is_no_difference(born: str) -> None:
    assert conflict(ONE, person(2, births=texts(born))) == ""


def test_birth_dates_a_few_years_apart_are_one_only_at_one_home() -> None:
    assert conflict(ONE, person(2, births=texts("19870920"))) == ""
    assert conflict(ONE, person(2, births=texts("19870920"), homes=texts("h2"))) == "different dates of birth"


def test_birth_dates_a_few_years_apart_are_brothers_under_like_names() -> None:
    assert conflict(ONE, person(2, firsts=texts("calum"), births=texts("19870920"))) == "different dates of birth"


def test_an_agreeing_number_and_a_like_first_name_outweigh_the_birth_date() -> None:
    one, other = (person(n, nhs_numbers=texts("9990000018")) for n in (1, 2))
    assert conflict(one, replace(other, births=texts("19700101"))) == ""


# Numbers


@pytest.mark.parametrize(
    ("kind", "ours", "theirs"),
    [
        ("nhs_numbers", "9990000018", "9995736993"),
        ("ninos", "QQ123456A", "QQ987643B"),
        ("upns", "K999008345151", "Y999594300171"),
    ],
)
def test_numbers_that_differ_are_two_people_at_two_homes(kind: str, ours: str, theirs: str) -> None:
    one = person(1, **{kind: texts(ours)})
    other = person(2, **{kind: texts(theirs)}, homes=texts("h2"))
    assert conflict(one, other) == "different identifiers"


def test_numbers_that_differ_are_one_person_where_name_birth_and_home_agree() -> None:
    assert conflict(person(1, ninos=texts("QQ123456A")), person(2, ninos=texts("QQ987643B"))) == ""


def test_a_slip_in_a_number_is_no_difference() -> None:
    one = person(1, nhs_numbers=texts("9990000018"))
    assert conflict(one, person(2, nhs_numbers=texts("9990000081"), homes=texts("h2"))) == ""


def test_one_number_that_agrees_outweighs_another_that_differs() -> None:
    one = person(1, nhs_numbers=texts("9990000018"), ninos=texts("QQ123456A"))
    other = person(2, nhs_numbers=texts("9990000018"), ninos=texts("QQ987643B"), homes=texts("h2"))
    assert conflict(one, other) == ""


# Sex


def test_a_brother_and_sister_with_like_names_are_two() -> None:
    one = person(1, firsts=texts("daniel"))
    assert conflict(one, person(2, firsts=texts("danielle"), sexes=texts("female"))) == "different sex and first name"


def test_one_name_with_another_sex_is_a_slip() -> None:
    assert conflict(ONE, person(2, sexes=texts("female"))) == ""


def test_it_does_not_matter_which_is_named_first() -> None:
    others = [
        person(2, firsts=texts("connor"), feeds=texts("feed1")),
        person(2, births=texts("20121119")),
        person(2, ninos=texts("QQ987643B"), homes=texts("h2")),
        person(2, firsts=texts("testling"), lasts=texts("callum")),
        person(2, is_adopted=True, lasts=texts("sampleton")),
    ]
    one = person(1, ninos=texts("QQ123456A"))
    for other in others:
        assert conflict(one, other) == conflict(other, one)


# Best first


def test_a_chain_that_no_pair_shows_is_caught() -> None:
    """A and C differ; B, without birth date, fits either: the better pair has it."""
    facts = {1: person(1), 2: person(2, births=texts()), 3: person(3, births=texts("20121119"))}
    roots, refused = best_first(facts, [(1, 2, False), (2, 3, False)])
    assert roots == {1: 1, 2: 1, 3: 3}
    assert refused == ["", "different dates of birth"]
    roots, refused = best_first(facts, [(2, 3, False), (1, 2, False)])
    assert roots == {1: 1, 2: 2, 3: 2}
    assert refused == ["", "different dates of birth"]


def test_a_human_joins_what_the_facts_contradict() -> None:
    facts = {1: person(1), 2: person(2, births=texts("20121119"))}
    assert best_first(facts, [(1, 2, True)]) == ({1: 1, 2: 1}, [""])


def test_a_pair_within_one_person_is_not_refused() -> None:
    facts = {n: person(n) for n in (1, 2, 3)}
    assert best_first(facts, [(1, 2, False), (2, 3, False), (1, 3, False)]) == ({1: 1, 2: 1, 3: 1}, ["", "", ""])


def test_a_joined_cluster_knows_what_each_part_said() -> None:
    both = person(1, not_same=frozenset({9})).joined_with(person(2, lasts=texts("sampleton"), is_adopted=True))
    assert both.lasts == texts("testling", "sampleton")
    assert both.groups == frozenset({1, 2})
    assert both.is_adopted
    assert both.not_same == frozenset({9})
