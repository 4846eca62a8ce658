"""A framework version wherever it lies: shipped by name, a folder of the user's own by path, or kept in a run.

A run that was judged by a folder of the user's own keeps the text of its rules in ``run.json``, so that whoever opens
the run later reads the rules it was made by, whatever has become of the folder.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Any

from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.framework import Programme, load_programme, programme_names, read_programme
from thinkfamily.programmes.strict import listed, refuse

EXAMPLES = "examples.yaml"
"""Worked examples that may stand beside a framework version; no part of its rules."""

_LARGEST = 1 << 20


class KeptText(Traversable):
    """A folder of texts, or one text of it, that lies in memory: what the loader needs of a file, and no more.

    Args:
        name: name of the folder or the file.
        text: the text of a file; None for the folder.
        files: texts of the folder by file name.
    """

    def __init__(self, name: str, text: str | None = None, files: Mapping[str, str] | None = None) -> None:
        self._name, self._text, self._files = name, text, dict(files or {})

    @property
    def name(self) -> str:
        """Name of the folder or file."""
        return self._name

    def iterdir(self) -> Iterator[KeptText]:
        """The files of the folder."""
        return (KeptText(name, text) for name, text in sorted(self._files.items()))

    def joinpath(self, *descendants: Any) -> KeptText:
        """A file of the folder, which need not be there."""
        name = "/".join(str(each) for each in descendants)
        return KeptText(name, self._files.get(name))

    def is_dir(self) -> bool:
        """Whether it is the folder."""
        return self._text is None and bool(self._files)

    def is_file(self) -> bool:
        """Whether it is a file that is there."""
        return self._text is not None

    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        """The text, for reading.

        Raises:
            FileNotFoundError: when there is no such text.
        """
        if self._text is None:
            raise FileNotFoundError(self._name)
        return io.BytesIO(self._text.encode()) if "b" in mode else io.StringIO(self._text)

    def read_bytes(self) -> bytes:
        """The text as UTF-8."""
        return self.read_text().encode()

    def read_text(self, encoding: str | None = None, errors: str | None = None) -> str:
        """The text.

        Raises:
            FileNotFoundError: when there is no such text.
        """
        return str(self.open().read())


def find_programme(text: str) -> Programme:
    """A framework version by the name of a shipped one, or by the path of a folder.

    A shipped name comes first; a folder of that name is written with its path, as ``./NAME``.

    Raises:
        RuleError: when there is neither, or its declaration does not load.
    """
    if text in programme_names():
        return load_programme(text)
    return read_programme(rule_folder(text))


def rule_folder(text: str) -> Traversable:
    """Where a framework version lies, by name or by path.

    Raises:
        RuleError: when there is no such programme and no such folder.
    """
    if text in programme_names():
        return resources.files("thinkfamily.programmes").joinpath(text)
    folder = Path(text)
    if not folder.is_dir():
        raise refuse(
            "013",
            f"programme {text!r}",
            "There is no such programme, and no such folder.",
            f"Known programmes: {listed(programme_names())}. To begin one of your own: thinkfamily rules copy.",
        )
    return folder.resolve()


def own_rules(text: str) -> tuple[Programme, dict[str, str]]:
    """A framework version to judge a run by, and the text of its rules by file name; no text for a shipped one.

    Raises:
        RuleError: as ``find_programme``; or a folder of the user's own has the name of a shipped programme, so that
            tables could not tell the two apart.
    """
    if text in programme_names():
        return load_programme(text), {}
    folder = rule_folder(text)
    if folder.name in programme_names():
        raise refuse(
            "018",
            f"{folder.name}/",
            "The folder has the name of a shipped programme.",
            f"Rename it, as to {folder.name}_ours: a run could not tell the two apart.",
        )
    files = rule_texts(folder)
    if sum(map(len, files.values())) > _LARGEST:
        raise refuse("019", f"{folder.name}/", "Its rules are over a megabyte.", "Name the folder of one framework.")
    return read_programme(KeptText(folder.name, files=files)), files


def rule_texts(folder: Traversable) -> dict[str, str]:
    """The text of every file of a framework version by name, its worked examples apart.

    Raises:
        RuleError: one is not UTF-8.
    """
    return {file.name: _text(folder, file) for file in folder.iterdir() if _is_rules(file)}


def _is_rules(file: Traversable) -> bool:
    return file.name.endswith((".toml", ".yaml")) and file.name != EXAMPLES and file.is_file()


def _text(folder: Traversable, file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        where = f"{folder.name}/{file.name}"
        raise refuse("015", where, "It cannot be read as UTF-8 text.", "Save it again as UTF-8.") from None


def copy_rules(text: str, folder: Path) -> None:
    """Copy the files of a framework version into a new folder.

    Raises:
        RuleError: there is no such programme, the folder is there, or it cannot be made.
    """
    source = rule_folder(text)
    files = {file.name: file.read_bytes() for file in source.iterdir() if _is_rules(file) or file.name == EXAMPLES}
    try:
        folder.mkdir(parents=True)
        for name, content in sorted(files.items()):
            (folder / name).write_bytes(content)
    except OSError as error:
        raise RuleError(
            "TF-RULE-024",
            str(folder),
            found=f"Found that the folder cannot be made: {error.strerror}.",
            means="Nothing was copied.",
            do="Name a folder that is not there yet, where you may write.",
        ) from None


def programme_of(facts: Mapping[str, Any], name: str) -> Programme:
    """A programme of a finished run, by the rules the run was made by.

    Args:
        facts: what ``run.json`` holds.
        name: one of its programmes.

    Raises:
        RuleError: when it is neither kept in the run nor shipped.
    """
    kept = facts.get("rules", {}).get(name)
    return read_programme(KeptText(name, files=kept)) if kept else load_programme(name)
