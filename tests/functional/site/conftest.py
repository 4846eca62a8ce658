"""A real browser at the real site: sign a worker in, look at a page, ask axe, take a picture.

Every page opened here must ask nothing of any other machine, and its browser must have nothing to complain about.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from thinkfamily.casework import pages

HERE = Path(__file__).parent
IMAGES = Path(__file__).parents[3] / "docs" / "images"
STYLES = Path(pages.__file__).parent / "static" / "pages" / "site.css"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The narrowest telephone in use: what fits it fits all.
DESKTOP, TELEPHONE = 1280, 360


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test here works on both databases, and skips, saying so, where it cannot work."""
    missing = (
        "no Chromium on this machine"
        if CHROMIUM is None
        else "styles and scripts are not built: run `make assets`"
        if not STYLES.exists()
        else ""
    )
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "candidates"]))
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of one module."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright leaves an event loop running in this thread, in which Django would refuse to touch a database.
        # Nothing here is asynchronous: the loop is Playwright's own, and both end with the module.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@contextmanager
def opened_pages(browser: Browser, url: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site at an address, as a worker sees it: ``opened(worker)``, or ``opened(None)`` signed out.

    It stands at no address yet: ``page.goto("/families/")``. Keywords: ``width`` (DESKTOP, TELEPHONE), ``js`` (False for
    a browser without scripts), ``language``. At the end of the test it fails where anything was asked of another machine
    or the browser complained, as it does of whatever the content security policy forbids.
    """
    contexts, outside, complaints = [], [], []

    def opened(worker: Any, *, width: int = DESKTOP, js: bool = True, language: str = "en-GB") -> Page:
        context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": 900},
            java_script_enabled=js,
            locale=language,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if js:
            context.add_init_script(AXE_SCRIPT)
        if worker is not None:
            signed_in = Client()
            signed_in.force_login(worker)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": signed_in.cookies[name].value, "url": url}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.set_default_navigation_timeout(30_000)
        page.on("request", lambda asked: _note(outside, asked.url, url))
        # A page that answers 403 or 404 is a complaint of the browser, and what the test came for.
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and not said.text.startswith("Failed to load resource")
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert (outside, complaints) == ([], [])


@pytest.fixture
def browser_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`opened_pages` of the site of this test, whose database is empty at first."""
    with opened_pages(browser, live_server.url) as opened:
        yield opened


def violations(page: Page, tags: list[str] = WCAG, without: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong with a page by rules of these tags, but for some: one line a place."""
    options = {
        "runOnly": {"type": "tag", "values": tags},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    # As text: Playwright looks at every value of an answer that is an object, which takes longer than all else.
    found = page.evaluate("async options => JSON.stringify((await axe.run(options)).violations)", options)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for violation in json.loads(found)
        for node in violation["nodes"]
    ]


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page against WCAG 2.2, levels A and AA: one line a place."""
    return violations


@pytest.fixture
def shot() -> Callable[..., None]:
    """Takes the picture of a page for the user guide, when THINKFAMILY_SCREENSHOTS=1.

    Of the whole page, or of what a selector names, and of that no more than so many pixels from its top.
    """

    def taken(page: Page, name: str, of: str = "body", most: int = 0) -> None:
        if os.environ.get("THINKFAMILY_SCREENSHOTS") == "1":
            IMAGES.mkdir(parents=True, exist_ok=True)
            box = page.locator(of).first.bounding_box()
            assert box is not None
            if of != "body":
                box["x"], box["width"] = box["x"] - 20, box["width"] + 40
            if most:
                box["height"] = min(box["height"], most)
            # The watermark would make each picture twice as large, and hard to read.
            mark = "document.querySelectorAll('.house-watermark').forEach(each => { each.style.display = '%s' })"
            page.evaluate(mark % "none")
            page.screenshot(path=IMAGES / f"{name}.png", full_page=True, clip=box)  # type: ignore[arg-type]
            page.evaluate(mark % "")

    return taken


def runs_sideways(page: Page) -> bool:
    """Whether the page is wider than its window, so that a reader must scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def _note(outside: list[str], url: str, own: str) -> None:
    if not url.startswith((own, "data:", "blob:", "about:")):
        outside.append(url)
