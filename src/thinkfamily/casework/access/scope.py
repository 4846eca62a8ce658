"""The one filter: which families a worker may know of, and through which relationship a power is held on each.

Scope comes first and the action after it. A family out of scope is not there, for pages, search, lists and files alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from thinkfamily.casework.access.granted import Granted, taken_apart
from thinkfamily.casework.access.granted import opened as opened_by
from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Conflict, Grant, Involvement, Opening, Quarantined, Restriction
from thinkfamily.casework.access.over import has_ended
from thinkfamily.casework.access.powers import ANY, CUSTODIAN, OPENED, OWN, POWERS, TEAM, TEAMLESS, UNTAKEN
from thinkfamily.casework.access.standing import Standing, Way, put_together, ways_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.agencies.roles import LEADS, ROLES
from thinkfamily.casework.prepared import Asking, prepared, rows_of

NEVER = Q(pk__isnull=True)
# Kinds of agency whose own purpose is to enforce the law: they reach a file through a sharing decision and not otherwise.
ENFORCING = ("police", "justice")
# Roles that a member of a family can hold beside being one.
HELPED = {"family_member", "mentor", "volunteer"}
TEAM_ROLES = LEADS | {"desk_analyst", "manager", "triage", "governance", "audit"}


def in_scope(standing: Standing) -> Q:
    """Families whose existence this worker may know, by any power at all."""
    every = [power for power in POWERS.values() if power.about == "family"]
    return holding(standing, *(power.code for power in every))


def holding(standing: Standing, *powers: str) -> Q:
    """Families on which this worker holds at least one of some powers."""
    ways = {way for power in powers for way in standing.ways(power)}
    reached = NEVER
    for role, how in sorted(ways):
        reached |= _through(standing, role, how)
    return reached & _not_kept_from(standing)


def families(standing: Standing, *powers: str) -> QuerySet[Any]:
    """Families on which this worker holds a power: what every list, search and export starts from."""
    return apps.get_model("families", "Family").objects.filter(holding(standing, *powers))


def not_kept_from(standing: Standing) -> QuerySet[Any]:
    """Families that no conflict and no restriction keeps this worker from, whatever they hold: for lists of other things."""
    return apps.get_model("families", "Family").objects.filter(_not_kept_from(standing))


def kept_apart(standing: Standing) -> list[QuerySet[Any]]:
    """What a conflict or a restriction keeps from this worker, in rows that each name a family: few, in any borough.

    It is the other side of `not_kept_from`, for whoever begins from the few; but for an agency that enforces the law, which
    is kept from all that no grant opens. The restrictions stand first.
    """
    worker = standing.worker
    rows = [_unnamed(worker), Conflict.objects.filter(worker=worker), _own(standing)]
    return [one.order_by() for one in rows if one is not None]


def reaches_all(standing: Standing, *powers: str) -> bool:
    """Whether a worker holds one of some powers on every family of which `kept_apart` does not tell."""
    if enforces(standing.worker):
        return False
    ways = {way for power in powers for way in standing.ways(power)}
    return any(how == ANY or (how == TEAM and None in standing.teams[role]) for role, how in ways)


def family_with(standing: Standing, family_id: Any, power: str) -> Any | None:
    """One family in scope, marked with whether the power is held on it; None when it is not there or not theirs.

    The queries are the same whichever of these it is, and they mark the family with `Marks` besides.
    """
    found, grants = rows_of(*asked_of_file(standing.taken_apart(), UUID(str(family_id)), power))
    for family in found:
        family.marks = _marks(standing, family, grants)
        return family
    return None


def asked_of_file(reader: tuple[Any, ...], family_id: UUID, power: str) -> list[Asking]:
    """What `family_with` asks, for `together`; the standing taken apart."""
    _, _, agency, *_, today, _ = reader
    return [_family_with.on(reader, family_id, power), _grants.on(family_id, agency and agency[0], today)]


@dataclass(frozen=True)
class Marks:
    """What one worker is to one family, as the door found it: of one request, and of no later one.

    Attributes:
        worker_id: who.
        ways: each (role, relationship) through which a power about families could be held, that is there.
        is_restricted: whether a restriction is in force.
        grants: those in force on it to the worker's agency.
    """

    worker_id: Any
    ways: frozenset[tuple[str, str]]
    is_restricted: bool
    grants: tuple[Grant, ...] = ()

    def holds(self, standing: Standing, power: str) -> bool:
        """Whether a power is held on the family."""
        return not self.ways.isdisjoint(standing.ways(power))


def marks_on(standing: Standing, family: Any) -> Marks:
    """What the door found for this worker; where the family came by another way, it is asked of the database."""
    marks = getattr(family, "marks", None)
    if marks is not None and marks.worker_id == standing.worker.pk:
        return marks
    found = family_with(standing, family.pk, "family.read")
    return found.marks if found is not None else Marks(standing.worker.pk, frozenset(), False)


@prepared
def _family_with(reader: tuple[Any, ...], family_id: Any, power: str) -> QuerySet[Any]:
    standing = put_together(reader)
    may = ExpressionWrapper(holding(standing, power), output_field=BooleanField())
    ways = {
        f"way_{number}": ExpressionWrapper(_through(standing, role, how), output_field=BooleanField())
        for number, (role, how) in enumerate(_every_way(standing))
    }
    restricted = Exists(Restriction.objects.filter(family=OuterRef("pk"), lifted_at__isnull=True))
    rows = apps.get_model("families", "Family").objects.filter(in_scope(standing), pk=family_id)
    return rows.annotate(may=may, marked_restricted=restricted, **ways).select_related("team")


def _every_way(standing: Standing) -> tuple[Way, ...]:
    return _every_way_of(standing.roles, standing.withdrawn)


@lru_cache(maxsize=1024)
def _every_way_of(roles: frozenset[str], withdrawn: frozenset[tuple[str, str]]) -> tuple[Way, ...]:
    every = (power.code for power in POWERS.values() if power.about == "family")
    return tuple(sorted({way for power in every for way in ways_of(roles, withdrawn, power)}))


def _marks(standing: Standing, family: Any, grants: list[Grant]) -> Marks:
    ways = (way for number, way in enumerate(_every_way(standing)) if getattr(family, f"way_{number}"))
    return Marks(standing.worker.pk, frozenset(ways), family.marked_restricted, tuple(grants))


def relationships(standing: Standing, family: Any, power: str) -> list[tuple[str, str]]:
    """Each (role, relationship) through which a power is held on one family: one query, for showing why."""
    ways = standing.ways(power)
    if not ways:
        return []
    for row in _relationships(standing.taken_apart(), family.pk, power):
        return [way for number, way in enumerate(ways) if row[number]]
    return []


@prepared
def _relationships(reader: tuple[Any, ...], family_id: Any, power: str) -> QuerySet[Any]:
    standing = put_together(reader)
    tests = {
        f"way_{number}": ExpressionWrapper(_through(standing, role, how), output_field=BooleanField())
        for number, (role, how) in enumerate(standing.ways(power))
    }
    rows = apps.get_model("families", "Family").objects.filter(_not_kept_from(standing), pk=family_id)
    return rows.annotate(**tests).values_list(*tests)


@dataclass(frozen=True)
class Sight:
    """What one worker may see of the items of one family: asked of the database once, for items of every kind.

    Role and relationship opened the file; here sharing decides (the item's agency), then the compartment, then the
    item's own visibility.

    Attributes:
        family: whose items.
        audiences: the audiences the worker is of; none where the file is not open to them.
        agency_id: the worker's own agency, whose items are seen.
        sees_the_teams: whether items that no agency supplied are seen without a grant.
        granted: what each grant in force opens.
        opens_compartment: whether items of domestic abuse are seen.
        person_id: whom the worker is, as a family member; items hidden from that person are not seen.
        worker_id: the worker, who alone sees what of theirs is quarantined.
    """

    family: Any
    audiences: tuple[str, ...]
    agency_id: Any
    sees_the_teams: bool
    granted: tuple[Granted, ...]
    opens_compartment: bool
    person_id: Any
    worker_id: Any

    @property
    def shared(self) -> Q:
        """What sharing opens."""
        opened = Q(agency=self.agency_id)
        if self.sees_the_teams:
            opened |= Q(agency__isnull=True)
        return opened | opened_by(self.granted) if self.granted else opened

    def taken_apart(self) -> tuple[Any, ...]:
        """As an argument of a prepared query; `sight_of` there makes it a sight again."""
        return self._parts

    @cached_property
    def _parts(self) -> tuple[Any, ...]:
        return (
            getattr(self.family, "pk", self.family),
            self.audiences,
            self.agency_id,
            self.sees_the_teams,
            self.granted,
            self.opens_compartment,
            self.person_id,
            self.worker_id,
        )

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of items of one kind, those seen."""
        seen = rows.filter(family=self.family)
        if not self.audiences:
            return seen.none()
        if not self.opens_compartment:
            seen = seen.exclude(category="domestic_abuse")
        if self.person_id:
            seen = seen.exclude(hidden_from=self.person_id)
        return seen.filter(~_quarantined(self.worker_id), self.shared, audience__in=self.audiences)


def sight_of(parts: tuple[Any, ...]) -> Sight:
    """A sight from what it was taken apart into; its family is an id."""
    return Sight(*parts)


def sight(standing: Standing, family: Any) -> Sight:
    """What a worker may see of one family's items: no query where the door has marked the family."""
    marks = marks_on(standing, family)
    held = {role for role, how in standing.ways("family.read") if (role, how) in marks.ways}
    return sight_as(standing, family, held, marks.holds(standing, "family.domestic_abuse"), marks.grants)


@prepared
def _grants(family_id: Any, agency_id: Any, today: Any) -> QuerySet[Grant]:
    rows = Grant.objects.filter(within(today), family=family_id, to_agency=agency_id).select_related("from_agency")
    return rows.only("categories", "people", "items", "from_agency__is_home")


def sight_as(
    standing: Standing, family: Any, held: Collection[str], opens_compartment: bool, grants: Iterable[Grant]
) -> Sight:
    """The same from what is known already: no query, for many workers at once.

    Args:
        standing: the worker.
        family: whose items.
        held: the roles through which the worker reads this file.
        opens_compartment: whether the worker sees items of domestic abuse on it.
        grants: the grants in force on this file to the worker's agency.
    """
    worker = standing.worker
    audiences: tuple[str, ...] = ()
    if set(held) & TEAM_ROLES:
        audiences = ("team", "professionals", "family")
    elif held:
        audiences = ("professionals", "family")
    return Sight(
        family,
        audiences,
        worker.agency_id,
        not enforces(worker),
        taken_apart(grants),
        opens_compartment,
        worker.person_id,
        worker.pk,
    )


def tests(standing: Standing, *powers: str) -> tuple[Q, dict[tuple[str, str], Q]]:
    """What `holding` is made of: that nothing keeps a worker from a family, and each (role, relationship) that may be there.

    For showing why, of many families or many workers in one query.
    """
    ways = sorted({way for power in powers for way in standing.ways(power)})
    return _not_kept_from(standing), {way: _through(standing, *way) for way in ways}


def enforces(worker: Any) -> bool:
    """Whether a worker's agency enforces the law and does not itself run the programme."""
    return worker.agency_id is not None and worker.agency.kind in ENFORCING and not worker.agency.is_home


def items(standing: Standing, family: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of the items of one family that the worker may read, those that they may see."""
    return sight(standing, family).of(rows)


def items_for_family(family: Any, rows: QuerySet[Any], reader: object) -> QuerySet[Any]:
    """Of the items of one family, those that one family member may be shown, on screen or on paper.

    What a young person said in confidence is theirs alone.

    Args:
        family: whose items.
        rows: items of one kind.
        reader: the id of the person who will read them.
    """
    seen = rows.filter(~_quarantined(None), family=family, audience="family").exclude(category="domestic_abuse")
    if rows.model.CONFIDES:
        seen = seen.filter(Q(confided_by__isnull=True) | Q(confided_by=reader))
    return seen.exclude(hidden_from=reader)


def _not_kept_from(standing: Standing) -> Q:
    """Neither one's own family as a worker, nor, unless named for it, a restricted one: not even as a member of it.

    Whoever a witness or a safe address is kept from is most often of the family.
    """
    worker, today = standing.worker, standing.today
    apart: Any = ~Exists(Conflict.objects.filter(family=OuterRef("pk"), worker=worker))
    if (own := _own(standing)) is not None:
        apart = apart & ~Exists(own.filter(family=OuterRef("pk")))
    if enforces(worker):
        granted = Grant.objects.filter(within(today), family=OuterRef("pk"), to_agency=worker.agency_id)
        apart = apart & Exists(granted)
    return Q(apart) & Q(~Exists(_unnamed(worker).filter(family=OuterRef("pk"))))


def _unnamed(worker: Any) -> QuerySet[Restriction]:
    """Restrictions in force that do not name a worker: every one on a file must, not just one of several.

    A program is named for none, whatever was written: nobody sees who reads what it fetches.
    """
    rows = Restriction.objects.filter(lifted_at__isnull=True)
    # Known of the worker: one more table here, and the database finds no good way through all the others.
    named = Restriction.named.through.objects.filter(restriction=OuterRef("pk"), worker=worker.pk)
    return rows if worker.is_program else rows.filter(~Exists(named)).exclude(custodian=worker)


def _own(standing: Standing) -> QuerySet[Any] | None:
    """Memberships of a worker who works here and is of a family here: then their own is not theirs to read as a worker."""
    if not standing.worker.person_id or not standing.roles - HELPED:
        return None
    return apps.get_model("families", "Member").objects.filter(person=standing.worker.person_id)


def _member_on(today: Any) -> Q:
    """Memberships that hold a day: one without a first day has always been."""
    begun = Q(from_on__isnull=True) | Q(from_on__lte=today)
    return begun & (Q(until_on__isnull=True) | Q(until_on__gt=today))


def _through(standing: Standing, role: str, how: str) -> Q:
    """The families that one relationship reaches, for one worker in one role."""
    worker, today, now = standing.worker, standing.today, standing.now
    if how == ANY:
        return ~NEVER
    if how == OWN:
        own = Involvement.objects.filter(within(today), family=OuterRef("pk"), worker=worker, role=role)
        if ROLES[role].is_family:
            # Whoever is taken out of a family is out, whatever their account was given.
            member = apps.get_model("families", "Member").objects.filter(
                _member_on(today), family=OuterRef("pk"), person=worker.person_id
            )
            return Q(Exists(own)) & Q(Exists(member)) if worker.person_id else NEVER
        return Q(Exists(own))
    if how == TEAM:
        teams = standing.teams[role]
        return ~NEVER if None in teams else Q(team__in=sorted(str(team) for team in teams))
    if how == UNTAKEN:
        # A file whose case has ended is no longer anybody's to take: it comes back by a new case, or by reopening.
        led = Involvement.objects.filter(leading(today), family=OuterRef("pk"))
        return Q(~Exists(led)) & ~has_ended(OuterRef("pk"))
    if how == TEAMLESS:
        return Q(team__isnull=True) & ~has_ended(OuterRef("pk"))
    if how == OPENED:
        # An emergency opens no restricted file, not even to those named for it: they ask its custodian.
        kept = Restriction.objects.filter(family=OuterRef("pk"), lifted_at__isnull=True)
        used = Opening.objects.filter(family=OuterRef("pk"), worker=worker, opens_at__lte=now, ends_at__gt=now)
        return Q(Exists(used)) & Q(~Exists(kept))
    if how == CUSTODIAN:
        kept = Restriction.objects.filter(family=OuterRef("pk"), custodian=worker, lifted_at__isnull=True)
        return Q(Exists(kept))
    raise ValueError(how)


def _quarantined(author: Any) -> Exists:
    """Whether an item would tell where somebody must not be found, and is not of this author."""
    rows = Quarantined.objects.filter(item=OuterRef("pk"))
    return Exists(rows if author is None else rows.exclude(author=author))
