"""A framework version is found by name, by path, and in a run; and a folder of one's own cannot pass for a shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.programmes.own_rules import LOWER_ATTENDANCE, SHIPPED, ours

from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.folder import copy_rules, find_programme, own_rules, programme_of
from thinkfamily.programmes.framework import load_programme


def test_a_name_and_a_folder(tmp_path: Path) -> None:
    assert find_programme(SHIPPED) is load_programme(SHIPPED)
    found = find_programme(str(ours(tmp_path, *LOWER_ATTENDANCE)))
    assert found.name == "ours"
    assert found.criteria != load_programme(SHIPPED).criteria


def test_a_folder_is_named_for_itself_from_within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ours(tmp_path))
    assert find_programme(".").name == "ours"


def test_neither_name_nor_folder_lists_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=SHIPPED) as refused:
        find_programme(str(tmp_path / "nowhere"))
    assert "rules copy" in refused.value.do


def test_a_folder_with_a_shipped_name_judges_no_run(tmp_path: Path) -> None:
    """It can be read, to compare or try it; a run could not tell the two apart."""
    folder = ours(tmp_path, name=SHIPPED)
    assert find_programme(str(folder)).name == SHIPPED
    with pytest.raises(RuleError, match="name of a shipped programme"):
        own_rules(str(folder))


def test_what_a_run_keeps_reads_as_it_did(tmp_path: Path) -> None:
    """The folder may change or go: the run has its text. What is shipped is found by its name."""
    folder = ours(tmp_path, *LOWER_ATTENDANCE)
    (folder / "examples.yaml").write_text("[]", encoding="utf-8")
    programme, texts = own_rules(str(folder))
    assert set(texts) == {"framework.toml", "criteria.yaml"}
    (folder / "criteria.yaml").unlink()
    assert programme_of({"rules": {"ours": texts}}, "ours") == programme
    assert programme_of({}, SHIPPED) is load_programme(SHIPPED)
    assert own_rules(SHIPPED) == (load_programme(SHIPPED), {})


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    (folder / "criteria.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RuleError, match=r"ours/criteria\.yaml"):
        own_rules(str(folder))


def test_a_copy_never_writes_over(tmp_path: Path) -> None:
    copy_rules(SHIPPED, tmp_path / "a" / "copy")
    with pytest.raises(RuleError, match="TF-RULE-024"):
        copy_rules(SHIPPED, tmp_path / "a" / "copy")
