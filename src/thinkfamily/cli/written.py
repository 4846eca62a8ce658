"""Files that a command writes where the user said: refused in words where they cannot be, private where they must be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from thinkfamily.core.errors import RunFolderError


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Say in words that what the user named cannot be written.

    Raises:
        RunFolderError: the file or folder cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise RunFolderError(
            "TF-CLI-001",
            str(path),
            found=f"Found that it cannot be written: {error.strerror}.",
            means="What was asked for there is not written, or not whole.",
            do="Name a file in a folder that is there and that you may write to.",
        ) from None


def make_private(path: Path) -> None:
    """Make a file, or one that is there, the operator's alone before anything of real people is written to it."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    path.chmod(0o600)
