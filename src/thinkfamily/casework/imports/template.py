"""The workbook that a council fills in, and the same as CSV files: every column explained, with drop-down choices."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from thinkfamily.casework.imports.example import EXAMPLE
from thinkfamily.casework.imports.sheets import CHOICE, DAY, NUMBER, SHEETS, TIME, YES, Column, Sheet

WORKBOOK_NAME, TABLES_NAME = "cases-to-bring-in.xlsx", "cases-to-bring-in.zip"
_DATED = (2020, 1, 1, 0, 0, 0)
_ROWS = 5000
_KINDS = {
    DAY: "a date such as 31/12/2025",
    TIME: "a time such as 14:30",
    CHOICE: "one of the list",
    YES: "Yes or nothing",
    NUMBER: "a number",
}

Rows = Mapping[str, Sequence[Mapping[str, str]]]


def workbook(words: Mapping[str, Sequence[str]], filled: Rows | None = None) -> bytes:
    """The template as an Excel workbook.

    Args:
        words: the site's own lists to choose from: teams, programmes, rules.
        filled: rows by sheet; left out for an empty template.
    """
    made = io.BytesIO()
    # Text stays text: nothing that somebody typed becomes a formula, a link or a number.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(made, options)
    # No moment in it: the same lists and rows give the same bytes.
    book.set_properties({"title": "Cases to bring in", "created": datetime(*_DATED)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#dee0e2"})
    text = book.add_format({"num_format": "@"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _explain(book, head, wrapped)
    choices = book.add_worksheet("Choices")
    at = 0
    for sheet in SHEETS:
        page = book.add_worksheet(sheet.title)
        page.freeze_panes(1, 0)
        for number, column in enumerate(sheet.columns):
            page.write_string(0, number, column.header, head)
            page.set_column(number, number, max(14, min(40, len(column.header) + 4)), text)
            listed = words_of(column, words)
            if listed:
                choices.write_string(0, at, column.header, head)
                for row, word in enumerate(listed, start=1):
                    choices.write_string(row, at, word)
                letter = xlsxwriter.utility.xl_col_to_name(at)
                source = f"=Choices!${letter}$2:${letter}${len(listed) + 1}"
                told = "Choose one from the list."
                page.data_validation(
                    1, number, _ROWS, number, {"validate": "list", "source": source, "error_message": told}
                )
                at += 1
        for row, cells in enumerate((filled or {}).get(sheet.name, ()), start=1):
            for number, column in enumerate(sheet.columns):
                page.write_string(row, number, cells.get(column.name, ""), text)
    _example(book, head, wrapped, words)
    choices.hide()
    book.close()
    return made.getvalue()


def tables(words: Mapping[str, Sequence[str]], filled: Rows | None = None) -> bytes:
    """The same as CSV files in a zip file, with a page that explains the columns; the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in SHEETS:
            lines = [[column.header for column in sheet.columns]]
            lines += [
                [row.get(column.name, "") for column in sheet.columns] for row in (filled or {}).get(sheet.name, ())
            ]
            archive.writestr(zipfile.ZipInfo(sheet.file, _DATED), _csv(lines).encode("utf-8-sig"))
        told = [["Sheet", "Column", "Must be filled in", "What kind", "What it is", "Choices"]]
        told += [
            [
                sheet.title,
                column.header,
                "Yes" if column.must else "",
                _kind(column),
                _says(column),
                "; ".join(words_of(column, words)),
            ]
            for sheet in SHEETS
            for column in sheet.columns
        ]
        archive.writestr(zipfile.ZipInfo("read-me-first.csv", _DATED), _csv(told).encode("utf-8-sig"))
    return made.getvalue()


def example_rows(words: Mapping[str, Sequence[str]]) -> dict[str, list[dict[str, str]]]:
    """The worked example, in this site's own teams and programmes."""
    own = {name: listed[0] for name, listed in words.items() if listed}
    found = {}
    for sheet in SHEETS:
        given = {column.name: own.get(column.of_site, "") for column in sheet.columns if column.of_site}
        found[sheet.name] = [{**given, **row} for row in EXAMPLE[sheet.name]]
    return found


def words_of(column: Column, words: Mapping[str, Sequence[str]]) -> list[str]:
    """The words that a column offers to choose from; none where it is free."""
    if column.of_site:
        return list(words[column.of_site])
    return ["Yes", "No"] if column.kind == YES else [says for _, says in column.choices]


def _explain(book: Any, head: Any, wrapped: Any) -> None:
    page = book.add_worksheet("Read me first")
    page.set_column(0, 1, 26)
    page.set_column(2, 2, 16)
    page.set_column(3, 3, 26)
    page.set_column(4, 4, 80)
    page.write_row(0, 0, ["Sheet", "Column", "Must be filled in", "What kind", "What it is"], head)
    row = 1
    for sheet, column in _columns():
        if column is None:
            page.write_row(row, 0, [sheet.title, "", "", "", sheet.says], head)
        else:
            must = "Yes" if column.must else ""
            page.write_row(row, 0, ["", column.header, must, _kind(column), _says(column)], wrapped)
        row += 1


def _columns() -> Iterator[tuple[Sheet, Column | None]]:
    for sheet in SHEETS:
        yield sheet, None
        for column in sheet.columns:
            yield sheet, column


def _kind(column: Column) -> str:
    return _KINDS.get(column.kind, "text")


def _says(column: Column) -> str:
    return column.says or f"{column.header}."


def _example(book: Any, head: Any, wrapped: Any, words: Mapping[str, Sequence[str]]) -> None:
    page = book.add_worksheet("Example (invented)")
    page.set_column(0, 20, 22)
    row = 0
    for name, rows in example_rows(words).items():
        sheet = next(one for one in SHEETS if one.name == name)
        page.write_string(row, 0, f"Sheet {sheet.title}: nobody of this name lives anywhere", head)
        for number, column in enumerate(sheet.columns):
            page.write_string(row + 1, number, column.header, head)
            for below, cells in enumerate(rows, start=row + 2):
                page.write_string(below, number, cells.get(column.name, ""), wrapped)
        row += len(rows) + 3


def _csv(lines: Sequence[Sequence[str]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(lines)
    return made.getvalue()
