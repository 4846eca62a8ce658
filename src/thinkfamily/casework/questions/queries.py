"""Which local questions there are, and which a form asks on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.profiles.queries import in_use
from thinkfamily.casework.questions.kinds import FORMS
from thinkfamily.casework.questions.models import LocalQuestion


def asked_on(form: str, programme: str = "", on: date | None = None) -> list[LocalQuestion]:
    """One row per question that a form asks on a day, in order: one query.

    Args:
        form: one of `kinds.FORMS`.
        programme: the code of the programme of the case; empty where there is none.
        on: the day; today where none is given.
    """
    day = on or timezone.localdate()
    rows = LocalQuestion.objects.filter(form=form, is_adopted=True, from_on__lte=day).order_by("version")
    newest = {row.code: row for row in rows}
    return in_order(row for row in newest.values() if not row.is_retired and row.programme in ("", programme))


def in_order(rows: Iterable[LocalQuestion]) -> list[LocalQuestion]:
    """Questions as a form asks them."""
    return sorted(rows, key=lambda row: (row.place, row.asks, row.code))


def by_name(names: Iterable[str]) -> dict[str, LocalQuestion]:
    """The versions that some answers name, by the names under which they are kept: one query, and none where none is named."""
    ids = {name[1:33] for name in names}
    found = LocalQuestion.objects.filter(pk__in=ids) if ids else ()
    return {row.name: row for row in found}


@dataclass
class Question:
    """One local question through its versions.

    Attributes:
        versions: all, the newest first.
        now: the version in force today; None where there is none yet.
        to_come: adopted versions whose day lies ahead, the next first.
        waiting: the version on which nobody has decided.
    """

    versions: list[LocalQuestion]
    now: LocalQuestion | None = None
    to_come: list[LocalQuestion] = field(default_factory=list)
    waiting: LocalQuestion | None = None

    @property
    def newest(self) -> LocalQuestion:
        """The version that says what it is: in force, to come or waiting; else the last that was turned down."""
        coming = self.to_come[-1] if self.to_come else None
        return coming or self.now or self.waiting or self.versions[0]

    @property
    def is_asked(self) -> bool:
        """Whether it is asked today."""
        return self.now is not None and not self.now.is_retired

    @property
    def is_over(self) -> bool:
        """Whether it is asked no longer, or was turned down, and nothing of it is to come."""
        return not self.is_asked and not self.to_come and self.waiting is None


def question_of(code: str) -> Question | None:
    """One question with all its versions; None where there is none of the code."""
    rows = list(LocalQuestion.objects.filter(code=code))
    return _through(rows) if rows else None


def by_form() -> list[tuple[str, Any, list[Question]]]:
    """Each form with its code, its title and its questions in order: one query."""
    by_code: dict[str, list[LocalQuestion]] = {}
    for row in LocalQuestion.objects.all():
        by_code.setdefault(row.code, []).append(row)
    every = sorted(map(_through, by_code.values()), key=lambda one: (one.newest.place, one.newest.asks))
    return [(form, title, [one for one in every if one.newest.form == form]) for form, title in FORMS]


def on_form(form: str) -> list[LocalQuestion]:
    """One row per question that a form asks, is to ask or would ask if what waits is adopted, in order."""
    every = next(rows for code, _form, rows in by_form() if code == form)
    newest = (one.waiting or one.newest for one in every if not one.is_over)
    return in_order(row for row in newest if not row.is_retired)


def to_export() -> list[LocalQuestion]:
    """One row per question that is asked or is to be, as it will be asked."""
    every = [one.newest for _code, _form, rows in by_form() for one in rows]
    return [row for row in every if row.is_adopted and not row.is_retired]


def newest_number(code: str) -> int:
    """The number of the newest version of one question, whatever was decided on it; 0 where there is none."""
    rows = LocalQuestion.objects.filter(code=code).order_by("-version").values_list("version", flat=True)
    return rows.first() or 0


def programmes() -> list[tuple[str, str]]:
    """The programmes for which a question can be asked, by code and title."""
    return [(profile.code, profile.title) for profile in in_use().values()]


SHOWN = (
    "asks", "help", "kind", "options", "programme", "is_required", "place", "needs", "is_for_family", "is_retired",
)  # fmt: skip


def differences(old: LocalQuestion | None, new: LocalQuestion) -> list[tuple[str, Any, Any]]:
    """What a version changes of another, as (title, before, after); all that it says where there is no other."""
    titles = {one.name: str(one.verbose_name) for one in LocalQuestion._meta.concrete_fields}
    rows = [(titles[name], None if old is None else told(old, name), told(new, name)) for name in SHOWN]
    return [row for row in rows if row[1] != row[2]]


def told(row: LocalQuestion, name: str) -> Any:
    """One part of a version, in words."""
    value = getattr(row, name)
    if name in ("kind", "needs"):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(value) if name == "options" else value


def _through(rows: list[LocalQuestion]) -> Question:
    found, today = Question(rows), timezone.localdate()
    for row in sorted(rows, key=lambda one: one.version):
        if row.is_adopted is None:
            found.waiting = row
        elif row.is_adopted and row.from_on <= today:
            # A newer one that is in force takes the place of what an older one still had before it.
            found.now, found.to_come = row, []
        elif row.is_adopted:
            found.to_come.append(row)
    return found
