"""How every page looks and behaves, on the pages that belong to no app."""

from __future__ import annotations

import pytest
from tests.casework import factories as make
from tests.functional.site.conftest import DESKTOP, TELEPHONE, runs_sideways

OPEN_PAGES = ["/account/login/", "/accessibility/", "/privacy/", "/nothing/here/", "/account/password/reset/"]


@pytest.mark.parametrize("width", [DESKTOP, TELEPHONE])
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_for_everyone_is_open_to_everyone(browser_page, axe, shot, path, width):
    page = browser_page(None, width=width)
    page.goto(path)
    assert page.locator("h1").count() == 1
    assert not runs_sideways(page)
    assert axe(page) == []
    shot(page, f"open{path.replace('/', '-')}{width}")
