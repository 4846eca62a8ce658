"""How every page looks and behaves, on the pages that belong to no app."""

from __future__ import annotations

from datetime import date

import pytest
from tests.casework import factories as make
from tests.functional.site.conftest import DESKTOP, TELEPHONE, runs_sideways

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.families.models import Coverage, Service, Supply

# The sign-in library's too, as far as somebody signed out can reach them.
OPEN_PAGES = [
    "/account/login/",
    "/accessibility/",
    "/privacy/",
    "/transparency/",
    "/nothing/here/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/0-invented/",
    "/account/password/reset/key/done/",
    "/account/inactive/",
    "/account/3rdparty/login/cancelled/",
    "/account/3rdparty/login/error/",
]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_for_everyone_is_open_to_everyone(browser_page, axe, path):
    page = browser_page(None)
    page.goto(path)
    assert page.locator("h1.govuk-heading-l").count() == 1
    assert axe(page) == []
    page.set_viewport_size({"width": TELEPHONE, "height": 900})
    assert not runs_sideways(page)
    assert axe(page) == []


def test_the_start_page_is_open_to_everyone(browser_page, axe):
    who = make.worker("manager")
    for width in (TELEPHONE, DESKTOP):
        page = browser_page(who, width=width)
        page.goto("/")
        assert f"Signed in as {who.name}" in page.locator("body").inner_text()
        assert axe(page) == []
        assert not runs_sideways(page)


def test_a_refusal_is_open_to_everyone(browser_page, axe):
    page = browser_page(make.worker("councillor"))
    assert page.goto("/site/").status == 403
    assert axe(page) == []


def test_on_a_telephone_the_menu_opens_and_without_scripts_it_is_open(browser_page):
    who = make.worker("manager")
    page = browser_page(who, width=TELEPHONE)
    page.goto("/")
    home = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Home")
    assert not home.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert home.is_visible()
    plain = browser_page(who, width=TELEPHONE, js=False)
    plain.goto("/")
    assert plain.get_by_role("navigation", name="Menu").get_by_role("link", name="Home").is_visible()


def test_the_first_key_leads_past_the_navigation(browser_page):
    page = browser_page(make.worker("manager"))
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_paper_has_the_words_and_the_watermark_and_no_buttons(browser_page):
    reader = make.worker("manager")
    page = browser_page(reader)
    page.goto("/")
    marked = page.get_by_text(f"Read by {reader.name} on")
    assert not marked.is_visible(), "it is for paper"
    page.emulate_media(media="print")
    assert marked.is_visible()
    for gone in (".house-top", ".govuk-service-navigation", ".govuk-footer", ".govuk-phase-banner"):
        assert not page.locator(gone).is_visible(), gone
    banner = "document.querySelector('main').insertAdjacentHTML('afterbegin', '<div class=govuk-notification-banner>Done</div>')"
    page.evaluate(banner)
    assert not page.locator(".govuk-notification-banner").is_visible(), "what was just done is for the screen"
    assert page.locator("h1").is_visible()
    mark = "getComputedStyle(document.querySelector('.house-watermark span'), '::before').content"
    assert page.evaluate(mark) == '"Invented people only"'
    assert page.locator(".house-watermark").is_visible()


def test_paper_shows_no_address_of_a_page_and_all_of_a_wide_table(browser_page):
    page = browser_page(make.worker("governance"))
    after = "each => getComputedStyle(each, '::after').content"
    page.goto("/")
    page.emulate_media(media="print")
    assert page.locator("main a.govuk-link").first.evaluate(after) == "none"
    page.goto("/who-sees/")
    wide = page.locator(".house-wide")
    assert wide.evaluate("each => getComputedStyle(each).overflowX") == "visible"


def test_on_a_telephone_who_sees_what_is_cards_and_nothing_is_scrolled_to(browser_page, axe):
    page = browser_page(make.worker("governance"), width=TELEPHONE)
    page.goto("/who-sees/")
    table = page.get_by_role("region", name="Details that not every reader sees")
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert table.get_by_role("columnheader").count() == 4
    assert axe(page) == []


