"""Lists that a worker builds on screen: cases narrowed by what is known of their course, and the number as a share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.daily.models import SavedList
from thinkfamily.casework.daily.queries.facts import Facts, facts_of
from thinkfamily.casework.meetings.queries.reading import my_families

SHOWN = 200
Choice = dict[str, Any]


@dataclass(frozen=True)
class Built:
    """One list: its rows, how many they are in all, and of how many cases of the worker's daily work."""

    rows: list[Facts]
    count: int
    of: int

    @property
    def share(self) -> int | None:
        """The indicator: the share in percent; None where there is nothing to be a share of."""
        return round(100 * self.count / self.of) if self.of else None


def built(worker: Any, choice: Choice) -> Built:
    """One list of a worker's daily work: their own families, and those of their teams."""
    facts = _facts(standing_of(worker))
    rows = [one for one in facts if fits(one, choice)]
    return Built(rows[:SHOWN], len(rows), len(facts))


def counted(worker: Any) -> list[tuple[SavedList, Built]]:
    """Each list that a worker keeps or that their team shares, with its number: the facts are asked for once."""
    lists = saved_for(worker)
    facts = _facts(standing_of(worker)) if lists else []
    found = []
    for one in lists:
        rows = [row for row in facts if fits(row, one.choice)]
        found.append((one, Built(rows[:SHOWN], len(rows), len(facts))))
    return found


def saved_for(worker: Any) -> list[SavedList]:
    """One row per list that a worker keeps, or that a team of theirs shares."""
    teams = {team for ids in standing_of(worker).teams.values() for team in ids if team is not None}
    rows = SavedList.objects.filter(Q(owner=worker.pk) | Q(team__in=teams))
    return list(rows.select_related("owner", "team"))


def saved_one(worker: Any, list_id: Any) -> SavedList | None:
    """One of them."""
    return next((one for one in saved_for(worker) if one.pk == list_id), None)


def teams_of(worker: Any) -> list[Team]:
    """The teams in which a worker holds a role: those they can share a list with."""
    teams = {team for ids in standing_of(worker).teams.values() for team in ids if team is not None}
    return list(Team.objects.filter(pk__in=teams, is_active=True))


def fits(one: Facts, choice: Choice) -> bool:
    """Whether one case is of a list."""
    wanted = [
        not choice.get("states") or one.case.state in choice["states"],
        not choice.get("sides") or one.case.side in choice["sides"],
        not choice.get("profiles") or one.case.profile in choice["profiles"],
        not choice.get("days_in_state") or one.days_in_state >= choice["days_in_state"],
        not choice.get("days_without_contact") or one.days_since_contact >= choice["days_without_contact"],
        not choice.get("changes") or one.changes >= choice["changes"],
        "no_lead" not in choice.get("with", ()) or one.is_gap,
        "review_overdue" not in choice.get("with", ()) or bool(one.behind),
        "drifting" not in choice.get("with", ()) or one.is_drifting,
        "look_due" not in choice.get("with", ()) or one.look_due_on is not None,
    ]
    return all(wanted)


def _facts(standing: Standing) -> list[Facts]:
    families = my_families(standing, "case.read")
    if any(None in standing.teams[role] for role in standing.teams if role == "manager"):
        # Who manages the whole area has the whole area for a list, though not for a day.
        families = scope.families(standing, "case.read")
    return facts_of(Case.objects.filter(family__in=families).select_related("family", "family__team"))
