"""The one door to safe addresses. Nothing else reads their text: no page, letter, export, history, search or map.

A safe address is read by the workers named for it while they hold the file through their own part in it, one at a time,
on request, and each reading is recorded. No emergency opens it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement, Quarantined
from thinkfamily.casework.access.permissions import must_hold, not_possible
from thinkfamily.casework.access.queries.recipients import governance_of, kept_from, managers_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Address, Member, SafeAddress
from thinkfamily.casework.pages.basis import Basis, must_stand

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.I)
_PART_OF_HOUSE = re.compile(r"(?:flat|unit|room|apartment|floor)\d*[a-z]?")
# Shorter pieces of an address are in any text.
_LEAST, _LEAST_WITHOUT_NUMBER = 6, 10
# Ways to write one word. *St* is either of two, so both are written alike.
_LONG = {
    "st": "street", "saint": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close",
    "dr": "drive", "ct": "court", "crt": "court", "pl": "place", "sq": "square", "ter": "terrace", "terr": "terrace",
    "gdns": "gardens", "gdn": "garden", "cres": "crescent", "gr": "grove", "gro": "grove", "hse": "house", "pk": "park",
    "apt": "apartment",
}  # fmt: skip
_STREETS = {*_LONG.values(), "mews", "way", "walk", "row", "yard", "hill", "rise", "view"} - {"house", "apartment"}
_APOSTROPHES = "'’‘`´ʼ"
# The kind of what is quarantined and is no item, but one text of something else.
TEXT = "text"


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


def can_be_named(family: Any) -> QuerySet[Worker]:
    """Workers who could read a safe address of this family if they are named: its leads, managers and governance."""
    leads = Involvement.objects.filter(leading(timezone.localdate()), family=family).values("worker")
    reachable = (
        Q(pk__in=leads) | Q(pk__in=managers_of(family).values("pk")) | Q(pk__in=governance_of(family).values("pk"))
    )
    return Worker.objects.filter(reachable, is_active=True).exclude(pk__in=kept_from(family).values("pk"))


def people_of(family: Any) -> list[Any]:
    """The people of a family now."""
    rows = Member.objects.filter(family=family, until_on__isnull=True).select_related("person")
    return [row.person for row in rows]


@sensitive_variables()
@transaction.atomic
def record_one(*, by: Any, family: Any, person: Any, text: str, named: Iterable[Worker]) -> UUID:
    """Record a safe address and who may read it.

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
    take_out_of_the_open(SafeAddress.objects.filter(pk=made.pk))
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
def is_told_in(family: Any, *texts: str) -> bool:
    """Whether a text that others will read gives away where somebody of a family must not be found.

    Asked by whatever takes a text to be sent or shown to several: a place, a paragraph of minutes. It looks at the safe
    addresses in use of everybody of the family, whichever file they are kept on, and at the open ones of members whose
    address an agency restricts. It tells which of these to nobody.
    """
    return told_by(family, *texts) is not None


@sensitive_variables()
def told_by(family: Any, *texts: str) -> list[UUID] | None:
    """The safe addresses that some texts give away, as `is_told_in`; none of them where only one that an agency restricts is.

    None where they give away nothing.
    """
    said = [_letters(text) for text in texts if text]
    if not any(said):
        return None
    members = Member.objects.filter(family=family).values("person")
    safe = SafeAddress.objects.filter(Q(family=family) | Q(person__in=members), ended_at=None)
    found = [row.pk for row in safe if _gives_away(row.text, said)]
    restricted = Address.objects.filter(person__in=members, person__is_restricted=True)
    open_ones = [f"{text}, {postcode}" for text, postcode in restricted.values_list("text", "postcode")]
    return found if found or any(_gives_away(place, said) for place in open_ones) else None


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
            if not _gives_away(safe.text, [_letters(f"{row.text}, {row.postcode}")]):
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


