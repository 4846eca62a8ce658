"""A new key for encrypted fields: added first, used for every row, and the old one removed last."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.secrets.fields import EncryptedText
from thinkfamily.casework.secrets.keys import read_or_make

ROWS_AT_ONCE = 500


def encrypted_columns() -> Iterator[tuple[type[Any], list[str]]]:
    """Each model that has encrypted columns, with their names."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedText)]
        if names:
            yield model, names


def rotate(folder: Path, *, advance: Callable[[int], None] = lambda rows: None) -> int:
    """Give every encrypted field a new key; the number of rows written again.

    It can be killed at any moment and run again: until the last row is written, old keys stay in the file, and a run that
    finds more than one key goes on with the newest instead of adding another.
    """
    file = folder / "keys" / "fields.key"
    keys = read_or_make(file, lambda: Fernet.generate_key().decode("ascii")).split()
    if len(keys) == 1:
        keys = [Fernet.generate_key().decode("ascii"), *keys]
        _replace(file, keys)
    newest = Fernet(keys[0])
    rows = 0
    # Again until nothing is left: a page that began before the new key was there may have written with an old one since.
    while written := sum(_write_again(model, names, newest, advance) for model, names in encrypted_columns()):
        rows += written
    _replace(file, keys[:1])
    record("site.rotate_keys", by=None, kind="keys", fields=["fields.key"])
    return rows


def _write_again(model: type[Any], names: list[str], newest: Fernet, advance: Callable[[int], None]) -> int:
    """Write the rows of one table that the newest key does not open; how many they were."""
    written, last = 0, None
    # The column as stored, without the field that would open it.
    stored = {f"stored_{name}": Cast(name, TextField()) for name in names}
    while True:
        rows = (
            model._base_manager.order_by("pk")
            if last is None
            else model._base_manager.order_by("pk").filter(pk__gt=last)
        )
        part = list(rows.annotate(**stored).values("pk", *stored)[:ROWS_AT_ONCE])
        if not part:
            return written
        last = part[-1]["pk"]
        old = [row["pk"] for row in part if any(row[name] and not _opens(newest, row[name]) for name in stored)]
        with transaction.atomic():
            # Locked while they are read and written, so that no change of the moment between is lost.
            found = list(model._base_manager.select_for_update().filter(pk__in=old).only("pk", *names))
            model._base_manager.bulk_update(found, names)
        written += len(found)
        advance(len(found))


def _opens(key: Fernet, token: str) -> bool:
    try:
        key.decrypt(token.encode("ascii"))
    except InvalidToken:
        return False
    return True


def _replace(file: Path, keys: list[str]) -> None:
    """Write the key file anew, whole or not at all."""
    hidden = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write("\n".join(keys) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    hidden.rename(file)
