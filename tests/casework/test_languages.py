"""The frame speaks the language that was chosen, marked word by word; within it no other language than English comes up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language

import thinkfamily.casework as casework
from tests.casework import factories as make
from tests.casework.families.seeded import seeded
from thinkfamily.casework.site.frame import ENGLISH, WORDS, frame, framed

HOUSE = Path(casework.__file__).parent
WELSH = polib.pofile(str(HOUSE / "site/locale/cy/LC_MESSAGES/django.po"))
BUILT = (HOUSE / "site/locale/cy/LC_MESSAGES/django.mo").exists()
IN_WELSH = re.compile(r'<span lang="cy">(.*?)</span>', re.S)
built = pytest.mark.skipif(not BUILT, reason="translations are not built: `make assets`")


def in_both(client: Client, path: str) -> tuple[str, str]:
    """One page in English and with a Welsh frame, without what differs at each request."""
    pages = []
    for language in (ENGLISH, "cy"):
        client.cookies["django_language"] = language
        page = client.get(path, follow=True).content.decode()
        pages.append(re.sub(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page))
    return pages[0], pages[1]


def plain(page: str) -> str:
    """A page with the words of the frame taken out, whichever language they are in."""
    page = IN_WELSH.sub("", page)
    told = {entry.msgid for entry in WELSH.translated_entries()}
    for words in sorted(told, key=len, reverse=True):
        page = re.sub(rf"(>|active-fallback\">){re.escape(words)}( ?)(?=<|\w)", r"\1\2", page)
    # The switch itself: which of the two is a button.
    return re.sub(r'<form method="post" action="/language/".*?</form>', "", page, flags=re.S)


@built
@pytest.mark.django_db(databases=["default", "candidates"])
def test_nothing_but_the_frame_is_welsh_on_any_kind_of_page(client: Client) -> None:
    s = seeded()
    for who, paths in (
        (None, ["/account/login/", "/account/password/reset/", "/privacy/", "/accessibility/", "/transparency/"]),
        (s.lead, ["/", "/families/", "/search/", "/notices/", f"/families/{s.family.pk}/"]),
        (
            s.lead,
            [reverse(f"families:{name}", args=[s.family.pk]) for name in ("timeline", "people", "record", "new_tie")],
        ),
        (make.worker("manager"), ["/organisation/", "/account/2fa/"]),
    ):
        if who is not None:
            client.force_login(who)
        for path in paths:
            english, welsh = in_both(client, path)
            assert 'lang="cy">Preifatrwydd<' in welsh, path
            assert '<html lang="en-gb"' in welsh, path
            assert plain(english) == plain(welsh), path


@built
@pytest.mark.django_db
def test_errors_dates_and_notes_stay_english(client: Client) -> None:
    s = seeded()
    client.force_login(s.lead)
    client.cookies["django_language"] = "cy"
    page = IN_WELSH.sub("", client.post(reverse("families:record", args=[s.family.pk]), {}).content.decode())
    assert "This field is required" in page or "Choose" in page
    assert "There is a problem" in page
    assert get_language() == ENGLISH
    assert client.get("/nothing/").content == Client().get("/nothing/").content


def test_what_the_frame_has_no_words_for_it_says_in_english() -> None:
    assert framed("Never <translated>", "cy") == "Never &lt;translated&gt;"
    assert set(frame(ENGLISH)) == set(WORDS)
    assert frame(ENGLISH)["skip"] == "Skip to main content"


@built
def test_every_word_of_the_frame_is_shipped_in_welsh() -> None:
    shipped = {entry.msgid for entry in WELSH.translated_entries()}
    assert set(WORDS.values()) <= shipped
    assert all('lang="cy"' in words for words in frame("cy").values())


@pytest.mark.parametrize("template", sorted(HOUSE.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_every_word_of_every_template_is_marked_for_translation(template: Path) -> None:
    assert list(bare(template.read_text(encoding="utf-8"))) == []


def bare(text: str) -> Any:
    """Words that stand in a template outside of any tag for translation: as text, or where a screen reader finds them."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.S)
    text = re.sub(r"{% blocktrans(late)?\b.*?{% endblocktrans(late)? %}", "", text, flags=re.S)
    text = re.sub(r"<(script|style|code)\b.*?</\1>", "", text, flags=re.S)
    for name in ("aria-label", "alt", "title", "placeholder", "data-text"):
        for value in re.findall(rf'\b{name}="([^"]*)"', text):
            yield from re.findall(r"[A-Za-z]{2,}", re.sub(r"{[{%].*?[%}]}", "", value))
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
    text = re.sub(r"<[^>]*>|&\w+;", " ", text, flags=re.S)
    yield from re.findall(r"[A-Za-z]{2,}", text)


def test_a_bare_word_is_found_wherever_it_stands() -> None:
    found = list(
        bare(
            '<p>{% translate "Said" %} Bare {{ name }}</p><a aria-label="{% url \'x\' %} Hidden" href="/not/">&nbsp;</a>'
        )
    )
    assert found == ["Hidden", "Bare"]
