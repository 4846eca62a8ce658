"""Those who are on a file because a worker put them there, and are of another family today whose file a reader may not read.

Whoever is found by a search can be put into a family. It says that they belong there, and opens nothing that only their own
file tells: not where they live, nor by which other names they go, nor their identifiers, nor what was known of them before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.families.models import Correction, Family, Member

# A membership and the correction by which it came are written within one transaction.
_TOGETHER = timedelta(minutes=1)


def guests(family: Family, standing: Standing, ids: Iterable[Any]) -> set[Any]:
    """Of some people on a file, the ids of those: one query where nobody was put in, and four at most.

    Args:
        family: on whose file.
        standing: the reader.
        ids: of whom.
    """
    put_in = _put_in(family, list(ids))
    if not put_in:
        return set()
    holds = Q(until_on__isnull=True) | Q(until_on__gt=standing.today)
    others = Member.objects.filter(holds, person__in=put_in).exclude(family=family)
    elsewhere = list(others.values_list("person", "family"))
    readable = scope.families(standing, "family.read").filter(pk__in={at for _person, at in elsewhere})
    own = set(readable.values_list("pk", flat=True))
    return {person for person, _at in elsewhere} - {person for person, at in elsewhere if at in own}


def _put_in(family: Family, ids: list[Any]) -> set[Any]:
    """Those who came by a worker's word alone: who was of the family before was not put in, though they left and came back."""
    rows = Correction.objects.filter(family=family, kind="in", person__in=ids).order_by("-made_at")
    first = dict(rows.values_list("person", "made_at"))
    here = Member.objects.filter(family=family, person__in=first).values_list("person", "recorded_by", "recorded_at")
    before = {person for person, by, at in here if by is None or at < first[person] - _TOGETHER} if first else set()
    return set(first) - before
