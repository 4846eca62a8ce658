"""From what somebody typed into a cell to a value, or to the code of what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from thinkfamily.casework.imports.sheets import CHOICE, DAY, NUMBER, TIME, YES, Column

EMPTY, NO_DAY, NO_CHOICE, TOO_LONG, NO_TIME, NO_NUMBER, NO_TEXT = (f"TF-IMPORT-0{number}" for number in range(20, 27))
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
_SAYS_YES, _SAYS_NO = {"yes", "y", "true", "1"}, {"", "no", "n", "false", "0"}


class WrongCellError(ValueError):
    """A cell cannot be read; it holds the code of why and nothing of the cell."""


def value_of(column: Column, text: str, choices: Mapping[str, Any]) -> Any:
    """The value of one cell; None, "" or False where it is empty and may be.

    Args:
        column: what it should be.
        text: what was typed.
        choices: for a choice, each word by which it is understood, in small letters, with what it means.

    Raises:
        WrongCellError: it cannot be read as that.
    """
    # A text never holds what no keyboard makes, and a database cannot keep.
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") and sign not in "\n\r\t" for sign in text):
        raise WrongCellError(NO_TEXT)
    if not text and column.must:
        raise WrongCellError(EMPTY)
    if column.kind == DAY:
        return _day(text) if text else None
    if column.kind == TIME:
        return _time(text) if text else None
    if column.kind == YES:
        if (said := text.casefold()) not in _SAYS_YES | _SAYS_NO:
            raise WrongCellError(NO_CHOICE)
        return said in _SAYS_YES
    if column.kind == NUMBER:
        if not re.fullmatch(r"[0-9]{1,6}", text):
            raise WrongCellError(NO_NUMBER)
        return int(text)
    if column.kind == CHOICE:
        if not text:
            return ""
        if (key := " ".join(text.split()).casefold()) not in choices:
            raise WrongCellError(NO_CHOICE)
        return choices[key]
    if len(text) > column.most:
        raise WrongCellError(TOO_LONG)
    return text


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%dT%H:%M"):
        try:
            found = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if EARLIEST <= found <= LATEST:
            return found
    raise WrongCellError(NO_DAY)


def _time(text: str) -> time:
    for form in ("%H:%M", "%H.%M", "%H:%M:%S"):
        try:
            return datetime.strptime(text, form).time()
        except ValueError:
            continue
    raise WrongCellError(NO_TIME)
