"""Answers from whose time nothing can be told.

To pass over what is kept from a searcher takes a little longer than to find nothing. Whoever could time enough answers would
know of a file that they must not know of; so an answer to a search goes out at the next tick, whenever it is ready.
"""

from __future__ import annotations

import time
from contextvars import ContextVar

# Nobody notices so long a wait, and few searches take longer: our choice.
TICK_SECONDS = 0.05
# Whether the request under way has searched.
_searched: ContextVar[bool] = ContextVar("searched", default=False)


def begin() -> None:
    """Note that a request begins, which has not searched yet."""
    _searched.set(False)


def answer_evenly() -> None:
    """Have the request under way answered at a tick, because it has searched."""
    _searched.set(True)


def wait_for_tick(began: float) -> None:
    """Wait, outside of every transaction, until a whole number of ticks have passed, if the request has searched.

    Args:
        began: when the request began, by `time.perf_counter`.
    """
    if _searched.get() and TICK_SECONDS:
        time.sleep(TICK_SECONDS - (time.perf_counter() - began) % TICK_SECONDS)
