"""Files whose time is over go in a browser as they do by actions: held, put forward, signed by another, with their proof."""

from __future__ import annotations

import pytest
from tests.casework import factories as make
from tests.casework.retention.over import over
from tests.functional.site.conftest import TELEPHONE, runs_sideways

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family


@pytest.mark.parametrize("js", [True, False])
def test_two_people_let_files_go_and_hold_one(browser_page, axe, shot, js):
    one, two = make.worker("governance"), make.worker("governance")
    goes, held = over(profile="family_help"), over()
    make.statement(goes, "Something that nobody may read again.")
    record("site.backup", by=None, kind="backup", object="a1b2" * 8)
    page = browser_page(one, js=js)

    def look():
        assert not runs_sideways(page)
        if js:
            assert axe(page) == []

    page.goto("/")
    page.get_by_role("link", name="Legal holds").click()
    page.get_by_role("link", name="Place a hold").click()
    look()
    page.get_by_label("Reference number of the file").fill("nothing")
    page.get_by_label("Court proceedings, or a claim").check()
    page.get_by_label("Why", exact=True).fill("Claim 12.")
    page.get_by_role("button", name="Place it").click()
    assert "Found no file of that number" in page.locator("main").inner_text()
    page.get_by_label("Reference number of the file").fill(held.reference.lower())
    page.get_by_role("button", name="Place it").click()
    assert "It stands" in page.locator("main").inner_text()
    look()
    page.get_by_role("link", name="Files that are due to go").click()
    told = page.locator("main").inner_text()
    assert (goes.reference in told, held.reference in told, "A legal hold stands on it" in told) == (True, True, True)
    look()
    if js:
        shot(page, "files-due-to-go", of="main", most=1100)
    page.get_by_role("link", name="Put 1 file forward").click()
    assert held.reference not in page.locator("main").inner_text()
    page.get_by_role("button", name="Put these forward").click()
    assert "Say that you have read it" in page.locator("main").inner_text()
    look()
    page.get_by_label("I have read the list").check()
    page.get_by_role("button", name="Put these forward").click()
    assert "It waits for a second person" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Sign it or give it back").count() == 0
    look()
    address = page.url
    page = browser_page(two, js=js)
    page.goto(address)
    page.get_by_role("link", name="Sign it or give it back").click()
    look()
    page.get_by_label("Sign it: the files are deleted for good").check()
    page.get_by_role("button", name="Record it").click()
    told = page.locator("main").inner_text()
    assert "1 file was deleted, whole" in told
    assert "Went, whole" in told
    assert "a1b2" * 8 in told
    look()
    if js:
        shot(page, "proof-of-a-file", of="main", most=760)
    assert list(Family.objects.values_list("pk", flat=True)) == [held.pk]
    page = browser_page(make.worker("audit"), js=js, width=TELEPHONE)
    page.goto(address)
    assert "Proof of what went" in page.locator("main").inner_text()
    look()
