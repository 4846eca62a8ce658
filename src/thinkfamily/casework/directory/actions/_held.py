"""Holding a case while somebody is referred, and keeping what is recorded at least as close as that for which it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.directory.problems import refuse_where
from thinkfamily.casework.families.models import AUDIENCES, CATEGORIES
from thinkfamily.casework.plans.models import Action

COMPARTMENT = "domestic_abuse"
_WIDTHS = [code for code, _ in AUDIENCES]


def held_open(case: Any) -> Case:
    """The case as it stands in the database, held until this transaction is over.

    Raises:
        DirectoryError: it has ended.
    """
    held = Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=case.pk)
    refuse_where(
        (
            not held.is_open,
            "TF-DIRECTORY-020",
            "",
            gettext("The case has ended."),
            gettext("Reopen it first, or ask for help anew."),
        )
    )
    return held


def as_close_as(item: Any, *, category: str, audience: str) -> tuple[str, str, Iterable[Any]]:
    """Category, audience and hidden people of what is recorded for an item, or for none.

    Raises:
        DirectoryError: the category or the audience is not known.
    """
    refuse_where(
        (
            category not in dict(CATEGORIES),
            "TF-DIRECTORY-021",
            "category",
            gettext("The need is missing."),
            gettext("Choose one."),
        ),
        (
            audience not in _WIDTHS,
            "TF-DIRECTORY-022",
            "audience",
            gettext("Who may see it is missing."),
            gettext("Choose one."),
        ),
    )
    if item is None:
        return category, audience, ()
    is_apart = item.category == COMPARTMENT
    # A goal in confidence is nobody else's of the family to hear of, and so is what is asked of a service for it.
    confided = isinstance(item, Action) and item.goal is not None and item.goal.confided_by_id is not None
    return (
        COMPARTMENT if is_apart else category,
        min((audience, item.audience, "professionals" if confided else audience), key=_WIDTHS.index),
        item.hidden_from.all(),
    )
