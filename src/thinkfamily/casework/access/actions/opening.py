"""Opening a file in an emergency: asked for, allowed by another where a lead asks, used, ended, reviewed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.heard import heard
from thinkfamily.casework.access.models import Opening, Restriction
from thinkfamily.casework.access.permissions import must_hold, not_allowed, not_possible
from thinkfamily.casework.access.queries.openings import LAPSES_AFTER
from thinkfamily.casework.access.queries.recipients import governance_of, managers_of
from thinkfamily.casework.access.scope import family_with, not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.access.working_days import working_days_after
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record


@transaction.atomic
def ask(*, by: Any, family: Any, reason: str, minutes: int) -> Opening:
    """Ask to open a file. Triage opens it at once; for a lead, another person decides.

    Raises:
        NotAllowedError: the worker may not, or is kept from the file.
        NotPossibleError: the file is restricted, open to them already or asked for already, or it is for too long.
    """
    must_hold(by, "opening.request", family)
    now = timezone.now()
    if not 1 <= minutes <= Opening.MOST_MINUTES:
        raise not_possible(
            "TF-ACCESS-040",
            "minutes",
            gettext("A file is opened for 1 to 240 minutes."),
            gettext("Give fewer minutes."),
        )
    if Restriction.objects.filter(family=family, lifted_at__isnull=True).exists():
        # Only those named for it get this far: to all others the file is not there.
        raise not_possible(
            "TF-ACCESS-041",
            "file",
            gettext("A restricted file is not opened in an emergency."),
            gettext("Ask its custodian."),
        )
    # Held, so that of two presses at one moment the second finds the first.
    Worker.objects.select_for_update(of=("self",)).get(pk=by.pk)
    waiting = Q(decided_at__isnull=True, asked_at__gt=now - LAPSES_AFTER)
    if Opening.objects.filter(waiting | Q(ends_at__gt=now), family=family, worker=by).exists():
        raise not_possible(
            "TF-ACCESS-042",
            "file",
            gettext("You have opened this file or asked to already."),
            gettext("Go to the file."),
        )
    opening = Opening.objects.create(family=family, worker=by, minutes=minutes, **heard(by, family, reason=reason))
    record("opening.request", by=by, kind="opening", object=opening.pk, family=family.pk, fields=["minutes", "reason"])
    if any(role == "triage" for role, _ in standing_of(by).ways("opening.request")):
        _open(opening, by)
    else:
        tell("opening_asked", opening.pk, managers_of(family).exclude(pk=by.pk))
    return opening


@transaction.atomic
def decide(*, by: Any, opening: Opening, is_allowed: bool) -> None:
    """Allow a lead to open a file, or not.

    Raises:
        NotAllowedError: they are no manager, or are kept from the file.
        NotPossibleError: it is one's own request, was decided, or has lapsed.
    """
    must_hold(by, "opening.decide")
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    if family_with(standing_of(by), row.family_id, "family.find") is None:
        raise not_allowed("opening.decide")
    if row.worker_id == by.pk:
        raise not_possible(
            "TF-ACCESS-043", "opening", gettext("This request is your own."), gettext("Another manager must decide it.")
        )
    if row.decided_at is not None or row.asked_at < timezone.now() - LAPSES_AFTER:
        raise not_possible(
            "TF-ACCESS-044",
            "opening",
            gettext("This request was decided or has lapsed."),
            gettext("If it is still needed, ask anew."),
        )
    if is_allowed:
        _open(row, by)
        return
    row.decided_by, row.decided_at, row.is_allowed = by.pk, timezone.now(), False
    row.save()
    record(
        "opening.decide",
        by=by,
        kind="opening",
        object=row.pk,
        family=row.family_id,
        others=[row.worker_id],
        fields=["is_allowed"],
    )


@transaction.atomic
def end(*, by: Any, family: Any) -> None:
    """End one's own opening of a file now.

    Raises:
        NotPossibleError: there is none.
    """
    now = timezone.now()
    row = Opening.objects.select_for_update().filter(family=family, worker=by, ends_at__gt=now).first()
    if row is None:
        raise not_possible(
            "TF-ACCESS-045", "opening", gettext("You have not opened this file."), gettext("Nothing needs to be ended.")
        )
    row.ends_at = now
    row.save(update_fields=["ends_at"])
    record("opening.end", by=by, kind="opening", object=row.pk, family=row.family_id, fields=["ends_at"])


@transaction.atomic
def review(*, by: Any, opening: Opening, finding: str, note: str) -> None:
    """Say whether an opening was justified: by somebody who neither used nor allowed it.

    Raises:
        NotAllowedError: they do not review openings, or are kept from the file.
        NotPossibleError: it was their own, is still in use, or was reviewed.
    """
    must_hold(by, "opening.review")
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    if not not_kept_from(standing_of(by)).filter(pk=row.family_id).exists():
        raise not_allowed("opening.review")
    if by.pk in (row.worker_id, row.decided_by):
        raise not_possible(
            "TF-ACCESS-046", "opening", gettext("You used or allowed this opening."), gettext("Another must review it.")
        )
    if row.ends_at is None or row.ends_at > timezone.now() or row.reviewed_at is not None:
        raise not_possible(
            "TF-ACCESS-047",
            "opening",
            gettext("This opening is in use, or was reviewed."),
            gettext("Review it once it has ended."),
        )
    row.finding, row.finding_note = finding, heard(by, row.family, note=note)["note"]
    row.reviewed_by, row.reviewed_at = by.pk, timezone.now()
    row.save()
    record(
        "opening.review",
        by=by,
        kind="opening",
        object=row.pk,
        family=row.family_id,
        others=[row.worker_id],
        fields=["finding", "finding_note"],
    )


def _open(opening: Opening, by: Any) -> None:
    now = timezone.now()
    opening.decided_by, opening.decided_at, opening.is_allowed = by.pk, now, True
    opening.opens_at, opening.ends_at = now, now + timedelta(minutes=opening.minutes)
    opening.review_due_on = working_days_after(timezone.localdate(), Opening.REVIEW_WORKING_DAYS)
    opening.save()
    record(
        "opening.use",
        by=by,
        kind="opening",
        object=opening.pk,
        family=opening.family_id,
        others=[opening.worker_id],
        fields=["ends_at", "is_allowed", "opens_at"],
    )
    tell("opening_used", opening.pk, [*managers_of(opening.family), *governance_of(opening.family)])
