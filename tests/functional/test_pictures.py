"""The user guide shows the site as it is: each picture is taken by a test, shown on a page, and small."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
# Of the analytical report, which is no page of the site.
BY_HAND = {"report"}
MOST_BYTES = 100_000


def taken() -> set[str]:
    """The names of the pictures that tests take."""
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "tests" / "functional").rglob("test_*.py")]
    called = [call for text in texts for call in re.findall(r"\bshot\(([^)]*)", text)]
    return {name for call in called for name in re.findall(r'"([a-z-]+)"', re.sub(r'of="[^"]*"', "", call))}


def shown() -> set[str]:
    """The names of the pictures that pages of the documentation show."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    return {name for page in pages for name in re.findall(r"images/([\w-]+)\.png", page.read_text(encoding="utf-8"))}


def test_each_picture_is_taken_by_a_test_and_shown_on_a_page() -> None:
    there = {file.stem for file in IMAGES.glob("*.png")}
    assert taken() | BY_HAND == there
    assert shown() == there


def test_each_picture_says_in_words_what_it_shows() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for words in re.findall(r"!\[([^\]]*)\]", page.read_text(encoding="utf-8")):
            assert len(words) > 20, f"{page.name}: {words}"


def test_each_picture_is_small() -> None:
    assert {file.name: file.stat().st_size for file in IMAGES.glob("*.png") if file.stat().st_size > MOST_BYTES} == {}
