"""What is written on a daily screen: that changes were read, a list that is kept, a supervision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.agencies.models import Team, Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.queries.waiting import leads_of_teams
from thinkfamily.casework.daily.models import ChangesRead, SavedList, Supervision
from thinkfamily.casework.daily.problems import DailyError
from thinkfamily.casework.daily.queries.lists import Choice, teams_of
from thinkfamily.casework.sharing.permissions import must_hold_on_site

MOST_LISTS = 20


@transaction.atomic
def mark_changes_read(*, by: Any, is_shared: bool = False) -> None:
    """Note that a worker has read what changed for their families until now, on one of the two pages that tell of it.

    Args:
        by: who.
        is_shared: whether it was the page of cases shared with a partner, and not the page of the day.
    """
    field = "shared_until_at" if is_shared else "until_at"
    ChangesRead.objects.update_or_create(worker=by, defaults={field: timezone.now()})
    record("day.changes_read", by=by, kind="worker", object=by.pk, fields=[field])


@transaction.atomic
def keep_list(*, name: str, choice: Choice, by: Any, team: Team | None = None) -> SavedList:
    """Keep a list that a worker built, for themselves or for a team of theirs. It holds no person, and nobody's families.

    Raises:
        PermissionDenied: the worker may not.
        DailyError: the name is taken or missing, the team is not theirs, or they keep too many.
    """
    must_hold_on_site(by, "list.build")
    if team is not None and team not in teams_of(by):
        raise DailyError("TF-DAILY-001", found=_("This team is not yours."), do=_("Choose one of yours."), field="team")
    own = SavedList.objects.filter(owner=by)
    if own.filter(name=name.strip()).exists() or not name.strip():
        raise DailyError(
            "TF-DAILY-002", found=_("The name is taken or missing."), do=_("Choose another."), field="name"
        )
    if own.count() >= MOST_LISTS:
        raise DailyError(
            "TF-DAILY-003",
            found=ngettext("You keep %(count)d list.", "You keep %(count)d lists.", MOST_LISTS) % {"count": MOST_LISTS},
            do=_("Remove one first."),
            field="name",
        )
    made = SavedList.objects.create(owner=by, name=name.strip(), choice=choice, team=team)
    record("list.keep", by=by, kind="saved_list", object=made.pk, fields=["choice", "name", "team"])
    return made


@transaction.atomic
def remove_list(saved: SavedList, *, by: Any) -> None:
    """Remove a list of one's own.

    Raises:
        PermissionDenied: it is somebody else's.
    """
    if saved.owner_id != by.pk:
        raise PermissionDenied(_("Only who keeps a list can remove it."))
    record("list.remove", by=by, kind="saved_list", object=saved.pk)
    saved.delete()


@transaction.atomic
def record_supervision(worker: Worker, *, held_on: date, next_on: date, note: str, by: Any) -> Supervision:
    """Record that a lead was supervised, and when they will be again.

    Raises:
        PermissionDenied: the worker is no lead of the manager's teams.
        DailyError: a day cannot be, or the note is missing.
    """
    must_hold_on_site(by, "team.board")
    if worker.pk == by.pk or worker.pk not in {one.pk for one in leads_of_teams(by)}:
        raise PermissionDenied(_("This worker is not supervised by you."))
    if held_on > timezone.localdate():
        raise DailyError("TF-DAILY-010", found=_("The day lies ahead."), do=_("Give the day."), field="held_on")
    if next_on <= held_on:
        raise DailyError(
            "TF-DAILY-011", found=_("The next one is not after this."), do=_("Give a later day."), field="next_on"
        )
    if not note.strip():
        raise DailyError("TF-DAILY-012", found=_("The note is missing."), do=_("Write what was said."), field="note")
    made = Supervision.objects.create(worker=worker, supervisor=by, held_on=held_on, next_on=next_on, note=note.strip())
    record(
        "team.supervise",
        by=by,
        kind="worker",
        object=worker.pk,
        others=[made.pk],
        fields=["held_on", "next_on", "note"],
    )
    return made
