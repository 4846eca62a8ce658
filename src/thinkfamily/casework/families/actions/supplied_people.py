"""People, memberships, ties and addresses from a packet: added and closed, never written over what a worker said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from thinkfamily.casework.audit.history import save
from thinkfamily.casework.families.actions.categories import agency_by_code, agency_of_feed
from thinkfamily.casework.families.actions.person import NAMES, put_right
from thinkfamily.casework.families.models import Address, Family, KinTie, Member, Person, Supply
from thinkfamily.programmes.agencies import feed_title

_KINDS = {code for code, _ in KinTie.KINDS}
_SEXES = {code for code, _ in Person.SEXES}


def person_of(row: Mapping[str, Any]) -> Person:
    """The person of a handle, made where there is none. What is known already stays; what was blank is filled in.

    Another name than the one known is kept as one more name used, so that the person is found by both. What a worker has put
    right stays as they left it, be it empty; where that is a name, no packet adds another.
    """
    person = Person.objects.filter(handle=row["person"]).first() or Person(handle=row["person"], sex="unknown")
    before = {name: getattr(person, name) for name in _FILLED}
    kept = put_right(person)
    for name in ("first_name", "last_name", "known_as", "date_of_birth", "died_on"):
        if name not in kept and row.get(name) and not getattr(person, name):
            setattr(person, name, row[name][:80] if isinstance(row[name], str) else row[name])
    if "sex" not in kept and person.sex == "unknown" and row.get("sex") in _SEXES:
        person.sex = row["sex"]
    if person.date_of_birth is None:
        person.born_precision = person.born_precision if "born_precision" in kept else "none"
    elif person.born_precision == "none":
        person.born_precision = "day"
    known = {part.strip() for part in person.other_names.split(",") if part.strip()}
    told = {str(row[name]) for name in ("first_name", "last_name", "known_as") if row.get(name)}
    new = sorted(told - known - {person.first_name, person.last_name, person.known_as})
    if not kept & set(NAMES):
        person.other_names = ", ".join([*filter(None, [person.other_names]), *new])[:200]
    # Once restricted, a person stays so: a feed that falls silent must not open an address.
    person.is_restricted = person.is_restricted or bool(row.get("is_restricted"))
    if person._state.adding or before != {name: getattr(person, name) for name in _FILLED}:
        person.save()
    return person


_FILLED = (
    "first_name", "last_name", "known_as", "other_names", "date_of_birth", "born_precision", "died_on", "sex",
    "is_restricted",
)  # fmt: skip


def take_member(family: Family, person: Person, row: Mapping[str, Any]) -> None:
    """Add or refresh a membership. One that a worker recorded stays as it is, one that a worker ended stays ended."""
    rows = list(Member.objects.filter(family=family, person=person).order_by("pk"))
    if any(member.ended_by is not None for member in rows) and all(member.until_on is not None for member in rows):
        return
    member = next((member for member in rows if member.until_on is None), None)
    told = {"role": row["role"], "residence": row["residence"], "known_by": str(row["known_by"])[:300]}
    if member is None:
        Member.objects.create(family=family, person=person, **told)
    elif member.recorded_by is None and told != {name: getattr(member, name) for name in told}:
        for name, value in told.items():
            setattr(member, name, value)
        member.save()


def add_ties(
    family: Family, rows: Iterable[Mapping[str, Any]], people: Mapping[str, Person], *, by: Any = None
) -> None:
    """Add ties between members. One that is there already is only closed, or told what nobody knew.

    One of which a worker has said more stays as the worker left it. Its history names who took the family up, where somebody did.
    """
    for row in rows:
        person, other = people.get(row["person_l"]), people.get(row["person_r"])
        if person is None or other is None or person.pk == other.pk:
            continue
        kind = row["relationship"] if row["relationship"] in _KINDS else "other_kin"
        said = ", ".join(feed_title(feed) for feed in str(row["sources"]).split(",") if feed)
        which = {"family": family, "person": person, "other": other, "kind": kind}
        tie = KinTie.objects.filter(**which).first()
        if tie is None:
            told = {name: row.get(name) for name in ("lives_with", "from_on", "until_on")}
            save(KinTie(**which, **told, known_by=f"stated by {said}"[:300]), by)
            continue
        if tie.recorded_by is not None:
            continue
        if tie.lives_with == "unknown":
            tie.lives_with = row["lives_with"]
        tie.until_on = tie.until_on or row.get("until_on")
        tie.save()


def add_addresses(rows: Iterable[Mapping[str, Any]], people: Mapping[str, Person], supply: Supply) -> set[Any]:
    """Add open addresses, close those that ended; give the ids of people whose addresses changed.

    Where a worker has said that somebody lives there no longer, they are not said to live again from a day before that.
    """
    changed = set()
    for row in rows:
        person = people.get(row["person"])
        if person is None or person.is_restricted or not row["address"]:
            continue
        agency = agency_by_code(agency_of_feed(row["feed"]))
        known = Address.objects.filter(
            person=person, agency=agency, text=row["address"][:200], postcode=(row["postcode"] or "")[:10]
        )
        if row["until_on"] is None and _ended_by_hand(person, row):
            continue
        address = known.filter(from_on=row["from_on"]).first()
        if address is None:
            Address.objects.bulk_create(
                [
                    Address(
                        person=person,
                        agency=agency,
                        text=row["address"][:200],
                        postcode=(row["postcode"] or "")[:10],
                        from_on=row["from_on"],
                        until_on=row["until_on"],
                        supply=supply,
                    )
                ]
            )
            changed.add(person.pk)
        elif address.until_on is None and row["until_on"] is not None:
            Address.objects.filter(pk=address.pk).update(until_on=row["until_on"])
    return changed


def _ended_by_hand(person: Person, row: Mapping[str, Any]) -> bool:
    """Whether a worker said that somebody lives there no longer, whichever agency says it, from a day before that on."""
    same = Address.objects.filter(
        person=person, text__iexact=row["address"][:200], postcode__iexact=(row["postcode"] or "")[:10]
    )
    days = same.filter(ended_by__isnull=False).values_list("until_on", flat=True)
    return any(day is not None and (row["from_on"] is None or row["from_on"] < day) for day in days)
