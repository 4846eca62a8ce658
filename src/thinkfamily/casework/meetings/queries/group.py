"""Family group decision-making of one family, as one reader may see it."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.families.queries.shared import readers
from thinkfamily.casework.meetings.models import GroupOffer
from thinkfamily.casework.meetings.queries.reading import Reader


def offers(reader: Reader) -> list[GroupOffer]:
    """One row per time it was offered, or was not: for the team, the newest first."""
    if not reader.is_of_team:
        return []
    rows = GroupOffer.objects.filter(case__family=reader.family)
    return list(rows.select_related("case__family").prefetch_related("offered_to"))


def offer_for(family: Any, pk: Any) -> GroupOffer | None:
    """One of them."""
    rows = GroupOffer.objects.filter(case__family=family, pk=pk)
    return rows.select_related("case__family").prefetch_related("offered_to").first()


def people_to_offer(family: Any) -> list[Any]:
    """Members of the family today."""
    return [one.person for one in readers(family)]
