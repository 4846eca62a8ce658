"""The model: stored as plain values, read back strictly, and trained alike however many threads there are."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from tests.unit.linkage.drawn_linkage import invented, linked

from thinkfamily.core.errors import RuleError
from thinkfamily.engine.linkage.comparable import make_comparable
from thinkfamily.engine.linkage.comparisons import COMPARISONS
from thinkfamily.engine.linkage.model import ENOUGH_TO_TRAIN, Model, declared, train

PEOPLE = 1_000


@pytest.fixture(scope="module")
def trained() -> list[Model]:
    """Models of the same records on one thread and on two."""
    models = []
    for threads in (1, 2):
        store = linked(invented(PEOPLE), threads=threads)
        make_comparable(store)
        models.append(train(store, seed=1))
        assert store.value("select current_setting('threads')") == threads
        store.close()
    return models


def test_it_is_the_same_on_one_thread_and_on_two(trained: list[Model]) -> None:
    assert trained[0] == trained[1]
    assert trained[0].trained_on >= ENOUGH_TO_TRAIN


def test_it_learnt_from_the_records(trained: list[Model]) -> None:
    learnt, guessed = trained[0], declared(0.1)
    assert learnt.m["first"] != guessed.m["first"]
    assert learnt.u["last"] != guessed.u["last"]


def test_each_chance_is_one_and_what_agrees_weighs_more(trained: list[Model]) -> None:
    learnt = trained[0]
    for side in (learnt.m, learnt.u):
        for name, levels in side.items():
            assert all(0 < chance <= 1 for chance in levels.values()), name
    for name in ("first", "last", "born", "place"):
        assert learnt.bits(name, "same" if name != "place" else "home") > 3
        assert learnt.bits(name, "else") < 0
    assert learnt.bits("first", "same") == math.log2(learnt.m["first"]["same"] / learnt.u["first"]["same"])


def test_too_few_records_teach_nothing() -> None:
    store = linked(invented(50))
    make_comparable(store)
    records = store.value("select count(*) from comparable")
    assert train(store, seed=1) == declared(1 / records)


def write(folder: Path, body: object) -> Path:
    path = folder / "model.json"
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    return path


def test_a_stored_model_comes_back_as_it_was(trained: list[Model], tmp_path: Path) -> None:
    assert Model.load(write(tmp_path, trained[0].as_facts())) == trained[0]


def test_a_stored_model_links_as_the_run_that_made_it(trained: list[Model], tmp_path: Path) -> None:
    records = invented(PEOPLE)
    fresh = linked(records)
    reused = linked(records, model=write(tmp_path, trained[0].as_facts()))
    for table in ("record_person", "link"):
        in_order = f"from {table} order by all"
        assert fresh.frame(in_order).equals(reused.frame(in_order))


def facts() -> dict[str, object]:
    return json.loads(json.dumps(declared(0.001).as_facts()))


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"format": 1}', "\x00\x01", '{"prior": "x", "m": {}, "u": {}}']
)
def test_a_broken_file_is_refused(body: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refused:
        Model.load(write(tmp_path, body))
    assert refused.value.code == "TF-LINK-001"
    assert "model.json" in str(refused.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.json", tmp_path / "binary.json", tmp_path):
        with pytest.raises(RuleError):
            Model.load(path)


@pytest.mark.parametrize("spoil", ["level", "comparison", "format", "extra"])
def test_a_model_with_other_levels_is_refused(spoil: str, tmp_path: Path) -> None:
    body = facts()
    if spoil == "level":
        del body["m"]["first"]["near"]  # type: ignore[attr-defined]
    elif spoil == "comparison":
        del body["u"]["sex"]  # type: ignore[attr-defined]
    elif spoil == "extra":
        body["m"]["shoe"] = {"same": 0.5}  # type: ignore[index]
    else:
        body["format"] = 99
    with pytest.raises(RuleError) as refused:
        Model.load(write(tmp_path, body))
    assert refused.value.code == "TF-LINK-002"


def test_declared_chances_are_complete_and_add_up() -> None:
    for comparison in COMPARISONS:
        assert sum(level.m for level in comparison.levels) == pytest.approx(1, abs=0.01), comparison.name
        assert sum(level.u for level in comparison.levels) <= 1.01, comparison.name
        assert [level.name for level in comparison.levels][-1] == "else"
        assert not comparison.levels[-1].when
