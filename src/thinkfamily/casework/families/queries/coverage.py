"""How far what is known of a family reaches, feed by feed, and what silence means in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from thinkfamily.casework.access.scope import Sight
from thinkfamily.casework.families.models import Coverage, Supply
from thinkfamily.casework.families.queries.names import with_agency
from thinkfamily.casework.prepared import Asking, prepared
from thinkfamily.programmes.agencies import feed_title


@dataclass(frozen=True)
class Reach:
    """How far what is known reaches.

    Attributes:
        supply: the newest case update; None before the first.
        feeds: one row per feed.
    """

    supply: Supply | None
    feeds: list[Coverage]

    @property
    def late(self) -> list[Coverage]:
        """Feeds that do not reach the day on which everything was judged."""
        return [feed for feed in self.feeds if feed.is_late]


# What it means for one reader that nothing of a feed is shown: nothing was recorded; nothing of what they may be shown was; nobody
# can say, because the source may not know the person; and that nothing of it is theirs to see.
NOTHING, NOTHING_SHOWN, UNKNOWN, CLOSED = "nothing", "nothing_shown", "unknown", "closed"


def reach(family: Any, seen: Sight) -> Reach:
    """The coverage of the newest case update that spoke of a family, and what silence means to one reader.

    It follows from what they may be shown, and not from what there is: else it would tell that there is something.
    """
    if family.supply_id is None:
        return Reach(None, [])
    feeds = _coverage(family.supply_id)
    for feed in feeds:
        feed.title, feed.silence = feed_title(feed.feed), _silence(feed, seen)
    supply = feeds[0].supply if feeds else Supply.objects.get(pk=family.supply_id)
    return Reach(supply, feeds)


def _silence(feed: Coverage, seen: Sight) -> str:
    is_own = feed.agency_id == seen.agency_id
    if not is_own and all(feed.agency_id != agency_id for agency_id, *_opened in seen.granted):
        return CLOSED
    if feed.absence_means != "no":
        return UNKNOWN
    is_whole = is_own and seen.opens_compartment and "team" in seen.audiences and not seen.person_id
    return NOTHING if is_whole else NOTHING_SHOWN


def asked_of_reach(family: Any) -> list[Asking]:
    """What `reach` asks, for `together`."""
    return [_coverage.on(family.supply_id)] if family.supply_id is not None else []


@prepared
def _coverage(supply_id: Any) -> QuerySet[Coverage]:
    return with_agency(Coverage.objects.filter(supply=supply_id).select_related("supply")).order_by(
        "agency__name", "feed"
    )
