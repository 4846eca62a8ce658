"""How a command ends when it does not end well: a user's error, a fault of ours, or a stop.

Only our own words reach the screen. The message of any other exception may hold a person's value, and so may the
variables of a traceback; neither is printed.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from rich.markup import escape

from thinkfamily.cli.console import errors
from thinkfamily.core.errors import UserError

# The exit code of a fault: the number that sysexits.h has for one.
FAULT = 70
# Prints a fault's whole traceback, library messages included: for invented data only (CONTRIBUTING.md).
TRACEBACK = "THINKFAMILY_TRACEBACK"

_PACKAGE = Path(__file__).parents[1]
_FRAMES = 6


class Stopped(BaseException):
    """The user, or the system, asked the command to end: everything is undone on the way out, and nothing catches it."""


def guarded(run: Callable[[], None]) -> None:
    """Run a command; end the process with the exit code of what went wrong."""
    stop = _Stop()
    try:
        run()
    except BaseException as error:
        # A command that takes a stop for its proper end, as a server does, has said so itself.
        if isinstance(error, SystemExit) and not error.code:
            raise
        # A library that is stopped in its work says so in an error of its own kind.
        if stop.signal is not None:
            errors.print("\nStopped. What was being written is removed.", highlight=False)
            sys.exit(128 + stop.signal)
        if isinstance(error, SystemExit):
            raise
        if isinstance(error, UserError):
            _say(error.code, error.where, error.found, error.means, error.do)
            sys.exit(error.exit_code)
        if os.environ.get(TRACEBACK) == "1":
            raise
        _say(
            "TF-BUG-001",
            _kinds(error),
            "Found a fault of this program, not of your files or your command.",
            f"The command did not finish; what it left unfinished is no run. It happened at:\n{frames(error)}",
            "Report these lines: they hold no person's data. If you can, make it happen on an invented borough "
            "(thinkfamily synth) and say how.",
        )
        sys.exit(FAULT)


def frames(error: BaseException) -> str:
    """Where in this program an exception arose: the innermost of its own lines, ``file:line function`` each."""
    found = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_PACKAGE):
            found.append(f"  {path.relative_to(_PACKAGE.parent).as_posix()}:{line} {frame.f_code.co_name}")
    return "\n".join(found[-_FRAMES:]) or "  (outside this program's own code)"


def _kinds(error: BaseException) -> str:
    """The exception's kind and that of what caused it: names of classes, nothing of their content."""
    kinds, cause = [], error
    for _ in range(3):
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        following = cause.__cause__ or cause.__context__
        if following is None:
            break
        cause = following
    return ", from ".join(kinds)


class _Stop:
    """Turns Ctrl-C, and the signal that asks a process to end, into an exception, and remembers which it was."""

    def __init__(self) -> None:
        self.signal: int | None = None
        for number in (signal.SIGINT, signal.SIGTERM):
            # What a shell told its background jobs to ignore stays ignored.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.signal = number
        raise Stopped


def _say(code: str, where: str, *lines: str) -> None:
    errors.print(f"[bold red]{code}[/]  {escape(where)}", highlight=False, soft_wrap=True)
    for line in lines:
        errors.print(line, highlight=False, markup=False, soft_wrap=True)
