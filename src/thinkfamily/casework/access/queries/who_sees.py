"""Who reaches whose file, and why: the answers of `scope`, asked for many families or many workers at once.

Nothing here decides. Each row is what `scope.tests` says, beside the facts (an involvement, an opening, a grant) that
made it say so. A reader of these pages sees no trace of a file that is kept from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Conflict, Grant, Involvement, Opening, Restriction
from thinkfamily.casework.access.powers import ANY, CUSTODIAN, OPENED, OWN, POWERS
from thinkfamily.casework.access.standing import Standing, standing_of, standings_of
from thinkfamily.casework.agencies.models import Worker, within

FAMILY_POWERS = tuple(power.code for power in POWERS.values() if power.about == "family")
# The most columns that one query may answer with, on every database we run on.
COLUMNS = 500


@dataclass
class Reach:
    """One worker as they reach one family's file.

    Attributes:
        worker: who.
        family: whose file.
        ways: each (role, relationship) that is there now.
        reads: the ways through which the file itself is read.
        opens_compartment: whether items of domestic abuse are seen.
        involvements: their parts in the case, in date.
        openings: their emergency openings in use.
        grants: what sharing decisions open to their agency.
        further: what of the things that apps above keep on the file they see, each in words.
    """

    worker: Worker
    family: Any
    ways: list[tuple[str, str]]
    reads: list[tuple[str, str]]
    opens_compartment: bool
    involvements: list[Involvement] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    further: list[str] = field(default_factory=list)

    @property
    def is_of_team(self) -> bool:
        """Whether they read the file as one of those who lead the work."""
        return any(role in scope.TEAM_ROLES for role, _how in self.reads)

    @property
    def is_family(self) -> bool:
        """Whether they read as a member of the family."""
        return any(role == "family_member" for role, _how in self.ways) and not self.reads


# What apps above add when they are ready: what somebody who reaches a file sees of what they keep on it, in words.
REACHES: list[Callable[[Standing, Reach], str]] = []


def family_for(reader: Any, family_id: UUID) -> Any | None:
    """One family that the reader of these pages is not kept from."""
    return scope.not_kept_from(standing_of(reader)).filter(pk=family_id).select_related("team").first()


def families_called(reader: Any, reference: str) -> QuerySet[Any]:
    """One row per family of this reference that the reader is not kept from."""
    return scope.not_kept_from(standing_of(reader)).filter(reference__iexact=reference.strip())


def reached_by(worker: Worker, reader: Any) -> QuerySet[Any]:
    """One row per family that a worker reaches through more than a role, by reference; `explained` says why."""
    kept, ways = _tests(standings_of([worker])[0])
    reached = scope.NEVER
    for test in ways.values():
        reached |= test
    rows = scope.not_kept_from(standing_of(reader)).filter(reached & kept)
    return rows.select_related("team").order_by("reference")


def explained(worker: Worker, families: Iterable[Any]) -> list[Reach]:
    """Why a worker reaches each of some families: a number of queries that does not grow with them."""
    families = list(families)
    standing = standings_of([worker])[0]
    kept, ways = _tests(standing)
    asked: dict[Any, Q] = {("kept",): kept, **ways}
    rows = _answers(type(families[0]), asked, [one.pk for one in families]) if families else {}
    found = [_reach(standing, family, rows[family.pk]) for family in families]
    return _with_facts(one for one in found if one is not None)


def by_role_alone(worker: Worker) -> list[str]:
    """What a worker's roles allow on every file that is not kept from them, in words."""
    standing = standings_of([worker])[0]
    return [POWERS[code].says for code in FAMILY_POWERS if any(how == ANY for _, how in standing.ways(code))]


def reaching(family: Any) -> list[Reach]:
    """Each worker who reaches a family's file through more than a role, by name, and why.

    It asks once for every 500 things that could be so, of all workers together, and not once a worker.
    """
    workers = Worker.objects.filter(is_active=True).select_related("agency").order_by("name", "pk")
    has_row = {
        OWN: set(Involvement.objects.filter(family=family).values_list("worker_id", flat=True)),
        OPENED: set(Opening.objects.filter(family=family).values_list("worker_id", flat=True)),
        CUSTODIAN: set(Restriction.objects.filter(family=family).values_list("custodian_id", flat=True)),
    }
    asked: dict[Any, Q] = {}
    standings = standings_of(workers)
    for standing in standings:
        kept, ways = _tests(standing)
        # Who has no such row at all cannot be there through it: not asked.
        near = {
            way: test for way, test in ways.items() if standing.worker.pk in has_row.get(way[1], (standing.worker.pk,))
        }
        if near:
            asked |= {(standing.worker.pk, "kept"): kept}
            asked |= {(standing.worker.pk, way): test for way, test in near.items()}
    said: dict[UUID, dict[Any, bool]] = defaultdict(dict)
    for part in _parts(asked):
        for (worker_id, what), is_so in _answers(type(family), part, [family.pk])[family.pk].items():
            said[worker_id][("kept",) if what == "kept" else what] = is_so
    found = [_reach(one, family, said[one.worker.pk]) for one in standings if one.worker.pk in said]
    return _with_facts(one for one in found if one is not None)


