"""Records that the agreed passes already hold together, one row a group: the model compares people, not copies."""

from __future__ import annotations

from thinkfamily.engine.store import Store

_SINGLE = (
    "first", "last", "middle", "known_as", "first_sound", "last_sound", "full_names", "dob", "birth_year", "born", "sex",
    "property_id", "building_key", "postcode_key", "sector", "nhs_number", "upn", "nino", "phone", "email",
)  # fmt: skip
RARE_NAME = 12
_LISTS = ("firsts", "lasts", "last_parts", "dobs", "homes")


def make_composites(store: Store) -> None:
    """Make `composite`, one row per group of records, with the columns of `comparable`.

    A single value is that of the group's lowest record that holds one; the lists hold every value of the group.

    Reads:   comparable, record_group (record_no, group_no: the lowest record of the group).
    Writes:  composite, keyed by record_no = group_no.
    """
    single = ", ".join(f"arg_min({name}, record_no) as {name}" for name in _SINGLE)
    lists = ", ".join(f"list_sort(list_distinct(flatten(list({name})))) as {name}" for name in _LISTS)
    columns = ", ".join((*_SINGLE, *_LISTS))
    store.run("""
        create or replace temp table group_size as
        select group_no, count(*) as records from record_group group by group_no having count(*) > 1
    """)
    # A full name that few bear says something by itself, whatever else is missing.
    store.make(
        "composite",
        f"""
        select *, case when count(*) over (partition by full_name) <= {RARE_NAME} then full_name end
                as rare_name
        from (select *, least(first, last) || ' ' || greatest(first, last) as full_name from (
            select record_no, [feed] as feeds, is_adopted, {columns} from comparable
            where record_no in (select record_no from record_group where group_no not in (select group_no from group_size))
            union all
            select group_no as record_no, list_sort(list_distinct(list(feed))) as feeds, bool_or(is_adopted) as is_adopted, {single}, {lists}
            from comparable join record_group using (record_no) join group_size using (group_no)
            group by group_no
        )) order by record_no
        """,
    )
    store.drop("group_size")
