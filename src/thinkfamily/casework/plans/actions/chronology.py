"""The chronology: what is on the file is promoted to it, and taken out again; nothing is typed twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.quarantine import must_not_tell, quarantine_if_telling
from thinkfamily.casework.plans.actions._held import held_case
from thinkfamily.casework.plans.models import ChronologyEntry
from thinkfamily.casework.plans.problems import PlanError, place_of_safety, refuse_where
from thinkfamily.casework.plans.queries.chronology import entry_of, to_promote
from thinkfamily.casework.sharing.permissions import must_hold

LONGEST = 200


@transaction.atomic
def promote(
    case: Any,
    *,
    kind: str,
    source: Any,
    text: str,
    on: date,
    precision: str,
    significance: str,
    why: str = "",
    by: Any,
) -> ChronologyEntry:
    """Put one thing that is on the file into the chronology, as one line of fact. It is kept as close as that thing.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: there is no such thing for them, it stands there already, or the line is empty, too long or of no day.
    """
    how = must_hold(by, case.family, "chronology.keep")[0][1]
    held = held_case(case)
    found = to_promote(by, held.family, kind, source)
    refuse_where(
        (found is None, "TF-PLAN-060", "", _("There is no such thing here."), _("Choose from what the file shows.")),
        (not text.strip(), "TF-PLAN-061", "text", _("The line is empty."), _("Say in one line what happened.")),
        (
            len(text.strip().splitlines()) > 1 or len(text) > LONGEST,
            "TF-PLAN-062",
            "text",
            _("It is more than one line."),
            _("Say the fact alone, in 200 characters or fewer."),
        ),
        (on > timezone.localdate(), "TF-PLAN-063", "on", _("The day lies ahead."), _("Give the day on which it was.")),
        (
            precision not in dict(ChronologyEntry.PRECISIONS)
            or significance not in dict(ChronologyEntry.SIGNIFICANCES),
            "TF-PLAN-064",
            "significance",
            _("How well the day is known, or what it is, is missing."),
            _("Choose one."),
        ),
    )
    must_not_tell(by, held.family, place_of_safety, text=text, why=why)
    assert found is not None  # for the type: checked above
    try:
        with transaction.atomic():
            made = ChronologyEntry.objects.create(
                case=held,
                family=held.family,
                person=found.person,
                agency=found.agency,
                category=found.category,
                audience=found.audience,
                source_kind=found.kind,
                source=found.pk,
                on=on,
                from_on=on,
                precision=precision,
                text=text.strip(),
                significance=significance,
                why=why.strip(),
                recorded_by=by.pk,
            )
    except IntegrityError:
        raise PlanError(
            "TF-PLAN-065",
            found=_("It stands in the chronology already."),
            do=_("Take it out first, to say it otherwise."),
        ) from None
    made.hidden_from.set(found.hidden_from)
    quarantine_if_telling("chronology", made, family=held.family, by=by)
    record(
        "chronology.keep",
        by=by,
        kind="chronology",
        object=made.pk,
        family=held.family_id,
        others=[found.pk],
        fields=["on", "precision", "significance", "text", *(["why"] if made.why else [])],
        relationship=how,
    )
    return made


@transaction.atomic
def take_out(family: Any, entry_id: Any, *, by: Any) -> None:
    """Take a line out of the chronology. It is kept, and shown no more; what it was made from stays as it is.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: there is no such line for them.
    """
    how = must_hold(by, family, "chronology.keep")[0][1]
    found = entry_of(by, family, entry_id)
    refuse_where(
        (found is None, "TF-PLAN-066", "", _("There is no such line here."), _("Choose one that the page shows.")),
    )
    rows = ChronologyEntry.objects.filter(pk=entry_id, taken_out_at__isnull=True)
    rows.update(taken_out_by=by.pk, taken_out_at=timezone.now())
    record(
        "chronology.keep",
        by=by,
        kind="chronology",
        object=entry_id,
        family=family.pk,
        fields=["taken_out_at"],
        relationship=how,
    )
