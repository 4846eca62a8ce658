"""How long work reports that it moves, without knowing who watches."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives the steps of a long job."""

    def begin(self, step: str, total: int | None = None) -> None:
        """A step starts; ``total`` is how many units it has, where known."""

    def advance(self, done: int = 1) -> None:
        """Some units of the current step are done."""


class Silent:
    """Watches nothing: for tests and for ``--quiet``."""

    def begin(self, step: str, total: int | None = None) -> None:
        """Ignore the start of a step."""

    def advance(self, done: int = 1) -> None:
        """Ignore the units done."""
