"""A framework version: one folder of this package with ``framework.toml`` and ``criteria.yaml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from thinkfamily.core.source import Source
from thinkfamily.programmes.criterion import Criterion, not_in_force
from thinkfamily.programmes.entry import Entry, read_entry
from thinkfamily.programmes.reading import read_criterion, read_source
from thinkfamily.programmes.strict import Section, guess, listed, refuse
from thinkfamily.programmes.terms import TERMS, Terms, read_terms

RESIDENCES = ("with_children", "away", "elsewhere")


@dataclass(frozen=True)
class Heading:
    """A group of criteria, as the programme names it."""

    id: str
    title: str


@dataclass(frozen=True)
class Capacity:
    """How many families a programme can propose, as a share of all families with a child or an expected child."""

    says: str
    share: float
    source: Source
    values: str


@dataclass(frozen=True)
class Programme:
    """One version of a framework's rules.

    Args:
        name: name of its folder, as given to ``--programme``.
        capacity: None where the programme sets no number of families: then all that are eligible are proposed.
        terms: what the framework pays, what it asks of practice and of audit, and which duties have begun.
        results: the tests that a results claim must pass, in the same language as criteria.
        in_force: first day, and first day no longer (None = still in force).
        residence: where a member must live in relation to the family for its own needs to count.
    """

    name: str
    title: str
    nation: str
    in_force: tuple[date, date | None]
    residence: tuple[str, ...]
    source: Source
    headings: tuple[Heading, ...]
    entry: Entry
    capacity: Capacity | None
    criteria: tuple[Criterion, ...]
    terms: Terms = field(default_factory=Terms)
    results: tuple[Criterion, ...] = ()

    @property
    def capacity_share(self) -> float | None:
        """Share of all families with a child or an expected child that can be proposed; None where none is set."""
        return self.capacity.share if self.capacity else None

    def has_ended(self, as_at: date) -> bool:
        """Whether it was no longer in force: its last rules still say whom it would count, and pay nothing."""
        return self.in_force[1] is not None and as_at >= self.in_force[1]

    def end_in_words(self, as_at: date) -> str:
        """What whoever reads its answers must know once it has ended; empty while it is in force."""
        if not self.has_ended(as_at):
            return ""
        assert self.in_force[1] is not None
        last = self.in_force[1] - timedelta(days=1)
        return (
            f"{self.title} ended on {last.day} {last:%B %Y}. Its last rules are used as if it were in force, to see whom they "
            "would count; it pays for nothing any more."
        )

    def drafts_in_words(self) -> str:
        """How much of whom it counts is recalled and not read; empty where all of it was read."""
        drafts = sum(each.is_draft for each in self.criteria)
        parts = ["the entry rule"] if self.entry.is_draft else []
        parts += [f"{drafts} of {len(self.criteria)} criteria"] if drafts else []
        if not parts:
            return ""
        said = " and ".join(parts)
        return f"{said[0].upper()}{said[1:]} are drafts: recalled, not read. Check each against its source before you rely on it."

    def check_in_force(self, as_at: date) -> None:
        """Refuse a date before the programme's first day.

        Raises:
            RuleError: before its first day.
        """
        if as_at < self.in_force[0]:
            raise not_in_force(f"programme {self.name}", as_at, self.in_force[0])


def programme_names() -> tuple[str, ...]:
    """Names of the programmes that are shipped, in order."""
    folders = resources.files("thinkfamily.programmes").iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.joinpath("framework.toml").is_file()))


@cache
def load_programme(name: str) -> Programme:
    """A shipped programme by name.

    Raises:
        RuleError: when there is no such programme, or its declaration does not load.
    """
    if name not in programme_names():
        raise refuse(
            "013",
            f"programme {name!r}",
            "There is no such programme.",
            f"Known programmes: {listed(programme_names())}.",
        )
    return read_programme(resources.files("thinkfamily.programmes").joinpath(name))


def read_programme(folder: Traversable) -> Programme:
    """A programme from any folder that holds ``framework.toml`` and ``criteria.yaml``.

    Raises:
        RuleError: naming file, place, what was found and what is allowed.
    """
    file = f"{folder.name}/framework.toml"
    about = Section(
        file,
        _parsed(file, folder.joinpath("framework.toml"), tomllib.loads),
        ("title", "nation", "unit", "residence", "in_force", "source", "heading", "entry", "capacity", *TERMS),
    )
    about.choice("unit", ("family",))
    headings = tuple(_heading(f"{file}, heading {place}", each) for place, each in enumerate(about.items("heading"), 1))
    period = Section(f"{file}, in_force", about.raw("in_force"), ("from_on", "until_on"))
    source = Section(f"{file}, source", about.raw("source"), ("title", "where", "url", "verified"))
    residence = about.texts("residence")
    if odd := set(residence) - set(RESIDENCES):
        do = f"{guess(odd, RESIDENCES)}Write some of: {listed(RESIDENCES)}."
        raise refuse("004", file, f"'residence' names {listed(odd)}.", do)
    rules = f"{folder.name}/criteria.yaml"
    declared = without_repeats(rules, folder.joinpath("criteria.yaml"))
    if not isinstance(declared, list) or not declared:
        raise refuse("001", rules, "Found no list of criteria.", "Begin each criterion with '- id: …'.")
    ids = [heading.id for heading in headings]
    if len(set(ids)) < len(ids):
        twice = listed({each for each in ids if ids.count(each) > 1})
        raise refuse("014", file, f"Two headings are called {twice}.", "Give each its own id.")
    criteria = tuple(read_criterion(rules, place, each, ids) for place, each in enumerate(declared, 1))
    _check_ids(rules, criteria)
    terms = read_terms(file, about)
    results = _results(folder, terms)
    return Programme(
        name=folder.name,
        title=about.text("title"),
        nation=about.text("nation"),
        in_force=_in_force(period),
        residence=residence,
        source=Source(source.text("title"), source.text("where"), source.text("url"), source.truth("verified")),
        headings=headings,
        entry=read_entry(f"{file}, entry", about.raw("entry"), [each.id for each in criteria], ids),
        capacity=_capacity(f"{file}, capacity", about.raw("capacity")) if about.has("capacity") else None,
        criteria=criteria,
        terms=terms,
        results=results,
    )


def _in_force(period: Section) -> tuple[date, date | None]:
    first, until = period.day("from_on"), period.day("until_on") if period.has("until_on") else None
    if until is not None and until <= first:
        found = f"It begins on {first} and ends on {until}."
        raise refuse("004", period.where, found, "'until_on' is the first day after it: later than 'from_on'.")
    return first, until


def _results(folder: Traversable, terms: Terms) -> tuple[Criterion, ...]:
    """The tests of ``results.yaml``; every result names those that it asks for."""
    file = f"{folder.name}/results.yaml"
    asked = {test for result in terms.results for test in result.tests}
    if not asked:
        return ()
    declared = without_repeats(file, folder.joinpath("results.yaml"))
    if not isinstance(declared, list) or not declared:
        raise refuse("001", file, "Found no list of tests.", "Begin each test with '- id: …'.")
    ids = [result.id for result in terms.results]
    tests = tuple(read_criterion(file, place, each, ids) for place, each in enumerate(declared, 1))
    _check_ids(file, tests)
    if asked != {each.id for each in tests}:
        odd = asked ^ {each.id for each in tests}
        raise refuse("014", file, f"{listed(odd)} is in one of the two files only.", "Name each test in a result.")
    return tests


def _heading(where: str, content: Any) -> Heading:
    section = Section(where, content, ("id", "title"))
    return Heading(section.text("id"), section.text("title"))


def _capacity(where: str, content: Any) -> Capacity:
    section = Section(where, content, ("says", "share", "unit", "values", "verified", "source"))
    section.choice("unit", ("share of families",))
    share = section.number("share")
    if not 0 < share <= 1:
        raise section.wrong("share", share, "a share above 0 and up to 1")
    return Capacity(section.text("says"), share, read_source(section), section.choice("values", ("source", "ours")))


def _check_ids(where: str, criteria: tuple[Criterion, ...]) -> None:
    ids = [each.id for each in criteria]
    twice = {each for each in ids if ids.count(each) > 1}
    if twice:
        raise refuse("014", where, f"Two criteria are called {listed(twice)}.", "Give each its own id.")
    for each in criteria:
        unknown = set(each.voids) - (set(ids) - {each.id})
        if unknown:
            raise refuse(
                "014",
                f"{where}, criterion {each.id}",
                f"'voids' names {listed(unknown)}.",
                f"Name others of: {listed(ids)}.",
            )


def _parsed(where: str, file: Traversable, parse: Any) -> Any:
    try:
        return parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise refuse("015", where, "There is no such file.", "A framework version needs both its files.") from None
    except UnicodeDecodeError:
        raise refuse("015", where, "It cannot be read as UTF-8 text.", "Save it again as UTF-8.") from None
    except (tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        place = getattr(error, "problem_mark", None)
        line = f", line {place.line + 1}" if place else ""
        found = getattr(error, "problem", None) or str(error)
        raise refuse(
            "015", f"{where}{line}", f"It cannot be read: {found}.", "Mend the line; check the indentation."
        ) from None


class _Loader(yaml.SafeLoader):
    """Safe YAML that refuses a key written twice: the second would silently win. A day that is none has its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError:
            kind = "day of the calendar" if node.tag.endswith(":timestamp") else "number"
            found = f"{node.value} is no {kind}"
            raise yaml.constructor.ConstructorError(None, None, found, node.start_mark) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        scalars = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        keys = [key.value for key in scalars if key.tag != "tag:yaml.org,2002:merge"]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"{listed(twice)} is written twice", node.start_mark)
        return super().construct_mapping(node, deep)


def without_repeats(where: str, file: Traversable) -> Any:
    """What a YAML file says; a key written twice is refused.

    Raises:
        RuleError: it is not there, or cannot be read.
    """
    return _parsed(where, file, lambda text: yaml.load(text, Loader=_Loader))  # noqa: S506
