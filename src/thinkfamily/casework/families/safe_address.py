"""The one door to safe addresses. Nothing else reads their text: no page, letter, export, history, search or map.

A safe address is read by the workers named for it while they hold the file through their own part in it, one at a time,
on request, and each reading is recorded. No emergency opens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.models import Quarantined
from thinkfamily.casework.access.permissions import must_hold, not_possible
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Address, Member, SafeAddress
from thinkfamily.casework.families.place_words import gives_away, letters
from thinkfamily.casework.families.told import TEXT, can_be_named, say_so
from thinkfamily.casework.families.written_before import files_of, put_aside_written
from thinkfamily.casework.pages.basis import Basis, must_stand


def listed(*, by: Any, family: Any) -> list[SafeAddress]:
    """One row per safe address in use that this worker is named for or recorded; never with its text."""
    rows = SafeAddress.objects.defer("text").filter(Q(named=by) | Q(recorded_by=by.pk), family=family, ended_at=None)
    made = list(rows.select_related("person").prefetch_related("named").distinct())
    for row in made:
        row.is_mine = by in row.named.all()  # type: ignore[attr-defined]
    return made


def one(*, by: Any, family: Any, pk: UUID) -> SafeAddress | None:
    """One of those listed, without its text."""
    return next((row for row in listed(by=by, family=family) if row.pk == pk), None)


def people_of(family: Any) -> list[Any]:
    """The people of a family now."""
    rows = Member.objects.filter(family=family, until_on__isnull=True).select_related("person")
    return [row.person for row in rows]


@sensitive_variables()
@transaction.atomic
def record_one(*, by: Any, family: Any, person: Any, text: str, named: Iterable[Worker]) -> UUID:
    """Record a safe address and who may read it. What the files of its person hold already and would tell it is put aside.

    Raises:
        NotAllowedError: the file is not theirs to record a safe address on.
        NotPossibleError: nobody is named, or somebody who could not read it anyway.
    """
    must_hold(by, "safe_address.record", family)
    readers = list(named)
    _can_read(family, readers)
    made = SafeAddress.objects.create(family=family, person=person, text=text, recorded_by=by.pk)
    made.named.set(readers)
    _record("safe_address.record", by, made.pk, family, readers, ["named", "person", "text"])
    rows = SafeAddress.objects.filter(pk=made.pk)
    take_out_of_the_open(rows)
    put_aside_written(files_of(rows))
    return made.pk


@transaction.atomic
def name_readers(
    *, by: Any, family: Any, address: SafeAddress, named: Iterable[Worker], based_on: Basis | None = None
) -> None:
    """Say anew who may read a safe address.

    Raises:
        NotAllowedError: the file is not theirs to record a safe address on.
        NotPossibleError: it has ended or is not theirs, nobody is named, or somebody who could not read it anyway.
        ChangedMeanwhileError: somebody said it since the form was opened.
    """
    row = _kept(by, family, address)
    must_stand(based_on)
    readers = list(named)
    _can_read(family, readers)
    row.named.set(readers)
    _record("safe_address.name", by, row.pk, family, readers, ["named"])


@transaction.atomic
def end(*, by: Any, family: Any, address: SafeAddress) -> None:
    """End a safe address: its text is removed with it.

    Raises:
        NotAllowedError: the file is not theirs to record a safe address on.
        NotPossibleError: it has ended or is not theirs.
    """
    row = _kept(by, family, address)
    SafeAddress.objects.filter(pk=row.pk).update(text="", ended_at=timezone.now())
    _record("safe_address.end", by, row.pk, family, [], ["ended_at", "text"])


@sensitive_variables()
@transaction.atomic
def reveal(*, by: Any, family: Any, pk: UUID) -> str | None:
    """The text of a safe address, for a worker named for it; None where it is not there or not theirs. It is recorded.

    Raises:
        NotAllowedError: they do not hold the file in a way that reads safe addresses; an opening is none.
    """
    must_hold(by, "safe_address.read", family)
    row = SafeAddress.objects.filter(pk=pk, family=family, named=by, ended_at=None).first()
    outcome = "looked" if row else "refused"
    record("safe_address.read", by=by, kind="safe_address", object=pk, family=family.pk, outcome=outcome)
    return row.text if row else None


@sensitive_variables()
@transaction.atomic
def take_out_of_the_open(rows: QuerySet[SafeAddress] | None = None) -> int:
    """Take out each ordinary address that tells a safe address, whoever stated it and whenever; how many there were.

    An agency may have sent the place before anybody said that it must stay secret, and sends it again every night. It is
    removed, so that no page, search or database shows it; what it said is quarantined, and those named for the place are
    told once: an agency holds it. Looked at are people on the file, and in each family of the person themselves.

    Args:
        rows: of which safe addresses; None for all that are in use.
    """
    count = 0
    for safe in SafeAddress.objects.filter(ended_at=None) if rows is None else rows:
        people = Member.objects.filter(Q(family=safe.family_id) | Q(family__members__person=safe.person_id))
        told: set[str] | None = None
        for row in Address.objects.filter(person__in=people.values("person")).select_related("agency", "person"):
            if not gives_away(safe.text, [letters(f"{row.text}, {row.postcode}")]):
                continue
            if told is None:
                told = {one.text for one in Quarantined.objects.filter(family=safe.family_id, kind=TEXT)}
            _put_away(safe, row, told)
            count += 1
    return count


@sensitive_variables()
def _put_away(safe: SafeAddress, row: Address, told: set[str]) -> None:
    whose = {
        "who": row.person,
        "agency": row.agency or _("the team"),
        "place": f"{row.text}, {row.postcode}".strip(", "),
    }
    text = _("Among the open addresses, of %(who)s, as stated by %(agency)s: %(place)s") % whose
    item = uuid4()
    if text not in told:
        Quarantined.objects.create(
            item=item,
            kind=TEXT,
            family_id=safe.family_id,
            author=row.recorded_by or safe.recorded_by,
            about=[str(safe.pk)],
            text=text,
        )
        told.add(text)
        say_so(TEXT, item, safe.family, [safe.pk])
    record("safe_address.quarantine", by=None, kind="address", object=row.pk, family=safe.family_id)
    # What its person is found by is made anew with it.
    row.delete()


def _kept(by: Any, family: Any, address: SafeAddress) -> SafeAddress:
    must_hold(by, "safe_address.record", family)
    # Held; its text is not read for that.
    list(SafeAddress.objects.select_for_update(of=("self",)).filter(pk=address.pk).values_list("pk"))
    row = one(by=by, family=family, pk=address.pk)
    if row is None:
        raise not_possible(
            "TF-FAMILY-030", "safe address", _("This safe address has ended."), _("Look at those in use.")
        )
    return row


def _can_read(family: Any, readers: list[Worker]) -> None:
    if not readers or can_be_named(family).filter(pk__in=[worker.pk for worker in readers]).count() < len(readers):
        raise not_possible(
            "TF-FAMILY-031",
            "named",
            _("A safe address is read by leads of this family, managers of its team and information governance only."),
            _("Name at least one of these, and nobody else."),
        )


def _record(action: str, by: Any, pk: UUID, family: Any, others: list[Worker], fields: list[str]) -> None:
    ids = [worker.pk for worker in others]
    record(action, by=by, kind="safe_address", object=pk, family=family.pk, others=ids, fields=fields)
