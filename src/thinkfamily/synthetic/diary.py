"""What happened to whom: events gathered as numbers, and the two ways in which they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

import numpy as np
import polars as pl

from thinkfamily.synthetic.cast import People
from thinkfamily.synthetic.homes import Homes

EPOCH = date(1970, 1, 1)
WORDS_NONE = -1
_COLUMNS = {
    "person": np.int32,
    "from_on": np.int32,
    "until_on": np.int32,
    "quantity": np.float32,
    "role": np.int16,
    "reference": np.int32,
    "service": np.int16,
    "detail": np.int16,
}


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def feed_of_event() -> dict[str, str]:
    """Which feed supplies each event of the vocabulary."""
    text = (files("thinkfamily.programmes") / "data" / "events.csv").read_bytes()
    vocabulary = pl.read_csv(text)
    return dict(zip(vocabulary["event"], vocabulary["feed"], strict=True))


@dataclass
class Diary:
    """Gathers events by feed; ``first`` and ``last`` are each person's first day and first day no longer in the borough."""

    as_at: int
    window: int
    first: np.ndarray
    last: np.ndarray
    words: list[str] = field(default_factory=list)
    entries: dict[str, list[dict[str, np.ndarray]]] = field(default_factory=dict)
    references: int = 0

    def __post_init__(self) -> None:
        self._code: dict[str, int] = {}
        self._feed = feed_of_event()

    def word(self, text: str | None) -> int:
        """The number of a word; -1 for none."""
        if text is None:
            return WORDS_NONE
        if text not in self._code:
            self._code[text] = len(self.words)
            self.words.append(text)
        return self._code[text]

    def enter(
        self,
        event: str,
        person: np.ndarray,
        from_on: np.ndarray,
        until_on: np.ndarray | int = 0,
        *,
        quantity: np.ndarray | float = np.nan,
        role: str | None = None,
        reference: np.ndarray | int = -1,
        service: str | np.ndarray | None = None,
        detail: str | np.ndarray | None = None,
    ) -> None:
        """Enter events of one kind; ``until_on`` 0 is a point or an open spell; words can be given by number."""
        n = len(person)
        given = {
            "person": person,
            "from_on": from_on,
            "until_on": until_on,
            "quantity": quantity,
            "role": self.word(role),
            "reference": reference,
            "service": service if isinstance(service, np.ndarray) else self.word(service),
            "detail": detail if isinstance(detail, np.ndarray) else self.word(detail),
        }
        block = {name: np.broadcast_to(np.asarray(given[name]), (n,)).astype(dtype) for name, dtype in _COLUMNS.items()}
        block["event"] = np.full(n, self.word(event), dtype=np.int16)
        self.entries.setdefault(self._feed[event], []).append(block)

    def new_references(self, n: int) -> np.ndarray:
        """n references never given before."""
        self.references += n
        return np.arange(self.references - n, self.references)

    def points(
        self, rng: np.random.Generator, who: np.ndarray, a_year: np.ndarray | float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Persons and days of events that come ``a_year`` times a year, while each person is here."""
        first, last = self.first[who], self.last[who]
        years = np.maximum(last - first, 0) / 365.25
        count = rng.poisson(np.broadcast_to(a_year, (len(who),)) * years)
        person = np.repeat(who, count)
        first, last = np.repeat(first, count), np.repeat(last, count)
        return person, first + (rng.random(len(person)) * (last - first)).astype(np.int32)

    def spells(
        self,
        rng: np.random.Generator,
        who: np.ndarray,
        chance: np.ndarray | float,
        mean_days: float,
        still: float = 0.3,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Persons, first days and first days after (0 = open) of spells that a share ``chance`` of people have.

        ``still`` is the share that began late enough to be open on the as-at date, whatever their length.
        """
        who = who[(rng.random(len(who)) < chance) & (self.last[who] - self.first[who] > 12)]
        length = np.maximum(rng.gamma(2.0, mean_days / 2, len(who)), 7).astype(np.int32)
        begin = self.first[who] + (rng.random(len(who)) * (self.last[who] - self.first[who] - 10)).astype(np.int32)
        open_now = (rng.random(len(who)) < still) & (self.last[who] == self.as_at + 1)
        recent = np.maximum(self.last[who] - 10 - (rng.random(len(who)) * length).astype(np.int32), self.first[who])
        begin = np.where(open_now, recent, begin)
        until = begin + length
        until = np.where(open_now | (until >= self.as_at), 0, np.minimum(until, self.last[who]))
        left = (until == 0) & (self.last[who] <= self.as_at)
        return who, begin, np.where(left, self.last[who], until)


def open_diary(people: People, homes: Homes, as_at: int, window: int) -> Diary:
    """A diary that knows when each person was in the borough, and alive, between ``window`` and the as-at date."""
    arrived, left = homes.arrived_on[people.household], homes.left_on[people.household]
    first = np.maximum(np.maximum(window, arrived), people.born)
    last = np.where(left > 0, left, as_at + 1)
    last = np.where(people.died > 0, np.minimum(last, people.died), last)
    return Diary(as_at, window, first, np.maximum(last, first))
