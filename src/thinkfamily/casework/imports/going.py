"""Doing something long in a thread of its own, and telling those who wait how far it is. It ends whether or not they wait."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import Any

from django.db import connections

from thinkfamily.core.errors import UserError

log = logging.getLogger("thinkfamily.site")
Begin = Callable[[str, int], None]
Advance = Callable[[int], None]
# So many times at most is told of one part how far it is.
TIMES = 10


@dataclass(frozen=True)
class Far:
    """How far it is: the how-manieth part, what it does, how many of these are done and how many there are."""

    part: int
    says: str
    done: int
    total: int


@dataclass(frozen=True)
class Ended:
    """What it gave; or the error by which it could not be done, where it is one that a reader can do something about."""

    given: Any = None
    error: UserError | None = None
    is_fault: bool = False


def going(work: Callable[[Begin, Advance], Any]) -> Iterator[Far | Ended]:
    """How far some work is, as it goes, and last how it ended. It begins when the first is asked for.

    Args:
        work: is given two functions: one that it tells each part and its size, one that it tells how many more of these are done.
    """
    # It keeps the id of the request, by which its events are found, and which is over when the first is asked for.
    return _told(work, copy_context())


def _told(work: Callable[[Begin, Advance], Any], context: Context) -> Iterator[Far | Ended]:
    told: queue.SimpleQueue[Far | Ended] = queue.SimpleQueue()
    threading.Thread(target=context.run, args=(_work, work, told), name="going").start()
    while True:
        one = told.get()
        yield one
        if isinstance(one, Ended):
            return


def _work(work: Callable[[Begin, Advance], Any], told: queue.SimpleQueue[Far | Ended]) -> None:
    now = Far(0, "", 0, 1)

    def begin(says: str, total: int) -> None:
        nonlocal now
        now = Far(now.part + 1, says, 0, total)
        told.put(now)

    def advance(more: int) -> None:
        nonlocal now
        before, now = now, Far(now.part, now.says, now.done + more, now.total)
        # Most work tells of every thing; a page tells of some.
        if now.done * TIMES // max(1, now.total) > before.done * TIMES // max(1, now.total):
            told.put(now)

    try:
        ended = Ended(work(begin, advance))
    except UserError as error:
        ended = Ended(error=error)
    except Exception as error:
        # Its message could hold somebody's value: the kind of it says enough here.
        log.error("going failed=%s", type(error).__name__)
        ended = Ended(is_fault=True)
    finally:
        connections.close_all()
    told.put(ended)
