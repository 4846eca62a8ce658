"""The audit's key, in a file outside the database. It is never replaced: every code ever made is checked with it."""

from __future__ import annotations

import secrets
import threading
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from thinkfamily.casework.audit.errors import AuditKeyError
from thinkfamily.casework.secrets.keys import read_or_make

_one_at_a_time = threading.Lock()


def key() -> bytes:
    """This installation's audit key; made with the first event of all.

    Raises:
        AuditKeyError: events have been sealed and their key is gone.
    """
    with _one_at_a_time:
        return _key(settings.INSTANCE.folder)


@lru_cache(maxsize=4)
def _key(folder: Path) -> bytes:
    file = folder / "keys" / "audit.key"
    # In this order: another process may be making the first of both at this moment, the key before the heads.
    if (folder / "audit").exists() and not file.exists():
        raise AuditKeyError(
            "TF-AUDIT-001",
            "keys/audit.key",
            found="Found the audit's heads and no key.",
            means="No event can be recorded or checked, and so no page is shown. A new key would make every old event look forged.",
            do="Restore keys/audit.key from the backup of the keys.",
        )
    return bytes.fromhex(read_or_make(file, lambda: secrets.token_hex(32)))
