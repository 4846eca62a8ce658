"""The key of a page's forms is one that Django takes, and another on each page."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, _does_token_match, _get_new_csrf_string

from thinkfamily.casework.pages.form_key import form_key


@pytest.fixture
def asked() -> HttpRequest:
    """A request of a browser that has the cookie."""
    request = HttpRequest()
    request.META["CSRF_COOKIE"] = _get_new_csrf_string()
    return request


def test_it_is_the_cookie_masked(asked):
    key = str(form_key(asked)["csrf_token"])
    assert len(key) == 64
    assert set(key) <= set(CSRF_ALLOWED_CHARS)
    assert _does_token_match(key, asked.META["CSRF_COOKIE"])
    assert not _does_token_match(key, _get_new_csrf_string())
    assert asked.META["CSRF_COOKIE"] not in key


def test_each_page_has_its_own_and_each_form_of_it_the_same(asked):
    page = form_key(asked)
    assert str(page["csrf_token"]) == str(page["csrf_token"])
    assert len({str(form_key(asked)["csrf_token"]) for _ in range(100)}) == 100


def test_who_is_shown_a_form_keeps_the_cookie_and_who_has_none_is_given_one(asked):
    page = form_key(asked)
    assert "CSRF_COOKIE_NEEDS_UPDATE" not in asked.META
    assert str(page["csrf_token"])
    assert asked.META["CSRF_COOKIE_NEEDS_UPDATE"]
    anew = HttpRequest()
    key = str(form_key(anew)["csrf_token"])
    assert _does_token_match(key, anew.META["CSRF_COOKIE"])
    assert anew.META["CSRF_COOKIE_NEEDS_UPDATE"]
