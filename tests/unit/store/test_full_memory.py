"""A run whose tables do not fit ends in words, and leaves nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine import pipeline
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store


def fill(store: Store, settings: Settings) -> dict[str, object]:
    """One list is one value, which no engine can put on the disk in parts."""
    store.run("select list(repeat('x', 1000)) from range(1000000)")
    return {}


def test_duckdb_without_memory_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "extracts").mkdir()
    monkeypatch.setattr(pipeline, "STAGES", (Stage("full", (), (), fill),))
    settings = Settings(tmp_path / "extracts", date(2026, 9, 30))
    with pytest.raises(RunFolderError, match="do not fit into this memory") as refused:
        pipeline.identify(settings, tmp_path / "run", command="", resources=pipeline.Resources(2, "100MB"))
    assert (refused.value.code, refused.value.where) == ("TF-RUN-012", "--memory 100MB")
    assert not (tmp_path / "run").exists()
