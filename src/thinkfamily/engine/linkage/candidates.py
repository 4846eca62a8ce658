"""Which pairs of groups are worth weighing: those that meet a block. Found on DuckDB; on Spark, Splink finds them itself."""

from __future__ import annotations

from thinkfamily.engine.linkage.comparisons import BLOCKS, COMPARED
from thinkfamily.engine.store import Store


def find_candidates(store: Store) -> None:
    """Make `candidate_pair`, one row per pair of groups that meets any block, and `weighed`, a view of what is compared.

    Each block is a join of its own, done before the next begins, and holds no column but its own. Splink asks for all of
    them in one statement: then all their tables stand at once, each with the columns of every block before it, by which it
    leaves out what those have found. Where that was more than memory held, it took 37 s of processor time, and this takes 2 (a
    million records, 700 MB). Pairs found twice are left out at the end, when they are two numbers each.

    Splink copies the groups that stand in a pair before it weighs them: of ``weighed`` it copies nothing else.

    Reads:   composite.
    Writes:  candidate_pair (match_key, join_key_l, join_key_r, as Splink names them; the lower number on the left);
             weighed (record_no and the columns compared).
    """
    store.run("create or replace temp table found_pair (join_key_l bigint, join_key_r bigint)")
    for block in BLOCKS:
        store.run(f"""
            insert into found_pair select l.record_no, r.record_no from composite l join composite r on {block}
            where l.record_no < r.record_no
        """)
    store.make("candidate_pair", "select distinct '0' as match_key, join_key_l, join_key_r from found_pair")
    store.drop("found_pair")
    store.run(f"create or replace view weighed as select record_no, {', '.join(COMPARED)} from composite")
