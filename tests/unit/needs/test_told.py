"""A worker's evidence settles what records leave open, and nothing that they have settled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.drawn import put
from tests.spec.needs.example import given_store

from thinkfamily.engine.needs import STAGE
from thinkfamily.engine.needs.told import words_of_workers
from thinkfamily.engine.stage import Settings
from thinkfamily.programmes.framework import load_programme
from thinkfamily.tables import made
from thinkfamily.tables.kept import KnownFamily, KnownPerson, WorkerEvidence

FAMILY = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    one    | kit    | child | 2014-05-05
"""
ARREST = """
    person | event  | from_on    | until_on | reference
    ann    | arrest | 2026-01-01 | -        | A1
"""
# What only a worker can say; what the arrest has settled; and what no feed here tells of.
ASKED = ("low_aspirations", "crime", "substance_misuse")


def answers(evidence: str) -> dict[str, set[tuple[str | None, str]]]:
    """Person and answer by criterion, after a worker's words: family | person | criterion | answer | from_on | until_on."""
    store = given_store(FAMILY, ARREST, without=("substance_treatment",))
    put(store, "worker_evidence", WorkerEvidence, evidence)
    put(store, "known_family", KnownFamily, "series | handle | family_id\ns | F | one")
    put(store, "known_person", KnownPerson, "series | handle | person_id\ns | A | ann\ns | Z | zoe")
    STAGE.run(store, Settings(Path(), date(2026, 9, 30)))
    rows = store.frame("select * from indicator")
    assert rows.equals(made.Indicator.validate(rows).sort("family_id", "person_id", "programme", "criterion"))
    return {
        criterion: set(rows.filter(criterion=criterion).select("person_id", "answer").rows()) for criterion in ASKED
    }


UNTOLD = "family | person | criterion | answer | from_on | until_on\n G | - | crime | yes | 2026-01-01 | -"


def test_without_a_word_it_is_as_records_say() -> None:
    assert answers(UNTOLD) == {
        "low_aspirations": {(None, "unknown")},
        "crime": {("ann", "yes")},
        "substance_misuse": {(None, "unknown")},
    }


@pytest.mark.parametrize(
    ("word", "criterion", "expected"),
    [
        ("F | - | low_aspirations | yes | 2026-01-01 | -", "low_aspirations", {(None, "yes")}),
        ("F | A | low_aspirations | yes | 2026-01-01 | -", "low_aspirations", {("ann", "yes")}),
        ("F | - | low_aspirations | no | 2026-01-01 | -", "low_aspirations", set()),
        ("F | A | low_aspirations | no | 2026-01-01 | -", "low_aspirations", {(None, "unknown")}),
        ("F | Z | low_aspirations | yes | 2026-01-01 | -", "low_aspirations", {(None, "unknown")}),
        ("F | - | low_aspirations | yes | 2026-10-01 | -", "low_aspirations", {(None, "unknown")}),
        ("F | - | low_aspirations | yes | 2026-01-01 | 2026-09-30", "low_aspirations", {(None, "unknown")}),
        ("F | - | low_aspirations | yes | 2026-01-01 | 2026-10-01", "low_aspirations", {(None, "yes")}),
        ("F | - | substance_misuse | yes | 2026-01-01 | -", "substance_misuse", {(None, "yes")}),
        ("F | - | substance_misuse | no | 2026-01-01 | -", "substance_misuse", set()),
        ("F | - | crime | no | 2026-01-01 | -", "crime", {("ann", "yes")}),
        ("F | A | crime | no | 2026-01-01 | -", "crime", {("ann", "yes")}),
    ],
)
def test_a_word(word: str, criterion: str, expected: set[tuple[str | None, str]]) -> None:
    header = UNTOLD.splitlines()[0]
    assert answers(f"{header}\n{word}")[criterion] == expected


def test_it_never_turns_a_no_that_rests_on_records() -> None:
    header = UNTOLD.splitlines()[0]
    word = f"{header}\nF | A | domestic_violence | yes | 2026-01-01 | -"
    store = given_store(FAMILY, ARREST)
    put(store, "worker_evidence", WorkerEvidence, word)
    put(store, "known_family", KnownFamily, "series | handle | family_id\ns | F | one")
    put(store, "known_person", KnownPerson, "series | handle | person_id\ns | A | ann")
    STAGE.run(store, Settings(Path(), date(2026, 9, 30)))
    assert store.value("select count(*) from indicator where criterion = 'domestic_violence'") == 0


def test_another_programme_hears_it_only_where_it_asks_the_very_same() -> None:
    """Two programmes ask for ``mental_health``, each another question; two for ``domestic_violence``, one and the same."""
    names = ("family_help_2025", "westminster_3_percent", "troubled_families_2015")
    said = {
        ("mental_health", "troubled_families_2015"): ["troubled_families_2015"],
        ("mental_health", "family_help_2025"): ["family_help_2025"],
        ("mental_health", "-"): ["family_help_2025"],
        ("domestic_violence", "westminster_3_percent"): ["family_help_2025", "westminster_3_percent"],
        ("domestic_violence", "troubled_families_2015"): ["family_help_2025", "westminster_3_percent"],
    }
    words = [
        f"F{at} | - | {asking} | {criterion} | yes | 2026-01-01 | -" for at, (criterion, asking) in enumerate(said)
    ]
    header = "family | person | programme | criterion | answer | from_on | until_on"
    store = given_store(FAMILY)
    put(store, "worker_evidence", WorkerEvidence, "\n".join([header, *words]))
    known = [f"s | F{at} | f{at}" for at in range(len(said))]
    put(store, "known_family", KnownFamily, "\n".join(["series | handle | family_id", *known]))
    put(store, "known_person", KnownPerson)
    heard = words_of_workers(store, date(2026, 9, 30), [load_programme(name) for name in names])
    assert [heard.filter(family_id=f"f{at}")["programme"].to_list() for at in range(len(said))] == list(said.values())
