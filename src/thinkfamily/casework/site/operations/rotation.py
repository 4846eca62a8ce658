"""New keys for encrypted fields and second factors: added first, used for every row, and the old one removed last.

A fingerprint cannot be made anew, because what was hashed is kept nowhere: a new key is put on top of each (see
`cipher.fingerprint`), and the old ones stay in the file, where they open nothing by themselves.

Each can be killed at any moment and run again: a run that finds one half done goes on with its key instead of adding another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.db import router, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.secrets.cipher import factor_keys, fingerprint_keys, put_on_top
from thinkfamily.casework.secrets.fields import EncryptedText
from thinkfamily.casework.secrets.keys import read_or_make

ROWS_AT_ONCE = 500
# Every column of fingerprints that are compared; a test holds that there is no other. The proofs of what was purged of requests
# are fingerprints that nothing is compared with: they stay as they were made.
FINGERPRINTS = (
    ("families.IdentifierFingerprint", "fingerprint"),
    ("access.RelativeDeclared", "fingerprint"),
    ("access.DeclaredMark", "mark"),
    ("access.ConflictEnded", "marks"),
    ("access.HomeStreet", "fingerprint"),
    ("referrals.ReferralPerson", "fingerprint"),
    ("referrals.ReferralPerson", "name_fingerprint"),
    ("referrals.ReferralMark", "mark"),
    ("imports.BroughtFamily", "key"),
    ("consideration.Print", "fingerprint"),
)


def encrypted_columns() -> Iterator[tuple[type[Any], list[str]]]:
    """Each model that has encrypted columns, with their names."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedText)]
        if names:
            yield model, names


def rotate_all(folder: Path, *, advance: Callable[[int], None] = lambda rows: None) -> dict[str, int]:
    """Give fields, second factors and fingerprints a new key each; of each the number of rows written again.

    Where a run before this one was killed half-way, only what it had begun is ended.
    """
    ways = {"fields": rotate, "factors": rotate_factors, "fingerprints": rotate_fingerprints}
    begun = [name for name in ways if is_half_done(folder, name)]
    return {name: ways[name](folder, advance=advance) for name in begun or ways}


def is_half_done(folder: Path, name: str) -> bool:
    """Whether the rows of one kind still wait for the key that a run had begun to give them."""
    if name == "fingerprints":
        keys = fingerprint_keys(folder)
        return any(next(_older(column, keys), None) is not None for column in FINGERPRINTS)
    return len(_keys_of(folder / "keys" / f"{name}.key")) > 1


def rotate(folder: Path, *, advance: Callable[[int], None] = lambda rows: None) -> int:
    """Give every encrypted field a new key; the number of rows written again."""
    return _rotate(
        folder,
        "fields.key",
        lambda newest: sum(_write_again(model, names, newest, advance) for model, names in encrypted_columns()),
    )


def rotate_factors(folder: Path, *, advance: Callable[[int], None] = lambda rows: None) -> int:
    """Give the secrets of second factors a new key; the number of factors written again."""
    return _rotate(folder, "factors.key", lambda newest: _factors_again(factor_keys(folder), newest, advance))


def rotate_fingerprints(folder: Path, *, advance: Callable[[int], None] = lambda rows: None) -> int:
    """Put a new key on top of every fingerprint; the number of rows written again."""
    file = folder / "keys" / "fingerprint.key"
    if not is_half_done(folder, "fingerprints"):
        _replace(file, [*fingerprint_keys(folder), Fernet.generate_key().decode("ascii")])
    keys = fingerprint_keys(folder)
    rows = 0
    # Again until nothing is left, as below.
    while written := sum(_put_on_top(column, keys, advance) for column in FINGERPRINTS):
        rows += written
    record("site.rotate_keys", by=None, kind="keys", fields=["fingerprint.key"])
    return rows


def _rotate(folder: Path, name: str, write_again: Callable[[Fernet], int]) -> int:
    file = folder / "keys" / name
    keys = _keys_of(file)
    if len(keys) == 1:
        keys = [Fernet.generate_key().decode("ascii"), *keys]
        _replace(file, keys)
    newest = Fernet(keys[0])
    rows = 0
    # Again until nothing is left: a page that began before the new key was there may have written with an old one since.
    while written := write_again(newest):
        rows += written
    _replace(file, keys[:1])
    record("site.rotate_keys", by=None, kind="keys", fields=[name])
    return rows


def _keys_of(file: Path) -> list[str]:
    return read_or_make(file, lambda: Fernet.generate_key().decode("ascii")).split()


def _factors_again(keys: MultiFernet, newest: Fernet, advance: Callable[[int], None]) -> int:
    written = 0
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Locked while it is read and written: a recovery code that is used meanwhile stays used.
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            data = _again(row.data, keys, newest) if row is not None else None
            if row is None or data == row.data:
                continue
            Authenticator.objects.filter(pk=pk).update(data=data)
        written += 1
        advance(1)
    return written


def _again(value: Any, keys: MultiFernet, newest: Fernet) -> Any:
    """What a factor holds, with what is encrypted in it encrypted by the newest key; anything else as it is."""
    if isinstance(value, dict):
        return {name: _again(one, keys, newest) for name, one in value.items()}
    if isinstance(value, list):
        return [_again(one, keys, newest) for one in value]
    if not isinstance(value, str) or not value.isascii() or _opens(newest, value):
        return value
    try:
        return keys.rotate(value.encode("ascii")).decode("ascii")
    except InvalidToken:
        return value


def _older(column: tuple[str, str], keys: list[str]) -> Iterator[tuple[Any, Any, Any]]:
    """Each row of a column that is not of the newest generation: its key, what it holds and what it should hold."""
    label, name = column
    model: Any = apps.get_model(label)
    for pk, held in model._base_manager.order_by("pk").values_list("pk", name).iterator(chunk_size=ROWS_AT_ONCE):
        made = [put_on_top(one, keys) for one in held] if isinstance(held, list) else held and put_on_top(held, keys)
        if made != held:
            yield pk, held, made


def _put_on_top(column: tuple[str, str], keys: list[str], advance: Callable[[int], None]) -> int:
    label, name = column
    model: Any = apps.get_model(label)
    rows, store = model._base_manager, router.db_for_write(model)
    written = 0
    older = list(_older(column, keys))
    for start in range(0, len(older), ROWS_AT_ONCE):
        part = older[start : start + ROWS_AT_ONCE]
        with transaction.atomic(using=store):
            for pk, held, made in part:
                # Made anew in this very moment, it stands there twice: as it was, and of the newest generation.
                for unique in (one for one in model._meta.constraints if name in getattr(one, "fields", ())):
                    of = rows.filter(pk=pk).values(*(field for field in unique.fields if field != name)).first()
                    if of is not None:
                        rows.filter(**of, **{name: made}).delete()
                # Only if it is still what was read: whoever wrote it meanwhile is met in the next round.
                written += rows.filter(pk=pk, **{name: held}).update(**{name: made})
        advance(len(part))
    return written


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
