"""In a real browser: words outlast the session in which they were written, and nothing that is sent again counts twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from tests.functional.site.conftest import TELEPHONE, runs_sideways
from tests.functional.site.test_visit_on_a_phone import led

from thinkfamily.casework.plans.models import Contact

WORDS = "He told me of Monday.\n\nHe packed his bag <himself>."


def written(page: Any, family: Any) -> None:
    """Write down a visit, and stop before it is saved."""
    page.goto(f"/families/{family.pk}/contact/")
    page.get_by_role("checkbox", name="Kit Testperson, alone").check()
    page.get_by_label("What happened").fill(WORDS)
    page.get_by_label("So what").fill("The mornings are what stops him.")


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_who_was_signed_out_while_they_wrote_copies_their_words_and_signs_in_beside_them(browser_page, axe, js):
    lead, family, _kit = led()
    page = browser_page(lead, width=TELEPHONE, js=js)
    written(page, family)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    assert "Nothing was recorded" in page.locator("main").inner_text()
    assert WORDS in [area.input_value() for area in page.locator("textarea").all()]
    assert not any(area.is_editable() for area in page.locator("textarea").all())
    assert not runs_sideways(page)
    if js:
        assert axe(page) == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in and go on").click()
    opened.value.get_by_role("heading", name="Sign in", exact=True).wait_for()
    assert f"next=%2Ffamilies%2F{family.pk}%2Fcontact%2F" in opened.value.url
    assert WORDS in [area.input_value() for area in page.locator("textarea").all()], "the words stand beside it still"
    assert not Contact.objects.exists()


def test_a_form_whose_token_was_changed_in_another_tab_gives_the_words_back(browser_page, axe):
    lead, family, _kit = led()
    page = browser_page(lead)
    written(page, family)
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Save").click()
    assert "too old to send" in page.locator("main").inner_text()
    assert WORDS in [area.input_value() for area in page.locator("textarea").all()]
    assert axe(page) == []


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_what_is_tapped_twice_or_sent_again_after_going_back_is_recorded_once(browser_page, js):
    lead, family, _kit = led()
    page = browser_page(lead, width=TELEPHONE, js=js)
    written(page, family)
    # Two taps of which the second comes before the first is answered, as on a slow line.
    page.get_by_role("button", name="Save").dblclick(no_wait_after=True)
    page.get_by_role("heading", name="Contacts").first.wait_for()
    assert Contact.objects.count() == 1
    page.go_back()
    page.get_by_role("button", name="Save").click()
    # The browser loaded the page anew and put the words into it.
    page.get_by_text("You recorded the very same words here within the hour.").first.wait_for()
    assert Contact.objects.count() == 1
