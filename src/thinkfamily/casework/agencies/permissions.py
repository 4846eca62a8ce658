"""Who may make accounts and give roles. Powers are the matrix's; the rules here are about whom and which role."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.models import Appointment, Team, Worker, within
from thinkfamily.casework.agencies.roles import LEADS, ROLES
from thinkfamily.casework.audit.models import AuditEvent

# Of an account, as the audit calls them.
ADDRESS_CHANGED, FACTOR_FORGOTTEN = "account.address_changed", "account.factor_forgotten"
# What a manager may give in a team of theirs. Every other role answers to nobody's team: governance gives it.
GIVEN_BY_MANAGERS = LEADS | {"partner", "triage", "desk_analyst", "family_member", "volunteer", "mentor"}
# What a member of a family can be beside that. Who runs the site is nothing beside that, and so reads no file.
BESIDE_FAMILY = frozenset({"family_member", "volunteer", "mentor"})
# What a program can be: it reaches the files to which somebody gave it a part, and of these what its agency may see.
OF_PROGRAMS = frozenset({"partner"})
# Roles that are held for the whole area: no power of theirs looks at a team.
WHOLE_AREA = frozenset(
    {
        *("matching_lead", "evaluator", "claims", "audit", "governance", "service_keeper", "councillor", "sysadmin"),
        "family_member",
    }
)


def roles_with(worker: Any, power: str) -> frozenset[str]:
    """The roles through which a worker holds a power, as the matrix says (see the setting ``AUTHORITY``)."""
    if worker is None:
        return frozenset()
    return import_string(settings.AUTHORITY)(worker, power)  # type: ignore[no-any-return]


def require(worker: Any, power: str) -> frozenset[str]:
    """The roles through which a worker holds a power.

    Raises:
        PermissionDenied: there is none.
    """
    held = roles_with(worker, power)
    if not held:
        raise PermissionDenied(power)
    return held


def must_keep(by: Worker, power: str, worker: Worker) -> None:
    """Let go on only who may keep this very account: another's, and for a manager one that answers to a team of theirs.

    Raises:
        PermissionDenied: the power is not held, or the account is not theirs to keep.
        ValidationError: it is their own.
    """
    require(by, power)
    if by.pk == worker.pk:
        raise ValidationError(_("Nobody does this to their own account. Ask a colleague who keeps accounts."))
    if not may_keep(by, worker, power):
        raise PermissionDenied(
            _("A manager keeps accounts of the workers of their own team. Ask a system administrator.")
        )


def may_keep(by: Any, worker: Worker, power: str = "account.keep") -> bool:
    """Whether somebody may keep this account: another's, and for a manager one whose every role is theirs to give and end."""
    held = roles_with(by, power)
    if not held or by.pk == worker.pk:
        return False
    if held - {"manager"}:
        return True
    today, teams = timezone.localdate(), managed_teams(by)
    roles = worker.appointments.filter(Q(until_on__isnull=True) | Q(until_on__gt=today))
    return all(
        one.role in GIVEN_BY_MANAGERS and (None in teams or one.team_id in teams or one.role == "family_member")
        for one in roles
    )


def not_both_done(by: Worker, worker: Worker, other: str) -> None:
    """Let nobody both change the address of an account and remove its second factor: they could sign in as another.

    Args:
        by: who is about to do one of the two.
        worker: whose account it is.
        other: the other of the two, as the audit calls it.

    Raises:
        ValidationError: they did the other.
    """
    if AuditEvent.objects.filter(object=str(worker.pk), action=other, worker=by.pk, outcome="done").exists():
        raise ValidationError(
            _("Whoever changes the address of an account does not remove its second factor as well. Ask a colleague.")
        )


def address_changes(worker: Worker) -> QuerySet[AuditEvent]:
    """Each time that the address of an account was changed."""
    return AuditEvent.objects.filter(object=str(worker.pk), action=ADDRESS_CHANGED, outcome="done")


def may_be_entered_by(by: Worker, worker: Worker) -> bool:
    """Whether somebody made an account, or changed its address while no second factor guarded it: they may hold its password."""
    if worker.made_by == by.pk:
        return True
    rows = address_changes(worker).filter(worker=by.pk).values_list("at", flat=True)
    return any(not Authenticator.objects.filter(user=worker, created_at__lt=at).exists() for at in rows)


def must_be_guarded(worker: Worker) -> None:
    """Let nobody change the address of an account that has roles and no second factor: they could enter as its worker.

    Raises:
        ValidationError: it has.
    """
    later = worker.appointments.filter(Q(until_on__isnull=True) | Q(until_on__gt=timezone.localdate()))
    if later.exists() and not Authenticator.objects.filter(user=worker).exists():
        raise ValidationError(
            _(
                "This account has roles and no second factor here: whoever changed its address could sign in as its worker. "
                "Have its roles ended first. Somebody else than you gives them again."
            )
        )


def custody() -> Any:
    """What asks whether somebody keeps restricted files, and passes them on (see the setting ``CUSTODY``).

    Files lie above accounts, which cannot import what is about them.
    """
    return import_module(settings.CUSTODY)


def managed_teams(worker: Any) -> frozenset[UUID | None]:
    """The teams a worker manages today; None among them means the whole area."""
    held = Appointment.objects.filter(within(timezone.localdate()), worker=worker, role="manager")
    return frozenset(held.values_list("team_id", flat=True))


def why_not_give(by: Worker, worker: Worker, role: str, team: Team | None) -> str:
    """Why somebody may not give or end this role of this worker; empty where they may."""
    held = roles_with(by, "appointment.give")
    if not held:
        return _("Only a team manager or information governance can give or end a role.")
    if by.pk == worker.pk:
        return _("Nobody can give themselves a role, or end one of their own. Ask information governance.")
    if not ROLES[role].is_family and may_be_entered_by(by, worker):
        return _("You made this account, or changed its address, so somebody else gives it its roles.")
    if held - {"manager"}:
        return ""
    if role not in GIVEN_BY_MANAGERS:
        return _("A manager cannot give or end this role. Information governance can.")
    teams = managed_teams(by)
    if None in teams or (team is not None and team.pk in teams) or role == "family_member":
        return ""
    return _("A manager can give or end roles only in a team they manage.")


def why_not_held(worker: Worker, role: str, team: Team | None, others: set[str]) -> str:
    """Why this worker cannot hold this role, whoever gives it; empty where they can.

    Args:
        worker: who would hold it.
        role: its code.
        team: the team it would be held in; none for the whole area.
        others: the roles they hold already or will hold.
    """
    if not worker.is_in_date:
        return _("This account has ended.")
    if ROLES[role].is_family and worker.person_id is None:
        return _("Only the account of a family member can hold this role.")
    if worker.is_program and role not in OF_PROGRAMS:
        return _("The account of a program can only be a partner: it reaches the files in which it is given a part.")
    if worker.person_id is not None and role not in BESIDE_FAMILY:
        return _("The account of a family member cannot hold this role.")
    if "sysadmin" in others | {role} and len(others | {role}) > 1:
        return _("A system administrator holds no other role, and so reads no file.")
    if role in WHOLE_AREA and team is not None:
        return _("This role is for the whole area: leave the team empty.")
    return ""
