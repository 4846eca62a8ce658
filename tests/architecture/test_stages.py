"""Everything flows one way: no stage reads what a later stage writes."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from thinkfamily.engine.pipeline import STAGES
from thinkfamily.engine.stage import Stage


def sorted_stages(stages: tuple[Stage, ...]) -> list[str]:
    """Names in an order in which every table is written before it is read."""
    writer = {table: stage.name for stage in stages for table in stage.writes}
    graph = {stage.name: {writer[table] for table in stage.reads if table in writer} for stage in stages}
    return list(TopologicalSorter(graph).static_order())


def test_the_stages_have_an_order() -> None:
    """Sorting by reads and writes finds no circle."""
    assert sorted(sorted_stages(STAGES)) == sorted(stage.name for stage in STAGES)


def test_a_circle_is_found() -> None:
    """The test above can fail."""
    stages = (
        Stage("a", reads=("y",), writes=("x",), run=lambda store, settings: {}),
        Stage("b", reads=("x",), writes=("y",), run=lambda store, settings: {}),
    )
    with pytest.raises(CycleError):
        sorted_stages(stages)


def test_the_pipeline_runs_in_that_order() -> None:
    """Each stage reads only what an earlier stage has written."""
    written: set[str] = set()
    for stage in STAGES:
        assert set(stage.reads) <= written, f"{stage.name} reads {sorted(set(stage.reads) - written)} too early"
        written |= set(stage.writes)


def test_no_table_has_two_writers() -> None:
    """Who made a table is never in doubt."""
    tables = [table for stage in STAGES for table in stage.writes]
    assert len(tables) == len(set(tables)), sorted({table for table in tables if tables.count(table) > 1})
