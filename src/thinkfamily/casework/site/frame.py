"""The words of the frame around every page, in the language that somebody chose; all else on the page is English.

Half a page in each of two languages is neither: content stays English, dates and errors too, until somebody who speaks Welsh
has read the whole of it. What the frame says in Welsh says so to a screen reader, word by word.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext, gettext_noop, override

ENGLISH = "en-gb"
WORDS = {
    "skip": gettext_noop("Skip to main content"),
    "menu": gettext_noop("Menu"),
    "signed_in_as": gettext_noop("Signed in as"),
    "account": gettext_noop("Your account"),
    "sign_out": gettext_noop("Sign out"),
    "accessibility": gettext_noop("Accessibility"),
    "privacy": gettext_noop("Privacy"),
}


@cache
def frame(language: str) -> dict[str, str]:
    """The frame's words by name, ready for the page."""
    return {name: framed(words, language) for name, words in WORDS.items()}


def framed(words: Any, language: str) -> str:
    """Words of the frame in a language, marked with it; in English where it has none for them."""
    with override(ENGLISH):
        english = str(words)
    if language == ENGLISH:
        return conditional_escape(english)
    with override(language):
        told = gettext(english)
    return conditional_escape(english) if told == english else format_html('<span lang="{}">{}</span>', language, told)
