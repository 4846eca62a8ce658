"""Programme profiles: how one kind of whole-family programme is practised, as data that a council reads and changes.

A profile is a list of settings. Each has a value, a unit where it is counted, and either its source, marked read or only
recalled, or the reason why we chose it. What a setting means stands in `SETTINGS`, once for all profiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from re import fullmatch
from typing import Any

import yaml

from thinkfamily.core.source import Source
from thinkfamily.core.typed import read_yaml
from thinkfamily.programmes.easy_read import read_easy_read
from thinkfamily.programmes.profile_settings import BY_TIER, SETTINGS, Kind
from thinkfamily.programmes.reading import read_source
from thinkfamily.programmes.strict import Section, listed, refuse

FOLDER = Path(__file__).with_name("profiles")
ABOUT = ("code", "title", "public_label", "says", "version", "suits", "tiers", "timetable", "easy_read", "settings")
OF_TIER = ("code", "title", "points", "from_needs", "settings")


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
    """One intensity of work.

    Attributes:
        code: what is stored.
        title: what workers call it.
        points: how many points of a worker's caseload a case of it takes.
        from_needs: it is proposed for a family with needs of at least so many categories; None where it is not for that.
        settings: what is otherwise under it than the profile says, by name: some of `BY_TIER`.
    """

    code: str
    title: str
    points: float
    from_needs: int | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)


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
        easy_read: easy-read texts by slot and language; empty where nobody wrote one.
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
    easy_read: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """The value of one setting."""
        return self.settings[name].value

    def tier(self, code: str) -> Tier:
        """One tier; the least intensive where the code is of none."""
        return next((tier for tier in self.tiers if tier.code == code), self.tiers[-1])

    def at(self, code: str) -> Profile:
        """The profile as it is practised at one tier: with what that sets otherwise; as it is where the code is of none."""
        otherwise = next((tier.settings for tier in self.tiers if tier.code == code), {})
        return replace(self, settings={**self.settings, **otherwise}) if otherwise else self

    def tier_for(self, needs: int) -> Tier:
        """The tier that is proposed for a family with needs of so many categories."""
        asked = (tier for tier in self.tiers if tier.from_needs is not None and tier.from_needs <= needs)
        return next(asked, self.tiers[-1])

    @property
    def drafts(self) -> list[Setting]:
        """Settings whose source was recalled and not read, those of a tier among them."""
        every = [*self.settings.values(), *(one for tier in self.tiers for one in tier.settings.values())]
        return [setting for setting in every if setting.is_draft]


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
    tiers = [Section(f"{where}, tiers {n}", one, OF_TIER) for n, one in _numbered(section, "tiers")]
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
    if len({one.text("code") for one in tiers}) < len(tiers):
        raise section.wrong("tiers", [], "each intensity once")
    return Profile(
        code=_code(section, 40),
        title=section.text("title"),
        public_label=section.text("public_label"),
        says=section.text("says"),
        version=int(version),
        suits=categories,
        suits_at_least=at_least,
        tiers=tuple(map(_tier, tiers)),
        timetable=tuple(Milestone(int(one.number("week")), one.text("what")) for one in weeks),
        settings={name: _setting(f"{where}, {name}", name, declared.raw(name)) for name in SETTINGS},
        easy_read=read_easy_read(f"{where}, easy_read", section.raw("easy_read")) if section.has("easy_read") else {},
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
        "tiers": [_declared_tier(one) for one in profile.tiers],
    }
    if profile.timetable:
        written["timetable"] = [{"week": one.week, "what": one.what} for one in profile.timetable]
    if profile.easy_read:
        written["easy_read"] = {slot: dict(texts) for slot, texts in profile.easy_read.items()}
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
        content = read_yaml(text)
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


@dataclass(frozen=True)
class Proposal:
    """One programme that a family's needs point to, with why; nobody is put into it.

    Attributes:
        profile: the programme.
        tier: the intensity that as many needs as the family has propose.
        needs: the categories of the family's needs that it answers, in the profile's order.
        of: how many categories of need the family has.
    """

    profile: Profile
    tier: Tier
    needs: tuple[str, ...]
    of: int


def proposed_for(categories: Iterable[str], profiles: Iterable[Profile]) -> list[Proposal]:
    """The programmes that a family's needs point to, those that answer most of them first; nobody is put into one.

    Args:
        categories: the categories of the family's needs.
        profiles: the profiles in use.
    """
    has = set(categories)
    met = [(one, tuple(need for need in one.suits if need in has)) for one in profiles]
    found = [
        Proposal(one, one.tier_for(len(has)), needs, len(has)) for one, needs in met if len(needs) >= one.suits_at_least
    ]
    return sorted(found, key=lambda one: (-len(one.needs), one.profile.title))


def _numbered(section: Section, key: str) -> Iterable[tuple[int, Any]]:
    return enumerate(section.items(key), 1)


def _tier(section: Section) -> Tier:
    needs = section.number("from_needs") if section.has("from_needs") else None
    if needs is not None and (needs < 0 or needs != int(needs)):
        raise section.wrong("from_needs", needs, "a whole number of needs, from 0")
    if section.number("points") <= 0:
        raise section.wrong("points", section.number("points"), "a number of points above 0")
    otherwise: dict[str, Setting] = {}
    if section.has("settings"):
        declared = Section(f"{section.where}, settings", section.raw("settings"), BY_TIER)
        otherwise = {
            name: _setting(f"{section.where}, {name}", name, declared.raw(name))
            for name in BY_TIER
            if declared.has(name)
        }
    return Tier(
        _code(section, 20),
        section.text("title"),
        section.number("points"),
        None if needs is None else int(needs),
        otherwise,
    )


def _code(section: Section, most: int) -> str:
    """A code, which is stored and stands in addresses."""
    code = section.text("code")
    if len(code) > most or fullmatch("[a-z][a-z0-9_]*", code) is None:
        raise section.wrong("code", code, f"at most {most} small letters, figures and _, beginning with a letter")
    return code


def _declared_tier(tier: Tier) -> dict[str, Any]:
    written: dict[str, Any] = {"code": tier.code, "title": tier.title, "points": tier.points}
    if tier.from_needs is not None:
        written["from_needs"] = tier.from_needs
    if tier.settings:
        written["settings"] = {name: _declared(setting) for name, setting in tier.settings.items()}
    return written


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
