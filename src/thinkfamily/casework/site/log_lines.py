"""How a line of the log is written, whoever says it: no library's message and no value of an exception ever stands in one.

What fails after an answer has begun, or beneath the site itself, is said by the server that runs it, and its own words are a
path and all that the exception holds: a database repeats the row that it refused.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

HOUSE = Path(__file__).parents[2]
OURS = "thinkfamily"


class Line(logging.Formatter):
    """One line a record: when, how grave, who says it; the words of our own loggers, of others only what they say always."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        said = record.getMessage() if record.name.split(".")[0] == OURS else ""
        if record.exc_info and record.exc_info[0] is not None:
            kind, _error, lines = record.exc_info
            said = f"{said} {fault(kind, lines)}".strip()
        elif not said:
            # Without what was put into it. Words that come whole already are told from those by having no place for any.
            said = str(record.msg) if record.args else "said something"
        told = logging.LogRecord(record.name, record.levelno, "", 0, said, None, None)
        told.created, told.msecs = record.created, record.msecs
        return super().format(told)


def fault(kind: type[BaseException] | None, lines: TracebackType | None) -> str:
    """A fault by its kind and our own lines: its message and its values may name a person."""
    where = [
        f"{Path(frame.filename).relative_to(HOUSE)}:{frame.lineno}"
        for frame in traceback.extract_tb(lines)
        if Path(frame.filename).is_relative_to(HOUSE)
    ]
    return f"fault={kind.__name__ if kind else '-'} at={' '.join(where)}"
