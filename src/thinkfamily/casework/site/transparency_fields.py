"""What the transparency record is made of: parts, each of fields, each with its answer or whose it is to give."""

from __future__ import annotations

import re
from dataclasses import dataclass

ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/?#=&%+-]{0,180})?")


@dataclass(frozen=True)
class Field:
    """One field of the record.

    Attributes:
        title: what the standard asks.
        told: the answer, one thing a line; empty where only a council can give it.
        asks: under which name a council answers in ``[transparency]`` of its theme; empty where the program answers.
    """

    title: str
    told: tuple[str, ...] = ()
    asks: str = ""

    @property
    def needs_council(self) -> bool:
        """Whether nobody has answered it yet."""
        return not self.told

    @property
    def links(self) -> bool:
        """Whether a council's answer is an address to follow, and nothing else."""
        return bool(self.asks and self.told and ADDRESS.fullmatch(self.told[0]))


@dataclass(frozen=True)
class Part:
    """One section of the record."""

    title: str
    fields: tuple[Field, ...]
