"""Columns of what somebody writes on a family's file: what must be put aside stands in none of them.

A text that would tell where somebody must not be found is put aside as it is written (see `families.quarantine`), and its
column keeps a mark in its place. Whoever reads that column reads the text if it is their own, and a dash if not: in every
list, print, packet, history and job, with nobody having to think of it. Who reads is known at the door; where nobody came
through one, nobody's text is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from thinkfamily.casework.secrets.fields import EncryptedJSON, EncryptedText

# What others read. It says no less than an empty field would, and leaves a link its words and a guard its answer.
NOTHING = "–"
# Such a sign is typed by nobody. The id of what was put aside follows it, which is shorter than any of these columns.
_MARK = "\x02"
_LONG = len(_MARK) + 32

# Who reads, as the ids of a worker and of the family member that they are; None for nobody.
_READER: ContextVar[tuple[Any, Any] | None] = ContextVar("reader", default=None)


class PutAside(str):
    """A text that is put aside, as it reads here. Whatever it reads as, its mark is what is saved."""

    mark: str

    def __new__(cls, text: str, item: UUID) -> PutAside:
        made = super().__new__(cls, text)
        made.mark = f"{_MARK}{item.hex}"
        return made

    def strip(self, chars: str | None = None) -> PutAside:  # type: ignore[override]
        """Itself: cut, it would be a plain text, and be saved as one."""
        return self


@contextmanager
def read_by(worker: Any) -> Iterator[None]:
    """Let a worker read what they wrote themselves, within."""
    token = _READER.set((worker.pk, getattr(worker, "person_id", None)))
    try:
        yield
    finally:
        _READER.reset(token)


@contextmanager
def made_for(*, worker: Any = None, person: Any = None) -> Iterator[None]:
    """Read, within, what somebody is to be given: their own texts where it is they who read, and nobody's where another looks.

    Args:
        worker: the id of a worker who is given it, or
        person: of a member of a family.
    """
    reader = _READER.get()
    is_own = reader is not None and (worker in (reader[0],) if person is None else person == reader[1])
    token = _READER.set(reader if is_own else None)
    try:
        yield
    finally:
        _READER.reset(token)


def _kept(value: Any) -> Any:
    return value.mark if isinstance(value, PutAside) else value


def _read(value: Any) -> Any:
    """A value as it reads for who reads now."""
    if not isinstance(value, str) or not value.startswith(_MARK) or len(value) != _LONG:
        return value
    try:
        item = UUID(hex=value[len(_MARK) :])
    except ValueError:
        return value
    reader = _READER.get()
    rows: Any = apps.get_model("access", "Quarantined").objects.filter(pk=item)
    text = rows.filter(author=reader[0]).values_list("text", flat=True).first() if reader is not None else None
    return PutAside(text or NOTHING, item)


class Written:
    """What such columns have in common. To the database, and so to migrations, each is the plain column that it is made of.

    Args:
        by: which column of its table says who wrote it, where no history does; empty where none can say.
    """

    plain: str

    def __init__(self, *args: Any, by: str = "", **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """The field as a migration writes it."""
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, self.plain, args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """What the column keeps."""
        return super().get_prep_value(_kept(value))  # type: ignore[misc]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What is read of it."""
        return _read(value)


class WrittenChar(Written, models.CharField):  # type: ignore[type-arg]
    """A short text."""

    plain = "django.db.models.CharField"


class WrittenText(Written, models.TextField):  # type: ignore[type-arg]
    """A text."""

    plain = "django.db.models.TextField"


class WrittenSecret(Written, EncryptedText):
    """A text that is encrypted besides."""

    plain = "thinkfamily.casework.secrets.fields.EncryptedText"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What is read of it, decrypted."""
        return _read(EncryptedText.from_db_value(self, value, expression, connection))


class WrittenJSON(Written, models.JSONField):  # type: ignore[type-arg]
    """Texts by name, such as the answers of a form."""

    plain = "django.db.models.JSONField"

    def get_prep_value(self, value: Any) -> Any:
        """What the column keeps."""
        return models.JSONField.get_prep_value(self, _each(value, _kept))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What is read of it."""
        return _each(models.JSONField.from_db_value(self, value, expression, connection), _read)


class WrittenSecretJSON(Written, EncryptedJSON):
    """Texts by name that are encrypted besides."""

    plain = "thinkfamily.casework.secrets.fields.EncryptedJSON"

    def get_prep_value(self, value: Any) -> Any:
        """What the column keeps, encrypted."""
        return EncryptedJSON.get_prep_value(self, _each(value, _kept))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What is read of it, decrypted."""
        return _each(EncryptedJSON.from_db_value(self, value, expression, connection), _read)


def _each(value: Any, turned: Callable[[Any], Any]) -> Any:
    return {name: turned(one) for name, one in value.items()} if isinstance(value, dict) else turned(value)
