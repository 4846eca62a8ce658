"""Programme profiles: how one kind of whole-family programme is practised, as data that a council reads and changes.

A profile is a list of settings. Each has a value, a unit where it is counted, and either its source, marked read or only
recalled, or the reason why we chose it. What a setting means stands in `SETTINGS`, once for all profiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from thinkfamily.core.source import Source
from thinkfamily.programmes.profile_settings import SETTINGS, Kind
from thinkfamily.programmes.reading import read_source
from thinkfamily.programmes.strict import Section, listed, refuse

FOLDER = Path(__file__).with_name("profiles")
ABOUT = ("code", "title", "public_label", "says", "version", "suits", "tiers", "timetable", "settings")


@dataclass(frozen=True)
class Setting:
    """One value of one profile.

    Attributes:
        name: one of `SETTINGS`.
        value: what it is set to.
        source: where it was read; None where we chose it.
        because: why we chose it; empty where it has a source.
    """

    name: str
    value: Any
    source: Source | None
    because: str

    @property
    def kind(self) -> Kind:
        """What the setting means and takes."""
        return SETTINGS[self.name]

    @property
    def is_draft(self) -> bool:
        """Whether its source was recalled and not read."""
        return self.source is not None and not self.source.verified


@dataclass(frozen=True)
class Tier:
    """One intensity of work: its code and title, and how many points of a worker's caseload a case of it takes."""

    code: str
    title: str
    points: float


@dataclass(frozen=True)
class Milestone:
    """One step of a timetable that starts from one date: how many weeks after it, and what is due."""

    week: int
    what: str


@dataclass(frozen=True)
class Profile:
    """One version of one programme's practice.

    Attributes:
        code: what is stored, and never changes.
        title: what workers call it.
        public_label: what families read.
        says: what it is, in a sentence.
        version: counted from 1; a case keeps the version it began with until somebody moves it.
        suits: categories of need; a family with at least `suits_at_least` of them is one it may lead for.
        suits_at_least: how many of them.
        tiers: intensities, the most intensive first.
        timetable: what is due in which week after the anchor date; empty where the programme has none.
        settings: by name; every one of `SETTINGS`.
    """

    code: str
    title: str
    public_label: str
    says: str
    version: int
    suits: tuple[str, ...]
    suits_at_least: int
    tiers: tuple[Tier, ...]
    timetable: tuple[Milestone, ...]
    settings: Mapping[str, Setting]

    def __getitem__(self, name: str) -> Any:
        """The value of one setting."""
        return self.settings[name].value

    def tier(self, code: str) -> Tier:
        """One tier; the least intensive where the code is of none."""
        return next((tier for tier in self.tiers if tier.code == code), self.tiers[-1])

    @property
    def drafts(self) -> list[Setting]:
        """Settings whose source was recalled and not read."""
        return [setting for setting in self.settings.values() if setting.is_draft]


def read_profile(where: str, content: Any) -> Profile:
    """A profile from its declaration.

    Args:
        where: the file or form, for errors.
        content: what was read there.

    Raises:
        RuleError: naming the place, what was found and what is allowed.
    """
    section = Section(where, content, ABOUT)
    suits = Section(f"{where}, suits", section.raw("suits"), ("categories", "at_least"))
    tiers = [Section(f"{where}, tiers {n}", one, ("code", "title", "points")) for n, one in _numbered(section, "tiers")]
    weeks = [
        Section(f"{where}, timetable {n}", one, ("week", "what"))
        for n, one in (_numbered(section, "timetable") if section.has("timetable") else ())
    ]
    declared = Section(f"{where}, settings", section.raw("settings"), SETTINGS)
    version = section.number("version")
    categories = suits.texts("categories")
    at_least = int(suits.number("at_least"))
    if not 1 <= at_least <= len(categories):
        raise suits.wrong("at_least", at_least, f"1 to {len(categories)}, of the categories named")
    return Profile(
        code=section.text("code"),
        title=section.text("title"),
        public_label=section.text("public_label"),
        says=section.text("says"),
        version=int(version),
        suits=categories,
        suits_at_least=at_least,
        tiers=tuple(Tier(one.text("code"), one.text("title"), one.number("points")) for one in tiers),
        timetable=tuple(Milestone(int(one.number("week")), one.text("what")) for one in weeks),
        settings={name: _setting(f"{where}, {name}", name, declared.raw(name)) for name in SETTINGS},
    )


def as_declared(profile: Profile) -> dict[str, Any]:
    """A profile as it is declared: what `read_profile` reads back to the same."""
    written: dict[str, Any] = {
        "code": profile.code,
        "title": profile.title,
        "public_label": profile.public_label,
        "says": profile.says,
        "version": profile.version,
        "suits": {"categories": list(profile.suits), "at_least": profile.suits_at_least},
        "tiers": [{"code": one.code, "title": one.title, "points": one.points} for one in profile.tiers],
    }
    if profile.timetable:
        written["timetable"] = [{"week": one.week, "what": one.what} for one in profile.timetable]
    written["settings"] = {name: _declared(setting) for name, setting in profile.settings.items()}
    return written


def as_text(profile: Profile) -> str:
    """A profile as a file."""
    return yaml.safe_dump(as_declared(profile), allow_unicode=True, sort_keys=False, width=110)


def read_text(where: str, text: str) -> Profile:
    """A profile from the text of a file.

    Raises:
        RuleError: it is no YAML, or no profile.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        at = f"Line {mark.line + 1} is no YAML." if mark else "This is no YAML."
        raise refuse("001", where, at, "Export a profile and begin from it.") from None
    return read_profile(where, content)


@cache
def shipped() -> dict[str, Profile]:
    """Every profile that comes with the program, by code, in the order of their titles."""
    found = [read_text(file.name, file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))]
    return {profile.code: profile for profile in sorted(found, key=lambda one: one.title)}


def proposed_for(categories: Iterable[str], profiles: Iterable[Profile]) -> list[Profile]:
    """The programmes that a family's needs point to, those that answer most of them first; nobody is put into one.

    Args:
        categories: the categories of the family's needs.
        profiles: the profiles in use.
    """
    needs = set(categories)
    met = [(len(needs & set(one.suits)), one) for one in profiles if len(needs & set(one.suits)) >= one.suits_at_least]
    return [one for _, one in sorted(met, key=lambda pair: (-pair[0], pair[1].title))]


def _numbered(section: Section, key: str) -> Iterable[tuple[int, Any]]:
    return enumerate(section.items(key), 1)


def _setting(where: str, name: str, content: Any) -> Setting:
    section = Section(where, content, ("value", "source", "verified", "because"))
    kind = SETTINGS[name]
    value = section.raw("value")
    if not kind.takes(value):
        raise section.wrong("value", value, kind.allowed)
    if section.has("source") == section.has("because"):
        raise refuse(
            "008", where, "A value needs its source or its reason.", f"Write one of: {listed(('source', 'because'))}."
        )
    if section.has("source"):
        return Setting(name, kind.kept(value), read_source(section), "")
    return Setting(name, kind.kept(value), None, section.text("because"))


def _declared(setting: Setting) -> dict[str, Any]:
    value = list(setting.value) if isinstance(setting.value, tuple) else setting.value
    if setting.source is None:
        return {"value": value, "because": setting.because}
    source = {"title": setting.source.title, "where": setting.source.where, "url": setting.source.url}
    return {"value": value, "source": source, "verified": setting.source.verified}
