"""Holding one meeting while it is written to, and moving its state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.meetings.machine import PLANNED
from thinkfamily.casework.meetings.models import Meeting, Minutes
from thinkfamily.casework.meetings.problems import no_longer, not_fitting


def held_now(meeting: Meeting) -> Meeting:
    """The meeting as it stands in the database, held until this transaction is over."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("case__family").get(pk=meeting.pk)


def minutes_now(meeting: Meeting) -> Minutes:
    """The minutes of a meeting as they stand, held likewise."""
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting__case__family").get(pk=meeting.pk)


def planned_now(meeting: Meeting) -> Meeting:
    """The meeting, held, if it is still planned.

    Raises:
        MeetingError: it is not.
    """
    held = held_now(meeting)
    if held.state != PLANNED:
        raise no_longer()
    return held


def must_go_on(case: Any) -> None:
    """Let nothing be planned with a family whose case has ended, or that said no.

    Raises:
        MeetingError: it has.
    """
    if not case.is_open:
        raise not_fitting(
            "TF-MEETING-029",
            "",
            _("The case has ended, or the family said no."),
            _("Reopen it, or offer it again, before anything is planned."),
        )


def tell_those_invited(meeting: Meeting, kind: str, *, again: bool = True, but: Any = None) -> None:
    """Put before everybody invited, who has an account, that something about a meeting waits for them."""
    rows = list(meeting.invitations.filter(taken_back_at__isnull=True))
    tell(kind, meeting.pk, accounts_of(rows, but), again=again)


def accounts_of(rows: Iterable[Any], but: Any = None) -> list[Worker]:
    """The accounts of those invited: workers by name, and members of the family who have one."""
    rows = list(rows)
    workers = {row.worker_id for row in rows if row.worker_id is not None}
    people = {row.person_id for row in rows if row.person_id is not None}
    found = {*Worker.objects.filter(pk__in=workers, is_active=True)}
    found |= {*Worker.objects.filter(person_id__in=people, is_active=True)}
    return sorted((one for one in found if one.pk != getattr(but, "pk", None)), key=lambda one: str(one.pk))


def moved(machine: Any, move: Callable[[], None], by: Any) -> None:
    """Make one transition and keep it, if its guards let it.

    Raises:
        MeetingError: they do not.
    """
    from django_fsm import can_proceed

    if not can_proceed(move):
        raise no_longer()
    move()
    save(machine, by)
