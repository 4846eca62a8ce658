"""Backups: both databases, the audit's heads and the settings, in one encrypted file, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings

import thinkfamily
from thinkfamily.casework.audit.heads import locked
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.operations.identity import recipient
from thinkfamily.casework.site.operations.snapshot import is_postgres, rows_in, rows_of, take

DATABASES = ("default", "candidates")
# Files and folders of the site's folder that are saved beside the databases. Keys are not among them: see save_keys.
KEPT = ("mode", "trusted-keys", "theme.toml", "privacy.txt", "accessibility.txt", "sso.toml", "backup-recipient.txt")
AUDIT = "audit"
MANIFEST = "manifest.json"


def make_backup(out: Path) -> tuple[Path, dict[str, Any]]:
    """Write an encrypted backup into a folder, while the site goes on working.

    Returns:
        the file, and its manifest.

    Raises:
        SiteError: there is no identity to encrypt to, or the folder cannot be written.
    """
    folder = settings.INSTANCE.folder
    to = recipient(folder)
    made_at = datetime.now(UTC)
    with _room_in(out) as room:
        names = {alias: f"{alias}.{'pgdump' if is_postgres(alias) else 'sqlite3'}" for alias in DATABASES}
        # Nobody seals meanwhile: heads of another moment than their database would look like tampering.
        with locked("default"), locked("candidates"):
            for alias in DATABASES:
                take(alias, room / names[alias])
            shutil.copytree(folder / AUDIT, room / AUDIT)
        for name in KEPT:
            source = folder / name
            if source.is_dir():
                shutil.copytree(source, room / name)
            elif source.exists():
                shutil.copyfile(source, room / name)
        manifest = {
            "program_version": thinkfamily.__version__,
            "made_at": made_at.isoformat(),
            "mode": settings.INSTANCE.mode,
            "databases": names,
            # PostgreSQL's dump is one moment of its own, a little before these counts.
            "rows": {
                alias: rows_of(alias) if is_postgres(alias) else rows_in(room / names[alias]) for alias in DATABASES
            },
            "rows_are_exact": {alias: not is_postgres(alias) for alias in DATABASES},
            "files": {
                path.relative_to(room).as_posix(): _sha256(path) for path in sorted(room.rglob("*")) if path.is_file()
            },
        }
        (room / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        target = out / f"thinkfamily-{made_at:%Y-%m-%dT%H%M%SZ}.age"
        _encrypt(room, target, [to])
    record("site.backup", by=None, kind="backup", object=_sha256(target)[:32])
    return target, manifest


def save_keys(out: Path) -> Path:
    """Write the site's keys into a folder, encrypted to the backup identity; kept apart from the data.

    Raises:
        SiteError: there is no identity to encrypt to, or the folder cannot be written.
    """
    folder = settings.INSTANCE.folder
    to = recipient(folder)
    target = out / f"thinkfamily-keys-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.age"
    with _room_in(out) as room:
        shutil.copytree(folder / "keys", room / "keys")
        _encrypt(room, target, [to])
    record("site.save_keys", by=None, kind="backup", object=_sha256(target)[:32])
    return target


class _room_in:  # noqa: N801 - used as a function
    """A hidden folder of mode 0700 to prepare in; it vanishes at the end, and what a killed one left goes first."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def __enter__(self) -> Path:
        try:
            self._out.mkdir(parents=True, exist_ok=True)
            for left in self._out.glob(".thinkfamily-*"):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink(missing_ok=True)
            self._room = Path(tempfile.mkdtemp(prefix=".thinkfamily-", dir=self._out))
        except OSError as error:
            raise SiteError(
                "TF-BACKUP-007",
                str(self._out),
                found=f"Found that it cannot be written: {error.strerror}.",
                means="No backup was made.",
                do="Name a folder that can be written and has room for the databases twice.",
            ) from None
        return self._room

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self._room, ignore_errors=True)


def _encrypt(room: Path, target: Path, to: list[Any]) -> None:
    """Pack and encrypt a folder into a file that appears only when it is whole."""
    hidden = target.with_name(f".{target.name}")
    packed = room.with_suffix(".tar")
    try:
        with tarfile.open(packed, "w") as tar:
            for path in sorted(room.rglob("*")):
                tar.add(path, arcname=path.relative_to(room).as_posix(), recursive=False)
        packed.chmod(0o600)
        with packed.open("rb") as plain, hidden.open("wb") as sealed:
            pyrage.encrypt_io(plain, sealed, to)
            sealed.flush()
            os.fsync(sealed.fileno())
        hidden.chmod(0o600)
        hidden.rename(target)
    except OSError as error:
        raise SiteError(
            "TF-BACKUP-008",
            str(target.parent),
            found=f"Found that the backup could not be written: {error.strerror}.",
            means="No backup was made.",
            do="Make room, or name another folder.",
        ) from None
    finally:
        with suppress(OSError):
            packed.unlink(missing_ok=True)
            hidden.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
