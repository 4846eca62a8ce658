"""What the limits on guessing count by, in the database that all processes share: nothing is forgotten before its time.

Django's own cache of this kind holds 300 entries, and beyond that throws away living ones, a third at a time and by the
order of their names. Somebody who asks for new passwords for invented addresses makes more than that, from one machine and within
the limits; then the tries counted at a victim's account would be gone, and a code that was used could be used again.
"""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class Counts(DatabaseCache):
    """The same, of which only what has run out is thrown away. The longest that anything here lasts is a day."""

    _table: str

    def _cull(self, db: str, cursor: Any, now: Any, num: int) -> None:
        operations = connections[db].ops
        table, expires = operations.quote_name(self._table), operations.quote_name("expires")
        cursor.execute(f"DELETE FROM {table} WHERE {expires} < %s", [operations.adapt_datetimefield_value(now)])  # noqa: S608
