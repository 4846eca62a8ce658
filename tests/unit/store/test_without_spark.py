"""Spark is an extra: where it cannot run, the command says what is missing before any work, and leaves nothing behind."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.core.errors import EngineError
from thinkfamily.engine.store import Engine, open_store


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec

    def finds(name: str, *more: Any) -> Any:
        return None if name == "pyspark" else find(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", finds)


@pytest.fixture
def every_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)


def java(folder: Path, says: str) -> Path:
    """A Java that tells its version and does no more."""
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\n", encoding="utf-8")
    program.chmod(0o755)
    return folder


def refused(folder: Path) -> EngineError:
    with pytest.raises(EngineError) as refusal:
        open_store(Engine.SPARK, folder / "spill", threads=1, memory_limit="1GB")
    assert not (folder / "spill").exists()
    return refusal.value


@pytest.mark.usefixtures("no_package")
def test_without_its_package_the_extra_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert error.code == "TF-ENGINE-001"
    assert "no pyspark" in error.found
    assert "thinkfamily[spark]" in error.do


@pytest.mark.usefixtures("every_package")
def test_without_java_java_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refused(tmp_path)
    assert error.code == "TF-ENGINE-002"
    assert "no Java" in error.found


@pytest.mark.usefixtures("every_package")
@pytest.mark.parametrize(
    ("says", "found"), [('openjdk version "11.0.2" 2019-01-15', "Java 11;"), ('java version "1.8.0_392"', "Java 8;")]
)
def test_a_java_that_is_too_old_is_named(
    says: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path, says)))
    assert found in refused(tmp_path).found


@pytest.mark.usefixtures("no_package")
def test_the_command_ends_with_8_and_writes_nothing(tmp_path: Path) -> None:
    borough, run = tmp_path / "borough", tmp_path / "run"
    made = CliRunner().invoke(app, ["synth", str(borough), "--families", "50", "--quiet"])
    assert made.exit_code == 0, made.output
    words = ["identify", str(borough / "extracts"), "--as-at", "2026-09-30", "--out", str(run)]
    ended = CliRunner().invoke(app, [*words, "--engine", "spark", "--quiet"])
    assert isinstance(ended.exception, EngineError)
    assert ended.exception.exit_code == 8
    assert [path.name for path in tmp_path.iterdir()] == ["borough"]
