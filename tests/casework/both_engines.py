"""Pages rendered by both engines, the compiled templates and Django's own, from the same context.

    pytest -p tests.casework.both_engines tests/casework

compares every page that any test asks for; whatever differs fails the test that asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from thinkfamily.casework.pages.compiled.loader import Whole


@contextmanager
def compared() -> Iterator[list[tuple[str, str, str]]]:
    """Render each whole page by both meanwhile: the name of each template, and where the two differ what each made of it."""
    met: list[tuple[str, str, str]] = []
    ours, is_within = Whole.render, False

    def both(self: Whole, context: Any) -> Any:
        nonlocal is_within
        if is_within:
            # Part of a page that Django renders.
            return self.read.nodelist.render(context)
        told = ours(self, context)
        if context.autoescape:
            is_within = True
            try:
                with context.render_context.push_state(context.template), context.push():
                    plainly = self.read.nodelist.render(context)
            finally:
                is_within = False
            name = str(self.read.name)
            met.append((name, "", "") if plainly == told else (name, *_first_difference(told, plainly)))
        return told

    Whole.render = both  # type: ignore[method-assign]
    try:
        yield met
    finally:
        Whole.render = ours  # type: ignore[method-assign]


def _first_difference(told: str, plainly: str) -> tuple[str, str]:
    at = next((place for place, (a, b) in enumerate(zip(told, plainly, strict=False)) if a != b), -1)
    return told[max(at - 80, 0) : at + 80] or "less", plainly[max(at - 80, 0) : at + 80] or "more"


@pytest.fixture(autouse=True)
def every_page_is_rendered_twice() -> Iterator[None]:
    """Fail a test that was shown a page on which the engines differ."""
    with compared() as met:
        yield
    assert [page for page in met if page[1]] == []
