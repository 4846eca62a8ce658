"""Equal people have equal fingerprints however they are written; others do not; nothing can be read from one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from thinkfamily.casework.secrets.cipher import fingerprint
from thinkfamily.casework.secrets.fingerprints import person_fingerprint

BORN = date(1990, 1, 2)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Zoë", "Mock-O'Bury"),
        ("ZOE", "mock obury"),
        ("zoe ", " Mock O’Bury"),
        ("Zoe Anne", "MockOBury"),
    ],
)
def test_writing_makes_no_difference(first: str, last: str) -> None:
    assert person_fingerprint(first, last, BORN) == person_fingerprint("Zoe", "Mockobury", BORN)


@pytest.mark.parametrize(
    ("first", "last", "born"),
    [("Zoa", "Mockbury", BORN), ("Zoe", "Mockberry", BORN), ("Zoe", "Mockbury", date(1990, 2, 1))],
)
def test_another_person_is_another(first: str, last: str, born: date) -> None:
    assert person_fingerprint(first, last, born) != person_fingerprint("Zoe", "Mockbury", BORN)


def test_a_name_does_not_run_into_the_next() -> None:
    assert person_fingerprint("Ann", "Abel", BORN) != person_fingerprint("Anna", "Bel", BORN)


@pytest.mark.parametrize(
    ("first", "last", "born"), [("", "M", BORN), ("Z", None, BORN), ("Z", "M", None), ("-", "M", BORN)]
)
def test_who_is_not_known_has_none(first: str, last: str | None, born: date | None) -> None:
    assert person_fingerprint(first, last, born) is None


def test_the_key_is_read_once_and_again_when_it_is_another_file(tmp_path, monkeypatch):
    keys = tmp_path / "keys"
    first = fingerprint(tmp_path, "x", "a test")
    reads = []
    real = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda path, **how: reads.append(path) or real(path, **how))
    assert fingerprint(tmp_path, "x", "a test") == first
    assert not reads
    new = keys / "new"
    new.write_text("another key\n", encoding="ascii")
    new.replace(keys / "fingerprint.key")
    assert fingerprint(tmp_path, "x", "a test") != first
    assert fingerprint(tmp_path, "x", "a test") != first
    assert len(reads) == 1
