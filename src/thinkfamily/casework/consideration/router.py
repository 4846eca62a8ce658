"""Keeps candidates in a database of their own, which no query of the case store can join."""

from __future__ import annotations

from typing import Any

# The apps whose tables exist in both: each store keeps the audit of its own looks and changes.
IN_BOTH = {"audit"}


class CandidatesApart:
    """Sends the consideration app to the database ``candidates`` and everything else to ``default``."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        """The database a model is read from."""
        return _home_of(model._meta.app_label)  # type: ignore[attr-defined]

    def db_for_write(self, model: type, **hints: Any) -> str | None:
        """The database a model is written to."""
        return _home_of(model._meta.app_label)  # type: ignore[attr-defined]

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """No candidate may point to a row of the case store, or the other way."""
        return _is_candidate(one._meta.app_label) == _is_candidate(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Each store has its own tables only."""
        if app_label in IN_BOTH:
            return True
        return (db == "candidates") == _is_candidate(app_label)


def _is_candidate(app_label: str) -> bool:
    return app_label == "consideration"


def _home_of(app_label: str) -> str:
    return "candidates" if _is_candidate(app_label) else "default"
