"""Keeping agencies and area teams."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.agencies.models import Agency, Team, Worker, within
from thinkfamily.casework.agencies.permissions import require
from thinkfamily.casework.audit.record import record

POWER = "organisation.keep"
# In these states of a case nothing is left for anybody to do.
FINISHED = ("archived", "transferred_out", "declined")


@transaction.atomic
def keep_agency(agency: Agency, *, by: Worker) -> Agency:
    """Add an agency, or change one.

    Raises:
        ValidationError: another would run the programme; or the kind of an agency with accounts would change, by which
            it is decided what its workers may know of.
    """
    before = Agency.objects.filter(pk=agency.pk).first()
    if before is not None and before.is_home != agency.is_home:
        raise ValidationError({"is_home": _("Which agency runs the programme does not change.")})
    if before is not None and before.kind != agency.kind and before.workers.exists():
        raise ValidationError({"kind": _("It has accounts, and what these may see depends on it. Add another agency.")})
    return _keep(agency, ("code", "name", "kind", "ask", "is_home", "is_active"), "agency", by)


@transaction.atomic
def keep_team(team: Team, *, by: Worker) -> Team:
    """Add an area team, or change one.

    Raises:
        ValidationError: it would go out of use while roles are held in it or families with a case to finish are its.
    """
    require(by, POWER)
    # Held, so that no family is given to a team that goes out of use meanwhile.
    was = Team.objects.select_for_update().filter(pk=team.pk).first()
    if was is not None and was.is_active and not team.is_active:
        _must_be_empty(team)
    return _keep(team, ("name", "wards", "capacity", "is_active"), "team", by)


@transaction.atomic
def retire_agency(agency: Agency, *, by: Worker) -> None:
    """Take an agency out of use: it can be chosen for nothing new. What it supplied stays.

    Raises:
        ValidationError: it runs the programme, or somebody's account there is in use.
    """
    require(by, POWER)
    if agency.is_home:
        raise ValidationError(_("This agency runs the programme and cannot be retired."))
    today = timezone.localdate()
    if Worker.objects.filter(agency=agency, is_active=True).exclude(account_until__lte=today).exists():
        raise ValidationError(_("Workers of this agency have accounts in use. End these first."))
    agency.is_active = False
    keep_agency(agency, by=by)


@transaction.atomic
def retire_team(team: Team, *, by: Worker) -> None:
    """Take a team out of use: no role and no family is given to it any more.

    Raises:
        ValidationError: roles are held in it, or families with a case to finish are its.
    """
    require(by, POWER)
    team.is_active = False
    keep_team(team, by=by)


def _must_be_empty(team: Team) -> None:
    """Let a team go out of use only when it leaves nobody behind: a closed case is still looked at and archived."""
    cases = apps.get_model("cases", "Case").objects.filter(family__team=team).exclude(state__in=FINISHED)
    if count := cases.values("family").distinct().count():
        raise ValidationError(
            ngettext(
                "%(count)d family of this team has a case that is not archived. Its manager gives it to another team first.",
                "%(count)d families of this team have a case that is not archived. Their manager gives them to another team first.",
                count,
            )
            % {"count": count}
        )
    if team.appointments.filter(within(timezone.localdate())).exists():
        raise ValidationError(_("Roles are held in this team. End these first."))


def _keep(row: Any, names: tuple[str, ...], kind: str, by: Worker) -> Any:
    require(by, POWER)
    before = type(row).objects.filter(pk=row.pk).values(*names).first()
    row.full_clean()
    changed = [name for name in names if before is None or before[name] != getattr(row, name)]
    row.save()
    record(f"{kind}.changed" if before else f"{kind}.added", by=by, kind=kind, object=row.pk, fields=changed)
    return row