def test_the_frame_changes_its_language_and_says_so_word_by_word(browser_page, axe):
    page = browser_page(None)
    page.goto("/privacy/")
    page.get_by_role("button", name="Cymraeg").click()
    assert page.locator("html").get_attribute("lang") == "en-gb", "the page itself is English"
    assert page.get_by_role("link", name="Preifatrwydd").locator("[lang=cy]").count() == 1
    assert page.get_by_role("button", name="Cymraeg").count() == 0, "it is the language now"
    assert axe(page) == []
    page.goto("/account/login/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"
    assert axe(page) == []
    page.get_by_role("button", name="English").click()
    assert page.locator("[lang=cy]").count() == 1, "the switch alone"


def test_on_a_telephone_a_list_of_families_is_cards_and_stays_a_table_to_a_screen_reader(browser_page, axe):
    who, family = make.worker("adult_lead"), make.family()
    Involvement.objects.create(family=family, worker=who, role="adult_lead", because="a test")
    page = browser_page(who, width=TELEPHONE)
    page.goto("/families/")
    region = page.get_by_role("region", name="You have a part in these")
    assert region.evaluate("each => each.scrollWidth <= each.clientWidth"), "nothing must be scrolled to"
    row = page.get_by_role("row").filter(has_text=family.reference)
    assert row.get_by_role("cell").first.evaluate("each => getComputedStyle(each, '::before').content") == '"People: "'
    assert page.get_by_role("columnheader").count() == 5
    assert axe(page) == []
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    assert row.evaluate("each => getComputedStyle(each).display") == "table-row"
    assert axe(page) == []


def test_on_a_telephone_the_wide_tables_of_a_family_are_cards_too(browser_page, axe):
    who, agency = make.worker("adult_lead"), make.agency("school")
    supply = Supply.objects.create(
        packet_id="cards", kind="case_update", series="cards", purpose="a test", as_at=date(2026, 9, 30),
        is_synthetic=True, brought_by=who.pk,
    )  # fmt: skip
    Coverage.objects.create(
        supply=supply, agency=agency, feed="education", extract_on=date(2026, 9, 30), covers_from=date(2025, 9, 30),
        covers_until=date(2026, 9, 30), absence_means="no", is_late=False,
    )  # fmt: skip
    family = make.family(supply=supply)
    Involvement.objects.create(family=family, worker=who, role="adult_lead", because="a test")
    Service.objects.create(family=family, category="other", name="Mentoring", from_on=date(2026, 1, 1), people=2)
    page = browser_page(who, width=TELEPHONE)
    page.goto(f"/families/{family.pk}/")
    for name, first, columns in (
        ("Members", "Age", 4),
        ("Services", "Agency", 4),
        ("How far each source reaches", "Covers", 4),
    ):
        table = page.get_by_role("region", name=name)
        assert table.evaluate("each => each.scrollWidth <= each.clientWidth"), f"{name}: nothing must be scrolled to"
        row = table.get_by_role("row").nth(1)
        assert (
            row.get_by_role("cell").first.evaluate("each => getComputedStyle(each, '::before').content")
            == f'"{first}: "'
        )
        assert row.get_by_role("rowheader").count() == 1
        assert table.get_by_role("columnheader").count() == columns
    assert axe(page) == []
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    assert page.get_by_role("row").last.evaluate("each => getComputedStyle(each).display") == "table-row"
    assert axe(page) == []


def test_a_name_without_a_space_breaks_at_the_end_of_the_line_and_widens_no_page(browser_page):
    who, family = make.worker("adult_lead"), make.family(make.person("W" * 100, last="m" * 100))
    make.involve(who, family, "adult_lead")
    page = browser_page(who)
    for path in ("case/", "contact/", "genogram/", "print/", "addresses/", "people/"):
        page.goto(f"/families/{family.pk}/{path}")
        for width in (TELEPHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 900})
            assert not runs_sideways(page), (path, width)
