"""What information governance says of roles here: reading it, and changing it with its history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.authority import require
from thinkfamily.casework.access.models import RoleSetting
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.record import record

# What internal audit watches everybody by, whoever withdraws powers among them.
WATCHES = frozenset(
    {"audit.read", "opening.review", "access.unusual", "who_sees.read", "sharing.register", "account.read"}
)


@dataclass(frozen=True)
class Described:
    """One role as it is described here.

    Attributes:
        code: the role's code.
        title: its title.
        says: its description, as information governance wrote it or else as the program brings it.
        withdrawn: powers withdrawn from it.
    """

    code: str
    title: str
    says: str
    withdrawn: frozenset[str]


@dataclass(frozen=True)
class Edit:
    """One change to one role: when, by whom, why, and what it said after."""

    at: datetime
    by: UUID | None
    because: str
    says: str
    withdrawn: tuple[str, ...]


def described() -> list[Described]:
    """One row per role, in the matrix's order."""
    settings = {setting.role: setting for setting in RoleSetting.objects.all()}
    return [_described(code, settings.get(code)) for code in ROLES]


def one(role: str) -> Described:
    """One role.

    Raises:
        KeyError: there is no such role.
    """
    if role not in ROLES:
        raise KeyError(role)
    return _described(role, RoleSetting.objects.filter(pk=role).first())


def edits(role: str) -> list[Edit]:
    """One row per change to a role, the newest first."""
    rows = RoleSetting.history.filter(role=role).order_by("-history_date", "-history_id")
    return [
        Edit(row.history_date, row.edited_by, row.history_change_reason or "", row.description, tuple(row.withdrawn))
        for row in rows
    ]


@transaction.atomic
def describe(role: str, *, by: Any, description: str, withdrawn: Collection[str], because: str) -> None:
    """Describe a role and say which of its powers are withdrawn here. A power the matrix does not give cannot be added.

    Raises:
        PermissionDenied: it is not theirs to do.
        ValidationError: a power the role never had, no description or no reason.
    """
    require(by, "role.describe")
    had = {power.code for power in POWERS.values() if role in power.grants}
    if role not in ROLES or not set(withdrawn) <= had:
        raise ValidationError(_("Only a power that this role has can be withdrawn."))
    if not description.strip():
        raise ValidationError({"description": _("Say what the role is for.")})
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    if role == "governance" and "role.describe" in withdrawn:
        raise ValidationError({"kept": _("Without this power nobody could ever change a role again.")})
    if role == "audit" and WATCHES & set(withdrawn):
        raise ValidationError({"kept": _("Information governance cannot withdraw what internal audit watches it by.")})
    before = one(role)
    setting = RoleSetting.objects.filter(pk=role).first() or RoleSetting(role=role)
    after = sorted(set(withdrawn))
    fields = ["description"] if before.says != description.strip() else []
    fields += ["withdrawn"] if before.withdrawn != frozenset(after) else []
    if not fields:
        raise ValidationError(_("Nothing was changed."))
    setting.description, setting.withdrawn = description.strip(), after
    setting.edited_by, setting.edited_at = by.pk, timezone.now()
    setting._change_reason = because.strip()[:100]  # type: ignore[attr-defined]
    setting.save()
    changed = before.withdrawn ^ frozenset(after)
    record("role.described", by=by, kind="role", object=role, fields=fields, others=sorted(changed))


def _described(code: str, setting: RoleSetting | None) -> Described:
    role = ROLES[code]
    says = setting.description if setting else role.says
    return Described(code, role.title, says, frozenset(setting.withdrawn) if setting else frozenset())
