"""Easy-read texts of a programme: what a council puts, in short sentences, beside what a family is given to read.

A slot that nobody filled is not shown. A text is the council's own, in English, in Welsh or in both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from thinkfamily.programmes.strict import Section, refuse

# What a family is given to read, by the name of its slot.
SLOTS = {
    "shared": "What is shared with the family",
    "plan": "The family's plan",
    "invitation": "The invitation to a meeting",
    "minutes": "The minutes of a meeting",
}
LANGUAGES = {"en": "English", "cy": "Welsh"}
# Our choice: easy read asks for one idea a sentence, and a page at most.
MOST_WORDS, MOST_SIGNS = 15, 1500
# No family is called this in what it reads.
_NOT_SAID = re.compile(r"\b(troubled|problem)\s+famil(y|ies)\b", re.IGNORECASE)
_END = re.compile(r"[.!?]+(?:\s+|$)|\n+")


def read_easy_read(where: str, content: Any) -> dict[str, dict[str, str]]:
    """The texts of a profile, by slot and language.

    Raises:
        RuleError: naming the slot and what is wrong with its text.
    """
    slots = Section(where, content, SLOTS)
    found: dict[str, dict[str, str]] = {}
    for slot in SLOTS:
        if slots.has(slot):
            section = Section(f"{where}, {slot}", slots.raw(slot), LANGUAGES)
            found[slot] = {language: _text(section, language) for language in LANGUAGES if section.has(language)}
    return {slot: texts for slot, texts in found.items() if texts}


def as_kept(text: str) -> str:
    """A text as it is kept: one paragraph a line, without what stands around it."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def sentence_too_long(text: str) -> int:
    """The number of the first sentence with too many words, counted from 1; 0 where there is none."""
    sentences = [one for one in _END.split(text) if one and one.strip()]
    return next((number for number, one in enumerate(sentences, 1) if len(one.split()) > MOST_WORDS), 0)


def names_family_badly(text: str) -> bool:
    """Whether a text calls a family what none is called in what it reads."""
    return _NOT_SAID.search(text) is not None


def in_order(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each text with its language, English first."""
    return [(language, texts[language]) for language in LANGUAGES if language in texts]


def _text(section: Section, language: str) -> str:
    section.text(language)
    text = as_kept(section.raw(language))
    if len(text) > MOST_SIGNS:
        raise section.wrong(language, "…", f"a text of at most {MOST_SIGNS} signs")
    if number := sentence_too_long(text):
        raise refuse(
            "026", section.where, f"Sentence {number} has more than {MOST_WORDS} words.", "Make two sentences of it."
        )
    if names_family_badly(text):
        raise refuse("027", section.where, "Found a family called troubled, or a problem.", "Say what help there is.")
    return text
