"""Who is close to whom: declared by workers for themselves, recorded by those who answer for a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Conflict, ConflictEnded, NearMatch, RelativeDeclared
from thinkfamily.casework.access.near import files_of
from thinkfamily.casework.access.permissions import must_hold, not_allowed, not_possible
from thinkfamily.casework.access.relatives import find_conflicts, marks_of, report
from thinkfamily.casework.access.said import Said, read
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import ClosenessAnswer, Worker
from thinkfamily.casework.agencies.site_values import CLOSENESS_DAYS, value_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.secrets.fingerprints import declared_fingerprint, person_fingerprint


@transaction.atomic
def declare_relative(
    *,
    by: Any,
    first_name: str,
    last_name: str,
    born: date | None,
    kind: str,
    other_names: Sequence[str] = (),
    postcodes: Sequence[str] = (),
    is_self: bool = False,
) -> None:
    """Take in that a worker is close to somebody. It returns nothing: whether that person is known is not theirs to learn.

    Raises:
        NotPossibleError: a name holds no letter, or neither a birth date nor a home was given to know them by.
    """
    if born is None and not postcodes:
        raise not_possible(
            "TF-ACCESS-062",
            "born",
            gettext("Neither a date of birth nor a postcode was given."),
            gettext("Give one: a name alone is that of too many."),
        )
    said = Said(first_name.strip(), last_name.strip(), tuple(other_names), born, tuple(postcodes))
    found = (
        person_fingerprint(first_name, last_name, born)
        if born is not None
        else declared_fingerprint(first_name, last_name, postcodes)
    )
    if found is None:
        raise not_possible(
            "TF-ACCESS-060", "name", gettext("A name without letters was given."), gettext("Give first and last name.")
        )
    before = RelativeDeclared.objects.filter(worker=by, fingerprint=found).first()
    if before is not None and (held := read(before.said)) is not None:
        said = said.with_more_of(held)
    # Who says it again means it: what was ended since as mistaken holds once more.
    now = timezone.now()
    about = {"declared_at": now, "said": said.kept()} | ({"is_self": True} if is_self else {})
    declared, _ = RelativeDeclared.objects.update_or_create(
        worker=by, fingerprint=found, defaults=about, create_defaults=about | {"kind": kind}
    )
    fields = ["fingerprint", "kind", "said"]
    record("conflict.declare", by=by, kind="relative_declared", object=declared.pk, fields=fields)
    find_conflicts(worker=by.pk)


@transaction.atomic
def say_who_one_is(
    *,
    by: Any,
    first_name: str,
    last_name: str,
    born: date,
    answer: str,
    other_names: Sequence[str] = (),
    postcodes: Sequence[str] = (),
) -> None:
    """Take in who a worker is themselves, and whether anybody close to them may be known here.

    ``named`` counts as an answer where they have named somebody; else they are asked to, and then answer by
    `answer_named`.

    Raises:
        NotPossibleError: a name holds no letter.
    """
    declare_relative(
        by=by,
        first_name=first_name,
        last_name=last_name,
        born=born,
        kind="own",
        other_names=other_names,
        postcodes=postcodes,
        is_self=True,
    )
    if answer == ClosenessAnswer.NONE:
        _answer(by, ClosenessAnswer.NONE)


@transaction.atomic
def answer_named(*, by: Any) -> None:
    """Take in that a worker has named all whom they can.

    Raises:
        NotPossibleError: they have not said who they are, or have named nobody.
    """
    declared = RelativeDeclared.objects.filter(worker=by)
    if not declared.filter(is_self=True).exists():
        raise not_possible(
            "TF-ACCESS-063",
            "self",
            gettext("You have not said who you are yourself."),
            gettext("Say so on the page before."),
        )
    if not declared.filter(is_self=False).exists():
        raise not_possible(
            "TF-ACCESS-064",
            "self",
            gettext("You have named nobody."),
            gettext("Name them, or answer that there is nobody you know of."),
        )
    _answer(by, ClosenessAnswer.NAMED)


@transaction.atomic
def decide_near(*, by: Any, near: NearMatch, is_close: bool, because: str) -> None:
    """Decide whether somebody known here is the one to whom a worker is close; if so, every file of theirs is kept from the worker.

    Raises:
        NotAllowedError: it is about themselves, or about a file that is kept from them.
        NotPossibleError: somebody else has decided it.
    """
    must_hold(by, "conflict.decide")
    row = NearMatch.objects.select_for_update(of=("self",)).filter(pk=near.pk).first()
    if row is None or row.is_close is not None:
        raise not_possible(
            "TF-ACCESS-065", "near", gettext("This was decided already."), gettext("Go back to the list.")
        )
    if row.worker_id == by.pk or not not_kept_from(standing_of(by)).filter(pk__in=files_of(row.person_id)).exists():
        raise not_allowed("conflict.decide")
    row.is_close, row.because = is_close, because
    row.decided_by, row.decided_at = by.pk, timezone.now()
    row.save()
    fields = ["because", "is_close"]
    record("conflict.decide", by=by, kind="near_match", object=row.pk, others=[row.worker_id], fields=fields)
    if is_close:
        find_conflicts(worker=row.worker_id, people=[row.person_id])


def _answer(by: Any, answer: str) -> None:
    until = timezone.localdate() + timedelta(days=value_of(CLOSENESS_DAYS))
    made = ClosenessAnswer.objects.create(worker=by, answer=answer, until_on=until)
    record("closeness.answer", by=by, kind="closeness_answer", object=made.pk, fields=["answer", "until_on"])


@transaction.atomic
def record_conflict(*, by: Any, family: Any, worker: Worker, kind: str) -> Conflict:
    """Keep a worker from a file whatever else they hold; information governance is told.

    Raises:
        NotAllowedError: the file is not theirs to answer for.
    """
    must_hold(by, "conflict.record", family)
    conflict, is_new = Conflict.objects.get_or_create(
        family=family, worker=worker, defaults={"kind": kind, "recorded_by": by.pk}
    )
    if is_new:
        report(conflict, by=by)
    else:
        record("conflict.record", by=by, kind="conflict", object=conflict.pk, family=family.pk, others=[worker.pk])
    return conflict


@transaction.atomic
def end_conflict(*, by: Any, conflict: Conflict, because: str) -> None:
    """End what keeps a worker from a file as somebody close to it, because it was a mistake; what it was is kept.

    The worker is told, unless something else still keeps them from the file. Their own family stays kept from them.

    Raises:
        NotAllowedError: it is about themselves, or about a file that is kept from them.
        NotPossibleError: somebody else has ended it.
    """
    must_hold(by, "conflict.end")
    row = Conflict.objects.select_for_update(of=("self",)).select_related("worker").filter(pk=conflict.pk).first()
    if row is None:
        raise _ended_already()
    if row.worker_id == by.pk or not not_kept_from(standing_of(by)).filter(pk=row.family_id).exists():
        raise not_allowed("conflict.end")
    marks = marks_of(row.family_id, row.worker_id)
    _keep_ended(row, by, because, row.family_id, row.recorded_by, row.recorded_at, marks)
    row_id, worker, family_id = row.pk, row.worker, row.family_id
    row.delete()
    fields = ["because", "family", "kind", "worker"]
    record("conflict.end", by=by, kind="conflict", object=row_id, family=family_id, others=[worker.pk], fields=fields)
    if not_kept_from(standing_of(worker)).filter(pk=family_id).exists():
        tell("conflict_ended", row_id, [worker])


@transaction.atomic
def end_relative(*, by: Any, declared: RelativeDeclared, because: str) -> None:
    """End what a worker declared by mistake, and tell them. It finds nothing more; what it found is ended file by file.

    So whoever ends it learns of no file, and opens none.

    Raises:
        NotAllowedError: they declared it themselves.
        NotPossibleError: somebody else has ended it.
    """
    must_hold(by, "conflict.end")
    row = (
        RelativeDeclared.objects.select_for_update(of=("self",)).select_related("worker").filter(pk=declared.pk).first()
    )
    if row is None:
        raise _ended_already()
    if row.worker_id == by.pk:
        raise not_allowed("conflict.end")
    _keep_ended(row, by, because, None, row.worker_id, row.declared_at, [row.fingerprint])
    row_id, worker = row.pk, row.worker
    row.delete()
    fields = ["because", "fingerprint", "kind"]
    record("conflict.end", by=by, kind="relative_declared", object=row_id, others=[worker.pk], fields=fields)
    tell("relative_ended", row_id, [worker])


def _keep_ended(
    row: Any, by: Any, because: str, family: Any, recorded_by: Any, recorded_at: Any, marks: list[str]
) -> None:
    ConflictEnded.objects.create(
        pk=row.pk,
        worker=row.worker,
        family_id=family,
        kind=row.kind,
        recorded_by=recorded_by,
        recorded_at=recorded_at,
        marks=marks,
        because=because,
        ended_by=by.pk,
    )


def _ended_already() -> Exception:
    return not_possible(
        "TF-ACCESS-061", "conflict", gettext("This was ended already."), gettext("Go back to the list.")
    )
