"""The pages of the tables: grain, columns, types, descriptions and sensitivity."""

from __future__ import annotations

import re
from types import ModuleType

import dataframely as dy

from thinkfamily.cli.reference import markdown
from thinkfamily.tables import handover, kept, made, supplied

PAGES = (
    ("tables-supplied.md", "Tables that agencies supply", supplied),
    ("tables-made.md", "Tables that the stages make", made),
    ("tables-handover.md", "Tables that pass between the analysis and casework", handover),
    ("tables-kept.md", "Tables that a run keeps for the handover", kept),
)


def table_pages() -> dict[str, str]:
    """Text by file name."""
    return {name: markdown.page(title, module.__doc__ or "", *_tables(module)) for name, title, module in PAGES}


def _tables(module: ModuleType) -> list[str]:
    return [
        _table(each)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, dy.Schema) and each.__module__ == module.__name__
    ]


def _table(schema: type[dy.Schema]) -> str:
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", schema.__name__).lower()
    rows = []
    for column, declared in schema.columns().items():
        about = declared.metadata or {}
        needed = "key" if declared.primary_key else "" if declared.nullable else "required"
        rows.append((f"`{column}`", declared.dtype, needed, about.get("sensitivity"), about.get("description")))
    header = ("column", "type", "", "sensitivity", "meaning")
    return f"## {name}\n\n{schema.__doc__}\n\n{markdown.table(header, rows)}"
