"""Recording that no service answers a need of a family, and that one does at last."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.directory.actions._held import as_close_as, held_open
from thinkfamily.casework.directory.models import UnmetNeed
from thinkfamily.casework.directory.problems import refuse_where
from thinkfamily.casework.directory.queries.family import unmet_of
from thinkfamily.casework.sharing.permissions import must_hold

POWER = "service.refer"


@transaction.atomic
def record_unmet(case: Any, *, category: str, why: str, person: Any = None, item: Any = None, by: Any) -> UnmetNeed:
    """Record that nothing answers a need, for an item of the file or for none. It has no text, so that it can be counted.

    Raises:
        PermissionDenied: the worker may not.
        DirectoryError: the case has ended, what is chosen is no choice, or it is recorded already.
    """
    how = must_hold(by, case.family, POWER)[0][1]
    held = held_open(case)
    family = held.family
    category, audience, hidden = as_close_as(item, category=category, audience="professionals")
    about = item.pk if item is not None else None
    same = UnmetNeed.objects.filter(case=held, category=category, person=person, until_on__isnull=True, on_item=about)
    refuse_where(
        (
            why not in dict(UnmetNeed.WHYS),
            "TF-DIRECTORY-050",
            "why",
            _("Why nothing answers it is missing."),
            _("Choose one."),
        ),
        (
            person is not None and not family.members.filter(person=person).exists(),
            "TF-DIRECTORY-051",
            "person",
            _("Somebody named is not on this family's file."),
            _("Choose from what the page offers."),
        ),
        (
            same.exists(),
            "TF-DIRECTORY-052",
            "category",
            _("This is recorded already, and stands."),
            _("Nothing is left to do."),
        ),
    )
    made = UnmetNeed.objects.create(
        case=held,
        family=family,
        person=person,
        category=category,
        audience=audience,
        why=why,
        on_item=about,
        area=family.area,
        from_on=timezone.localdate(),
        recorded_by=by.pk,
    )
    made.hidden_from.set(hidden)
    _recorded(made, by, ["category", "why"], how)
    return made


@transaction.atomic
def end_unmet(family: Any, unmet_id: Any, *, by: Any) -> UnmetNeed:
    """Say that a need is answered at last, or is a need no longer.

    Raises:
        PermissionDenied: the worker may not, or it is not there for them.
        DirectoryError: it was said before.
    """
    how = must_hold(by, family, POWER)[0][1]
    found = unmet_of(by, family, unmet_id)
    if found is None:
        raise PermissionDenied(_("It is not there."))
    row = UnmetNeed.objects.select_for_update(of=("self",)).get(pk=found.pk)
    refuse_where((not row.stands, "TF-DIRECTORY-053", "", _("It was ended already."), _("Nothing is left to do.")))
    row.until_on, row.ended_by = timezone.localdate(), by.pk
    row.save()
    _recorded(row, by, ["until_on"], how)
    return row


def _recorded(row: UnmetNeed, by: Any, changed: list[str], how: str) -> None:
    record(
        POWER,
        by=by,
        kind="unmet_need",
        object=row.pk,
        family=row.family_id,
        others=[row.on_item] if row.on_item else [],
        fields=changed,
        relationship=how,
    )
