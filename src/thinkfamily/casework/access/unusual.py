"""Unusual access: looks that somebody should ask about. Each rule is a reason to ask and proves nothing.

The thresholds are our choices; nobody publishes any. They are meant to give a manager of ten workers a handful of rows a
week, and are to be changed here when they do not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.models import HomeStreet
from thinkfamily.casework.access.queries.through import Parts
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.access.streets import street_fingerprint
from thinkfamily.casework.agencies.models import Appointment, Worker, within
from thinkfamily.casework.audit import queries

# In one day, by one worker.
MANY_REFUSALS = 10
MANY_SEARCHES = 60
# Looks in any one hour outside working time.
BURST_LOOKS = 20
BURST_WITHIN = timedelta(hours=1)
# Working time: Monday to Friday, from seven until eight in the evening.
WORK_BEGINS, WORK_ENDS, LAST_WORKDAY = 7, 20, 4
# Parts of a last name shorter than this are too common to mean anything.
SHORTEST_NAME = 3
SEARCHES = frozenset({"family.find"})


@dataclass(frozen=True)
class Rule:
    """One reason to ask.

    Attributes:
        code: its short name.
        title: what was seen, in a few words.
    """

    code: str
    title: str | Promise


SAME_NAME = Rule("same_name", _("Looked at a family with a member of the same last name"))
SAME_STREET = Rule("same_street", _("Looked at a family in their own street"))
NO_PART = Rule("no_part", _("Looked at a file without a part in the work"))
REFUSALS = Rule("refusals", _("Was refused many times in a day"))
SEARCHED = Rule("searches", _("Searched many times in a day"))
AT_NIGHT = Rule("at_night", _("Looked at many things in an hour outside working time"))
RULES = (SAME_NAME, SAME_STREET, NO_PART, REFUSALS, SEARCHED, AT_NIGHT)


@dataclass(frozen=True)
class Unusual:
    """One rule, worker and day, and one family where the rule is about one; with how often it was seen."""

    rule: Rule
    worker: UUID
    day: date
    family: UUID | None
    times: int


def find(*, days: int, workers: Collection[UUID] | None = None) -> list[Unusual]:
    """One row per rule, worker, day and (where it is about one) family in the last days, the newest first.

    Args:
        days: how far back.
        workers: only these; None for everybody but members of families, who reach no file but their own.
    """
    begin = timezone.now() - timedelta(days=days)
    looks: Counter[tuple[UUID, UUID, date]] = Counter()
    seen_at: dict[tuple[UUID, UUID, date], list[datetime]] = defaultdict(list)
    refusals: Counter[tuple[UUID, date]] = Counter()
    searches: Counter[tuple[UUID, date]] = Counter()
    late: dict[UUID, list[datetime]] = defaultdict(list)
    found = queries.since(begin, workers=workers).exclude(worker=None).exclude(agency=None)
    columns = found.values_list("worker", "at", "action", "outcome", "family")
    for worker, at, action, outcome, family in columns.iterator(chunk_size=5000):
        day = timezone.localdate(at)
        if worker is None:
            continue  # the program's own acts are nobody's
        if outcome == "refused":
            refusals[worker, day] += 1
            continue
        if action in SEARCHES and outcome == "looked":
            searches[worker, day] += 1
        if outcome == "looked" and family is not None:
            looks[worker, family, day] += 1
            seen_at[worker, family, day].append(at)
        if outcome == "looked" and _is_outside_work(at):
            late[worker].append(at)
    rows = [
        *_about_families(looks, seen_at),
        *(Unusual(REFUSALS, worker, day, None, n) for (worker, day), n in refusals.items() if n >= MANY_REFUSALS),
        *(Unusual(SEARCHED, worker, day, None, n) for (worker, day), n in searches.items() if n >= MANY_SEARCHES),
        *_bursts(late),
    ]
    order = {rule.code: number for number, rule in enumerate(RULES)}
    return sorted(rows, key=lambda row: (-row.day.toordinal(), order[row.rule.code], str(row.worker), str(row.family)))


def answered_for(standing: Standing) -> list[UUID] | None:
    """The workers whose unusual access somebody may see: a manager those of their teams; None for everybody.

    Nobody is shown their own here: that goes to whoever answers for them.
    """
    if standing.roles & {"audit", "governance"} or None in standing.teams.get("manager", frozenset()):
        return None
    teams = standing.teams.get("manager", frozenset())
    held = Appointment.objects.filter(within(timezone.localdate()), team__in=list(teams))
    return list(held.exclude(worker=standing.worker.pk).values_list("worker_id", flat=True).distinct())


def without_kept(standing: Standing, rows: Iterable[Unusual]) -> list[Unusual]:
    """The rows that are about no family, or about one that is not kept from a reader."""
    every = list(rows)
    about = {row.family for row in every if row.family is not None}
    theirs = set(not_kept_from(standing).filter(pk__in=about).values_list("pk", flat=True))
    return [row for row in every if row.family is None or row.family in theirs]


def name_parts(name: str, *, is_whole: bool = False) -> set[str]:
    """The parts of a last name by which two are compared: without accents, case and marks; hyphens divide.

    Args:
        name: a last name; or with ``is_whole`` a whole name, of which the last word counts.
    """
    if is_whole:
        name = (name.split() or [""])[-1]
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalpha() else " " if c in "- " else "" for c in plain).split()
    return {word for word in words if len(word) >= SHORTEST_NAME}


def _about_families(
    looks: Counter[tuple[UUID, UUID, date]], seen_at: dict[tuple[UUID, UUID, date], list[datetime]]
) -> Iterable[Unusual]:
    """The rules about one worker and one family. Names and addresses are compared here and go no further."""
    workers = {worker for worker, _family, _day in looks}
    families = {family for _worker, family, _day in looks}
    own_names = {pk: name_parts(name, is_whole=True) for pk, name in _names(workers)}
    names: dict[UUID, set[str]] = defaultdict(set)
    member = apps.get_model("families", "Member")
    for family, last_name in member.objects.filter(family__in=families).values_list("family_id", "person__last_name"):
        names[family] |= name_parts(last_name)
    own_street = dict(HomeStreet.objects.filter(worker__in=workers).values_list("worker_id", "fingerprint"))
    near = {family for worker, family, _day in looks if worker in own_street}
    streets: dict[UUID, set[str | None]] = defaultdict(set)
    # A worker declares what street they like and is told of looks there: nothing may be confirmed of a restricted person.
    kept_back = member.objects.filter(family__in=near, person__is_restricted=True).values("family")
    homes = member.objects.filter(family__in=near, person__addresses__isnull=False).exclude(family__in=kept_back)
    for family, text, code in homes.values_list("family_id", "person__addresses__text", "person__addresses__postcode"):
        streets[family].add(street_fingerprint(text, code))
    parts = Parts(workers, families)
    for (worker, family, day), times in looks.items():
        if own_names.get(worker, set()) & names[family]:
            yield Unusual(SAME_NAME, worker, day, family, times)
        if worker in own_street and own_street[worker] in streets[family]:
            yield Unusual(SAME_STREET, worker, day, family, times)
        apart = sum(1 for at in seen_at[worker, family, day] if not parts.through(worker, family, at))
        if apart:
            yield Unusual(NO_PART, worker, day, family, apart)


def _bursts(late: dict[UUID, list[datetime]]) -> Iterable[Unusual]:
    """For each worker and day, the most looks in any one hour outside working time, where they are many."""
    for worker, moments in late.items():
        most: Counter[date] = Counter()
        first, ordered = 0, sorted(moments)
        for number, at in enumerate(ordered):
            while at - ordered[first] >= BURST_WITHIN:
                first += 1
            day = timezone.localdate(at)
            most[day] = max(most[day], number - first + 1)
        yield from (Unusual(AT_NIGHT, worker, day, None, n) for day, n in most.items() if n >= BURST_LOOKS)


def _is_outside_work(at: datetime) -> bool:
    local = timezone.localtime(at)
    return local.weekday() > LAST_WORKDAY or not WORK_BEGINS <= local.hour < WORK_ENDS


def _names(workers: Iterable[UUID]) -> Any:
    return Worker.objects.filter(pk__in=list(workers)).values_list("pk", "name")
