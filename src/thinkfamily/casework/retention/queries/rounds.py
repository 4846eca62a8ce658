"""What pages show of holds and rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.profiles.queries import in_use
from thinkfamily.casework.retention.models import Hold, Round, RoundFile
from thinkfamily.casework.retention.queries.due import STOPS
from thinkfamily.casework.retention.rules import OUTCOMES, RULES
from thinkfamily.casework.sharing.queries import workers_named

BACKUP = "site.backup"


@dataclass(frozen=True)
class Row:
    """One file of a round as its page shows it.

    Attributes:
        file: the file.
        why: by which rule it is due.
        outcome: what it is of.
        programme: its programme's title.
        rows: how many rows went; before it is signed, how many would.
        stayed: why it stayed after all.
    """

    file: RoundFile
    why: Any
    outcome: Any
    programme: str
    rows: int
    stayed: Any


@dataclass(frozen=True)
class Backup:
    """One backup of this program that held what went.

    Attributes:
        id: as the audit has it.
        made_at: when it was made.
        until: until when it is kept.
    """

    id: str
    made_at: datetime
    until: date


@dataclass(frozen=True)
class Shown:
    """One round as its page shows it.

    Attributes:
        row: the round.
        files: its files.
        tables: rows by table, over all files: as deleted, or as counted before.
        went: how many files went.
        backups: backups that still held them when it was signed.
        who: names of those who took its steps, by id.
        may_sign: whether this worker could sign it.
        may_give_back: whether this worker could give it back.
    """

    row: Round
    files: list[Row]
    tables: list[tuple[str, int]]
    went: int
    backups: list[Backup]
    who: dict[Any, str]
    may_sign: bool
    may_give_back: bool


def holds(of: Standing) -> list[Hold]:
    """One row per hold on a file that nothing keeps from this worker: those that stand first, each with who placed and lifted it."""
    rows = list(Hold.objects.filter(family__in=not_kept_from(of)).select_related("family"))
    names = workers_named(who for row in rows for who in (row.placed_by, row.lifted_by) if who)
    for row in rows:
        marks: Any = row
        marks.placer, marks.lifter = names.get(row.placed_by, ""), names.get(row.lifted_by, "")
    return sorted(rows, key=lambda row: row.lifted_at is not None)


def hold_of(of: Standing, hold_id: Any) -> Hold | None:
    """One hold; None where there is none of the id, or its file is kept from this worker."""
    rows = Hold.objects.filter(family__in=not_kept_from(of)).select_related("family")
    return rows.filter(pk=hold_id).first()


def rounds() -> QuerySet[Round]:
    """One row per round, the newest first, with ``went`` and ``of``: how many files went, of how many."""
    return Round.objects.annotate(of=Count("files"), went=Count("files", filter=Q(files__purged_at__isnull=False)))


def round_of(round_id: Any) -> Round | None:
    """One round; None where there is none of the id."""
    return Round.objects.filter(pk=round_id).first()


def shown(row: Round, of: Standing) -> Shown:
    """One round, in words, for one worker: four queries however many files it has."""
    titles = {code: profile.title for code, profile in in_use().items()}
    files = list(row.files.all())
    is_own = row.proposed_by == of.worker.pk
    may = bool(of.ways("retention.sign")) and row.waits
    tables: dict[str, int] = {}
    for file in files:
        for label, count in (file.counted if row.waits else file.deleted).items():
            tables[label] = tables.get(label, 0) + count
    return Shown(
        row=row,
        files=[
            Row(
                file=file,
                why=RULES[file.rule],
                outcome=OUTCOMES[file.outcome],
                programme=titles.get(file.programme, file.programme),
                rows=sum((file.counted if row.waits else file.deleted).values()),
                stayed=STOPS.get(file.stayed_because, ""),
            )
            for file in files
        ],
        tables=sorted(tables.items()),
        went=sum(file.purged_at is not None for file in files),
        backups=_backups(row.backups),
        who=dict(workers_named(one for one in (row.proposed_by, row.signed_by, row.returned_by) if one)),
        may_sign=may and not is_own,
        may_give_back=may,
    )


def _backups(kept: Iterable[dict[str, str]]) -> list[Backup]:
    found = []
    for one in kept:
        made, until = parse_datetime(one["made_at"]), parse_datetime(one["until"])
        if made is not None and until is not None:
            found.append(Backup(one["id"], made, timezone.localdate(until)))
    return found


def backups_since(moment: datetime) -> QuerySet[AuditEvent]:
    """One row per backup that this program made since a moment, the oldest first."""
    return AuditEvent.objects.filter(action=BACKUP, kind="backup", outcome="done", at__gte=moment).order_by("pk")
