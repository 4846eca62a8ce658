"""Holding one case while it is written to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.cases.problems import CaseError


def held_now(case: Case) -> Case:
    """The case as it stands in the database, held until this transaction is over."""
    return Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=case.pk)


def held_open(case: Case) -> Case:
    """The same, of a case that goes on.

    Raises:
        CaseError: it has ended, or the family said no.
    """
    held = held_now(case)
    if not held.is_open:
        raise CaseError(
            "TF-CASE-003",
            found=_("The case has ended, or the family said no."),
            do=_("Reopen it, or offer it again, before anything is recorded of it."),
        )
    return held
