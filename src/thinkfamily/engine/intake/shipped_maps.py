"""Column maps that come with the program, for files in published layouts: what each carries, and what it cannot.

Each is one TOML file in ``maps/``: what it is, then the same tables as any feed.toml may have.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from thinkfamily.core.source import Source
from thinkfamily.engine.intake.column_map import TableMap, read_table_maps
from thinkfamily.engine.intake.problems import setting_problem
from thinkfamily.engine.intake.toml_file import Keys, read_toml
from thinkfamily.programmes.vocabulary import load_vocabulary

_FOLDER = Path(str(files("thinkfamily.engine.intake"))) / "maps"


@dataclass(frozen=True)
class ShippedMap:
    """A map that comes with the program.

    Args:
        name: what feed.toml calls it.
        title: in words.
        feed: the feed whose folder it is for.
        layout: whose layout it is, and of which years.
        sources: where the names of files, columns and codes were read.
        is_verified: whether every name and code of it was read there.
        unverified: what was not, in words.
        carries: what comes in, in words.
        cannot_carry: what does not, and why, in words.
        given: what feed.toml must give, by name, with what it means.
        tables: how its files make rows.
    """

    name: str
    title: str
    feed: str
    layout: str
    sources: tuple[Source, ...]
    is_verified: bool
    unverified: tuple[str, ...]
    carries: tuple[str, ...]
    cannot_carry: tuple[str, ...]
    given: Mapping[str, str]
    tables: tuple[TableMap, ...]

    @property
    def events(self) -> list[str]:
        """The events it can bring, in order."""
        return sorted({event for each in self.tables for event in each.events or ()})


def map_names() -> list[str]:
    """Names of the maps that come with the program, in order."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def map_text(name: str) -> str:
    """The file of one map that comes with the program, as it stands."""
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")


@cache
def load_map(name: str) -> ShippedMap:
    """One map that comes with the program, by a name of ``map_names()``."""
    where = f"map {name}"
    keys = Keys(read_toml(_FOLDER / f"{name}.toml", where), where)
    about = keys.table("about") or Keys({}, where)
    made = ShippedMap(
        name=name,
        title=about.need_text("title"),
        feed=about.need_text("feed"),
        layout=about.need_text("layout"),
        sources=tuple(_source(each) for each in about.tables("source")),
        is_verified=about.flag("verified"),
        unverified=tuple(about.names("unverified")),
        carries=tuple(about.names("carries")),
        cannot_carry=tuple(about.names("cannot_carry")),
        given=about.texts("given"),
        tables=read_table_maps(keys, frozenset(load_vocabulary().event_types["event"]), is_shipped=True),
    )
    about.done()
    keys.done()
    return made


def maps_used(keys: Keys, feed: str) -> tuple[TableMap, ...]:
    """The tables of the shipped maps that a feed.toml names: ``map = "…"``, a list of names, or ``[[map]]`` for each.

    Raises:
        ExtractError: there is no such map, it is for another feed, or something that it needs is not given.
    """
    where = keys.where
    used: list[TableMap] = []
    marks: dict[str, set[str | None]] = {}
    for stated in keys.text_or_tables("map"):
        name = stated if isinstance(stated, str) else stated.need_text("name")
        pattern, mark = (None, None) if isinstance(stated, str) else (stated.text("files"), stated.text("mark"))
        given = {} if isinstance(stated, str) else stated.rest()
        shipped = _named(name, feed, where)
        _refuse_gaps(shipped, given, where)
        if mark in marks.setdefault(name, set()):
            raise setting_problem(
                f"{where}, map {name}",
                "Found the map used twice without its own mark; the files may number their people alike.",
                'Give each use its own, such as mark = "spring 2026".',
            )
        marks[name].add(mark)
        one = bool(shipped.given)
        used += [
            replace(each, only_files=pattern, mark=mark, is_one_file=one).with_given(given) for each in shipped.tables
        ]
    return tuple(used)


def _named(name: str, feed: str, where: str) -> ShippedMap:
    if name not in map_names():
        raise setting_problem(
            f"{where}, map",
            f"Found {name}, which is no map that comes with the program.",
            f"Use one of {', '.join(map_names())}, or write the map yourself; `thinkfamily map --list` tells of each.",
        )
    shipped = load_map(name)
    if shipped.feed != feed:
        raise setting_problem(
            f"{where}, map",
            f"Found {name}, which is for the feed {shipped.feed}.",
            f"Put the files and this feed.toml into the folder {shipped.feed}.",
        )
    return shipped


def _refuse_gaps(shipped: ShippedMap, given: Collection[str], where: str) -> None:
    missing = sorted(set(shipped.given) - set(given))
    unknown = sorted(set(given) - set(shipped.given))
    if missing or unknown:
        found = [f"Found no {', '.join(missing)}."] if missing else []
        found += [f"Found unknown {', '.join(unknown)}."] if unknown else []
        meant = "; ".join(f"{name}: {means}" for name, means in shipped.given.items())
        raise setting_problem(
            f"{where}, map {shipped.name}",
            " ".join(found),
            f'Write [[map]] with name = "{shipped.name}" and what it needs. {meant or "It needs nothing else"}.',
        )


def _source(keys: Keys) -> Source:
    source = Source(keys.need_text("title"), keys.need_text("where"), keys.text("url") or "")
    keys.done()
    return source
