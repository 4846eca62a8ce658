"""Every kind of field, as a person meets it: drawn, sent wrong, corrected; with scripts and without."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from tests.functional.site.conftest import DESKTOP, TELEPHONE, runs_sideways

from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.site import urls as site_urls

CHOICES = [("one", "The first"), ("two", "The second")]


class EveryField(PlainForm):
    """One field of each kind."""

    title = forms.CharField(max_length=20, help_text="A short one.")
    notes = forms.CharField(widget=forms.Textarea, max_length=30)
    born = PlainDateField(label="Date of the meeting", help_text="For example, 27 3 2026", latest=date(2026, 12, 31))
    kind = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, help_text="Choose one.")
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False)
    team = forms.ChoiceField(choices=CHOICES)
    agreed = forms.BooleanField(label="I have read it")
    secret = forms.CharField(widget=forms.PasswordInput)
    letter = forms.FileField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


@login_not_required
def asked(request):
    """A page with the form."""
    form = EveryField(request.POST or None, request.FILES or None)
    if form.is_valid():
        return HttpResponse(f"Taken: {form.cleaned_data['born']:%Y-%m-%d}")
    page = engines["django"].from_string(
        '{% extends "pages/base.html" %}{% block title %}Every field{% endblock %}'
        '{% block content %}<h1>Every field</h1>{% include "pages/form.html" with submit="Send it" %}{% endblock %}'
    )
    return HttpResponse(page.render({"form": form}, request))


urlpatterns = [path("every-field/", asked), *site_urls.urlpatterns]


@pytest.fixture
def every_field(settings):
    """The site with one page more."""
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("width", [DESKTOP, TELEPHONE])
@pytest.mark.usefixtures("every_field")
def test_a_form_is_open_to_everyone_before_and_after_it_is_sent_wrong(browser_page, axe, width):
    page = browser_page(None, width=width)
    page.goto("/every-field/")
    assert axe(page) == []
    page.get_by_label("Month").fill("13")
    page.get_by_role("button", name="Send it").click()
    assert page.title().startswith("Error: Every field")
    assert axe(page) == []
    assert not runs_sideways(page)


@pytest.mark.usefixtures("every_field")
@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_each_error_leads_to_its_field_and_what_was_typed_stays(browser_page, js):
    page = browser_page(None, js=js)
    page.goto("/every-field/")
    page.get_by_label("Title").fill("Obviously invented")
    page.get_by_label("Day").fill("5")
    page.get_by_label("Month").fill("may")
    page.get_by_role("button", name="Send it").click()
    errors = page.locator(".govuk-error-summary a")
    assert "Date of the meeting must include a year" in errors.all_inner_texts()
    wanted = ["Enter notes", "Choose kind", "Tick the box “I have read it”", "Enter secret"]
    assert set(wanted) < set(errors.all_inner_texts())
    assert errors.count() == 5
    for error in errors.all():
        target = error.get_attribute("href")
        error.click()
        assert page.evaluate("document.activeElement.id") == target.removeprefix("#")
    assert page.get_by_label("Title").input_value() == "Obviously invented"
    assert page.get_by_label("Month").input_value() == "may"
    page.get_by_label("Year").fill("2026")
    page.get_by_label("Notes").fill("Short.")
    page.get_by_label("The first").first.check()
    page.get_by_label("I have read it").check()
    page.get_by_label("Secret", exact=True).fill("x")
    page.get_by_role("button", name="Send it").click()
    assert page.locator("body").inner_text() == "Taken: 2026-05-05"


@pytest.mark.usefixtures("every_field")
def test_characters_are_counted_as_they_are_typed(browser_page):
    page = browser_page(None)
    page.goto("/every-field/")
    page.get_by_label("Notes").fill("x" * 31)
    page.get_by_text("You have 1 character too many").first.wait_for()
