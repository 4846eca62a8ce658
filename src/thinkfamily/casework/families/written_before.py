"""What stands on files already when a place begins to be kept secret: what tells it is put aside, as if it were written today.

Whoever wrote it goes on seeing it, as far as that is known, and nobody else does. Those named for the place are told, and read
it once. Every column of `secrets.written` and every kind of item is looked at, with its history, on each file of which somebody
at that place is: a fixed number of queries, however much is written there.
See docs/decisions/0048-put-aside-what-was-written-before.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.models import Quarantined
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Address, Family, Member, Person, SafeAddress
from thinkfamily.casework.families.place_words import letters, telling
from thinkfamily.casework.families.quarantine import KINDS
from thinkfamily.casework.families.told import TEXT, put_before_those_named
from thinkfamily.casework.secrets.written import PutAside, Written, made_for

# So many files are looked through at once.
BATCH = 100
# The author of what nobody can say any longer who wrote: no worker has this id.
NOBODY = UUID(int=0)
# What is left as it is for as long as somebody acts on it, by its table. Apps above families add their own.
LEFT: dict[type[Model], Q] = {}


def files_of(rows: QuerySet[SafeAddress]) -> set[UUID]:
    """The files on which some safe addresses must not be told: where each is kept, and those of everybody whose it is."""
    of = Member.objects.filter(person__in=rows.values("person"))
    return {*rows.values_list("family", flat=True), *of.values_list("family", flat=True)}


def look_through_recent() -> int:
    """Look through the files of safe addresses that were recorded within a day: what was being written meanwhile; how many texts."""
    since = timezone.now() - timedelta(days=1)
    return put_aside_written(files_of(SafeAddress.objects.filter(ended_at=None, recorded_at__gte=since)))


def look_through_all() -> int:
    """Look through every file of somebody who must not be found, for whatever came there in another way; how many texts."""
    restricted = Member.objects.filter(person__is_restricted=True, person__addresses__isnull=False)
    files = files_of(SafeAddress.objects.filter(ended_at=None)) | set(restricted.values_list("family", flat=True))
    return put_aside_written(files)


@sensitive_variables()
def put_aside_written(families: Iterable[UUID]) -> int:
    """Put aside what some files hold already and would tell where somebody of them must not be found; how many texts and items.

    It can be done again at any time: what is put aside stays as it is.

    Args:
        families: the files.
    """
    every = sorted(set(families))
    count = 0
    for start in range(0, len(every), BATCH):
        # In the eyes of nobody: what was put aside before reads as a dash, and is passed over.
        with transaction.atomic(), made_for():
            count += _Look(every[start : start + BATCH]).put_aside()
    return count


@dataclass
class _Look:
    """One look through some files.

    Attributes:
        files: which.
        made: what is to be put aside, by table, row, column, name within it and text: of one text in several versions, once.
        changed: for each table and column, by row, what is to stand there.
    """

    files: list[UUID]
    made: dict[tuple[Any, ...], Quarantined] = field(default_factory=dict)
    changed: dict[tuple[type[Model], str], dict[Any, Any]] = field(default_factory=lambda: defaultdict(dict))

    def put_aside(self) -> int:
        """Look, and put aside what tells; how many."""
        self._read_places()
        if not any(self.places.values()):
            return 0
        for model in _tables():
            past = getattr(getattr(model, "history", None), "model", None)
            # Its history is asked first who wrote a text.
            for table in (past, model) if past is not None else (model,):
                self._look_at(model, table)
        told = [*self.made.values()]
        again = self._look_at_items(told)
        Quarantined.objects.bulk_create(told)
        Quarantined.objects.bulk_update(again, ["about"], batch_size=BATCH)
        for (table, column), rows in self.changed.items():
            key = table._meta.pk.attname
            every = [table(**{key: pk, column: value}) for pk, value in rows.items()]
            table._base_manager.bulk_update(every, [column], batch_size=BATCH)
        self._say_so(told + again)
        return len(told)

    def _read_places(self) -> None:
        members: dict[Any, set[Any]] = defaultdict(set)
        self.owners: dict[Any, list[UUID]] = defaultdict(list)
        for family, person in Member.objects.filter(family__in=self.files).values_list("family", "person"):
            if person not in members[family]:
                members[family].add(person)
                self.owners[person].append(family)
        # For each file, what of each place tells it, with the safe address that it is; none where an agency restricts it.
        self.places: dict[UUID, list[tuple[UUID | None, set[str]]]] = {one: [] for one in self.files}
        safe = SafeAddress.objects.filter(Q(family__in=self.files) | Q(person__in=self.owners), ended_at=None)
        for row in safe:
            parts = telling(row.text)
            for family in {row.family_id, *self.owners.get(row.person_id, ())} & set(self.files):
                self.places[family].append((row.pk, parts))
        restricted = Address.objects.filter(person__in=self.owners, person__is_restricted=True)
        for person, text, postcode in restricted.values_list("person", "text", "postcode"):
            parts = telling(f"{text}, {postcode}")
            for family in self.owners[person]:
                self.places[family].append((None, parts))

    def _told_by(self, family: UUID, *texts: str) -> list[UUID] | None:
        """As `told.told_by`, without asking the database."""
        places = self.places.get(family)
        said = [letters(text) for text in texts if text] if places else []
        found = [pk for pk, parts in places or () if any(part in text for part in parts for text in said)]
        return [pk for pk in found if pk is not None] if found else None

    def _look_at(self, model: type[Model], table: type[Model]) -> None:
        """Look at every row of one table, or of its past, and keep what is to be put aside."""
        columns = [each for each in model._meta.concrete_fields if isinstance(each, Written)]
        key, is_past = model._meta.pk.attname, table is not model
        authors = ["history_user"] if is_past else sorted({each.by for each in columns if each.by})
        rows = table._base_manager.exclude(LEFT[model]) if model in LEFT else table._base_manager.all()
        if model is Person:
            rows, family = rows.filter(**{f"{key}__in": list(self.owners)}), key
        else:
            family = key if model is Family else _way(table)
            rows = rows.filter(**{f"{family}__in": self.files})
        # The oldest first: whoever wrote a text is of the first version that holds it.
        rows = rows.order_by("history_date", "history_id") if is_past else rows.order_by()
        names = [table._meta.pk.attname, key, family, *authors, *(each.attname for each in columns)]
        for pk, of, about, *rest in rows.values_list(*names):
            whose = dict(zip(authors, rest, strict=False))
            for column, value in zip(columns, rest[len(authors) :], strict=True):
                author = whose.get("history_user" if is_past else column.by)
                put = {
                    inner: self._put(about, (model, of, column.attname, inner, text), author)
                    for inner, text in _texts(value)
                }
                if any(put.values()):
                    kept = put[""] if "" in put else value | {name: one for name, one in put.items() if one}
                    self.changed[table, column.attname][pk] = kept

    def _put(self, about: Any, text: tuple[Any, ...], author: Any) -> PutAside | None:
        """What is to stand in place of a text; None where it tells no place."""
        if text not in self.made:
            for family in self.owners[about] if text[0] is Person else [about]:
                told = self._told_by(family, text[-1])
                if told is not None:
                    self.made[text] = _quarantined(uuid4(), TEXT, family, author, told, text[-1])
                    break
        elif self.made[text].author == NOBODY:
            # Its history has nobody's name, as where a job or an import wrote it: the row itself may say.
            self.made[text].author = author or NOBODY
        return PutAside(text[-1], self.made[text].pk) if text in self.made else None

    def _look_at_items(self, told: list[Quarantined]) -> list[Quarantined]:
        """Add to what is to be put aside each item that tells; and give back what was put aside before and tells another place too."""
        before = {row.pk: row for row in Quarantined.objects.filter(family__in=self.files)}
        again = []
        for row in before.values():
            if row.kind == TEXT and self._tells_more(row, self._told_by(row.family_id, row.text)):
                again.append(row)
        for kind, (model, fields) in KINDS.items():
            way = _way(model)
            author = next(name for name in ("recorded_by", "replied_by") if hasattr(model, name))
            rows = model._base_manager.filter(**{f"{way}__in": self.files}).order_by()
            for pk, family, by, *texts in rows.values_list("pk", way, author, *fields):
                about = self._told_by(family, *texts)
                if about is not None and pk not in before:
                    told.append(_quarantined(pk, kind, family, by, about))
                elif about is not None and self._tells_more(before[pk], about):
                    again.append(before[pk])
        return again

    @staticmethod
    def _tells_more(row: Quarantined, about: list[UUID] | None) -> bool:
        more = sorted({str(pk) for pk in about or ()} - set(row.about))
        row.about = [*row.about, *more]
        return bool(more)

    def _say_so(self, rows: list[Quarantined]) -> None:
        """Say of each file that something was put aside, and tell once those named for each place."""
        every: dict[UUID, dict[tuple[str, ...], list[UUID]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            every[row.family_id][tuple(row.about)].append(row.pk)
        for family in Family.objects.filter(pk__in=every):
            items = [pk for one in every[family.pk].values() for pk in one]
            record(
                "safe_address.quarantine",
                by=None,
                kind="family",
                object=family.pk,
                family=family.pk,
                others=items,
            )
            for about, told in every[family.pk].items():
                put_before_those_named(told[0], family, [UUID(pk) for pk in about])


def _quarantined(item: UUID, kind: str, family: UUID, author: Any, about: list[UUID], text: str = "") -> Quarantined:
    return Quarantined(
        item=item, kind=kind, family_id=family, author=author or NOBODY, about=[str(pk) for pk in about], text=text
    )


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Each plain text of a column, with the name that it has within it."""
    named = value.items() if isinstance(value, dict) else [("", value)]
    return ((name, text) for name, text in named if isinstance(text, str) and text and not isinstance(text, PutAside))


@cache
def _tables() -> list[type[Model]]:
    """Every table that has a column of what somebody writes, but for those of the past."""
    return [
        model
        for model in apps.get_models()
        if not hasattr(model, "history_id") and any(isinstance(each, Written) for each in model._meta.concrete_fields)
    ]


@cache
def _way(model: type[Model]) -> str:
    """How a row of a table comes to the file that it is on, as a lookup; the shortest that each row has."""
    ways: list[tuple[type[Model], list[str]]] = [(model, [])]
    seen = {model}
    for table, way in ways:
        keys = [each for each in table._meta.concrete_fields if isinstance(each, ForeignKey)]
        for key in sorted(keys, key=lambda each: each.related_model is not Family):
            if key.related_model is Family:
                return "__".join([*way, key.name])
            if key.related_model not in seen and (not key.null or hasattr(model, "history_id")):
                seen.add(key.related_model)
                ways.append((key.related_model, [*way, key.name]))
    raise LookupError(f"{model._meta.label} is on no file.")
