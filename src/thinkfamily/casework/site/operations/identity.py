"""The two halves that backups are encrypted with: the public one stays, the private one is kept away."""

from __future__ import annotations

import os
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from thinkfamily.casework.site.instance import SiteError

RECIPIENT = "backup-recipient.txt"


def make_identity(folder: Path, private: Path) -> None:
    """Make a pair: the private half into a new file, the public one into the site's folder.

    Raises:
        SiteError: the private half would lie in the site's folder, or its file is there already.
    """
    if private.absolute().is_relative_to(folder.absolute()):
        raise SiteError(
            "TF-BACKUP-001",
            str(private),
            found="Found that the identity would lie in the site's folder.",
            means="Whoever took the folder could open its backups; nothing was made.",
            do="Name a file elsewhere, best on something you can take away.",
        )
    identity = x25519.Identity.generate()
    try:
        descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SiteError(
            "TF-BACKUP-002",
            str(private),
            found=f"Found that it cannot be made: {error.strerror}.",
            means="Nothing was made.",
            do="Name a file that is not there yet, in a folder that is.",
        ) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{identity}\n")
    (folder / RECIPIENT).write_text(f"{identity.to_public()}\n", encoding="ascii")


def recipient(folder: Path) -> x25519.Recipient:
    """The public half, to which backups are encrypted.

    Raises:
        SiteError: there is none yet, or it cannot be read.
    """
    try:
        return x25519.Recipient.from_str((folder / RECIPIENT).read_text(encoding="ascii").strip())
    except (OSError, RecipientError):
        raise SiteError(
            "TF-BACKUP-003",
            str(folder / RECIPIENT),
            found="Found no public half of a backup identity.",
            means="No backup was made: it would not have been encrypted.",
            do="Make one first: thinkfamily backup --new-identity FILE.",
        ) from None


def read_identity(file: Path) -> x25519.Identity:
    """The private half, with which a backup is opened.

    Raises:
        SiteError: the file holds none.
    """
    try:
        return x25519.Identity.from_str(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError, IdentityError):
        raise SiteError(
            "TF-BACKUP-004",
            str(file),
            found="Found no private half of a backup identity.",
            means="The backup was not opened.",
            do="Name the file that thinkfamily backup --new-identity made.",
        ) from None
