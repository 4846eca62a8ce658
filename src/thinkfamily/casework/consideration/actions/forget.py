"""What the desk's own store forgets of a family whose file has gone: by what it was taken up, and corrections of it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.models import CandidateCorrection, TakenUp


def forget_handles(handles: Collection[str]) -> None:
    """Forget families and people by their handles. It can be repeated.

    A family that the analysis finds again later can be considered again, as one that nobody knows.
    """
    with transaction.atomic(using=STORE):
        named = Q(family__in=handles) | Q(person__in=handles) | Q(other__in=handles)
        gone = TakenUp.objects.filter(handle__in=handles).delete()[0]
        gone += CandidateCorrection.objects.filter(named).delete()[0]
        record("desk.forget", by=None, kind="desk", fields=["handle"] if gone else [], using=STORE)
