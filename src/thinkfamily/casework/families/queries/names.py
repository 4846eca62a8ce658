"""The names of workers, for whoever reads what they recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thinkfamily.casework.agencies.models import Worker


def names_of(ids: Iterable[Any]) -> dict[Any, str]:
    """The name of each worker, with their agency: one query however many they are."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = Worker.objects.filter(pk__in=wanted).values_list("pk", "name", "agency__name")
    return {pk: f"{name}, {agency}" if agency else name for pk, name, agency in rows}
