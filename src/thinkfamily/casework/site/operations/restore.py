"""Restoring a backup, for real or in rehearsal; a site that holds anything is never touched."""

from __future__ import annotations

import hashlib
import json
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyrage

from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.operations.identity import read_identity


@dataclass(frozen=True)
class Opened:
    """A backup, decrypted into a folder and checked against its manifest."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.manifest["made_at"])


def open_backup(backup: Path, identity: Path, into: Path) -> Opened:
    """Decrypt a backup into an empty folder and check every file against the manifest.

    Raises:
        SiteError: it is no backup, another identity is needed, or a file is not as it was saved.
    """
    _unpack(backup, identity, into)
    try:
        manifest = json.loads((into / "manifest.json").read_text(encoding="utf-8"))
        files = manifest["files"]
    except (OSError, ValueError, KeyError):
        raise _damaged(backup, "no manifest") from None
    there = {path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file()} - {"manifest.json"}
    if there != set(files):
        raise _damaged(backup, "other files than its manifest names")
    for name, expected in files.items():
        with (into / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                raise _damaged(backup, "a file that is not as it was saved")
    return Opened(into, manifest)


def open_keys(backup: Path, identity: Path, into: Path) -> None:
    """Decrypt saved keys into a site's folder that has none.

    Raises:
        SiteError: they cannot be opened.
    """
    _unpack(backup, identity, into)
    keys = into / "keys"
    if not keys.is_dir():
        raise _damaged(backup, "no keys")
    keys.chmod(0o700)
    for file in keys.iterdir():
        file.chmod(0o600)


def put_back_files(opened: Opened, folder: Path, heads: Path | None = None) -> None:
    """Put what a backup holds beside the databases into a site's folder.

    Args:
        opened: the backup.
        folder: the site's folder.
        heads: the ``audit`` folder of the site that was lost, where it survived: it tells of seals that the backup lacks.

    Raises:
        SiteError: there are no heads in that folder.
    """
    names = set(opened.manifest["databases"].values()) | {"manifest.json"}
    for path in sorted(opened.folder.rglob("*")):
        name = path.relative_to(opened.folder)
        if path.is_file() and name.as_posix() not in names:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.write_bytes(path.read_bytes())
            target.chmod(0o600)
    if heads is None:
        return
    files = sorted(heads.glob("*.heads.jsonl"))
    if not files:
        raise SiteError(
            "TF-RESTORE-007",
            str(heads),
            found="Found no heads of an audit in this folder.",
            means="Nothing was restored.",
            do="Name the folder audit of the site that was lost, or leave --heads out.",
        )
    for file in files:
        target = folder / "audit" / file.name
        target.write_bytes(file.read_bytes())
        target.chmod(0o600)


def put_back_databases(opened: Opened, filled: list[str]) -> int:
    """Fill both databases, compare their rows with the manifest, and bring them to this version; the rows compared.

    Args:
        opened: the backup.
        filled: receives the name of each database that was empty and is being filled.

    Raises:
        SiteError: a database is not empty, or holds other rows than were saved.
    """
    from thinkfamily.casework.site.operations.snapshot import put_back, rows_of
    from thinkfamily.casework.site.start import prepare

    total = 0
    for alias, name in opened.manifest["databases"].items():
        put_back(alias, opened.folder / name, lambda alias=alias: filled.append(alias))  # type: ignore[misc]
        found, expected = rows_of(alias), opened.manifest["rows"][alias]
        if opened.manifest["rows_are_exact"][alias] and found != expected:
            raise SiteError(
                "TF-RESTORE-004",
                f"database {alias}",
                found="Found other numbers of rows than were saved.",
                means="The restored site would not be the one that was backed up.",
                do="Use another backup.",
            )
        total += sum(found.values())
    prepare()
    return total


def _unpack(backup: Path, identity: Path, into: Path) -> None:
    key = read_identity(identity)
    packed = into / ".packed.tar"
    try:
        with backup.open("rb") as sealed, packed.open("wb") as plain:
            pyrage.decrypt_io(sealed, plain, [key])
        with tarfile.open(packed) as tar:
            tar.extractall(into, filter="data")
    except pyrage.DecryptError:
        raise _damaged(backup, "that this identity does not open it, or that it is damaged") from None
    except (OSError, tarfile.TarError):
        raise _damaged(backup, "that it cannot be read, or that there is no room for it") from None
    finally:
        packed.unlink(missing_ok=True)


def _damaged(backup: Path, what: str) -> SiteError:
    return SiteError(
        "TF-RESTORE-001",
        str(backup),
        found=f"Found {what}.",
        means="Nothing was restored.",
        do="Use another backup, or the identity that it was made to.",
    )
