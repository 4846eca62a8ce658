"""What holds together: agreed groups that contradict themselves are taken apart, the rest is joined best-first."""

from __future__ import annotations

import gc

import numpy as np
import polars as pl

from thinkfamily.engine.linkage.agreed import IDENTIFIERS
from thinkfamily.engine.linkage.cluster import NOTHING, Facts, best_first
from thinkfamily.engine.linkage.graph import components
from thinkfamily.engine.linkage.likeness import DOB_NEAR, DOB_SAME, FIRST_NEAR, FIRST_SAME, FIRST_SHORT
from thinkfamily.engine.store import Store

# Within so many bits of one another, two people fit a record about equally well.
_EQUALLY_WELL_BITS = 2.0
_BY_MODEL = {"pass": pl.lit("model")}


def read_decisions(store: Store) -> None:
    """Make `human_pair`, one row per pair of this run's records on which a human has decided same or not the same.

    Reads:   decision, record.
    """
    store.make(
        "human_pair",
        """
        select least(l.record_no, r.record_no) as record_no_l, greatest(l.record_no, r.record_no) as record_no_r,
            arg_max(d.decision, d.decided_on) = 'same' as is_same
        from decision d join record l on l.feed = d.feed_l and l.record_id = d.record_id_l
            join record r on r.feed = d.feed_r and r.record_id = d.record_id_r
        where d.decision in ('same', 'not_same') and l.record_no <> r.record_no
        group by all order by all
        """,
    )


def group_agreed(store: Store) -> None:
    """Make `record_group`, one row per record: the lowest record of what the agreed passes hold together.

    A group is taken apart where a human has said that two of it are not the same, or where its facts conflict.

    Reads:   comparable, identifier_pair, exact_pair, human_pair.
    Writes:  record_group, agreed_pair (record_no_l, record_no_r, pass, why_not: empty when linked).
    """
    pairs = store.frame("""
        select record_no_l, record_no_r, max(pass) as pass from (
            select *, 'identifier' as pass from identifier_pair union all select *, 'exact' from exact_pair
        ) group by all order by all
    """)
    records = store.value("select count(*) from comparable")
    left, right = pairs["record_no_l"].to_numpy(), pairs["record_no_r"].to_numpy()
    group = components(records, left, right)
    store.put("record_group", pl.DataFrame({"record_no": np.arange(records, dtype=np.int64), "group_no": group}))
    suspect = store.frame("""
        select distinct group_no from (
            select group_no from record_group join comparable using (record_no) group by group_no
            having min(dob) <> max(dob) or min(nhs_number) <> max(nhs_number) or min(nino) <> max(nino)
                or min(upn) <> max(upn) or min(sex) <> max(sex) or min(first) <> max(first)
            union all
            select group_no from record_group join human_pair on record_no = record_no_l or record_no = record_no_r
            where not is_same
        ) order by group_no
    """)["group_no"]
    pairs = pairs.with_columns(group=pl.Series(group[left])).with_columns(why_not=pl.lit(""))
    doubtful = pairs.filter(pl.col("group").is_in(suspect.implode()))
    if not doubtful.is_empty():
        doubtful = doubtful.sort(pl.col("pass") == "exact", "record_no_l", "record_no_r")
        root, refused = _taken(
            store, "comparable", doubtful.select("record_no_l", "record_no_r", is_same=pl.lit(False))
        )
        group[list(root.keys())] = list(root.values())
        taken = doubtful.select("record_no_l", "record_no_r", refused=pl.Series(refused, dtype=pl.String))
        pairs = pairs.join(taken, on=["record_no_l", "record_no_r"], how="left", maintain_order="left").with_columns(
            why_not=pl.coalesce("refused", "why_not")
        )
        store.put("record_group", pl.DataFrame({"record_no": np.arange(records, dtype=np.int64), "group_no": group}))
    store.put("agreed_pair", pairs.select("record_no_l", "record_no_r", "pass", "why_not"))


