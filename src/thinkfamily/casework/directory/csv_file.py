"""The directory as a file: its columns, what is wrong with a row, and writing it so that a spreadsheet runs nothing.

Columns with a counterpart in the service object of the Open Referral standard, of which Open Referral UK is a profile, have
its name. Read in github.com/openreferral/specification, ``schema/service.json`` at 01be272. Its ``wait_time`` is marked
deprecated there, so that ours says what it counts; what else has no counterpart is ours too.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.directory.models import OLDEST, OfferedService
from thinkfamily.casework.directory.problems import DirectoryError
from thinkfamily.casework.families.models import CATEGORIES

# Each column, and what it holds.
COLUMNS: dict[str, Any] = {
    "organization": _("The agency, by its code on this site"),
    "name": _("The name of the service; with the agency it says which service the row is about"),
    "description": _("What it does"),
    "attributes": _("Needs that it answers: codes, with semicolons between"),
    "minimum_age": _("Youngest age; empty for any"),
    "maximum_age": _("Oldest age; empty for any"),
    "service_areas": _("Wards, with semicolons between; empty for the whole area"),
    "application_process": _("How to refer"),
    "status": _("active or inactive"),
    "needs_agreement": _("yes where it takes nobody without their agreement, or no"),
    "answers_within_days": _("Within how many days it answers"),
    "room": _("room, list, full or unknown"),
    "waiting_weeks": _("Weeks on its waiting list; empty where there is none, or it is not known"),
    "assured_date": _(
        "When it was last confirmed. Written, and not read: what is brought in counts as confirmed that day"
    ),
}
WRONG: dict[str, Any] = {
    "TF-DIRECTORY-060": _("Nothing stands here, and something must."),
    "TF-DIRECTORY-061": _("More letters than can be kept, or one that no keyboard makes."),
    "TF-DIRECTORY-062": _("None of the choices."),
    "TF-DIRECTORY-063": _("No whole number that can be."),
    "TF-DIRECTORY-064": _("No agency of this code whose services you keep."),
    "TF-DIRECTORY-065": _("No ward of this area."),
    "TF-DIRECTORY-066": _("The oldest age is below the youngest."),
    "TF-DIRECTORY-067": _("Another row of the file is about the same service."),
}
MOST_BYTES, MOST_ROWS = 1024 * 1024, 2000
BETWEEN = ";"
_LONG = {"name": 120, "description": 1000, "application_process": 500}
# A spreadsheet takes what begins so for a formula.
_RUNS = ("=", "+", "-", "@", "\t", "\r")


class WrongError(ValueError):
    """A cell cannot be read; it holds the column and the code of why, and nothing of the cell."""

    def __init__(self, column: str, code: str) -> None:
        self.column, self.code = column, code
        super().__init__(code)


@dataclass(frozen=True)
class Read:
    """What a file holds: rows that can be brought, by column, and what is wrong with the others: row, column and code."""

    rows: list[dict[str, Any]]
    problems: list[list[Any]]


def template() -> str:
    """An empty file."""
    return _written([list(COLUMNS)])


def written(services: Iterable[OfferedService]) -> str:
    """Services as a file that can be brought in again."""
    return _written([list(COLUMNS), *(_cells(service) for service in services)])


def read(content: bytes, *, agencies: Collection[str], wards: Collection[str]) -> Read:
    """What a file holds.

    Args:
        content: the file.
        agencies: codes of those whose services whoever sends it keeps.
        wards: those of the area.

    Raises:
        DirectoryError: it is too large, no text, or lacks a column.
    """
    rows, problems, met = [], [], set()
    for number, cells in enumerate(_lines(content), start=2):
        try:
            row = _row(cells, agencies, wards)
            if (row["organization"], row["name"]) in met:
                raise WrongError("name", "TF-DIRECTORY-067")
        except WrongError as wrong:
            problems.append([number, wrong.column, wrong.code])
            continue
        met.add((row["organization"], row["name"]))
        rows.append(row)
    return Read(rows, problems)


def _lines(content: bytes) -> Iterator[Mapping[str, str]]:
    if len(content) > MOST_BYTES:
        raise _unreadable(gettext("Found a file of more than 1 MB."), gettext("Bring some of the services at a time."))
    try:
        # Not by universal newlines: what stands in a cell may have some.
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise _unreadable(
            gettext("Found no CSV file in UTF-8."), gettext("Save it again as CSV UTF-8, and send that.")
        ) from None
    header = [one.strip() for one in lines[0]] if lines else []
    lacking = [one for one in COLUMNS if one not in header and one != "assured_date"]
    if lacking:
        raise _unreadable(
            gettext("Found no column %(column)s.") % {"column": lacking[0]},
            gettext("Take the template, or the directory as a file."),
        )
    filled = [line for line in lines[1:] if any(cell.strip() for cell in line)]
    if len(filled) > MOST_ROWS:
        raise _unreadable(
            ngettext("Found more than %(most)d row.", "Found more than %(most)d rows.", MOST_ROWS)
            % {"most": MOST_ROWS},
            gettext("Bring some of the services at a time."),
        )
    return (dict(zip(header, line, strict=False)) for line in filled)


def _row(cells: Mapping[str, str], agencies: Collection[str], wards: Collection[str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in COLUMNS:
        if column != "assured_date":
            text = cells.get(column, "").strip()
            # What was written with a leading quote is read without it.
            row[column] = text[1:] if text[:1] == "'" and text[1:2] in _RUNS else text
    for column, most in _LONG.items():
        row[column] = _words(column, row[column], most)
    if row["organization"] not in agencies:
        raise WrongError("organization", "TF-DIRECTORY-064")
    row["attributes"] = _listed("attributes", row["attributes"], dict(CATEGORIES), "TF-DIRECTORY-062")
    if not row["attributes"]:
        raise WrongError("attributes", "TF-DIRECTORY-060")
    row["service_areas"] = _listed("service_areas", row["service_areas"], wards, "TF-DIRECTORY-065")
    for column, most in (("minimum_age", OLDEST), ("maximum_age", OLDEST), ("waiting_weeks", 520)):
        row[column] = _number(column, row[column], 0, most) if row[column] else None
    row["answers_within_days"] = _number("answers_within_days", row["answers_within_days"], 1, 365)
    if None not in (row["minimum_age"], row["maximum_age"]) and row["maximum_age"] < row["minimum_age"]:
        raise WrongError("maximum_age", "TF-DIRECTORY-066")
    row["status"] = _choice("status", row["status"], ("active", "inactive"))
    row["needs_agreement"] = _choice("needs_agreement", row["needs_agreement"], ("yes", "no"))
    row["room"] = _choice("room", row["room"], tuple(dict(OfferedService.ROOM)))
    return row


def _words(column: str, text: str, most: int) -> str:
    if not text:
        raise WrongError(column, "TF-DIRECTORY-060")
    is_odd = any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") and sign not in "\n\r\t" for sign in text)
    if len(text) > most or is_odd:
        raise WrongError(column, "TF-DIRECTORY-061")
    return text


def _listed(column: str, text: str, choices: Collection[str], code: str) -> list[str]:
    found = list(dict.fromkeys(one.strip() for one in text.split(BETWEEN) if one.strip()))
    if not set(found) <= set(choices):
        raise WrongError(column, code)
    return found


def _number(column: str, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and least <= int(text) <= most):
        raise WrongError(column, "TF-DIRECTORY-063")
    return int(text)


def _choice(column: str, text: str, choices: Collection[str]) -> str:
    if text.casefold() not in choices:
        raise WrongError(column, "TF-DIRECTORY-062")
    return text.casefold()


def _cells(service: OfferedService) -> list[str]:
    told: dict[str, Any] = {
        "organization": service.agency.code,
        "attributes": BETWEEN.join(service.categories),
        "service_areas": BETWEEN.join(service.wards),
        "status": "active" if service.is_active else "inactive",
        "needs_agreement": "yes" if service.needs_agreement else "no",
        "assured_date": service.assured_on,
    }
    cells = [told[column] if column in told else getattr(service, column) for column in COLUMNS]
    return ["" if cell is None else str(cell) for cell in cells]


def _written(lines: Iterable[list[str]]) -> str:
    made = io.StringIO(newline="")
    safe = ([f"'{cell}" if cell.startswith(_RUNS) else cell for cell in line] for line in lines)
    csv.writer(made, lineterminator="\r\n").writerows(safe)
    return made.getvalue()


def _unreadable(found: str, do: str) -> DirectoryError:
    return DirectoryError("TF-DIRECTORY-068", found=found, do=do, field="file")
