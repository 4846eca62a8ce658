"""Who of a family may speak in confidence: by age, and by what a worker has found of their understanding."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.agencies.site_values import CONFIDING_AGE, value_of
from thinkfamily.casework.families.models import Family, Member, Person, Understanding
from thinkfamily.casework.families.queries.names import names_of
from thinkfamily.casework.families.queries.people import age_of

# From this age understanding is presumed, as the Mental Capacity Act 2005 presumes capacity from it (sections 1 and 2).
PRESUMED_FROM = 16
# At this age somebody is no child of the family any more, and speaks for themselves.
GROWN_UP = 18


def who_may_confide(family: Family) -> list[Person]:
    """One row per young person of today who may speak in confidence, the eldest first: three queries, however many they are."""
    young = children(family)
    least = value_of(CONFIDING_AGE)
    found = {row.pk: row for row in young if (age_of(row) or 0) >= least}
    enough = {row.person_id: row.is_enough for row in reversed(_judged(found))}
    return [row for row in found.values() if enough.get(row.pk, (age_of(row) or 0) >= PRESUMED_FROM)]


def children(family: Family) -> list[Person]:
    """One row per child of today whose age is known, the eldest first."""
    rows = Member.objects.filter(family=family, role="child", until_on__isnull=True).select_related("person")
    every = {row.person_id: row.person for row in rows.order_by("person__date_of_birth", "pk")}
    return [one for one in every.values() if (age := age_of(one)) is not None and age < GROWN_UP and not one.died_on]


def young_person(family: Family, person_id: Any) -> Person | None:
    """One child of today of whom understanding can be judged: of the age that this site sets, or older."""
    least = value_of(CONFIDING_AGE)
    return next((row for row in children(family) if row.pk == person_id and (age_of(row) or 0) >= least), None)


def judged(family: Family, person: Person) -> list[Understanding]:
    """One row per judgement of one young person that was recorded on this file, the latest first, with who made it."""
    rows = list(Understanding.objects.filter(family=family, person=person))
    names = names_of(row.recorded_by for row in rows)
    for row in rows:
        row.recorder = names.get(row.recorded_by, "")  # type: ignore[attr-defined]
    return rows


def _judged(people: Any) -> list[Understanding]:
    """Every judgement of some people, on whichever file it was made: only whether it was enough is used of it."""
    return list(Understanding.objects.filter(person__in=list(people)))
