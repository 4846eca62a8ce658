"""Which programme could lead for a family, and how intensively: proposed from its needs with the reason; a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.profiles.queries import in_use
from thinkfamily.programmes.profile import Profile, proposed_for


@dataclass(frozen=True)
class Pointer:
    """One programme and intensity that something points to.

    Attributes:
        profile: which programme.
        tier: the code of the intensity.
        needs: which of the family's needs it answers, in words; empty where that is not told here.
        of: how many kinds of need the family has.
    """

    profile: Profile
    tier: str
    needs: tuple[Any, ...] = ()
    of: int = 0

    @property
    def code(self) -> str:
        """The code of the programme."""
        return self.profile.code

    @property
    def title(self) -> str:
        """The programme in words."""
        return self.profile.title

    @property
    def tier_title(self) -> str:
        """The intensity in words."""
        return self.profile.tier(self.tier).title


def pointed_to(categories: Iterable[str]) -> list[Pointer]:
    """One row per programme in use that the categories of a family's needs point to, the best first: one query."""
    words = dict(CATEGORIES)
    return [
        Pointer(one.profile, one.tier.code, tuple(words.get(need, need) for need in one.needs), one.of)
        for one in proposed_for(categories, in_use().values())
    ]


def named_on(case: Any) -> Pointer | None:
    """What whoever had the family taken up proposed for its case; None where they proposed nothing that is in use.

    Which needs led them to it is not kept here: needs come to the file when the family has agreed.
    """
    found = in_use().get(case.proposed_profile) if case.proposed_profile else None
    return None if found is None else Pointer(found, found.tier(case.proposed_tier).code)


def intensities(profiles: Iterable[Profile]) -> list[tuple[str, str]]:
    """Each intensity of some programmes by its code, as each of them calls it: what can be chosen where the programme is too."""
    titles: dict[str, dict[str, None]] = {}
    for tier in (tier for one in profiles for tier in one.tiers):
        titles.setdefault(tier.code, {})[tier.title] = None
    return [(code, " / ".join(every)) for code, every in titles.items()]
