"""The equality report: which families were considered and which were not, by group; small numbers are hidden."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from thinkfamily.casework.consideration.models import CONSIDER, Tally
from thinkfamily.casework.consideration.queries.groups import GROUPS, KINDS

# Groups whose share differs from that of all by this much are marked: our choice, for somebody to look into.
POINTS = 20


@dataclass
class GroupRow:
    """One group of one kind: how many families, how many of them considered; None where hidden.

    Attributes:
        group: in words.
        families: all on whom was decided, or not in time.
        considered: those taken up.
        share: per cent considered.
        differs: whether the share is far from that of all.
    """

    group: str
    families: int | None
    considered: int | None
    share: int | None = None
    differs: bool = False


def equality(smallest: int) -> list[tuple[str, list[GroupRow]]]:
    """One entry per kind of group, with a row per group; all packets together.

    Args:
        smallest: fewer families than this are not shown; nor is what would give such a number away.
    """
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for kind, group, outcome, families in Tally.objects.values_list("kind", "group", "outcome", "families"):
        counts[kind][group][0] += families
        counts[kind][group][1] += families if outcome == CONSIDER else 0
    return [
        (
            str(title),
            shown({str(GROUPS.get(group, group)): (all_, taken) for group, (all_, taken) in groups.items()}, smallest),
        )
        for kind, title in KINDS.items()
        if (groups := counts.get(kind))
    ]


def shown(groups: dict[str, tuple[int, int]], smallest: int) -> list[GroupRow]:
    """The rows of one kind, with what is small hidden, and what would give it away.

    A row is hidden whole where it has few families. Where few were considered, or few were not, its split is hidden.
    If only one row's figure is hidden, that of the smallest other one is too: the totals of another kind would give it away.
    """
    rows = {
        group: GroupRow(group, families, considered)
        for group, (families, considered) in sorted(groups.items())
        if families
    }
    no_size = {group for group, row in rows.items() if (row.families or 0) < smallest}
    _hide_another(no_size, {group: row.families or 0 for group, row in rows.items()})
    no_split = no_size | {
        group
        for group, (families, considered) in groups.items()
        if group in rows and any(0 < part < smallest for part in (considered, families - considered))
    }
    _hide_another(no_split, {group: row.families or 0 for group, row in rows.items()})
    total = sum(families for families, _ in groups.values())
    overall = 100 * sum(considered for _, considered in groups.values()) / total if total else 0
    for group, row in rows.items():
        if group not in no_split:
            exact = 100 * (row.considered or 0) / (row.families or 1)
            row.share, row.differs = round(exact), abs(exact - overall) >= POINTS
        else:
            row.considered = None
        if group in no_size:
            row.families = None
    return list(rows.values())


def _hide_another(hidden: set[str], sizes: dict[str, int]) -> None:
    """Add the smallest of the others, where only one is hidden and could be worked out from the rest."""
    if len(hidden) == 1 and len(sizes) > 1:
        hidden.add(min((group for group in sizes if group not in hidden), key=lambda group: (sizes[group], group)))
