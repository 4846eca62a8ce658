"""One word for one thing: the glossary holds in the code, and names match what they name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest

from thinkfamily.tables import handover, kept, made, supplied
from thinkfamily.tables.column import Sensitivity

ROOT = Path(__file__).parents[2]
# Migrations are generated: their names and their length are Django's.
MODULES = sorted(path for path in (ROOT / "src" / "thinkfamily").rglob("*.py") if path.parent.name != "migrations")
# Names that a library asks for.
GIVEN_BY_LIBRARIES = {"USERSESSIONS_TRACK_ACTIVITY"}
TABLES = [
    value
    for module in (supplied, made, handover, kept)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, dy.Schema) and value.__module__ == module.__name__
]
DATES_IN_WORDS = {"date_of_birth", "address_from", "address_to", "covers_from", "covers_until"}


def banned() -> set[str]:
    """Words in code type in the last column of the glossary's tables."""
    words = set()
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| Say"):
            words |= set(re.findall(r"`(\w+)`", line.strip("|").split("|")[-1]))
    return words


def names(module: Path) -> Iterator[str]:
    """Every name that a module gives: classes, functions, arguments, variables, attributes, fields."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def words(name: str) -> set[str]:
    """The words of a name: ``is_child`` and ``FamilyCost`` alike."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_the_glossary_bans_words() -> None:
    assert {"client", "stakeholder", "individual", "ruleset"} <= banned()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT / "src" / "thinkfamily")))
def test_no_name_uses_a_word_that_the_glossary_bans(module: Path) -> None:
    for name in {*names(module), module.stem} - GIVEN_BY_LIBRARIES:
        assert not words(name) & banned(), name


def test_a_module_is_named_for_what_it_holds() -> None:
    for module in MODULES:
        assert module.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "manager"}, module.name


def test_modules_are_short() -> None:
    for module in MODULES:
        assert len(module.read_text(encoding="utf-8").splitlines()) <= 400, module.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_table_states_its_grain_and_each_column_its_meaning(table: type[dy.Schema]) -> None:
    assert (table.__doc__ or "").startswith("One row per ")
    for name, column in table.columns().items():
        about = column.metadata or {}
        assert len(about.get("description", "")) > 1, name
        assert about.get("sensitivity") in set(Sensitivity), name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_names_match_types(table: type[dy.Schema]) -> None:
    for name, column in table.columns().items():
        dtype = column.dtype
        assert (dtype == pl.Boolean) == (name.startswith(("is_", "has_")) or name == "covers_casework"), name
        assert (dtype == pl.Date) == (name.endswith("_on") or name in DATES_IN_WORDS), name
        assert isinstance(dtype, pl.Decimal) == (name.endswith("_gbp") or (table, name) == (made.CostLine, "quantity"))
        if name.endswith("_id"):
            assert dtype == pl.String, name
        if name.endswith("_no"):
            assert dtype == pl.Int64, name


def test_people_s_values_are_marked_personal_at_least() -> None:
    """A column that names, places or identifies a person is never ordinary."""
    telling = re.compile(
        r"(first|last|middle)_names?$|known_as|birth|address|postcode|uprn|phone|email|nhs|upn$|nino|(person|record)_id"
    )
    for table in TABLES:
        for name, column in table.columns().items():
            if telling.search(name) and name != "is_restricted":
                assert (column.metadata or {})["sensitivity"] != "ordinary", f"{table.__name__}.{name}"
