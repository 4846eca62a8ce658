"""Which pairs are weighed: those that meet a block, each once, and no others."""

from __future__ import annotations

import pytest
from tests.unit.linkage.drawn_linkage import invented, linked, placed

from thinkfamily.engine.linkage import model
from thinkfamily.engine.linkage.candidates import find_candidates
from thinkfamily.engine.linkage.comparable import make_comparable
from thinkfamily.engine.linkage.comparisons import BLOCKS
from thinkfamily.engine.linkage.composite import make_composites
from thinkfamily.engine.store import Store

PEOPLE = 300


@pytest.fixture
def composites() -> Store:
    """People of whom each record is a group of its own."""
    store = placed(invented(PEOPLE))
    make_comparable(store)
    store.make("record_group", "select record_no, record_no as group_no from comparable")
    make_composites(store)
    return store


def test_the_pairs_that_meet_any_block_are_candidates_each_once_the_lower_number_on_the_left(composites: Store) -> None:
    find_candidates(composites)
    any_block = " or ".join(f"coalesce({block}, false)" for block in BLOCKS)
    expected = composites.rows(f"""
        select l.record_no, r.record_no from composite l cross join composite r
        where l.record_no < r.record_no and ({any_block}) order by all
    """)
    found = composites.rows("select join_key_l, join_key_r from candidate_pair order by all")
    assert found == expected
    assert len(found) > PEOPLE


def test_a_pair_that_is_no_candidate_is_never_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_at_all(store: Store) -> None:
        find_candidates(store)
        store.run("delete from candidate_pair")

    by_model = "select count(*) from link where pass = 'model'"
    assert linked(invented(PEOPLE)).value(by_model) > 0
    monkeypatch.setattr(model, "find_candidates", none_at_all)
    assert linked(invented(PEOPLE)).value(by_model) == 0


def test_one_block_is_sought_at_a_time(composites: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two in one statement hold both their tables at once, which for many records is more than memory."""
    asked: list[str] = []
    run = Store.run

    def noted(store: Store, sql: str) -> None:
        asked.append(sql)
        run(store, sql)

    monkeypatch.setattr(Store, "run", noted)
    find_candidates(composites)
    joins = [sql for sql in asked if " join " in sql]
    assert [sum(block in sql for block in BLOCKS) for sql in joins] == [1] * len(BLOCKS)


def test_weighing_leaves_nothing_but_the_scored_pairs(composites: Store) -> None:
    before = set(
        composites.rows(
            "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
        )
    )
    model.score(composites, model.declared(1 / PEOPLE), 0.0)
    after = set(
        composites.rows(
            "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
        )
    )
    assert after - before == {("scored_pair",)}
