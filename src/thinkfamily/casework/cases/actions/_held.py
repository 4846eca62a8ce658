"""Holding one case while it is written to."""

from __future__ import annotations

from thinkfamily.casework.cases.models import Case


def held_now(case: Case) -> Case:
    """The case as it stands in the database, held until this transaction is over."""
    return Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=case.pk)
