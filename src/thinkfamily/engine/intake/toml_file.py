"""Reading a small TOML file of an extracts folder, and saying where it is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from thinkfamily.engine.intake.problems import setting_problem

_MOST_BYTES = 1 << 20
_LINE = re.compile(r"\(at (line \d+), column \d+\)")
_YEARS = (1900, 2199)
_MOST = 1_000_000_000
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_toml(path: Path, where: str) -> dict[str, Any]:
    """The content of a TOML file.

    Raises:
        ExtractError: it is too large, not UTF-8 or not TOML; the message names the line.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise setting_problem(where, "Found a file that may not be read.", "Ask who put it there.") from None
    if len(data) > _MOST_BYTES:
        raise setting_problem(where, f"Found {len(data):,} bytes; at most {_MOST_BYTES:,} are read.", "Shorten it.")
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise setting_problem(where, "Found bytes that are not UTF-8.", "Save the file as UTF-8.") from None
    except RecursionError:
        raise setting_problem(
            where, "Found values nested too deeply to read.", "Write it as the manual shows."
        ) from None
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        at = f"{where}, {line.group(1)}" if line else where
        raise setting_problem(at, "Found text that is not TOML.", "Correct the line; quote texts, not dates.") from None


class Keys:
    """The keys of one TOML table, taken one by one; what is left over was not expected.

    Args:
        values: the table.
        where: how messages name it.
    """

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self._values, self.where = dict(values), where

    def text(self, key: str) -> str | None:
        """A text, trimmed; None where it is missing or empty."""
        value = self._take(key, str, "text in quotation marks")
        return (value.strip() or None) if value is not None else None

    def need_text(self, key: str) -> str:
        """A text that must be there."""
        return self._needed(key, self.text(key))

    def flag(self, key: str) -> bool:
        """true or false; false where it is missing."""
        return bool(self._take(key, bool, "true or false"))

    def whole(self, key: str) -> int | None:
        """A whole number, not negative."""
        value = self._values.pop(key, None)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST):
            raise self.wrong(key, f"a whole number up to {_MOST:,}")
        return value

    def day(self, key: str) -> date | None:
        """A date of any year, with or without quotation marks."""
        value = self._values.pop(key, None)
        if isinstance(value, str) and _ISO.fullmatch(value.strip()):
            try:
                value = date.fromisoformat(value.strip())
            except ValueError:
                value = ""
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.wrong(key, "a date such as 2026-09-30")
        return value

    def need_day(self, key: str) -> date:
        """A date that must be there, of a year that periods can be counted from."""
        value = self._needed(key, self.day(key))
        if not _YEARS[0] <= value.year <= _YEARS[1]:
            raise self.wrong(key, f"a date of a year from {_YEARS[0]} to {_YEARS[1]}")
        return value

    def table(self, key: str) -> Keys | None:
        """A table within this one; None where it is missing."""
        value = self._take(key, dict, f"a table, [{key}]")
        return None if value is None else Keys(value, f"{self.where}, [{key}]")

    def tables(self, key: str) -> list[Keys]:
        """An array of tables."""
        value = self._take(key, list, f"tables, [[{key}]]") or []
        if not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, f"tables, [[{key}]]")
        return [Keys(each, f"{self.where}, [[{key}]] number {n}") for n, each in enumerate(value, start=1)]

    def one_or_more(self, key: str) -> list[Keys]:
        """A table or an array of tables: [key], or [[key]] for several; none where it is missing."""
        if isinstance(self._values.get(key), list):
            return self.tables(key)
        return [table] if (table := self.table(key)) is not None else []

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table whose values are a text or a list of texts."""
        value = self._take(key, dict, "a table of texts or lists of texts") or {}
        found = {name.strip(): each if isinstance(each, list) else [each] for name, each in value.items()}
        if not all(isinstance(part, str) for each in found.values() for part in each):
            raise self.wrong(key, "a table of texts, or lists of texts, in quotation marks")
        return {name: tuple(part.strip() for part in each) for name, each in found.items()}

    def text_or_texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts; empty where it is missing."""
        if isinstance(self._values.get(key), list):
            return tuple(self.names(key))
        return (text,) if (text := self.text(key)) else ()

    def text_or_tables(self, key: str) -> list[str] | list[Keys]:
        """A text, a list of texts or an array of tables, whichever is there."""
        value = self._values.get(key)
        if isinstance(value, str):
            return [text] if (text := self.text(key)) else []
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return self.names(key)
        return self.one_or_more(key)

    def rest(self) -> dict[str, str]:
        """Every key that is left, with its text or date."""
        left, self._values = self._values, {}
        for key, value in left.items():
            if not isinstance(value, str | date) or isinstance(value, datetime):
                raise self.wrong(key, "a text or a date")
        return {key: value.strip() if isinstance(value, str) else value.isoformat() for key, value in left.items()}

    def texts(self, key: str) -> dict[str, str]:
        """A table of texts."""
        value = self._take(key, dict, "a table of texts") or {}
        if not all(isinstance(each, str) for each in value.values()):
            raise self.wrong(key, "a table of texts in quotation marks")
        return {name.strip(): each.strip() for name, each in value.items()}

    def names(self, key: str) -> list[str]:
        """A list of texts."""
        value = self._take(key, list, "a list of texts") or []
        if not all(isinstance(each, str) for each in value):
            raise self.wrong(key, "a list of texts in quotation marks")
        return [each.strip() for each in value]

    def done(self) -> None:
        """Refuse keys that nothing asked for.

        Raises:
            ExtractError: a key is unknown, perhaps mistyped.
        """
        if self._values:
            raise setting_problem(
                self.where, f"Found unknown {', '.join(sorted(self._values))}.", "Correct the name, or take it out."
            )

    def wrong(self, key: str, expected: str) -> Exception:
        """The error that a key's value is not what is expected."""
        return setting_problem(f"{self.where}, {key}", f"Found something else than {expected}.", "Correct it.")

    def _take(self, key: str, kind: type, expected: str) -> Any:
        value = self._values.pop(key, None)
        if value is not None and not isinstance(value, kind):
            raise self.wrong(key, expected)
        return value

    def _needed(self, key: str, value: Any) -> Any:
        if value is None:
            raise setting_problem(self.where, f"Found no {key}.", f"Add {key}; the manual says what it means.")
        return value
