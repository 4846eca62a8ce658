"""Lists that a worker builds on screen: cases narrowed by what is known of their course, and the number as a share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.daily.models import SavedList
from thinkfamily.casework.daily.queries.facts import Facts, facts_of
from thinkfamily.casework.daily.queries.needs import needs_seen
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


@dataclass(frozen=True)
class Work:
    """A worker's daily work, as lists are built of it.

    Attributes:
        facts: one row per case, the most urgent first.
        needs: for each family, the categories of needs that the worker may see.
    """

    facts: list[Facts]
    needs: Mapping[Any, set[str]] = field(default_factory=dict)

    def list_of(self, choice: Choice) -> Built:
        """One list of it."""
        rows = [one for one in self.facts if fits(one, choice, self.needs.get(one.case.family_id, set()))]
        return Built(rows[:SHOWN], len(rows), len(self.facts))

    @property
    def nothing(self) -> Built:
        """A list of nothing: where what was chosen cannot be."""
        return Built([], 0, len(self.facts))

    @property
    def leads(self) -> list[tuple[str, str]]:
        """Each lead of today of these cases: id and name."""
        found = {str(part.worker_id): part.worker.name for one in self.facts for part in one.leads}
        return sorted(found.items(), key=lambda pair: pair[1])

    @property
    def teams(self) -> list[tuple[str, str]]:
        """Each team of these cases: id and name."""
        teams = {one.case.family.team for one in self.facts if one.case.family.team is not None}
        return sorted(((str(team.pk), team.name) for team in teams), key=lambda pair: pair[1])

    @property
    def tiers(self) -> list[tuple[str, str]]:
        """Each intensity of the programmes of these cases: code, and every title that one of them has for it."""
        profiles = {one.profile.code: one.profile for one in self.facts if one.profile is not None}
        titles: dict[str, dict[str, None]] = {}
        for _, profile in sorted(profiles.items()):
            for tier in profile.tiers:
                titles.setdefault(tier.code, {})[tier.title] = None
        return [(code, " / ".join(found)) for code, found in titles.items()]


def work_of(worker: Any) -> Work:
    """A worker's daily work: their own families, and those of their teams."""
    standing = standing_of(worker)
    families = _families(standing)
    cases = Case.objects.filter(family__in=families).select_related("family", "family__team")
    facts = facts_of(cases)
    return Work(facts, needs_seen(standing, [one.case.family_id for one in facts]))


def built(worker: Any, choice: Choice) -> Built:
    """One list of a worker's daily work."""
    return work_of(worker).list_of(choice)


def counted(worker: Any, work: Work) -> list[tuple[SavedList, Built]]:
    """Each list that a worker keeps or that their team shares, with its number in their work."""
    return [(one, work.list_of(one.choice)) for one in saved_for(worker)]


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


def fits(one: Facts, choice: Choice, needs: set[str] | frozenset[str] = frozenset()) -> bool:
    """Whether one case is of a list; its family has needs of these categories, as far as the reader may see."""
    opened_on = timezone.localdate(one.case.opened_at)
    wanted = [
        not choice.get("states") or one.case.state in choice["states"],
        not choice.get("sides") or one.case.side in choice["sides"],
        not choice.get("profiles") or one.case.profile in choice["profiles"],
        not choice.get("tiers") or one.case.tier in choice["tiers"],
        not choice.get("teams") or str(one.case.family.team_id) in choice["teams"],
        not choice.get("leads") or any(str(part.worker_id) in choice["leads"] for part in one.leads),
        not choice.get("needs") or bool(needs & set(choice["needs"])),
        not choice.get("opened_from") or opened_on >= date.fromisoformat(choice["opened_from"]),
        not choice.get("opened_before") or opened_on < date.fromisoformat(choice["opened_before"]),
        not choice.get("days_in_state") or one.days_in_state >= choice["days_in_state"],
        not choice.get("days_without_contact") or one.days_since_contact >= choice["days_without_contact"],
        not choice.get("changes") or one.changes >= choice["changes"],
        "no_lead" not in choice.get("with", ()) or one.is_gap,
        "review_overdue" not in choice.get("with", ()) or bool(one.behind),
        "assessment_late" not in choice.get("with", ()) or one.is_assessment_late,
        "duty_over" not in choice.get("with", ()) or one.is_duty_over,
        "drifting" not in choice.get("with", ()) or one.is_drifting,
        "look_due" not in choice.get("with", ()) or one.look_due_on is not None,
    ]
    return all(wanted)


def _families(standing: Standing) -> QuerySet[Any]:
    if any(None in standing.teams[role] for role in standing.teams if role == "manager"):
        # Who manages the whole area has the whole area for a list, though not for a day.
        return scope.families(standing, "case.read")
    return my_families(standing, "case.read")
