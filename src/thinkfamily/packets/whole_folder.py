"""A folder that is written whole or not at all: prepared hidden beside its place, and renamed as the last act."""

from __future__ import annotations

import errno
import fcntl
import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MARK = ".partial-"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Refused = Callable[[Path, OSError | None], Exception]


@contextmanager
def whole_folder(target: Path, refused: Refused) -> Iterator[Path]:
    """A hidden folder to prepare; it becomes ``target`` when the block ends, and vanishes when it fails.

    What a killed process left of the same folder is removed first.

    Args:
        target: the folder to make.
        refused: makes the error to raise, from the target and the system's error; None when something is there already.
    """
    target = target.absolute()
    if os.path.lexists(target) and (not target.is_dir() or target.is_symlink() or any(target.iterdir())):
        raise refused(target, None)
    made: list[Path] = []
    try:
        made = _make_parents(target)
        for left in abandoned(target):
            shutil.rmtree(left, ignore_errors=True)
        hidden, lock = _make_hidden(target)
    except OSError as error:
        _remove_empty(made)
        raise refused(target, error) from None
    is_whole = False
    try:
        yield hidden
        if target.exists():
            target.rmdir()
        hidden.rename(target)
        is_whole = True
    except Exception as error:
        # A library has its own kind of error for a full disk, but the system's words for it.
        full = next((number for number in _FULL if os.strerror(number) in str(error)), None)
        if full is None:
            raise
        raise refused(target, OSError(full, os.strerror(full))) from None
    finally:
        if not is_whole:
            shutil.rmtree(hidden, ignore_errors=True)
            _remove_empty(made)
        os.close(lock)


def is_full(error: OSError) -> bool:
    """Whether it is room that lacks."""
    return error.errno in _FULL


def abandoned(target: Path) -> list[Path]:
    """What killed processes left of a folder: the hidden folders that no living process holds.

    A lock tells, because the system lets go of it with the process, however that ends; a process number may be another's
    by now, or one in another container.
    """
    left = []
    for path in sorted(target.parent.glob(f".{glob.escape(target.name)}{_MARK}*")):
        with suppress(OSError):
            held = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.append(path)
            finally:
                os.close(held)
    return left


def _make_hidden(target: Path) -> tuple[Path, int]:
    """A new folder of the operator's alone, and the lock that says that a living process prepares it."""
    while True:
        hidden = Path(tempfile.mkdtemp(prefix=f".{target.name}{_MARK}", dir=target.parent))
        with suppress(FileNotFoundError):
            lock = os.open(hidden, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Between the two lines above another process may have taken it for abandoned.
            if hidden.exists():
                return hidden, lock
            os.close(lock)


def _make_parents(target: Path) -> list[Path]:
    """Make the folders above a target, and say which, the deepest first."""
    missing = [each for each in target.parents if not each.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for each in folders:
        with suppress(OSError):
            each.rmdir()
