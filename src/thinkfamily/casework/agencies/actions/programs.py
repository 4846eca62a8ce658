"""Accounts of programs and their keys.

Who runs the site makes the account, a manager gives it a part, and whoever answers for it makes its key: who can let a program
in somewhere never holds its key as well.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from ipaddress import ip_network

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.actions.accounts import MOST_DAYS
from thinkfamily.casework.agencies.models import Agency, ProgramAccount, ProgramKey, Worker
from thinkfamily.casework.agencies.permissions import require
from thinkfamily.casework.audit.record import record

POWER = "site.keep"
# A key of a program begins so, by which whoever finds one lying about knows what it is.
PREFIX = "tfk"
# Two keys, so that a program goes on while it changes from one to the other.
MOST_KEYS = 2
# The widest networks that are taken, by version of the protocol: wider ones say nothing of where a program runs. Our choice.
WIDEST = {4: 8, 6: 32}


@transaction.atomic
def make_program(
    *,
    by: Worker,
    name: str,
    what_for: str,
    agency: Agency,
    responsible: Worker,
    account_until: date,
    operations: Iterable[str],
    networks: Iterable[str],
) -> ProgramAccount:
    """Make the account of a program: without a key, without a role, and with an end.

    Raises:
        PermissionDenied: it is not theirs to make.
        ValidationError: the end is too far off, whoever would answer for it cannot, or it could be used from anywhere.
    """
    require(by, POWER)
    if not agency.is_active:
        raise ValidationError({"agency": _("This agency is retired.")})
    today = timezone.localdate()
    if not today < account_until <= today + timedelta(days=MOST_DAYS):
        raise ValidationError({"account_until": _("Choose a day after today, within a year.")})
    _must_answer(responsible, agency, by)
    worker = Worker(name=name.strip(), agency=agency, account_until=account_until, is_program=True, made_by=by.pk)
    # Nothing is sent to it: the name ends in a domain that nobody can have.
    worker.email = f"{worker.pk.hex}@program.invalid"
    worker.set_unusable_password()
    worker.full_clean(exclude=["password"])
    worker.save(force_insert=True)
    made = ProgramAccount(worker=worker, what_for=what_for.strip(), responsible=responsible)
    made.operations, made.networks = sorted(operations), _networks(networks)
    made.full_clean(exclude=["worker"])
    made.save(force_insert=True)
    fields = ["account_until", "agency", "name", "networks", "operations", "responsible", "what_for"]
    record("program.made", by=by, kind="worker", object=worker.pk, others=[responsible.pk], fields=fields)
    return made


@transaction.atomic
def change_program(
    program: ProgramAccount,
    *,
    by: Worker,
    what_for: str,
    responsible: Worker,
    operations: Iterable[str],
    networks: Iterable[str],
) -> None:
    """Say anew what a program may call, from where, and who answers for it. Keys end with whoever made them.

    Raises:
        PermissionDenied: it is not theirs to change.
        ValidationError: whoever would answer for it cannot, or it could be used from anywhere.
    """
    require(by, POWER)
    row = ProgramAccount.objects.select_for_update(of=("self",)).get(pk=program.pk)
    _must_answer(responsible, row.worker.agency, by)
    ended = []
    if row.responsible_id != responsible.pk:
        # Whoever answered until now may have kept it.
        ended = [key.pk for key in row.keys.filter(revoked_at__isnull=True)]
        why = _("Somebody else answers for the program.")
        row.keys.filter(pk__in=ended).update(revoked_by=by.pk, revoked_at=timezone.now(), revoked_because=why)
    row.what_for, row.responsible = what_for.strip(), responsible
    row.operations, row.networks = sorted(operations), _networks(networks)
    row.full_clean(exclude=["worker"])
    row.save()
    fields = ["networks", "operations", "responsible", "what_for"]
    record("program.changed", by=by, kind="worker", object=row.pk, others=[responsible.pk, *ended], fields=fields)


@transaction.atomic
def make_key(program: ProgramAccount, *, by: Worker, ends_on: date) -> tuple[ProgramKey, str]:
    """Make a key; the key as its program sends it, which is kept nowhere and cannot be shown again.

    Raises:
        PermissionDenied: they do not answer for the program.
        ValidationError: the account has ended, the key would outlast it, or there are two keys already.
    """
    row = ProgramAccount.objects.select_for_update(of=("self",)).get(pk=program.pk)
    if row.responsible_id != by.pk:
        raise PermissionDenied(_("Only whoever answers for a program makes its keys."))
    today = timezone.localdate()
    if not row.worker.is_in_date:
        raise ValidationError(_("This account has ended."))
    last = min(row.worker.account_until or today, today + timedelta(days=MOST_DAYS))
    if not today < ends_on <= last:
        told = _(
            "Choose a day after today, and none after %(day)s: a key lasts a year at most, and no longer than its account."
        )
        raise ValidationError({"ends_on": told % {"day": f"{last.day} {last:%B %Y}"}})
    if row.keys.filter(revoked_at__isnull=True, ends_on__gt=today).count() >= MOST_KEYS:
        raise ValidationError(_("There are two keys already. Revoke the one that the program no longer uses."))
    secret = secrets.token_urlsafe(32)
    key = ProgramKey.objects.create(program=row, digest=digest(secret), ends_on=ends_on, made_by=by.pk)
    record("program.key_made", by=by, kind="worker", object=row.pk, others=[key.pk], fields=["ends_on"])
    return key, f"{PREFIX}_{key.pk.hex}_{secret}"


@transaction.atomic
def revoke_key(key: ProgramKey, *, by: Worker, because: str) -> None:
    """End a key at once.

    Raises:
        PermissionDenied: they neither answer for the program nor run the site.
        ValidationError: it was revoked already, or there is no reason.
    """
    row = ProgramKey.objects.select_for_update(of=("self",)).select_related("program").get(pk=key.pk)
    if row.program.responsible_id != by.pk:
        require(by, POWER)
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    if row.revoked_at is not None:
        raise ValidationError(_("This key was revoked already."))
    row.revoked_by, row.revoked_at, row.revoked_because = by.pk, timezone.now(), because.strip()
    row.save(update_fields=["revoked_by", "revoked_at", "revoked_because"])
    fields = ["revoked_at", "revoked_because"]
    record("program.key_revoked", by=by, kind="worker", object=row.program_id, others=[row.pk], fields=fields)


def note_use(key: ProgramKey) -> None:
    """Note the day on which a key was last used: once a day, so that calls do not wait for one another."""
    today = timezone.localdate()
    if key.used_on != today:
        ProgramKey.objects.filter(Q(used_on__lt=today) | Q(used_on__isnull=True), pk=key.pk).update(used_on=today)


def digest(secret: str) -> str:
    """What is kept of a key. It is 256 random bits, so that one round tells nothing: nobody can try them all."""
    return hashlib.sha256(secret.encode()).hexdigest()


def can_answer(agency: Agency | None) -> Q:
    """Who can answer for a program of an agency: a person there, or of the agency that runs the programme."""
    ended = Q(account_until__isnull=False, account_until__lte=timezone.localdate())
    return Q(Q(agency=agency) | Q(agency__is_home=True), ~ended, is_active=True, is_program=False, person_id=None)


def _must_answer(responsible: Worker, agency: Agency | None, by: Worker) -> None:
    if responsible.pk == by.pk:
        told = _("Whoever makes the account does not hold its key as well: choose a colleague who answers for it.")
        raise ValidationError({"responsible": told})
    if not Worker.objects.filter(can_answer(agency), pk=responsible.pk).exists():
        told = _(
            "Choose somebody with an account in use, of the program's agency or of the one that runs the programme."
        )
        raise ValidationError({"responsible": told})


def _networks(lines: Iterable[str]) -> list[str]:
    found = []
    for line in lines:
        try:
            network = ip_network(line.strip())
        except ValueError:
            told = _("One of them is no network: write 192.0.2.17 or 192.0.2.0/24, one on each line.")
            raise ValidationError({"networks": told}) from None
        if network.prefixlen < WIDEST[network.version]:
            raise ValidationError(
                {"networks": _("One of them is as good as everywhere: name the networks it runs in.")}
            )
        found.append(str(network))
    if not found:
        raise ValidationError({"networks": _("Say from where it calls: from nowhere else is it let in.")})
    return sorted(set(found))
