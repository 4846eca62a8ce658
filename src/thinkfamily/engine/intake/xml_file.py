"""Reading XML element by element: a row for each element that a map names, however large the file.

XML can be an attack: entities that grow a thousandfold, files and addresses fetched by name. Neither is possible here. A file
that declares a document type is refused before it is parsed, whatever it holds, and the parser resolves no entity, loads
no definition and opens no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from lxml import etree

from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.intake.problems import bomb_problem, file_problem, header_problem
from thinkfamily.engine.intake.raw_table import RawRows

_PIECE = 4 << 20
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)[\"']")
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "cp1252")
_AGAIN = "Ask the agency for the file again, as its system writes it for the Department."


class XmlFile:
    """A file of XML, parsed once for all the rows that are wanted of it.

    Args:
        path: the file.
        where: how messages name it.
        wanted: for each path of an element that makes a row, such as ``Child/CINdetails``, the columns wanted of it. The
            first step may stand at any depth, the others follow it. A column is the path of an element within the row's,
            or within one that the row's lies in, beginning with that one's name: ``Child/ChildIdentifiers/UPN``.

    Raises:
        ExtractError: it is no XML, declares a document type, or has none of the elements that are wanted.
    """

    def __init__(self, path: Path, where: str, wanted: Mapping[str, Sequence[str]]) -> None:
        self._where = where
        self._rows: dict[str, list[tuple[str | None, ...]]] = {each: [] for each in wanted}
        self._wanted = {each: _Wanted(each, columns) for each, columns in wanted.items()}
        _refuse_declarations(path, where)
        self._parse(path)

    def rows_of(self, each: str) -> XmlTable:
        """The rows that one element makes."""
        return XmlTable(self._wanted[each].columns, self._rows[each])

    def _parse(self, path: Path) -> None:
        units = {each.split("/")[0] for each in self._wanted}
        found = False
        try:
            for unit in _units(path, units, self._where):
                found = True
                name = _local(unit)
                for each, wanted in self._wanted.items():
                    if wanted.steps[0] == name:
                        self._rows[each] += wanted.rows(unit)
        except etree.XMLSyntaxError as error:
            line = error.position[0] if error.position else 0
            raise file_problem(
                f"{self._where}, line {line}", "Found XML that is cut off or malformed.", _AGAIN
            ) from None
        except (OSError, LookupError):
            raise file_problem(self._where, "Found a file that cannot be read as XML.", _AGAIN) from None
        if not found:
            raise header_problem(
                self._where,
                f"Found no element {' or '.join(sorted(units))}.",
                "Check that it is the file that the map is for; `thinkfamily map --list` says what each reads.",
            )


class XmlTable:
    """The rows of one kind of element, in the file's order."""

    about = "XML"

    def __init__(self, columns: Sequence[str], rows: list[tuple[str | None, ...]]) -> None:
        cells = zip(*rows, strict=True) if rows else [()] * len(columns)
        self._series = {name: pl.Series(name, held, dtype=pl.String) for name, held in zip(columns, cells, strict=True)}
        self._height = len(rows)

    @property
    def header(self) -> list[str]:
        """The wanted columns that any row has; all of them where there is no row."""
        return [name for name, held in self._series.items() if not self._height or held.null_count() < self._height]

    def rows(self, positions: Sequence[int]) -> RawRows:
        """The rows of the wanted columns."""
        header = self.header
        held = {str(at): self._series[header[at]] for at in sorted(set(positions))}
        row = pl.int_range(1, self._height + 1, dtype=pl.Int64, eager=True).alias("row")
        return RawRows(pl.DataFrame({"row": row, **held}))


class _Wanted:
    """How the rows of one kind of element are found in its unit, the element of the path's first step."""

    def __init__(self, each: str, columns: Sequence[str]) -> None:
        self.steps = each.split("/")
        self.columns = list(dict.fromkeys(columns))
        self._below = "/".join(f"{{*}}{step}" for step in self.steps[1:])
        self._finders = [self._finder(name.split("/")) for name in self.columns]

    def rows(self, unit: Any) -> Iterator[tuple[str | None, ...]]:
        """One tuple of texts for each row of a unit."""
        for row in unit.iterfind(self._below) if self._below else (unit,):
            lineage = [row]
            while lineage[-1] is not unit:
                lineage.append(lineage[-1].getparent())
            yield tuple(_text(lineage[up].iterfind(path)) for up, path in self._finders)

    def _finder(self, parts: list[str]) -> tuple[int, str]:
        """How many elements up a column's path begins, and the path from there."""
        up = 0
        if len(parts) > 1 and parts[0] in self.steps[:-1]:
            up, parts = len(self.steps) - 1 - self.steps.index(parts[0]), parts[1:]
        return up, "/".join(f"{{*}}{part}" for part in parts)


def _text(found: Iterator[Any]) -> str | None:
    """The text of an element; of several, one after the other."""
    texts = [text for element in found if (text := (element.text or "").strip())]
    return " ".join(texts) or None


def _units(path: Path, names: set[str], where: str) -> Iterator[Any]:
    """Each element of some names, whole; let go when the next is asked for."""
    with path.open("rb") as file:
        parsed = etree.iterparse(
            file,
            events=("end",),
            tag=[f"{{*}}{name}" for name in sorted(names)],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in parsed:
            if element.getroottree().docinfo.internalDTD is not None:
                raise _declared(where)
            yield element
            if not any(_local(above) in names for above in element.iterancestors()):
                element.clear()
                while (before := element.getprevious()) is not None:
                    before.getparent().remove(before)


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _refuse_declarations(path: Path, where: str) -> None:
    """Refuse a file that declares a type or entities, anywhere in it, or is in an encoding that could hide that."""
    try:
        with path.open("rb") as file:
            head = file.read(200)
            if b"\x00" in head[:4] or head.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise file_problem(where, "Found XML in UTF-16 or UTF-32.", "Ask the agency for it in UTF-8.")
            stated = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf").lstrip())
            if stated and stated[1].decode().casefold() not in _ENCODINGS:
                raise file_problem(
                    where, "Found XML in an encoding that is not read.", "Ask the agency for it in UTF-8."
                )
            tail = head
            while True:
                if _DECLARES.search(tail):
                    raise _declared(where)
                piece = file.read(_PIECE)
                if not piece:
                    return
                tail = tail[-16:] + piece
    except OSError:
        raise file_problem(where, "Found a file that may not be read.", "Ask who put it there for the right.") from None


def _declared(where: str) -> ExtractError:
    return bomb_problem(where, "Found XML that declares a document type or an entity; no such file is read.")
