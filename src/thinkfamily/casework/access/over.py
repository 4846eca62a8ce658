"""Whether the work with a family is over: what a case's state says of who may reach a file, and the parts that end with it.

It stands here and not with the case because access asks it of every file.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

# A case that ended, and may begin again; and one to which the family said no.
ENDED = ("closed", "sustaining", "archived", "transferred_out")
DECLINED = "declined"
# Whose part ends when a case does, or the family says no: what they saw, they saw for the work with it.
WITH_CASE = ("partner", "desk_analyst", "volunteer", "mentor")
# After these nobody leads any longer. A closed case keeps its leads, who look whether it lasted.
LEFT = ("archived", "transferred_out")


def has_ended(family: Any, *, or_declined: bool = False) -> Q:
    """Whether a family has had a case and has none now; or whether it said no, where that is asked too.

    Args:
        family: the family, or an `OuterRef` to its key.
        or_declined: whether a family that said no counts.
    """
    cases = apps.get_model("cases", "Case").objects.filter(family=family)
    over = (*ENDED, DECLINED) if or_declined else ENDED
    return Q(Exists(cases.filter(state__in=over))) & Q(~Exists(cases.exclude(state__in=(*ENDED, DECLINED))))


def is_over(family: Any) -> bool:
    """Whether one family has no open case, and has had one."""
    families = apps.get_model("families", "Family").objects.filter(pk=family.pk)
    return bool(families.filter(has_ended(OuterRef("pk"), or_declined=True)).exists())


def goes_on(family: Any) -> bool:
    """Whether one family has a case that has not ended and to which it has not said no."""
    cases = apps.get_model("cases", "Case").objects.filter(family=family)
    return bool(cases.exclude(state__in=(*ENDED, DECLINED)).exists())
