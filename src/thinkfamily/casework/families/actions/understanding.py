"""Recording whether a young person understands enough to speak in confidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family, Person, Understanding
from thinkfamily.casework.families.problems import not_fitting, not_there, place_of_safety
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.families.queries.understanding import young_person


@transaction.atomic
def judge(family: Family, person: Person, *, is_enough: bool, because: str, judged_on: date, by: Any) -> Understanding:
    """Record what was found of a young person's understanding. The latest judgement holds; earlier ones stay.

    What was said in confidence before stays in confidence, whatever is found later.

    Raises:
        NotAllowedError: the worker may not.
        FamilyError: they are no child of this family today of the age that this site sets, or the day lies ahead.
    """
    must_hold(by, "family.confide", family)
    if young_person(family, person.pk) is None:
        raise not_there("person")
    if judged_on > timezone.localdate():
        raise not_fitting("judged_on", _("Found a day that lies ahead."), _("Give the day on which you found it."))
    made = Understanding.objects.create(
        family=family,
        person=person,
        is_enough=is_enough,
        judged_on=judged_on,
        recorded_by=by.pk,
        **heard(by, family, place_of_safety, because=because.strip()),
    )
    record(
        "family.confide",
        by=by,
        kind="understanding",
        object=made.pk,
        family=family.pk,
        others=[person.pk],
        fields=["because", "is_enough", "judged_on"],
    )
    return made
