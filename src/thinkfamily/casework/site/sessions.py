"""Sessions in the database, as Django keeps them, read by a prepared query: every request reads one."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from thinkfamily.casework.prepared import Asking, Words, prepared

# Of so many sessions this process remembers whose they were, and what that worker held.
MOST = 10_000
_HELD: dict[str, tuple[Any, ...]] = {}


class SessionStore(db.SessionStore):
    """One session."""

    @cached_property
    def _moment(self) -> datetime:
        """When it is asked about, however often."""
        return timezone.now()

    def question(self) -> tuple[Words, datetime] | None:
        """The key and the moment. Who brings something else than letters and numbers brings no key: no database is asked."""
        key = self.session_key
        return (Words(key), self._moment) if key and key.isascii() and key.isalnum() else None

    def _get_session_from_db(self) -> Session | None:
        question = self.question()
        found = _unexpired(*question) if question else []
        if not found:
            # As Django's own: whoever brings the key of no session is given another.
            self._session_key = None
        return found[0] if found else None


@prepared
def _unexpired(key: Words, now: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def asked_of_session(session: SessionBase) -> list[Asking]:
    """What is asked for a session of ours, for `together`."""
    question = session.question() if isinstance(session, SessionStore) else None
    return [_unexpired.on(*question)] if question else []


def worker_of(session: SessionBase) -> UUID | None:
    """Who is signed in, as the session says."""
    told = session.get(SESSION_KEY)
    return None if told is None else UUID(told)


def suppose(session: SessionBase, held: tuple[Any, ...]) -> None:
    """Remember who was signed in, and what they held, to be supposed at the next request."""
    if session.session_key:
        if len(_HELD) >= MOST:
            _HELD.clear()
        _HELD[session.session_key] = held


def supposed(session: SessionBase) -> tuple[Any, ...] | None:
    """The same, as it was last: worth asking about together with the session, and no answer."""
    return _HELD.get(session.session_key or "")
