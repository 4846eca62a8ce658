"""People who are easily confused with one another, and people who look like two."""

from __future__ import annotations

from collections.abc import Callable

People = Callable[..., set[frozenset[str]]]


def groups(*ids: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in ids}


def test_twins_stay_two_though_all_but_the_first_name_agrees(people: People) -> None:
    """Twins share last name, birth date, home and sex."""
    assert people("""
        feed      | record_id | first_name | last_name | date_of_birth | sex  | address       | postcode
        education | e1        | Callum     | Testling  | 2014-03-02    | male | 4 Sample Road | XX1 1AA
        education | e2        | Connor     | Testling  | 2014-03-02    | male | 4 Sample Road | XX1 1AA
        health    | h1        | Callum     | Testling  | 2014-03-02    | male | 4 Sample Road | XX1 1AA
        health    | h2        | Connor     | Testling  | 2014-03-02    | male | 4 Sample Road | XX1 1AA
    """) == groups("e1 h1", "e2 h2")


def test_twins_given_one_nhs_number_stay_two(people: People) -> None:
    """A clerk copied the first twin's number on to the second: an identifier alone never links."""
    assert people("""
        feed      | record_id | first_name | last_name | date_of_birth | sex    | address       | postcode | nhs_number
        education | e1        | Amara      | Testling  | 2014-03-02    | female | 4 Sample Road | XX1 1AA  | 9990000018
        health    | h1        | Amara      | Testling  | 2014-03-02    | female | 4 Sample Road | XX1 1AA  | 9990000018
        health    | h2        | Zuri       | Testling  | 2014-03-02    | female | 4 Sample Road | XX1 1AA  | 9990000018
    """) == groups("e1 h1", "h2")


def test_a_son_named_for_his_father_is_not_his_father(people: People) -> None:
    """Same name, same home; a generation between their births."""
    assert people("""
        feed    | record_id | first_name | last_name | date_of_birth | sex  | address       | postcode
        dwp     | d1        | Winston    | Testling  | 1984-05-06    | male | 4 Sample Road | XX1 1AA
        health  | h1        | Winston    | Testling  | 1984-05-06    | male | 4 Sample Road | XX1 1AA
        health  | h2        | Winston    | Testling  | 2012-11-19    | male | 4 Sample Road | XX1 1AA
        housing | o2        | Winston    | Testling  | 2012-11-19    | male | 4 Sample Road | XX1 1AA
    """) == groups("d1 h1", "h2 o2")


def test_a_couple_with_the_same_initials_are_two(people: People) -> None:
    """Records that hold no birth date leave only the first name to tell them apart."""
    assert people("""
        feed     | record_id | first_name | last_name | date_of_birth | sex    | address       | postcode
        health   | h1        | John       | Testling  | 1984-05-06    | male   | 4 Sample Road | XX1 1AA
        health   | h2        | Jane       | Testling  | 1985-02-01    | female | 4 Sample Road | XX1 1AA
        revenues | r1        | John       | Testling  | -             | -      | 4 Sample Road | XX1 1AA
        revenues | r2        | Jane       | Testling  | -             | -      | 4 Sample Road | XX1 1AA
    """) == groups("h1 r1", "h2 r2")


def test_namesakes_born_on_one_day_in_two_homes_with_two_numbers_are_two(people: People) -> None:
    """Name and birth date agree; the trusted numbers do not."""
    assert people("""
        feed   | record_id | first_name | last_name | date_of_birth | sex    | address        | postcode | nino
        dwp    | d1        | Aisha      | Khan      | 1990-07-07    | female | 4 Sample Road  | XX1 1AA  | QQ123456A
        dwp    | d2        | Aisha      | Khan      | 1990-07-07    | female | 9 Example Lane | XX9 9ZZ  | QQ987643B
    """) == groups("d1", "d2")


def test_a_recycled_number_with_another_name_and_birth_date_does_not_link(people: People) -> None:
    """Numbers are given again."""
    assert people("""
        feed | record_id | first_name | last_name | date_of_birth | sex  | address        | postcode | nino
        dwp  | d1        | Peter      | Testling  | 1940-07-07    | male | 4 Sample Road  | XX1 1AA  | QQ123456A
        dwp  | d2        | Kofi       | Sampleton | 1999-01-30    | male | 9 Example Lane | XX9 9ZZ  | QQ123456A
    """) == groups("d1", "d2")


def test_a_changed_last_name_and_a_move_are_bridged_by_the_number(people: People) -> None:
    """The number agrees, and so do first name and birth date."""
    assert people("""
        feed   | record_id | first_name | last_name | date_of_birth | sex    | address        | postcode | nhs_number
        health | h1        | Maria      | Testling  | 1990-07-07    | female | 4 Sample Road  | XX1 1AA  | 9990000026
        csc    | c1        | Maria      | Sampleton | 1990-07-07    | female | 9 Example Lane | XX9 9ZZ  | 9990000026
    """) == groups("h1 c1")