def join_groups(store: Store, link_at_bits: float) -> None:
    """Make `record_cluster`, one row per record, and `judged_pair`, one row per pair of groups judged.

    Reads:   composite, record_group, scored_pair, human_pair.
    Writes:  record_cluster (record_no, cluster_no: the lowest record of the person),
             judged_pair (record_no_l, record_no_r, group_l, group_r, pass, weight_bits, why_not, said: by a human).
    """
    human = store.frame("""
        select h.record_no_l, h.record_no_r, least(l.group_no, r.group_no) as group_l,
            greatest(l.group_no, r.group_no) as group_r, h.is_same
        from human_pair h join record_group l on l.record_no = h.record_no_l join record_group r on r.record_no = h.record_no_r
        order by all
    """)
    scored = store.frame("""
        select record_no_l as group_l, record_no_r as group_r, weight_bits from scored_pair
        order by weight_bits desc, group_l, group_r
    """)
    records = store.frame("from record_group order by record_no")
    strong = scored.filter(pl.col("weight_bits") >= link_at_bits)
    torn = _torn(store, strong)
    strong = strong.join(torn, on=["group_l", "group_r"], how="anti", maintain_order="left")
    said_same = human.filter(pl.col("is_same") & (pl.col("group_l") != pl.col("group_r"))).unique(
        ["group_l", "group_r"], maintain_order=True
    )
    in_order = pl.concat(
        [said_same.select("group_l", "group_r", "is_same"), strong.select("group_l", "group_r", is_same=pl.lit(False))]
    )
    lookup = components(records.height, in_order["group_l"].to_numpy(), in_order["group_r"].to_numpy())
    contested = in_order.filter(~_unanimous(store, lookup, in_order))
    root, refused = _taken(store, "composite", contested)
    lookup[list(root.keys())] = list(root.values())
    store.put(
        "record_cluster", records.select("record_no", cluster_no=pl.Series(lookup[records["group_no"].to_numpy()]))
    )
    outcomes = contested.with_columns(conflict=pl.Series(refused, dtype=pl.String))
    conflicts = pl.concat([outcomes.filter(~pl.col("is_same")).drop("is_same"), torn])
    joined = lookup[scored["group_l"].to_numpy()] == lookup[scored["group_r"].to_numpy()]
    judged = (
        scored.join(conflicts, on=["group_l", "group_r"], how="left", maintain_order="left")
        .with_columns(
            why_not=pl.when(pl.Series(joined))
            .then(pl.lit(""))
            .otherwise(pl.coalesce("conflict", pl.lit("too little evidence")))
        )
        .with_columns(record_no_l="group_l", record_no_r="group_r", **_BY_MODEL)
    )
    # A decision stands unless it contradicts another one, or would join an adopted child's identities.
    decided = (
        human.join(
            outcomes.filter("is_same").drop("is_same"), on=["group_l", "group_r"], how="left", maintain_order="left"
        )
        .with_columns(
            pl.lit(None, pl.Float64).alias("weight_bits"),
            pl.when("is_same")
            .then(pl.coalesce("conflict", pl.lit("")))
            .otherwise(pl.lit("a person decided they are not the same"))
            .alias("why_not"),
            pl.when("is_same").then(pl.lit("human_same")).otherwise(pl.lit("human_not_same")).alias("said"),
            pl.lit("human").alias("pass"),
        )
        .drop("is_same", "conflict")
    )
    both = pl.concat([judged.with_columns(said=pl.lit(None, pl.String)).select(decided.columns), decided])
    store.put("judged_pair", both.unique(["record_no_l", "record_no_r"], keep="last", maintain_order=True))


def _torn(store: Store, strong: pl.DataFrame) -> pl.DataFrame:
    """One row per pair of a group without birth date and one with, where two born years apart fit it about equally well.

    A record of "John Smith" at the home of John Smith and his son John belongs to one of them: a person must say to whom.

    Reads:   composite.
    Returns: group_l, group_r, conflict: why it is refused.
    """
    store.put("strong_pair", strong)
    torn = store.frame(f"""
        with either as (
            select group_l, group_r, group_l as undated, group_r as dated, weight_bits from strong_pair
            union all select group_l, group_r, group_r, group_l, weight_bits from strong_pair
        ), fits as (
            select e.*, d.birth_year, max(weight_bits) over (partition by undated) as best
            from either e join composite u on u.record_no = e.undated join composite d on d.record_no = e.dated
            where u.dob is null and d.dob is not null
        ), pulled as (
            select undated from fits where weight_bits >= best - {_EQUALLY_WELL_BITS}
            group by undated having max(birth_year) - min(birth_year) > 10
        )
        select group_l, group_r, 'fits two people equally well' as conflict from fits semi join pulled using (undated)
        order by all
    """)
    store.drop("strong_pair")
    return torn