def holding_on(workers: Iterable[Worker], family: Any, power: str, on: date) -> set[UUID]:
    """Ids of those of some workers who hold a power on a family on a day, as far as it is known today.

    It asks once for every 500 things that could be so, beside what the workers hold.
    """
    asked: dict[Any, Q] = {}
    for standing in standings_of(workers, on):
        kept, ways = scope.tests(standing, power)
        reached = scope.NEVER
        for test in ways.values():
            reached |= test
        asked[standing.worker.pk] = kept & reached
    said = [_answers(type(family), part, [family.pk])[family.pk] for part in _parts(asked)]
    return {worker_id for part in said for worker_id, is_so in part.items() if is_so}


@dataclass(frozen=True)
class KeptAway:
    """One worker who is kept from one family's file, and why."""

    worker: Worker
    because: str


def kept_away(family: Any) -> list[KeptAway]:
    """Each worker with a tie to a family, whom nothing opens its file to."""
    conflicts = Conflict.objects.filter(family=family).select_related("worker").order_by("worker__name")
    rows = [KeptAway(one.worker, one.get_kind_display()) for one in conflicts]
    members = apps.get_model("families", "Member").objects.filter(family=family).values("person")
    own = Worker.objects.filter(person_id__in=members).exclude(pk__in=[row.worker.pk for row in rows])
    return rows + [
        KeptAway(one.worker, _("Own family, by their account")) for one in standings_of(own) if one.roles - scope.HELPED
    ]


def restrictions(family: Any) -> QuerySet[Restriction]:
    """One row per restriction in force on a family's file, with its custodian and those named."""
    rows = Restriction.objects.filter(family=family, lifted_at__isnull=True)
    return rows.select_related("custodian").prefetch_related("named")


def _tests(standing: Standing) -> tuple[Q, dict[tuple[str, str], Q]]:
    """What scope asks of a worker, without what a role opens by itself."""
    kept, ways = scope.tests(standing, *FAMILY_POWERS)
    return kept, {way: test for way, test in ways.items() if way[1] != ANY}


def _answers(model: type[Model], asked: dict[Any, Q], ids: list[UUID]) -> dict[UUID, dict[Any, bool]]:
    """For each of some rows, which of some conditions hold: one query."""
    names = {f"test_{number}": key for number, key in enumerate(asked)}
    tests = {name: ExpressionWrapper(asked[key], output_field=BooleanField()) for name, key in names.items()}
    rows = model._default_manager.filter(pk__in=ids).annotate(**tests).values("pk", *names)
    return {row["pk"]: {key: bool(row[name]) for name, key in names.items()} for row in rows}


def _parts(asked: dict[Any, Q]) -> Iterator[dict[Any, Q]]:
    entries = iter(asked.items())
    while part := dict(islice(entries, COLUMNS)):
        yield part


def _reach(standing: Standing, family: Any, said: dict[Any, bool]) -> Reach | None:
    """A worker's reach as the database answered; None where nothing reaches."""
    ways = [way for way, is_so in said.items() if is_so and way != ("kept",)]
    if not said[("kept",)] or not ways:
        return None
    reads, opens = standing.ways("family.read"), standing.ways("family.domestic_abuse")
    is_open = any(way in opens for way in ways)
    reach = Reach(standing.worker, family, ways, [way for way in ways if way in reads], is_open)
    reach.further = [told(standing, reach) for told in REACHES]
    return reach


def _with_facts(found: Iterable[Reach]) -> list[Reach]:
    """Beside each reach, the rows that made it so: three queries for all."""
    rows = list(found)
    today, now = timezone.localdate(), timezone.now()
    about: dict[str, Any] = {
        "family__in": {one.family.pk for one in rows},
        "worker__in": {one.worker.pk for one in rows},
    }
    parts: dict[Any, list[Involvement]] = defaultdict(list)
    openings: dict[Any, list[Opening]] = defaultdict(list)
    grants: dict[Any, list[Grant]] = defaultdict(list)
    for part in Involvement.objects.filter(within(today), **about):
        parts[part.family_id, part.worker_id].append(part)
    for opening in Opening.objects.filter(opens_at__lte=now, ends_at__gt=now, **about):
        openings[opening.family_id, opening.worker_id].append(opening)
    agencies = {one.worker.agency_id for one in rows} - {None}
    in_force = Grant.objects.filter(within(today), family__in=about["family__in"], to_agency__in=agencies)
    titles = dict(apps.get_model("families", "Statement")._meta.get_field("category").flatchoices)
    for grant in in_force.select_related("from_agency"):
        grant.titles = [str(titles.get(code, code)) for code in grant.categories]  # type: ignore[attr-defined]
        grants[grant.family_id, grant.to_agency_id].append(grant)
    for one in rows:
        key = one.family.pk, one.worker.pk
        one.involvements, one.openings = parts[key], openings[key]
        one.grants = grants[one.family.pk, one.worker.agency_id]
    return rows
