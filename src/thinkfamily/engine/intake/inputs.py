"""Naming what a run was made from: every file of the extracts folder by its hash, and whether one changed meanwhile."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from thinkfamily.engine.intake.problems import file_problem, folder_problem, printable
from thinkfamily.engine.run_folder import hash_file


@dataclass(frozen=True)
class Inputs:
    """The files of an extracts folder as they were when a run began.

    Args:
        extracts: the folder.
        files: one entry per file, in order: its name within the folder, and the SHA-256 of its bytes.
    """

    extracts: Path
    files: list[dict[str, object]]
    _marks: dict[str, tuple[int, ...]]

    def refuse_changes(self) -> None:
        """Make sure that what was read is what was hashed.

        Raises:
            ExtractError: a file has come, gone or changed since.
        """
        now = _marks(self.extracts)
        changed = sorted({name for name, _ in now.items() ^ self._marks.items()})
        if changed:
            raise file_problem(
                printable(changed[0]),
                f"Found {len(changed)} files that came, went or changed while they were read, this one among them.",
                "Wait until the extracts are wholly delivered, and run again.",
            )


def take_inputs(extracts: Path) -> Inputs:
    """Hash every file of an extracts folder.

    Raises:
        ExtractError: there is no such folder, or a file in it cannot be read.
    """
    if not extracts.is_dir():
        raise folder_problem(extracts.name, "Found no such folder.", "Give the extracts folder, one folder per feed.")
    marks = _marks(extracts)
    files: list[dict[str, object]] = []
    for name in sorted(marks):
        try:
            files.append({"file": printable(name), "sha256": hash_file(extracts / name)})
        except OSError:
            raise file_problem(
                printable(name), "Found a file that may not be read.", "Ask who put it there for the right."
            ) from None
    return Inputs(extracts, files, marks)


def _marks(extracts: Path) -> dict[str, tuple[int, ...]]:
    """What changes with a file, by its name: which file it is, its size and the time of its last change."""
    marks: dict[str, tuple[int, ...]] = {}
    for path in extracts.rglob("*"):
        # One that goes while it is looked at has gone.
        with suppress(FileNotFoundError):
            if path.is_file():
                about = path.stat()
                marks[path.relative_to(extracts).as_posix()] = (about.st_ino, about.st_size, about.st_mtime_ns)
    return marks
