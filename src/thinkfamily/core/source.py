"""A citation: where a rule or a figure comes from, and whether anyone here has read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Where a value comes from.

    Args:
        title: name of the document.
        where: section, table or page.
        url: address, empty where the document is not public.
        verified: True when the place was read for this project; False when it is only recalled.
    """

    title: str
    where: str
    url: str = ""
    verified: bool = False
