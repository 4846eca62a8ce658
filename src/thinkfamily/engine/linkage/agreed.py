"""The two passes that need no model: agreed identifiers, and exact agreement on the person block."""

from __future__ import annotations

from thinkfamily.engine.linkage.likeness import DOB_LIKE, FIRST_LIKE, LAST_LIKE
from thinkfamily.engine.store import Store

IDENTIFIERS = ("nhs_number", "upn", "nino")

# An identifier may be mistyped, shared or recycled, so it never links alone: two of first name, last name and birth
# date must agree with it, the first name among them where both records hold one.
_NAME_OR_BIRTH = f"""(
    (l.first is null or r.first is null or {FIRST_LIKE})
    and (l.sex is null or r.sex is null or l.sex = r.sex or l.first = r.first)
    and ({LAST_LIKE})::int + (l.first is not null and r.first is not null)::int + coalesce({DOB_LIKE}, false)::int >= 2
    and (coalesce({DOB_LIKE}, true))
)"""

_NO_OTHER_NUMBER = " and ".join(f"coalesce(l.{name} = r.{name}, true)" for name in IDENTIFIERS)


def agree_on_identifiers(store: Store) -> None:
    """Make `identifier_pair`, one row per pair of records that share an identifier and agree on name or birth.

    Reads:   comparable.
    Writes:  identifier_pair (record_no_l, record_no_r), the lower number on the left.
    Source:  decision 0005; values shared by more than a dozen records were dropped when the records were made comparable.
    """
    same = " union ".join(
        f"""select l.record_no as record_no_l, r.record_no as record_no_r
        from comparable l join comparable r on l.{name} = r.{name} and l.record_no < r.record_no
        where not l.is_adopted and not r.is_adopted and {_NAME_OR_BIRTH}"""
        for name in IDENTIFIERS
    )
    store.make("identifier_pair", f"select * from ({same}) order by all")


def agree_exactly(store: Store) -> None:
    """Make `exact_pair`, one row per record and the first record with the same person block.

    The block is first name, last name, date of birth and home; where the home is not known, the postcode.
    Records whose identifiers contradict one another stay for the model.

    Reads:   comparable.
    Writes:  exact_pair (record_no_l, record_no_r), the lower number on the left.
    """
    store.make(
        "exact_pair",
        f"""
        with placed as (
            select record_no, first, last, dob, unnest(list_distinct([coalesce(property_id, postcode_key), postcode_key])) as place
            from comparable where first is not null and last is not null and dob is not null and not is_adopted
        ), blocked as (
            select first, last, dob, place, min(record_no) as lead from placed
            where place is not null group by all having count(*) > 1
        ), paired as (
            select distinct lead, record_no from placed join blocked using (first, last, dob, place) where record_no > lead
        )
        select lead as record_no_l, p.record_no as record_no_r
        from paired p join comparable l on l.record_no = p.lead join comparable r on r.record_no = p.record_no
        where (l.sex is null or r.sex is null or l.sex = r.sex) and {_NO_OTHER_NUMBER}
        order by all
        """,
    )
