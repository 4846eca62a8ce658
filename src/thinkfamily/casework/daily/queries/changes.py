"""What changed for a worker's families since they last read it: what came on their files, and who came or went.

A worker is told of no item that the file would not show them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Grant, Involvement, Quarantined
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.daily.models import ChangesRead
from thinkfamily.casework.families.models import CATEGORIES, Coverage, Event, Family, Member, Need, Service, Statement
from thinkfamily.casework.sharing.models import SharingDecision

KINDS: dict[str, Any] = {"event": Event, "need": Need, "service": Service, "statement": Statement}
# However long somebody was away, no further back than this.
MOST_DAYS = 28
SHOWN = 60


@dataclass
class Changed:
    """What changed for one family.

    Attributes:
        family: which.
        items: for each kind of item and category, how many came.
        came: members who joined.
        went: members who left.
        late: agencies whose feed has ended early, by name.
        shared: what was decided to share with the worker's agency: whose, which categories, and until when.
    """

    family: Family
    items: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    came: int = 0
    went: int = 0
    late: list[str] = field(default_factory=list)
    shared: list[tuple[str, list[str], date]] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The same in words."""
        categories, told = dict(CATEGORIES), []
        for kind, says in _words().items():
            counts = sorted((str(categories[category]), n) for (of, category), n in self.items.items() if of == kind)
            if counts:
                told.append(f"{says}: " + ", ".join(f"{category} {count}" for category, count in counts))
        for agency, titles, until in self.shared:
            told.append(
                _("Now shared with your agency: %(agency)s, %(what)s, until %(day)s")
                % {"agency": agency, "what": ", ".join(titles), "day": date_format(until, "j F Y")}
            )
        if self.came:
            told.append(_("Members who came: %(count)d") % {"count": self.came})
        if self.went:
            told.append(_("Members who went: %(count)d") % {"count": self.went})
        if self.late:
            told.append(_("Feeds that ended early: %(agencies)s") % {"agencies": ", ".join(self.late)})
        return told


def changed_for(worker: Any, *roles: str) -> tuple[datetime, list[Changed]]:
    """Since when, and one row per family of the worker's for which something changed: eleven queries.

    Args:
        worker: who.
        roles: parts in a case by which a family is theirs; none given, any part as a professional.
    """
    standing = standing_of(worker)
    since = _since(worker, is_shared=roles == ("partner",))
    parts = Involvement.objects.filter(within(standing.today), worker=worker.pk)
    held: dict[Any, set[str]] = defaultdict(set)
    for family_id, role in parts.values_list("family_id", "role"):
        if role in standing.roles and not ROLES[role].is_family and (not roles or role in roles):
            held[family_id].add(role)
    families = {row.pk: row for row in scope.families(standing, "family.read").filter(pk__in=list(held))}
    found = {pk: Changed(row) for pk, row in families.items()}
    if found:
        _items(standing, found, held, since)
        _members(found, since)
        _late(found, since)
        _shared(standing, found, since)
    rows = [one for one in found.values() if one.lines]
    return since, sorted(rows, key=lambda one: one.family.reference)[:SHOWN]


def _since(worker: Any, *, is_shared: bool) -> datetime:
    earliest = timezone.now() - timedelta(days=MOST_DAYS)
    read = ChangesRead.objects.filter(worker=worker.pk).first()
    until = (read.shared_until_at if is_shared else read.until_at) if read else None
    return max(earliest, until) if until else earliest


def _items(standing: Standing, found: dict[Any, Changed], held: dict[Any, set[str]], since: datetime) -> None:
    opens = set(
        scope.families(standing, "family.domestic_abuse").filter(pk__in=list(found)).values_list("pk", flat=True)
    )
    grants: dict[Any, list[Grant]] = defaultdict(list)
    if standing.worker.agency_id:
        rows = Grant.objects.filter(
            within(standing.today), family__in=list(found), to_agency=standing.worker.agency_id
        ).select_related("from_agency")
        for grant in rows:
            grants[grant.family_id].append(grant)
    reads = {role for role, _how in standing.ways("family.read")}
    kept_back = Exists(Quarantined.objects.filter(item=OuterRef("pk")))
    for kind, model in KINDS.items():
        seen = Q(pk__in=[])
        for pk, one in found.items():
            seen |= _seen(scope.sight_as(standing, one.family, held[pk] & reads, pk in opens, grants[pk]), pk)
        rows = model.objects.filter(~kept_back, seen, recorded_at__gt=since).exclude(recorded_by=standing.worker.pk)
        if standing.worker.person_id:
            rows = rows.exclude(hidden_from=standing.worker.person_id)
        for pk, category in rows.values_list("family_id", "category"):
            found[pk].items[kind, category] += 1


def _seen(sight: Any, family_id: Any) -> Q:
    """The same that `Sight.of` filters by, for many families in one query."""
    if not sight.audiences:
        return Q(pk__in=[])
    condition = Q(family=family_id, audience__in=sight.audiences) & sight.shared
    return condition if sight.opens_compartment else condition & ~Q(category="domestic_abuse")


def _members(found: dict[Any, Changed], since: datetime) -> None:
    day = timezone.localdate(since)
    history: Any = Member.history  # type: ignore[attr-defined]
    rows = history.filter(family__in=list(found), history_date__gt=since)
    for pk, kind, from_on, until_on in rows.values_list("family_id", "history_type", "from_on", "until_on"):
        if kind == "+" and (from_on is None or from_on >= day):
            found[pk].came += 1
        elif kind == "~" and until_on is not None and until_on >= day:
            found[pk].went += 1


def _late(found: dict[Any, Changed], since: datetime) -> None:
    of_supply: dict[Any, list[Any]] = defaultdict(list)
    for pk, one in found.items():
        of_supply[one.family.supply_id].append(pk)
    rows = Coverage.objects.filter(
        supply__in=[pk for pk in of_supply if pk], supply__brought_at__gt=since, is_late=True
    )
    for row in rows.select_related("agency").order_by("agency__name"):
        for pk in of_supply[row.supply_id]:
            if str(row.agency.name) not in found[pk].late:
                found[pk].late.append(str(row.agency.name))


def _shared(standing: Standing, found: dict[Any, Changed], since: datetime) -> None:
    """What was decided since, by which something is shared with the worker's agency today."""
    grants = Grant.objects.filter(
        within(standing.today), decision_id=OuterRef("pk"), to_agency=standing.worker.agency_id
    )
    rows = SharingDecision.objects.filter(Exists(grants), family__in=list(found), decided_at__gt=since)
    # What a packet brings the team under a standing agreement is told by what came, and not once more.
    rows = rows.exclude(agreement__isnull=False, to_agency__is_home=True).exclude(until_on__isnull=True)
    for row in rows.select_related("from_agency").order_by("decided_at", "pk"):
        if row.until_on is not None:
            found[row.family_id].shared.append((str(row.from_agency), row.category_titles, row.until_on))


def _words() -> dict[str, str]:
    return {"event": _("New events"), "need": _("Needs"), "service": _("Services"), "statement": _("Recorded")}
