"""Two homes, a parent elsewhere, placements, custody, refuge: who is of the family without living in it."""

from __future__ import annotations

from tests.spec.families.drawing import build, draw_area, families, told_families

PARENTS_APART = """
    who | age | name
    mum | 36  | okoro
    dad | 38  | hale
    kid | 9   | okoro
"""


def test_a_parent_at_another_address_lives_elsewhere() -> None:
    assert families(
        people=PARENTS_APART,
        records="""
            who | feed      | home
            mum | housing   | H1
            dad | housing   | H2
            kid | education | H1
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | kid | unknown
            dad | parent | kid | unknown
        """,
    ) == ["kid mum elsewhere: dad"]


def test_a_parent_stated_not_to_live_with_the_child_lives_elsewhere_though_the_address_is_old() -> None:
    assert families(
        people=PARENTS_APART,
        records="""
            who | feed      | home
            mum | housing   | H1
            dad | police    | H1
            kid | education | H1
        """,
        ties="""
            who | is         | of  | lives_with
            mum | parent     | kid | yes
            dad | parent     | kid | no
            dad | ex_partner | mum | -
        """,
    )[0].startswith("kid mum")


def test_a_child_of_two_homes_is_of_two_families() -> None:
    assert families(
        people="""
            who  | age | name
            mum  | 36  | okoro
            dad  | 38  | hale
            kid  | 9   | okoro
            half | 3   | hale
            new  | 31  | ford
        """,
        records="""
            who  | feed      | home | from
            mum  | housing   | H1   | 2019-05-01
            dad  | housing   | H2   | 2023-02-01
            dad  | health    | H2   | -
            new  | housing   | H2   | 2023-02-01
            half | health    | H2   | -
            kid  | education | H1   | -
            kid  | health    | H2   | -
        """,
        ties="""
            who | is     | of   | lives_with
            mum | parent | kid  | yes
            dad | parent | kid  | yes
            dad | parent | half | yes
            new | parent | half | yes
        """,
    ) == ["dad half kid new elsewhere: mum", "kid mum elsewhere: dad"]


def test_a_child_in_a_foster_home_is_away_and_of_its_parents_family() -> None:
    assert families(
        people="""
            who  | age | name
            mum  | 36  | okoro
            sis  | 12  | okoro
            kid  | 9   | okoro
            fos  | 50  | quill
            own  | 14  | quill
        """,
        records="""
            who | feed                  | home
            mum | housing               | H1
            sis | education             | H1
            kid | education             | H9
            kid | childrens_social_care | H9
            fos | childrens_social_care | H9
            own | education             | H9
        """,
        ties="""
            who | is           | of  | lives_with | feed
            mum | parent       | sis | yes        | education
            mum | parent       | kid | no         | childrens_social_care
            fos | foster_carer | kid | yes        | childrens_social_care
            fos | parent       | own | yes        | education
        """,
        events="""
            who | event               | from       | feed
            kid | looked_after_foster | 2026-02-01 | childrens_social_care
        """,
    ) == ["fos own", "mum sis away: kid"]


def test_a_placement_forms_no_family() -> None:
    """Nobody of its own is known of this child: it is a family of its own, and the row says so."""
    store = draw_area(
        people="""
            who | age | name
            kid | 9   | okoro
            fos | 50  | quill
        """,
        records="""
            who | feed                  | home
            kid | childrens_social_care | H9
            fos | housing               | H9
        """,
        ties="""
            who | is           | of  | lives_with | feed
            fos | foster_carer | kid | yes        | childrens_social_care
        """,
        events="""
            who | event               | from       | feed
            kid | looked_after_foster | 2026-02-01 | childrens_social_care
        """,
    )
    build(store)
    assert told_families(store) == [" away: kid"]
    assert "no adult of this child was found" in store.value("select known_by from family_member")


def test_a_father_in_custody_is_away() -> None:
    assert families(
        people=PARENTS_APART,
        records="""
            who | feed      | home
            mum | housing   | H1
            dad | probation | H7
            dad | housing   | H1
            kid | education | H1
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | kid | yes
            dad | parent | kid | unknown
        """,
        events="""
            who | event         | from       | feed
            dad | adult_custody | 2026-05-01 | probation
        """,
    ) == ["kid mum away: dad"]


def test_a_finished_absence_is_none() -> None:
    assert families(
        people="""
            who | age | name
            mum | 36  | okoro
            kid | 9   | okoro
        """,
        records="""
            who | feed      | home
            mum | housing   | H1
            kid | education | H1
        """,
        ties="""
            who | is     | of
            mum | parent | kid
        """,
        events="""
            who | event                     | from       | until      | feed
            kid | looked_after_residential  | 2025-02-01 | 2026-09-30 | childrens_social_care
        """,
    ) == ["kid mum"]


def test_a_mother_and_child_in_a_refuge_are_away_together_and_join_nobody_there() -> None:
    assert families(
        people="""
            who | age | name
            mum | 30  | marsh
            kid | 4   | marsh
            eve | 41  | quill
            boy | 8   | quill
        """,
        records="""
            who | feed      | home | restriction
            mum | voluntary | H1   | safe_address
            kid | education | H1   | safe_address
            eve | voluntary | H1   | safe_address
            boy | education | H1   | safe_address
        """,
        ties="""
            who | is     | of
            mum | parent | kid
            eve | parent | boy
        """,
        events="""
            who | event       | from       | feed
            mum | refuge_stay | 2026-08-01 | voluntary
            kid | refuge_stay | 2026-08-01 | voluntary
        """,
    ) == [" away: kid mum", "boy eve"]


def test_a_restricted_address_shows_in_no_table() -> None:
    store = draw_area(
        people="""
            who | age | name
            mum | 30  | marsh
            kid | 4   | marsh
        """,
        records="""
            who | feed      | home | restriction  | area
            mum | housing   | H1   | safe_address | W07
            kid | education | H1   | safe_address | W07
        """,
        ties="""
            who | is     | of
            mum | parent | kid
        """,
    )
    build(store)
    assert told_families(store) == ["kid mum"]
    assert store.rows("select property_id, area from family_detail") == [(None, None)]
    kinds = store.rows("select person_id, property_id, kind from household order by person_id")
    assert [kind for _, _, kind in kinds] == ["restricted", "restricted"]
    assert len({property_id for _, property_id, _ in kinds}) == 2


def test_a_long_hospital_stay_is_an_absence_and_a_short_one_is_not() -> None:
    people = """
        who | age | name
        mum | 36  | okoro
        kid | 9   | okoro
    """
    records = """
        who | feed      | home
        mum | housing   | H1
        kid | education | H1
    """
    ties = """
        who | is     | of
        mum | parent | kid
    """
    stay = "who | event | from | days\n kid | hospital_admission | 2026-09-01 | {}"
    assert families(people, records, ties, stay.format(60)) == ["mum away: kid"]
    assert families(people, records, ties, stay.format(3)) == ["kid mum"]
