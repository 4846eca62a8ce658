"""One state of the site, told once, that every walk of this folder shares; and somebody who walks through it.

The other tests of the browser start from an empty database each. A story takes longer to tell than a page to look at, so
here it is told once and nothing is taken back: each walk works with families that no other walk changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from tests.functional.site.conftest import opened_pages
from tests.functional.site.walks.seed import Story, tell
from tests.functional.site.walks.visitor import Visitor

ALIASES = ("default", "candidates")


@pytest.fixture
def _django_db_helper() -> None:
    """In place of pytest-django's, which empties the databases after each test: here they are emptied after the last."""


@pytest.fixture(scope="package")
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[Story]:
    """The demo's story, told; everything is gone after the last walk."""
    with django_db_blocker.unblock():
        try:
            yield tell()
        finally:
            _empty()


@pytest.fixture(scope="package")
def site(story: Story) -> Iterator[str]:
    """The address of the site, served for all walks together."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def visit(browser: Browser, site: str, story: Story, shot: Callable[..., None]) -> Iterator[Callable[..., Visitor]]:
    """Lets somebody in: ``visit("adult.lead")``, by what is before the domain of their address; None is signed out.

    After the walk it fails with everything that was wrong with any page that was looked at.
    """
    wrong: list[str] = []
    with opened_pages(browser, site) as opened:

        def let_in(address: str | None, *, js: bool = True) -> Visitor:
            return Visitor(opened(story.workers[address] if address else None, js=js), wrong, shot, js)

        yield let_in
    if wrong:
        pytest.fail("\n".join(wrong))


def _empty() -> None:
    """Leave the databases as they were found, without rows."""
    from django.core.management import call_command
    from django.db import connections

    from thinkfamily.casework.audit import triggers

    for alias in ALIASES:
        triggers.drop(connections[alias])
        call_command("flush", verbosity=0, interactive=False, database=alias, inhibit_post_migrate=False)
        triggers.create(connections[alias])
