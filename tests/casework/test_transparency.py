"""The transparency record: what it says follows from the definitions, and no release changes it unsaid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thinkfamily.casework.site import transparency
from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.theme import ASKED, Theme, read_theme
from thinkfamily.casework.site.transparency import digest, record
from thinkfamily.casework.site.transparency_fields import Field
from thinkfamily.cli.reference.transparency_page import transparency_page
from thinkfamily.engine import linkage, run_folder

ROOT = Path(__file__).parents[2]


def fields(**answers: str) -> list[Field]:
    return [one for part in record(answers) for one in part.fields]


def test_a_release_that_changes_it_says_so() -> None:
    newest = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    named = re.findall(r"transparency record `([0-9a-f]{8})`", newest)
    assert digest() in named, f"Say in CHANGELOG.md what changed, and name: transparency record `{digest()}`."


def test_the_kept_page_is_what_it_says_now() -> None:
    kept = (ROOT / "docs" / "reference" / "transparency.md").read_text("utf-8")
    assert kept == transparency_page(), "Run: thinkfamily docs docs/reference"


def test_the_digest_follows_what_is_said(monkeypatch) -> None:
    before = digest()
    monkeypatch.setattr(transparency, "RUN_DAYS", 91)
    assert digest() != before


def test_its_numbers_are_those_of_the_engine() -> None:
    assert (transparency.LINK_AT_BITS, transparency.RUN_DAYS) == (linkage.LINK_AT_BITS, run_folder.DAYS_KEPT)


def test_each_field_is_answered_or_asked_of_the_council() -> None:
    assert all(one.told or one.asks for one in fields())
    assert {one.asks for one in fields() if one.asks} == {*ASKED, "organisation", "complaints"}
    assert len({one.title for one in fields()}) == len(fields())


def test_what_was_only_recalled_is_counted_as_such() -> None:
    told = next(one.told for one in fields() if "sources were read" in one.title)
    assert any("0 of 34 criteria read in their source, 34 only recalled" in line for line in told)


@pytest.mark.django_db
def test_the_site_shows_it_to_everybody_with_what_the_council_says(client, settings) -> None:
    assert 'href="/transparency/"' in client.get("/privacy/").content.decode()
    page = client.get("/transparency/").content.decode()
    assert page.count("Not known: the council has not said it here yet.") == sum(one.needs_council for one in fields())
    said = {"owner": "Director <of> services", "published": "https://council.example/record"}
    settings.THEME = Theme(transparency=said, organisation="Fableshire Council")
    page = client.get("/transparency/").content.decode()
    assert "Director &lt;of&gt; services" in page
    assert 'rel="noreferrer" href="https://council.example/record"' in page
    assert "Fableshire Council</p></dd>" in page
    assert page.count("Not known: the council") == sum(one.needs_council for one in fields()) - 3


@pytest.mark.parametrize("said", ["owners = 'x'", "owner = 3", "owner = ' '", f"owner = '{'x' * 601}'"])
def test_an_answer_that_cannot_be_shown_is_refused(tmp_path, said: str) -> None:
    (tmp_path / "theme.toml").write_text(f"[transparency]\n{said}\n", encoding="utf-8")
    with pytest.raises(SiteError) as refused:
        read_theme(tmp_path)
    assert refused.value.code == "TF-SITE-022"


def test_an_answer_is_no_table(tmp_path) -> None:
    (tmp_path / "theme.toml").write_text("transparency = 'all of it'\n", encoding="utf-8")
    with pytest.raises(SiteError):
        read_theme(tmp_path)