def say_so(kind: str, item: UUID, family: Any, about: list[UUID]) -> None:
    """Record that something was quarantined, and tell those named for the place; it leaves no event of its author's."""
    record("safe_address.quarantine", by=None, kind=kind, object=item, family=family.pk)
    named = Worker.objects.filter(
        pk__in=SafeAddress.named.through.objects.filter(safeaddress__in=about).values("worker")
    )
    readers = can_be_named(family).filter(pk__in=named.values("pk"))
    tell("place_told", item, readers if readers.exists() else governance_of(family), again=True)


def places_of(family: Any) -> list[list[UUID]]:
    """Each place where somebody of a family must not be found, as `told_by` would tell of it: what an agency restricts as none."""
    members = Member.objects.filter(family=family).values("person")
    safe = SafeAddress.objects.filter(Q(family=family) | Q(person__in=members), ended_at=None)
    restricted = Address.objects.filter(person__in=members, person__is_restricted=True)
    return [[pk] for pk in safe.values_list("pk", flat=True)] + ([[]] if restricted.exists() else [])


def _gives_away(place: str, said: list[str]) -> bool:
    return any(part in text for part in _telling(place) for text in said)


def _telling(place: str) -> set[str]:
    """What of an address gives it away: the whole, its postcode, and each line of it that has a number or is its first.

    Of a line with a number also what is left without *Road* or *Mews*, which people leave out, where that says enough.
    """
    place = unicodedata.normalize("NFKC", place)
    lines = [line for line in re.split(r"[,;\n]", place) if line.strip()]
    found = {_letters(place), *(_letters(code) for code in _POSTCODE.findall(place))}
    # A flat comes before the house that it is in.
    named = [line for line in lines if not _PART_OF_HOUSE.fullmatch(_letters(line))]
    found |= {_letters(line) for line in named[:1]}
    numbered = [line for line in lines if re.search(r"\d+\s*[a-z]?\s+[^\W\d_]{3}", line, re.I)]
    found |= {_letters(line) for line in numbered}
    found |= {short for line in numbered if sum(map(str.isalpha, short := _without_kind(line))) >= _LEAST}
    return {part for part in found if _is_telling(part)}


def _without_kind(line: str) -> str:
    *words, last = _words(line)
    return "".join(words) if last in _STREETS else ""


def _is_telling(part: str) -> bool:
    """Whether a piece of an address tells a place: "Refuge" or "Flat 12" stand in any text."""
    least = _LEAST if any(letter.isdigit() for letter in part) else _LEAST_WITHOUT_NUMBER
    return len(part) >= least and not _PART_OF_HOUSE.fullmatch(part)


def _letters(text: str) -> str:
    """The letters and digits of a text, however it is spaced, cut into lines, capitalised, accented or cut short."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # An apostrophe, an accent or a sign that is not seen parts no word.
    kept = "".join(
        sign for sign in folded if unicodedata.category(sign) not in ("Mn", "Cf") and sign not in _APOSTROPHES
    )
    return [_LONG.get(word, word) for word in re.findall(r"[^\W_]+", kept)]


def _kept(by: Any, family: Any, address: SafeAddress) -> SafeAddress:
    must_hold(by, "safe_address.record", family)
    # Held; its text is not read for that.
    list(SafeAddress.objects.select_for_update(of=("self",)).filter(pk=address.pk).values_list("pk"))
    row = one(by=by, family=family, pk=address.pk)
    if row is None:
        raise not_possible("TF-FAMILY-030", "safe address", "This safe address has ended.", "Look at those in use.")
    return row


def _can_read(family: Any, readers: list[Worker]) -> None:
    if not readers or can_be_named(family).filter(pk__in=[worker.pk for worker in readers]).count() < len(readers):
        raise not_possible(
            "TF-FAMILY-031",
            "named",
            "A safe address is read by leads of this family, managers of its team and information governance only.",
            "Name at least one of these, and nobody else.",
        )


def _record(action: str, by: Any, pk: UUID, family: Any, others: list[Worker], fields: list[str]) -> None:
    ids = [worker.pk for worker in others]
    record(action, by=by, kind="safe_address", object=pk, family=family.pk, others=ids, fields=fields)
