"""What is asked of those on a team, and agencies that are asked to join before they have named anybody.

Who takes part is given and ended in `access.actions.involvement` and nowhere else: nothing here opens a file.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.over import is_over
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.agencies.models import Agency, within
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.meetings.models import AgencyInvited, PartAsked
from thinkfamily.casework.meetings.problems import not_fitting, place_of_safety
from thinkfamily.casework.pages.basis import Basis, must_stand

KEEP = "meeting.keep"


@transaction.atomic
def ask_of(involvement: Involvement, *, asked: str, by: Any, based_on: Basis | None = None) -> PartAsked:
    """Say what is asked of one worker in their part in a family's case.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the part or the case has ended.
        ChangedMeanwhileError: somebody said it since the form was opened.
    """
    must_hold(by, KEEP, involvement.family)
    _must_go_on(involvement.family, "asked")
    today = timezone.localdate()
    row = Involvement.objects.select_for_update(of=("self",)).filter(within(today), pk=involvement.pk).first()
    if row is None:
        raise not_fitting("TF-MEETING-010", "asked", _("This part has ended."), _("Look at who is on the team."))
    must_stand(based_on)
    note = PartAsked.objects.filter(involvement=row).first() or PartAsked(involvement=row)
    note.asked = heard(by, involvement.family, place_of_safety, asked=asked.strip())["asked"]
    note.recorded_by, note.recorded_at = by.pk, timezone.now()
    save(note, by)
    record(
        "team_around.ask",
        by=by,
        kind="involvement",
        object=row.pk,
        family=row.family_id,
        others=[row.worker_id],
        fields=["asked"],
    )
    return note


@transaction.atomic
def invite_agency(family: Any, *, agency: Agency, asked: str, until_on: date | None = None, by: Any) -> AgencyInvited:
    """Put an agency on the team that has named nobody yet. It opens nothing: a worker of it is proposed as any other.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the case has ended, the agency is on the team so already, or its end lies behind.
    """
    must_hold(by, KEEP, family)
    _must_go_on(family, "agency")
    today = timezone.localdate()
    Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    if AgencyInvited.objects.filter(within(today), family=family, agency=agency).exists():
        raise not_fitting("TF-MEETING-011", "agency", _("This agency is on the team already."), _("End that first."))
    if until_on is not None and until_on <= today:
        raise not_fitting("TF-MEETING-012", "until_on", _("The end is not after today."), _("Give a later day."))
    said = heard(by, family, place_of_safety, asked=asked.strip())
    made = AgencyInvited.objects.create(family=family, agency=agency, until_on=until_on, invited_by=by.pk, **said)
    record(
        "team_around.invite",
        by=by,
        kind="agency_invited",
        object=made.pk,
        family=family.pk,
        others=[agency.pk],
        fields=["agency", "asked", "until_on"],
    )
    return made


@transaction.atomic
def end_agency(invited: AgencyInvited, *, by: Any) -> AgencyInvited:
    """Take an agency off the team that has named nobody, from today.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: it has ended.
    """
    must_hold(by, KEEP, invited.family)
    today = timezone.localdate()
    row = AgencyInvited.objects.select_for_update(of=("self",)).get(pk=invited.pk)
    if row.until_on is not None and row.until_on <= today:
        raise not_fitting("TF-MEETING-013", "agency", _("This has ended already."), _("Look at who is on the team."))
    _end_today(row, by)
    return row


def end_agencies_with_case(case: Any, *, by: Any) -> None:
    """Take off the team, from today, each agency that has named nobody, of a case that has just ended; by who moved it.

    Where another case of the family goes on, the team is that one's.
    """
    if not is_over(case.family):
        return
    running = Q(until_on__isnull=True) | Q(until_on__gt=timezone.localdate())
    for row in AgencyInvited.objects.select_for_update(of=("self",)).filter(running, family=case.family_id):
        _end_today(row, by)


def _end_today(row: AgencyInvited, by: Any) -> None:
    row.until_on, row.ended_by = max(timezone.localdate(), row.from_on), by.pk
    row.save(update_fields=["until_on", "ended_by"])
    record(
        "team_around.end",
        by=by,
        kind="agency_invited",
        object=row.pk,
        family=row.family_id,
        others=[row.agency_id],
        fields=["until_on"],
    )


def _must_go_on(family: Any, where: str) -> None:
    if is_over(family):
        raise not_fitting(
            "TF-MEETING-014",
            where,
            _("The case of this family has ended, or the family said no."),
            _("Reopen it, or offer it again, first."),
        )
