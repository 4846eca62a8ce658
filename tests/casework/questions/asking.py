"""Local questions that tests start from, proposed by one manager and adopted by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.questions import actions
from thinkfamily.casework.questions.file import Words
from thinkfamily.casework.questions.models import LocalQuestion

ALARM = "Is there a smoke alarm that works?"


def proposed(
    form: str = "contact", asks: str = ALARM, kind: str = "yes_no", *, by: Any = None, **told: Any
) -> LocalQuestion:
    """A question that waits for a decision."""
    from_on = told.pop("from_on", timezone.localdate())
    because = told.pop("because", "The fire service fits them for nothing.")
    words = Words(asks=asks, kind=kind, **told)
    by = by or make.worker("manager")
    return actions.propose_question(form=form, words=words, because=because, from_on=from_on, by=by)


def adopted(row: LocalQuestion, by: Any = None) -> LocalQuestion:
    """The same, adopted by somebody else."""
    return actions.decide(row, answer="adopt", by=by or make.worker("governance"))


def asked(form: str = "contact", asks: str = ALARM, kind: str = "yes_no", **told: Any) -> LocalQuestion:
    """A question that a form asks."""
    return adopted(proposed(form, asks, kind, **told))


def from_day(row: LocalQuestion, day: date) -> LocalQuestion:
    """A question as if it was adopted from another day."""
    LocalQuestion.objects.filter(pk=row.pk).update(from_on=day)
    return LocalQuestion.objects.get(pk=row.pk)