def test_spellings_of_one_name_and_a_swapped_day_and_month_are_one(people: People) -> None:
    """Muhammad and Mohammed; 4 March and 3 April."""
    assert people("""
        feed      | record_id | first_name | last_name | date_of_birth | sex  | address        | postcode
        education | e1        | Muhammad   | Hussain   | 2012-03-04    | male | 4 Sample Road  | XX1 1AA
        health    | h1        | Mohammed   | Hussein   | 2012-04-03    | male | 4 Sample Rd    | XX11AA
    """) == groups("e1 h1")


def test_first_and_last_name_in_each_others_boxes_are_one(people: People) -> None:
    """A clerk swapped the boxes."""
    assert people("""
        feed      | record_id | first_name | last_name | date_of_birth | sex  | address       | postcode
        education | e1        | Kwame      | Mensah    | 2012-03-04    | male | 4 Sample Road | XX1 1AA
        police    | p1        | Mensah     | Kwame     | 2012-03-04    | male | 4 Sample Road | XX1 1AA
    """) == groups("e1 p1")


def test_an_adopted_childs_identities_are_never_joined(people: People) -> None:
    """One birth date, one first name, one number: and still two identities."""
    assert people("""
        feed   | record_id | first_name | last_name | date_of_birth | sex    | nhs_number | restriction
        csc    | before    | Ruby       | Testling  | 2019-07-07    | female | 9990000034 | -
        health | after     | Ruby       | Sampleton | 2019-07-07    | female | 9990000034 | adoption
    """) == groups("before", "after")


def test_a_restricted_address_joins_nobody(people: People) -> None:
    """Two records of one name at one restricted address share nothing that may be used."""
    assert people("""
        feed     | record_id | first_name | last_name | date_of_birth | sex    | address        | postcode | restriction
        housing  | o1        | Elena      | Testling  | -             | female | 7 Secret Close | XX7 7QQ  | safe_address
        revenues | r1        | Elena      | Testling  | -             | female | 7 Secret Close | XX7 7QQ  | safe_address
    """) == groups("o1", "r1")


def test_what_a_human_decided_outweighs_everything(people: People) -> None:
    """Same and not the same, against all evidence; the latest decision stands."""
    assert people(
        """
        feed   | record_id | first_name | last_name | date_of_birth | sex    | address       | postcode | nhs_number
        csc    | c1        | Maria      | Testling  | 1990-07-07    | female | 4 Sample Road | XX1 1AA  | 9990000026
        health | h1        | Maria      | Testling  | 1990-07-07    | female | 4 Sample Road | XX1 1AA  | 9990000026
        police | p1        | Masha      | Sampleton | -             | female | 1 Elsewhere   | XX5 5XX  | -
        """,
        """
        feed_l | record_id_l | feed_r | record_id_r | decision | by     | decided_on
        csc    | c1          | health | h1          | not_same | tester | 2026-01-02
        csc    | c1          | police | p1          | same     | tester | 2026-01-02
        """,
    ) == groups("c1 p1", "h1")


def test_two_that_a_human_parted_are_not_joined_through_a_third(people: People) -> None:
    """A is like B and B is like C; a person said that A is not C."""
    found = people(
        """
        feed   | record_id | first_name | last_name | date_of_birth | sex    | address       | postcode
        csc    | a         | Maria      | Testling  | 1990-07-07    | female | 4 Sample Road | XX1 1AA
        health | b         | Maria      | Testling  | 1990-07-07    | female | 4 Sample Road | XX1 1AA
        police | c         | Maria      | Testling  | 1990-07-07    | female | 4 Sample Road | XX1 1AA
        """,
        """
        feed_l | record_id_l | feed_r | record_id_r | decision | by     | decided_on
        csc    | a           | police | c           | not_same | tester | 2026-01-02
        """,
    )
    assert not any({"a", "c"} <= person for person in found)
    assert len(found) == 2


def test_a_record_that_fits_father_and_son_equally_well_waits_for_a_person(people: People) -> None:
    """Without a birth date nothing tells which of the two the tenancy's "Winston" is."""
    assert people("""
        feed    | record_id | first_name | last_name | date_of_birth | sex  | address       | postcode
        dwp     | d1        | Winston    | Testling  | 1984-05-06    | male | 4 Sample Road | XX1 1AA
        health  | h1        | Winston    | Testling  | 1984-05-06    | male | 4 Sample Road | XX1 1AA
        health  | h2        | Winston    | Testling  | 2012-11-19    | male | 4 Sample Road | XX1 1AA
        housing | o1        | Winston    | Testling  | -             | male | 4 Sample Road | XX1 1AA
    """) == groups("d1 h1", "h2", "o1")
