"""Reading declarations strictly: what is not known is refused, and the refusal lists what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from math import isfinite
from typing import Any

from thinkfamily.core.errors import RuleError


def refuse(code: str, where: str, found: str, do: str) -> RuleError:
    """The error of a declaration that does not load."""
    return RuleError(
        f"TF-RULE-{code}",
        where,
        found=found,
        means="The programme was not loaded, so that no family is judged by a rule other than the one written.",
        do=do,
    )


def listed(words: Iterable[str]) -> str:
    """Words for an error, in order."""
    return ", ".join(sorted(words))


def guess(words: Iterable[str], allowed: Iterable[str]) -> str:
    """A question that begins what to do: whether words that are not known were meant as ones that are; or nothing."""
    allowed = tuple(allowed)
    meant = dict.fromkeys(each for word in words for each in get_close_matches(word, allowed, n=1, cutoff=0.75))
    return f"Did you mean {', '.join(meant)}? " if meant else ""


class Section:
    """One mapping of a declaration, whose keys must all be asked for.

    Args:
        where: file and place, for errors.
        content: what was read there.
        allowed: every key that may stand here.
    """

    def __init__(self, where: str, content: Any, allowed: Iterable[str]) -> None:
        self.where = where
        keys = tuple(allowed)
        if not isinstance(content, Mapping):
            raise refuse("001", where, f"Found {_kind(content)} where keys were expected.", f"Use: {listed(keys)}.")
        unknown = [str(key) for key in content if key not in keys]
        if unknown:
            do = f"{guess(unknown, keys)}Allowed here: {listed(keys)}."
            raise refuse("002", where, f"Unknown key {listed(unknown)}.", do)
        self._content: Mapping[str, Any] = content

    def has(self, key: str) -> bool:
        """Whether the key is written, even if empty."""
        return key in self._content

    def raw(self, key: str) -> Any:
        """The value as read; missing is an error."""
        if self._content.get(key) is None:
            raise refuse("003", self.where, f"'{key}' is missing.", f"Add '{key}'; nothing here has a default.")
        return self._content[key]

    def text(self, key: str) -> str:
        """A text, trimmed; only ``url`` may be empty, where a document is not public."""
        value = self.raw(key)
        if not isinstance(value, str) or not (value.strip() or key == "url"):
            raise self.wrong(key, value, "a text")
        return " ".join(value.split())

    def number(self, key: str) -> float:
        """A number."""
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise self.wrong(key, value, "a number")
        return float(value)

    def truth(self, key: str) -> bool:
        """True or false."""
        value = self.raw(key)
        if not isinstance(value, bool):
            raise self.wrong(key, value, "true or false")
        return value

    def day(self, key: str) -> date:
        """A date."""
        value = self.raw(key)
        if type(value) is not date:
            raise self.wrong(key, value, "a date such as 2026-09-30")
        return value

    def choice(self, key: str, choices: Iterable[str]) -> str:
        """One of a few words."""
        value, choices = self.raw(key), tuple(choices)
        if value not in choices:
            meant = guess([value], choices) if isinstance(value, str) else ""
            raise self.wrong(key, value, f"one of {listed(choices)}", meant)
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self.raw(key)
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(each, str) and each for each in values):
            raise self.wrong(key, value, "a word or a list of words")
        return tuple(values)

    def items(self, key: str) -> list[Any]:
        """A list with at least one item."""
        value = self.raw(key)
        if not isinstance(value, list) or not value:
            raise self.wrong(key, value, "a list with at least one item")
        return value

    def wrong(self, key: str, value: Any, expected: str, meant: str = "") -> RuleError:
        """The error of a value that is not what its key needs; ``meant`` as ``guess`` says it."""
        return refuse("004", self.where, f"'{key}' is {_kind(value)}.", f"{meant}Write {expected} there.")


def _kind(value: Any) -> str:
    if isinstance(value, str | int | float):
        return f"{value:g}" if isinstance(value, float) else f"{value!r}"
    return {"dict": "a mapping", "NoneType": "nothing"}.get(type(value).__name__, f"a {type(value).__name__}")
