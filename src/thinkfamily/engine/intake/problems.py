"""The errors that an extracts folder can cause, each pointing at a file and, where known, a row and a column.

Nothing here takes a cell's content: a message can name columns, counts and row numbers, never what a cell holds.
"""

from __future__ import annotations

from thinkfamily.core.errors import ExtractError, PermissionRefusedError

_NOTHING_READ = "Nothing of the extracts was used."


def printable(name: str) -> str:
    """A file's name as it can be printed and stored: names on a disk can be bytes of no encoding."""
    return name.encode("utf-8", "replace").decode("utf-8")


def folder_problem(where: str, found: str, do: str) -> ExtractError:
    """The folder, or a file that should be in it, is not there or not where it may be."""
    return ExtractError("TF-INTAKE-001", where, found=found, means=_NOTHING_READ, do=do)


def setting_problem(where: str, found: str, do: str) -> ExtractError:
    """A feed.toml or area.toml says something that cannot be followed."""
    return ExtractError("TF-INTAKE-002", where, found=found, means=_NOTHING_READ, do=do)


def file_problem(where: str, found: str, do: str) -> ExtractError:
    """A data file cannot be read at all."""
    return ExtractError("TF-INTAKE-003", where, found=found, means=_NOTHING_READ, do=do)


def header_problem(where: str, found: str, do: str) -> ExtractError:
    """A data file can be read, but its columns are not the ones that are needed."""
    return ExtractError("TF-INTAKE-004", where, found=found, means=_NOTHING_READ, do=do)


def bomb_problem(where: str, found: str) -> ExtractError:
    """A file would unpack to more than a delivery can hold."""
    return ExtractError(
        "TF-INTAKE-005",
        where,
        found=found,
        means="It could be an attack on the machine. " + _NOTHING_READ,
        do="Ask the agency for the file again, as CSV; do not open this one in Excel.",
    )


def refusal(where: str, found: str) -> PermissionRefusedError:
    """Real feeds are not covered by a power, purpose, agreement and impact assessment in date."""
    return PermissionRefusedError(
        "TF-INTAKE-006",
        where,
        found=found,
        means="Data about real people may not be used without them. No row was read.",
        do="Fill them in and renew them with the agency and the data protection officer, or leave the feed out.",
    )
