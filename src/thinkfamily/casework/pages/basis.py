"""What a form that changes something was based on: looked at again by the action that changes it, once it holds the row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thinkfamily.core.errors import UserError


class ChangedMeanwhileError(UserError):
    """Somebody changed what a form was based on, after it was looked at and before it could be changed. Nothing was changed."""

    exit_code = 4


class Basis:
    """What is there, as one page's form shows it, and how to read it again.

    Args:
        row: what the page has read.
        again: reads the same from the database anew. It is called under the lock.
        shows: what of it stands in the form, by the names of its fields.

    Attributes:
        was: what stood there when it was read last.
    """

    def __init__(self, row: Any, again: Callable[[], Any], shows: Callable[[Any], Mapping[str, Any]]) -> None:
        self._again, self._shows = again, shows
        self.was = _read_out(shows(row))

    def look_again(self) -> None:
        """Read what is there now."""
        self.was = _read_out(self._shows(self._again()))

    def must_stand(self) -> None:
        """Let an action go on only where all is as the form showed it.

        Raises:
            ChangedMeanwhileError: it is not.
        """
        now = _read_out(self._shows(self._again()))
        if {name: sorted(plain(value)) for name, value in now.items()} != {
            name: sorted(plain(value)) for name, value in self.was.items()
        }:
            raise ChangedMeanwhileError(
                "TF-PAGE-001",
                "form",
                found=_("Somebody changed this after you opened it."),
                means=_("Yours is not saved, so that theirs is not lost."),
                do=_("Read what it says now, put into yours what must stay, and send it again."),
            )


def must_stand(based_on: Basis | None) -> None:
    """The same for an action, asked as soon as it holds what it changes; it may have been called without a form.

    Raises:
        ChangedMeanwhileError: somebody changed it.
    """
    if based_on is not None:
        based_on.must_stand()


def plain(value: Any) -> list[str]:
    """A value or several as a browser sends them: by key, without what is empty, each line ended in one way."""
    several = value if isinstance(value, list | tuple | set | QuerySet) else [value]
    kept = [str(getattr(one, "pk", one)).strip() for one in several if one not in (None, "", False)]
    return ["\n".join(one.splitlines()) for one in kept if one]


def _read_out(found: Mapping[str, Any]) -> dict[str, Any]:
    """What was read, now: a queryset that is asked later would answer with what is there later."""
    return {name: list(value) if isinstance(value, QuerySet) else value for name, value in found.items()}
