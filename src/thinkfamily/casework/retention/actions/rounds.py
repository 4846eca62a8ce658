"""Rounds: files that are due are put forward by one person, and go when a second one signs. All of a round, in one transaction.

Each file is looked at again under the lock: what was stopped meanwhile stays, whole, and the round says why.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.site_values import value_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.consideration.actions.forget import forget_handles
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.retention.actions.erase import erase
from thinkfamily.casework.retention.everything import counted, everything
from thinkfamily.casework.retention.models import Round, RoundFile
from thinkfamily.casework.retention.problems import no_reason, not_yours, nothing_due, over_already, proposed_yourself
from thinkfamily.casework.retention.queries.due import GONE, NOT_DUE, Due, due, waiting
from thinkfamily.casework.retention.queries.rounds import backups_since
from thinkfamily.casework.retention.values import BACKUP_DAYS

# So many files are in a round at most: one person reads it, and it goes in one transaction. Our choice.
MOST = 20


@transaction.atomic
def propose(*, by: Any, other_copies: str = "") -> Round:
    """Put forward the files that are due and that nothing stops, the longest due first; another of governance is told.

    Args:
        by: who puts them forward.
        other_copies: what else still holds them, and until when, in words.

    Raises:
        NotAllowedError: it is not this worker's to do.
        RetentionError: there is none.
    """
    must_hold(by, "retention.keep")
    found = [one for one in due(timezone.localdate(), of=standing_of(by)) if not one.stops]
    # Held, so that of two who do it at once the second finds what the first put forward.
    first = [one.family for one in found[: 4 * MOST]]
    list(Family.objects.select_for_update(of=("self",)).filter(pk__in=first).order_by("pk").values_list("pk"))
    taken = waiting(one.family for one in found)
    found = [one for one in found if one.family not in taken][:MOST]
    if not found:
        raise nothing_due()
    made = Round.objects.create(proposed_by=by.pk, other_copies=other_copies.strip())
    rows = counted(everything(one.family for one in found))
    RoundFile.objects.bulk_create(_row(made, one, rows[one.family]) for one in found)
    record("retention.propose", by=by, kind="round", object=made.pk, others=[one.family for one in found])
    tell("retention_sign", made.pk, [one for one in holding_role("governance") if one.pk != by.pk])
    return made


def _row(of: Round, one: Due, rows: dict[str, int]) -> RoundFile:
    last = one.kept.last
    return RoundFile(
        of_round=of,
        reference=one.reference,
        family=one.family,
        rule=one.kept.rule,
        outcome=last.outcome,
        programme=last.profile or last.programme,
        ended_on=last.on,
        due_on=one.kept.until,
        counted=rows,
    )


@transaction.atomic
def give_back(one: Round, *, by: Any, because: str) -> Round:
    """Give a round back, as a second person or as the first: nothing of it goes, and each file can be put forward again.

    Raises:
        NotAllowedError: it is not this worker's to do.
        RetentionError: it was signed or given back already, or nothing says why.
    """
    must_hold(by, "retention.sign")
    if not because.strip():
        raise no_reason("because")
    row = _held(one)
    row.returned_by, row.returned_at, row.returned_because = by.pk, timezone.now(), because.strip()
    row.save()
    row.files.update(family=None)
    record("retention.give_back", by=by, kind="round", object=row.pk, fields=["returned_because"])
    return row


def sign(one: Round, *, by: Any) -> Round:
    """Sign a round, as a second person: each of its files goes, whole, unless something stops it by now.

    Raises:
        NotAllowedError: it is not this worker's to do.
        RetentionError: they put it forward, a file of it is kept from them, or it was signed or given back.
    """
    with transaction.atomic():
        must_hold(by, "retention.sign")
        row = _held(one)
        if row.proposed_by == by.pk:
            raise proposed_yourself()
        files = list(row.files.order_by("pk"))
        ids = sorted(file.family for file in files if file.family is not None)
        there = set(Family.objects.filter(pk__in=ids).values_list("pk", flat=True))
        if there - set(not_kept_from(standing_of(by)).filter(pk__in=ids).values_list("pk", flat=True)):
            raise not_yours()
        list(Family.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
        list(Case.objects.select_for_update(of=("self",)).filter(family__in=ids).order_by("pk"))
        today = timezone.localdate()
        _carry_out(row, files, today, by)
        days = value_of(BACKUP_DAYS)
        row.backups = [
            {"id": each.object, "made_at": each.at.isoformat(), "until": (each.at + timedelta(days=days)).isoformat()}
            for each in backups_since(timezone.now() - timedelta(days=days))
        ]
        row.signed_by, row.signed_at = by.pk, timezone.now()
        row.save()
        record(
            "retention.sign",
            by=by,
            kind="round",
            object=row.pk,
            others=[row.proposed_by, *ids],
            fields=["backups", "signed_by"],
        )
    let_go_at_the_desk()
    row.refresh_from_db()
    return row


def _held(one: Round) -> Round:
    row = Round.objects.select_for_update().get(pk=one.pk)
    if not row.waits:
        raise over_already()
    return row


def _carry_out(row: Round, files: list[RoundFile], today: date, by: Any) -> None:
    """Let the files of a round go, all at once, but for those that stay; and say why these do."""
    ids = [file.family for file in files if file.family is not None]
    there = set(Family.objects.filter(pk__in=ids).values_list("pk", flat=True))
    still = {one.family: one for one in due(today, only=ids)}
    for file in files:
        file.stayed_because = _stays(file.family, there, still)
    going = {file.family: str(file.pk) for file in files if file.family is not None and not file.stayed_because}
    gone = erase(going)
    for file in files:
        if file.family in gone:
            one = gone[file.family]
            file.deleted, file.digest, file.handles, file.purged_at = (
                one.deleted,
                one.digest,
                one.handles,
                timezone.now(),
            )
            record("retention.purge", by=by, kind="round_file", object=file.pk, family=file.family, others=[row.pk])
        file.family = None
        file.save()


def _stays(family: UUID | None, there: set[UUID], still: dict[UUID, Due]) -> str:
    """The code of what keeps a file here after all; empty where nothing does."""
    if family is None or family not in there:
        return GONE
    if family not in still:
        return NOT_DUE
    return still[family].stops[0] if still[family].stops else ""


def let_go_at_the_desk() -> int:
    """Have the consideration desk's own store forget by what it knew families that have gone; how many files that was of.

    It is another database. The site's clock calls it too, so that nothing stays there where this was stopped between the two.
    """
    left = list(RoundFile.objects.exclude(handles=[]))
    for file in left:
        forget_handles(file.handles)
        RoundFile.objects.filter(pk=file.pk).update(handles=[])
    return len(left)
