"""What a worker says of who is in a family stands above every record, in this run and in every later one."""

from __future__ import annotations

from tests.spec.families.drawing import build, draw_area, families

PEOPLE = """
    who  | age | name
    mum  | 36  | okoro
    kid  | 9   | okoro
    man  | 38  | okoro
"""
ONE_HOME = """
    who | feed      | home
    mum | housing   | H1
    kid | education | H1
    man | housing   | H1
"""
PARENT = """
    who | is     | of  | lives_with
    mum | parent | kid | yes
"""
HANDED = """
    family | who | is
    F      | mum | adult
    F      | kid | child
    F      | man | adult
"""


def test_records_alone_hold_a_man_of_the_same_name_and_home_to_be_of_the_family() -> None:
    assert families(PEOPLE, ONE_HOME, PARENT) == ["kid man mum"]


def test_whom_a_worker_says_to_be_out_is_out() -> None:
    words = """
        family | who | says | from
        F      | man | out  | 2026-01-01
    """
    assert families(PEOPLE, ONE_HOME, PARENT, handed=HANDED, words=words) == ["kid mum"]


def test_a_word_that_holds_from_a_later_day_is_not_heard_yet() -> None:
    words = """
        family | who | says | from
        F      | man | out  | 2026-10-01
    """
    assert families(PEOPLE, ONE_HOME, PARENT, handed=HANDED, words=words) == ["kid man mum"]


def test_a_parent_living_elsewhere_whom_a_worker_says_to_be_out_is_no_member_at_all() -> None:
    ties = """
        who | is     | of  | lives_with
        mum | parent | kid | yes
        man | parent | kid | no
    """
    homes = ONE_HOME.replace("man | housing   | H1", "man | housing   | H2")
    assert families(PEOPLE, homes, ties) == ["kid mum elsewhere: man"]
    words = """
        family | who | says | from
        F      | man | out  | 2026-01-01
    """
    assert families(PEOPLE, homes, ties, handed=HANDED, words=words) == ["kid mum"]


def test_whom_a_worker_says_to_be_in_lives_with_the_family_if_of_no_other() -> None:
    homes = ONE_HOME.replace("man | housing   | H1", "man | housing   | H2")
    words = """
        family | who | says | from
        F      | man | in   | 2026-01-01
    """
    assert families(PEOPLE, homes, PARENT) == ["kid mum"]
    assert families(PEOPLE, homes, PARENT, handed=HANDED, words=words) == ["kid man mum"]


def test_it_says_that_a_worker_said_so_and_when() -> None:
    homes = ONE_HOME.replace("man | housing   | H1", "man | housing   | H2")
    words = """
        family | who | says | from
        F      | man | in   | 2026-01-09
    """
    store = draw_area(PEOPLE, homes, PARENT, handed=HANDED, words=words)
    build(store)
    found = store.rows("select known_by, from_on::varchar from family_member where person_id = 'man'")
    assert found == [("a worker said so on 9 January 2026", "2026-01-09")]


OTHER_FAMILY = """
    who  | age | name
    mum  | 36  | okoro
    kid  | 9   | okoro
    man  | 38  | hale
    girl | 5   | hale
"""
TWO_HOMES = """
    who  | feed      | home
    mum  | housing   | H1
    kid  | education | H1
    man  | housing   | H2
    girl | education | H2
"""
TWO_PARENTS = """
    who | is     | of   | lives_with
    mum | parent | kid  | yes
    man | parent | girl | yes
"""


def test_an_adult_of_another_family_becomes_a_member_living_elsewhere() -> None:
    words = """
        family | who | says | from
        F      | man | in   | 2026-01-01
    """
    assert families(OTHER_FAMILY, TWO_HOMES, TWO_PARENTS, handed=HANDED, words=words) == [
        "girl man",
        "kid mum elsewhere: man",
    ]


def test_a_child_of_another_family_is_of_both_homes() -> None:
    words = """
        family | who  | says | from
        F      | girl | in   | 2026-01-01
    """
    assert families(OTHER_FAMILY, TWO_HOMES, TWO_PARENTS, handed=HANDED, words=words) == [
        "girl kid mum elsewhere: man",
        "girl man",
    ]


def test_who_leaves_one_family_and_joins_another_lives_in_that_one() -> None:
    handed = HANDED + "    G      | girl | child\n"
    words = """
        family | who | says | from
        F      | man | in   | 2026-01-01
        G      | man | out  | 2026-01-01
    """
    found = families(OTHER_FAMILY, TWO_HOMES, TWO_PARENTS, handed=handed, words=words)
    assert found == ["girl", "kid man mum"]


def test_a_family_is_known_again_by_its_children_whoever_else_has_left() -> None:
    store = draw_area(OTHER_FAMILY, TWO_HOMES, TWO_PARENTS, handed=HANDED)
    build(store)
    found = store.rows("""
        select handle, person_id from known_family join family_member using (family_id) order by 2
    """)
    assert found == [("F", "kid"), ("F", "mum")]
