"""What holds together: agreed groups that contradict themselves are taken apart, the rest is joined best-first."""

from __future__ import annotations

import numpy as np
import polars as pl

from thinkfamily.engine.linkage.cluster import Facts, Pair, best_first, order_of
from thinkfamily.engine.linkage.graph import components
from thinkfamily.engine.store import Store

# Weight of a pair on which identifiers or the whole person block agree, when a group has to be taken apart.
_AGREED_BITS = {"identifier": 200.0, "exact": 100.0}


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
            having count(distinct dob) > 1 or count(distinct nhs_number) > 1 or count(distinct nino) > 1
                or count(distinct upn) > 1 or count(distinct sex) > 1 or count(distinct first) > 1
            union all
            select group_no from record_group join human_pair on record_no = record_no_l or record_no = record_no_r
            where not is_same
        ) order by group_no
    """)["group_no"]
    pairs = pairs.with_columns(group=pl.Series(group[left])).with_columns(why_not=pl.lit(""))
    doubtful = pairs.filter(pl.col("group").is_in(suspect.implode()))
    if not doubtful.is_empty():
        records_in_doubt = np.unique(
            np.concatenate([doubtful["record_no_l"].to_numpy(), doubtful["record_no_r"].to_numpy()])
        )
        facts = read_facts(store, "comparable", records_in_doubt)
        weighed = sorted(
            (
                Pair(left_record, right_record, _AGREED_BITS[by])
                for left_record, right_record, by in doubtful.select("record_no_l", "record_no_r", "pass").iter_rows()
            ),
            key=order_of,
        )
        root, refused = best_first(facts, weighed, link_at_bits=0)
        for record, lowest in root.items():
            group[record] = lowest
        taken = pl.DataFrame(
            {
                "record_no_l": [pair.left for pair in weighed],
                "record_no_r": [pair.right for pair in weighed],
                "refused": refused,
            },
            schema={"record_no_l": pl.Int64, "record_no_r": pl.Int64, "refused": pl.String},
        )
        pairs = pairs.join(taken, on=["record_no_l", "record_no_r"], how="left").with_columns(
            why_not=pl.coalesce("refused", "why_not")
        )
        store.put("record_group", pl.DataFrame({"record_no": np.arange(records, dtype=np.int64), "group_no": group}))
    store.put("agreed_pair", pairs.select("record_no_l", "record_no_r", "pass", "why_not"))


def join_groups(store: Store, link_at_bits: float) -> None:
    """Make `record_cluster`, one row per record, and `judged_pair`, one row per pair of groups judged.

    Reads:   composite, record_group, scored_pair, human_pair.
    Writes:  record_cluster (record_no, cluster_no: the lowest record of the person),
             judged_pair (record_no_l, record_no_r, group_l, group_r, pass, weight_bits, why_not).
    """
    human = store.frame("""
        select h.record_no_l, h.record_no_r, least(l.group_no, r.group_no) as group_l,
            greatest(l.group_no, r.group_no) as group_r, h.is_same
        from human_pair h join record_group l on l.record_no = h.record_no_l join record_group r on r.record_no = h.record_no_r
        order by all
    """)
    scored = store.frame(
        "select record_no_l as group_l, record_no_r as group_r, weight_bits from scored_pair order by all"
    )
    involved = np.unique(
        np.concatenate([frame[side].to_numpy() for frame in (scored, human) for side in ("group_l", "group_r")])
    )
    facts = read_facts(store, "composite", involved)
    said_same = human.filter(pl.col("is_same") & (pl.col("group_l") != pl.col("group_r")))
    pairs = [
        Pair(one, other, 0.0, True) for one, other in said_same.select("group_l", "group_r").unique(maintain_order=True).iter_rows()
    ]
    pairs += [Pair(*row) for row in scored.iter_rows()]
    pairs.sort(key=order_of)
    root, refused = best_first(facts, pairs, link_at_bits)
    records = store.frame("from record_group order by record_no")
    group = records["group_no"].to_numpy().copy()
    lookup = np.arange(len(group), dtype=np.int64)
    lookup[list(root.keys())] = list(root.values())
    store.put("record_cluster", records.select("record_no", cluster_no=pl.Series(lookup[group])))
    judged = pl.DataFrame(
        {
            "record_no_l": [pair.left for pair in pairs if not pair.is_human],
            "record_no_r": [pair.right for pair in pairs if not pair.is_human],
            "weight_bits": [pair.weight_bits for pair in pairs if not pair.is_human],
            "why_not": [why for pair, why in zip(pairs, refused, strict=True) if not pair.is_human],
        },
        schema={"record_no_l": pl.Int64, "record_no_r": pl.Int64, "weight_bits": pl.Float64, "why_not": pl.String},
    ).with_columns(group_l="record_no_l", group_r="record_no_r", **{"pass": pl.lit("model")})
    decided = human.select(
        "record_no_l",
        "record_no_r",
        pl.lit(None, pl.Float64).alias("weight_bits"),
        pl.when("is_same")
        .then(pl.lit(""))
        .otherwise(pl.lit("a person decided they are not the same"))
        .alias("why_not"),
        "group_l",
        "group_r",
        pl.lit("human").alias("pass"),
    )
    both = pl.concat([judged, decided]).unique(["record_no_l", "record_no_r"], keep="last", maintain_order=True)
    store.put("judged_pair", both)


def read_facts(store: Store, table: str, numbers: np.ndarray) -> dict[int, Facts]:
    """The trusted facts of some rows of `comparable` or `composite`."""
    store.put("wanted", pl.DataFrame({"record_no": numbers}))
    rows = store.frame(f"""
        select record_no, firsts, lasts, dobs, sex, nhs_number, nino, upn, homes, feeds, is_adopted
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

    def known(value: str | None) -> frozenset[str]:
        return frozenset((value,)) if value else frozenset()

    return {
        number: Facts(
            frozenset((number,)),
            frozenset(firsts or ()),
            frozenset(lasts or ()),
            frozenset(births or ()),
            known(sex),
            known(nhs),
            known(nino),
            known(upn),
            frozenset(homes or ()),
            frozenset(feeds),
            adopted,
            frozenset(apart.get(number, ())),
        )
        for number, firsts, lasts, births, sex, nhs, nino, upn, homes, feeds, adopted in rows.iter_rows()
    }