def _unanimous(store: Store, component: np.ndarray, pairs: pl.DataFrame) -> pl.Series:
    """Which pairs lie in a component without conflict, so that taking its pairs one by one would join them all.

    Either its facts nowhere differ, or it is one pair whose facts are alike.

    Reads:   composite, human_pair.
    """
    groups = np.unique(pairs.select("group_l", "group_r").to_numpy())
    store.put("part", pl.DataFrame({"record_no": groups, "component": component[groups]}))
    numbers_agree = " and ".join(f"coalesce(l.{name} = r.{name}, true)" for name in IDENTIFIERS)
    alike = store.frame(f"""
        with judged as (
            select component, count(*) as groups, min(record_no) as low, max(record_no) as high,
                (coalesce(min(first) = max(first), true)
                    or (min(first_sound) = max(first_sound) and min(length(first_sound)) >= 3))
                and coalesce(min(dob) = max(dob), true) and bool_and(dobs is null) and coalesce(min(sex) = max(sex), true)
                and coalesce(min(nhs_number) = max(nhs_number), true) and coalesce(min(nino) = max(nino), true)
                and coalesce(min(upn) = max(upn), true) and not bool_or(is_adopted) as is_one
            from part join composite using (record_no) group by component
        )
        select component from judged where is_one and (select count(*) from human_pair) = 0
        union all
        select component from judged j join composite l on l.record_no = j.low join composite r on r.record_no = j.high
        where groups = 2 and not is_one and not l.is_adopted and not r.is_adopted and {numbers_agree}
            and (l.first is null or r.first is null or {FIRST_SAME} or {FIRST_NEAR} or {FIRST_SHORT})
            and (l.dob is null or r.dob is null or {DOB_SAME} or {DOB_NEAR})
            and (l.sex is null or r.sex is null or l.sex = r.sex) and (select count(*) from human_pair) = 0
    """)["component"]
    store.drop("part")
    return pl.Series(component[pairs["group_l"].to_numpy()]).is_in(alike.implode())


def _taken(store: Store, table: str, pairs: pl.DataFrame) -> tuple[dict[int, int], list[str]]:
    """Take pairs in their order; see ``best_first``.

    Args:
        table: `comparable` or `composite`, whose rows the pairs name.
        pairs: two row numbers and whether a human has said that they are the same.
    """
    # Half a million small sets at once send the collector through all of them again and again, for nothing.
    gc.disable()
    try:
        facts = _read_facts(store, table, np.unique(pairs.select(pairs.columns[:2]).to_numpy()))
        return best_first(facts, pairs.iter_rows())
    finally:
        gc.enable()


def _read_facts(store: Store, table: str, numbers: np.ndarray) -> dict[int, Facts]:
    """The trusted facts of some rows of `comparable` or `composite`."""
    store.put("wanted", pl.DataFrame({"record_no": numbers}))
    rows = store.frame(f"""
        select record_no, coalesce(given, [first]) as given, coalesce(firsts, [first]) as firsts,
            coalesce(lasts, [last]) as lasts, coalesce(dobs, [dob]) as dobs, [sex] as sexes,
            [nhs_number] as nhs_numbers, [nino] as ninos, [upn] as upns,
            coalesce(homes, [property_id]) as homes, feeds, is_adopted
        from {table} join wanted using (record_no) order by record_no
    """)
    # A human speaks of records; what must stay apart are the groups that hold them.
    apart: dict[int, set[int]] = {}
    column = "record_no" if table == "comparable" else "group_no"
    for one, other in store.rows(f"""
        select l.{column}, r.{column} from human_pair h join record_group l on l.record_no = h.record_no_l
            join record_group r on r.record_no = h.record_no_r where not h.is_same order by all
    """):
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    store.drop("wanted")
    number, *texts, adopted = (rows[name].to_list() for name in rows.columns)
    sets = [[frozenset(value) if value and value[0] is not None else NOTHING for value in column] for column in texts]
    return {
        no: Facts(frozenset((no,)), *said, is_adopted, frozenset(apart.get(no, ())))  # type: ignore[call-arg]
        for no, *said, is_adopted in zip(number, *sets, adopted, strict=True)
    }
