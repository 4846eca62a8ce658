"""From groups of records to people: the tables that linkage leaves behind."""

from __future__ import annotations

from datetime import date

from thinkfamily.engine.linkage.comparisons import COMPARISONS, level_sql, reasons_sql
from thinkfamily.engine.linkage.model import Model, weight_sql
from thinkfamily.engine.store import Store


def name_people(store: Store) -> None:
    """Make `person_record` and `person_detail`.

    A person's id is drawn from the first of its records by feed and record_id, so identical inputs give identical ids.

    Reads:   record, comparable, record_cluster (record_no, cluster_no).
    Writes:  person_record, one row per record; person_detail, one row per person.
    """
    store.make(
        "person_record",
        """
        select c.record_no, 'P' || left(md5(r.feed || '/' || r.record_id), 16) as person_id
        from record_cluster c join record r on r.record_no = c.cluster_no
        """,
    )

    columns = {"first_name": "c.first", "last_name": "c.last", "sex": "c.sex", "ethnicity": "r.ethnicity"}
    ends = ", ".join(f"min({value}) as low_{name}, max({value}) as high_{name}" for name, value in columns.items())
    store.run(f"""
        create or replace temp table person_said as
        select p.person_id, {ends}, min(r.died_on) as died_on, bool_or(c.is_adopted) as is_adopted,
            min(r.date_of_birth) as low_birth, max(r.date_of_birth) as high_birth
        from person_record p join record r using (record_no) join comparable c using (record_no) group by p.person_id
    """)

    def most_usual(name: str, value: str) -> str:
        """Among people whose records differ, the value that most of their records hold."""
        return f"""usual_{name} as (
            select person_id, first({name} order by records desc, {name}) as {name}
            from (select p.person_id, {value} as {name}, count(*) as records
                  from person_said s join person_record p using (person_id) join record r using (record_no)
                      join comparable c using (record_no)
                  where s.low_{name} <> s.high_{name} and {value} is not null group by all)
            group by person_id
        )"""

    # A birthday on 1 January is often a clerk's default: it counts only where no other is held.
    store.make(
        "person_detail",
        f"""
        with {", ".join(most_usual(name, value) for name, value in columns.items())},
        born as (
            select person_id, first(date_of_birth order by is_default, records desc, date_of_birth) as date_of_birth
            from (select p.person_id, r.date_of_birth, count(*) as records,
                      month(r.date_of_birth) = 1 and day(r.date_of_birth) = 1 as is_default
                  from person_said s join person_record p using (person_id) join record r using (record_no)
                  where s.low_birth <> s.high_birth and r.date_of_birth is not null group by all)
            group by person_id
        )
        select person_id, coalesce(b.date_of_birth, low_birth) as date_of_birth, died_on,
            coalesce(x.sex, low_sex, 'unknown') as sex, coalesce(f.first_name, low_first_name) as first_name,
            coalesce(l.last_name, low_last_name) as last_name, coalesce(e.ethnicity, low_ethnicity) as ethnicity, is_adopted
        from person_said left join born b using (person_id) left join usual_sex x using (person_id)
            left join usual_first_name f using (person_id) left join usual_last_name l using (person_id)
            left join usual_ethnicity e using (person_id)
        """,
    )
    store.drop("person_said")


def describe_people(store: Store, as_at: date) -> None:
    """Make `person`, one row per person, and `record_person`, one row per record.

    Reads:   record, person_record, person_detail, described_pair.
    """
    store.make(
        "person",
        f"""
        with counted as (
            select person_id, count(*) as records, count(distinct feed) as feeds
            from person_record join record using (record_no) group by person_id
        )
        select person_id, date_diff('year', date_of_birth, date '{as_at}')
                - (strftime(date_of_birth, '%m%d') > strftime(date '{as_at}', '%m%d'))::int < 18 as is_child,
            date_diff('year', date_of_birth, date '{as_at}')
                - (strftime(date_of_birth, '%m%d') > strftime(date '{as_at}', '%m%d'))::int as age,
            sex, coalesce(died_on <= date '{as_at}', false) as is_dead, records, feeds
        from person_detail join counted using (person_id)
        """,
    )
    store.make(
        "record_person",
        """
        with strongest as (
            select record_no, max({'strength': strength, 'weight_bits': weight_bits}) as best
            from (select unnest([record_no_l, record_no_r]) as record_no, weight_bits,
                      list_position(['model', 'exact', 'identifier', 'human'], pass) as strength
                  from described_pair where why_not = '')
            group by record_no
        )
        select r.feed, r.record_id, p.person_id,
            coalesce(['model', 'exact', 'identifier', 'human'][b.best.strength], 'alone') as linked_by, b.best.weight_bits
        from record r join person_record p using (record_no) left join strongest b using (record_no)
        """,
    )


def write_links(store: Store, model: Model) -> None:
    """Make `link` and `described_pair`, one row per pair of records considered, with its weight and its reasons in words.

    Reads:   comparable, composite, record, agreed_pair (record_no_l, record_no_r, pass, why_not),
             judged_pair (record_no_l, record_no_r, pass, weight_bits, why_not).
    """
    levels = ", ".join(f"{level_sql(comparison)} as at_{comparison.name}" for comparison in COMPARISONS)
    store.make(
        "described_pair",
        f"""
        with agreed as (
            select p.record_no_l, p.record_no_r, p.pass, p.why_not, {levels}
            from (from agreed_pair anti join judged_pair using (record_no_l, record_no_r)) p
                join comparable l on l.record_no = p.record_no_l join comparable r on r.record_no = p.record_no_r
        ), judged as (
            select p.record_no_l, p.record_no_r, p.pass, p.why_not, p.said, p.weight_bits, {levels}
            from judged_pair p join composite l on l.record_no = p.group_l join composite r on r.record_no = p.group_r
        )
        select record_no_l, record_no_r, pass, why_not, null as said, {weight_sql(model)} as weight_bits,
            {reasons_sql()} as reasons from agreed
        union all
        select record_no_l, record_no_r, pass, why_not, said, coalesce(weight_bits, {weight_sql(model)}), {reasons_sql()}
        from judged
        """,
    )
    store.make(
        "link",
        """
        select l.feed as feed_l, l.record_id as record_id_l, r.feed as feed_r, r.record_id as record_id_r, pass, weight_bits,
            case when why_not <> '' then concat_ws('; ', 'refused: ' || why_not, nullif(reasons, ''))
                 when reasons = '' then 'nothing else known' else reasons end as reasons,
            case when said = 'human_not_same' or (said = 'human_same' and why_not = '') then said
                 when why_not = '' then 'linked' else 'refused' end as outcome
        from described_pair d join record l on l.record_no = d.record_no_l join record r on r.record_no = d.record_no_r
        """,
    )
