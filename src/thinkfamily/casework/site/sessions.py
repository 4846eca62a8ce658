"""Sessions in the database, as Django keeps them, read by a prepared query: every request reads one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from thinkfamily.casework.prepared import Words, prepared


class SessionStore(db.SessionStore):
    """One session."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        # Who brings something else than letters and numbers brings no key, and no database is asked.
        found = _unexpired(Words(key), timezone.now()) if key and key.isascii() and key.isalnum() else []
        if not found:
            # As Django's own: whoever brings the key of no session is given another.
            self._session_key = None
        return found[0] if found else None


@prepared
def _unexpired(key: Words, now: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
