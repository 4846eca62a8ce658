"""Records that the agreed passes already hold together, one row a group: the model compares people, not copies."""

from __future__ import annotations

from thinkfamily.engine.linkage.frequent import count_frequent, count_names, frequent
from thinkfamily.engine.store import Store

# A full name that few bear says something by itself, whatever else is missing.
RARE_NAME = 6
# A default date, a postcode or a home that so many groups hold (at least, and as a share of all) brings together people by
# the million pairs and tells nothing: what else they share must bring them together.
CROWDED = {"dob": (500, 0.001), "postcode_key": (1_000, 0.0), "property_id": (300, 0.0)}

_NAMES = ("first", "last", "known_as", "first_sound", "last_sound", "full_names", "last_parts")
_SINGLE = (
    "middle", "dob", "birth_year", "born", "sex", "property_id", "building_key", "postcode_key", "sector",
    "nhs_number", "upn", "nino", "phone", "email",
)  # fmt: skip


def make_composites(store: Store, *, learns: bool = True) -> None:
    """Make `composite`, one row per group of records, with the columns of `comparable`.

    Names are those of the group's lowest record that holds both; any other single value is that of the lowest record that
    holds one. The lists hold the values that differ: a group
    agrees on nearly everything, so its least and its greatest value are all that it usually has.

    Reads:   comparable, record_group (record_no, group_no: the lowest record of the group).
    Writes:  composite, keyed by record_no = group_no.

    Args:
        store: the tables, `frequent_value` among them.
        learns: whether to count which names, dates and places are frequent; else those in it stand.
    """
    store.run("""
        create or replace temp table group_size as
        select group_no, count(*) as records from record_group group by group_no having count(*) > 1
    """)
    single = ", ".join(f"arg_min({name}, record_no) as {name}" for name in _SINGLE)
    ends = ", ".join(
        f"min({name}) as low_{name}, max({name}) as high_{name}" for name in ("first", "last", "dob", "property_id")
    )
    alone = ", ".join((*_NAMES, *_SINGLE, "firsts", "given", "lasts", "dobs", "homes"))
    names = ", ".join(f"c.{name}" for name in _NAMES)
    together = ", ".join(f"j.{name}" for name in _SINGLE)
    store.make(
        "named",
        f"""
        with joined as (
            select group_no, list_sort(list_distinct(list(feed))) as feeds, bool_or(is_adopted) as is_adopted, {single}, {ends},
                coalesce(min(record_no) filter (first is not null and last is not null), group_no) as named_by
            from comparable join record_group using (record_no) join group_size using (group_no) group by group_no
        ), every as (
            select record_no, feeds, is_adopted, {alone} from comparable
            where record_no not in (select record_no from record_group join group_size using (group_no))
            union all
            select j.group_no as record_no, j.feeds, j.is_adopted, {names}, {together},
                case when low_first <> high_first or coalesce(c.known_as, j.middle) is not null
                    then list_distinct([low_first, high_first, c.known_as, j.middle]) end as firsts,
                case when low_first <> high_first or c.known_as is not null
                    then list_distinct([low_first, high_first, c.known_as]) end as given,
                case when low_last <> high_last then [low_last, high_last] end as lasts,
                case when low_dob <> high_dob then [low_dob, high_dob] end as dobs,
                case when low_property_id <> high_property_id then [low_property_id, high_property_id] end as homes
            from joined j join comparable c on c.record_no = j.named_by
        )
        select *, least(first, last) || ' ' || greatest(first, last) as full_name from every
        """,
    )
    if learns:
        _count_crowds(store)
    blocks = ", ".join(f"case when {name} not in {frequent(name)} then {name} end as block_{name}" for name in CROWDED)
    store.make(
        "composite",
        f"""select *, case when full_name not in {frequent("full_name")} then full_name end as rare_name, {blocks}
        from named""",
    )
    store.drop("group_size", "named")
    if learns:
        count_names(store)


def _count_crowds(store: Store) -> None:
    """Add to `frequent_value` the full names that are not rare, and what too many groups hold to be compared by it."""
    groups = store.value("select count(*) from named")
    limits: dict[str, float] = {"full_name": RARE_NAME}
    limits |= {name: max(at_least, groups * share) for name, (at_least, share) in CROWDED.items()}
    for name, most in limits.items():
        count_frequent(
            store,
            name,
            f"""select {name} as value, null::double as share from named where {name} is not null
            group by {name} having count(*) > {most}""",
        )
