"""A text column that is encrypted in the database, its history and its backups."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models

from thinkfamily.casework.secrets.cipher import decrypt, encrypt


class EncryptedText(models.TextField):
    """Text that the database never sees. It cannot be searched or sorted; see `cipher.fingerprint` for equality.

    Args:
        purpose: what the value is, bound into the ciphertext: a value moved to another column does not open.
    """

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """The field as a migration writes it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in; empty stays empty."""
        value = super().get_prep_value(value)
        return encrypt(settings.INSTANCE.folder, value, self.purpose) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt on the way out."""
        return decrypt(settings.INSTANCE.folder, value, self.purpose) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness can be asked of the database."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class EncryptedJSON(EncryptedText):
    """Values by name that the database never sees, encrypted as one text; where there are none, it is empty."""

    # For the checker of types: what is kept as a text is given and read by name.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        return super().get_prep_value(json.dumps(value, ensure_ascii=False, sort_keys=True) if value else "")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt on the way out."""
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else {}
