"""The items of a file that one reader may see, and what can be said of those they may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from thinkfamily.casework.access.scope import Sight, sight_of
from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.families.models import CostBand, Event, Need, Service, Statement
from thinkfamily.casework.families.queries.names import as_supplied, called, with_agency, with_person, with_recorder
from thinkfamily.casework.prepared import Asking, prepared
from thinkfamily.casework.prepared.days import today_here

KINDS: dict[str, Any] = {"need": Need, "service": Service, "costband": CostBand, "event": Event, "statement": Statement}
# On which page of a file items of a kind are read, by its name; on the first one where it is not said. Apps above add theirs.
READ_ON: dict[str, str] = {"event": "families:timeline", "statement": "families:statements"}
# Naming the agency that holds these would itself say what is held.
TELLING = ("domestic_abuse", "mental_health", "substance_misuse")


@dataclass
class Met:
    """One criterion answered for a family or one of its members, with each source of the answer.

    Attributes:
        parts: one need for each agency whose feed it rests on; all of them are seen, or none is.
        said: what was recorded about it, such as the family's disagreement.
    """

    parts: list[Need]
    said: list[Statement] = field(default_factory=list)

    @property
    def first(self) -> Need:
        """The part that speaks for all."""
        return self.parts[0]


@dataclass
class HeldBack:
    """What a reader is told of what they do not see: how many agencies hold more, and whom to ask; never what."""

    agencies: list[Agency]
    unnamed: int

    @property
    def count(self) -> int:
        """How many agencies in all."""
        return len(self.agencies) + self.unnamed


def asked_of_items(sight: Sight, *, with_costs: bool) -> list[Asking]:
    """What a page asks that shows items of every kind but events, for `together`.

    Args:
        sight: what its reader may see.
        with_costs: whether it shows cost bands.
    """
    seen = sight.taken_apart()
    asked = [_needs.on(seen), _every_need.on(seen[0]), _services.on(seen), _statements.on(seen)]
    asked += [_costs.on(seen)] if with_costs else []
    return [*asked, _held_back.on(seen)] if sight.audiences else asked


def needs(sight: Sight) -> list[Met]:
    """One row per criterion and member that the reader may see, those answered yes first."""
    return met(sight.family, _needs(sight.taken_apart()))


@prepared
def _needs(sight: tuple[Any, ...]) -> QuerySet[Need]:
    return with_person(as_supplied(sight_of(sight).of(Need.objects.filter(closed_on__isnull=True))))


def met(family: Any, seen: Iterable[Need]) -> list[Met]:
    """One row per criterion and member of a family, from the needs that are seen: one query more.

    A need that rests on several agencies is seen by those who may see what each of them supplied.
    """
    shown = {row.pk: row for row in seen}
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for pk, criterion, person, answer in _every_need(family.pk):
        groups.setdefault((criterion, person, answer), []).append(pk)
    whole = [Met([shown[pk] for pk in group]) for group in groups.values() if all(pk in shown for pk in group)]
    return sorted(whole, key=lambda each: (each.first.answer != "yes", each.first.heading, each.first.criterion))


@prepared
def _every_need(family_id: Any) -> QuerySet[Any, Any]:
    every = Need.objects.filter(family=family_id, closed_on__isnull=True).order_by("agency__code", "pk")
    return every.values_list("pk", "criterion", "person", "answer")


def services(sight: Sight) -> list[Service]:
    """One row per service the reader may see, open ones first."""
    return _services(sight.taken_apart())


@prepared
def _services(sight: tuple[Any, ...]) -> QuerySet[Service]:
    rows = sight_of(sight).of(Service.objects.all())
    return as_supplied(rows).order_by("-is_open", "agency__name", "name", "pk")


def costs(sight: Sight) -> list[CostBand]:
    """One row per agency whose cost band the reader may see."""
    return _costs(sight.taken_apart())


@prepared
def _costs(sight: tuple[Any, ...]) -> QuerySet[CostBand]:
    rows = sight_of(sight).of(CostBand.objects.filter(closed_on__isnull=True))
    return as_supplied(rows).order_by("agency__name", "pk")


def statements(sight: Sight) -> list[Statement]:
    """One row per statement that the reader may see, the newest first, each with what corrects it and what is said of it."""
    return threaded(_statements(sight.taken_apart()))


@prepared
def _statements(sight: tuple[Any, ...]) -> QuerySet[Statement]:
    return in_order(sight_of(sight).of(Statement.objects.all()))


def in_order(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Statements with whom they are about and who recorded them, the newest first."""
    return with_recorder(with_person(with_agency(rows))).order_by("-recorded_at", "pk")


def threaded(rows: Iterable[Statement]) -> list[Statement]:
    """Statements `in_order` with their corrections and what is said about them."""
    found: list[Any] = list(rows)
    by_id = {row.pk: row for row in found}
    now = today_here()
    for row in found:
        row.recorded_by_name = called(row.recorder_name, row.recorder_agency)
        row.corrected_by = []
        row.said = []
        row.is_out_of_date = row.holds_until_on is not None and row.holds_until_on <= now
    for row in reversed(found):
        if row.corrects_id in by_id:
            by_id[row.corrects_id].corrected_by.append(row)
        if row.on_item in by_id:
            by_id[row.on_item].said.append(row)
    return found


def standing_alone(rows: Iterable[Statement]) -> list[Statement]:
    """Statements that are said of no other statement on the list, and correct none there.

    What is said of an item of another kind stands here too: the item's own page may be long past.
    """
    every = list(rows)
    here = {row.pk for row in every}
    return [row for row in every if row.corrects_id not in here and row.on_item not in here]


def tell(items: Iterable[Any], said: Iterable[Statement]) -> None:
    """Put beside each item what was recorded about it, so that a disagreement prints where the item prints."""
    about: dict[Any, list[Statement]] = {}
    for statement in reversed(list(said)):
        if statement.on_item is not None:
            about.setdefault(statement.on_item, []).append(statement)
    for item in items:
        if isinstance(item, Met):
            item.said = [one for part in item.parts for one in about.get(part.pk, [])]
        else:
            item.said = about.get(item.pk, [])


def held_back(sight: Sight) -> HeldBack:
    """Which agencies hold more on a family than this reader is shown: one query.

    Only what sharing keeps back is told. What lies in the compartment, and what is hidden from somebody, leaves no trace.
    """
    agencies: dict[Any, set[str]] = {}
    for agency, category in _held_back(sight.taken_apart()) if sight.audiences else ():
        agencies.setdefault(agency, set()).add(category)
    plain = [agency for agency, categories in agencies.items() if not categories & set(TELLING)]
    named = list(Agency.objects.filter(pk__in=plain)) if plain else []
    return HeldBack(named, len(agencies) - len(named))


@prepared
def _held_back(parts: tuple[Any, ...]) -> QuerySet[Any, Any]:
    sight = sight_of(parts)
    told = []
    for kind in (Need, Service, CostBand, Event, Statement):
        rows = kind.objects.filter(family=sight.family, agency__isnull=False)  # type: ignore[attr-defined]
        rows = rows.filter(audience__in=sight.audiences, hidden_from__isnull=True)
        rows = rows.exclude(category="domestic_abuse").exclude(sight.shared).order_by()
        told.append(rows.values_list("agency", "category").distinct())
    return told[0].union(*told[1:])


def one_item(sight: Sight, kind: str, pk: Any) -> Any | None:
    """One item of the file, if the reader may see it."""
    model = KINDS.get(kind)
    return None if model is None else sight.of(model.objects.filter(pk=pk)).select_related("agency", "person").first()
