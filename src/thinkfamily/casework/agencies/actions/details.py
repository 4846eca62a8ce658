"""A worker's name, job title and sign-in address, put right by who keeps accounts. Nobody takes over an account by it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.actions.accounts import POWER, end_sessions
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.agencies.permissions import (
    ADDRESS_CHANGED,
    FACTOR_FORGOTTEN,
    must_be_guarded,
    must_keep,
    not_both_done,
)
from thinkfamily.casework.audit.record import record


@transaction.atomic
def change_account(worker: Worker, *, by: Worker, name: str, email: str, job_title: str = "") -> None:
    """Put right what an account says of a worker. A new address ends its sessions, and the old one is told.

    Raises:
        PermissionDenied: it is not theirs to keep.
        ValidationError: an address that another account has, a retired account, one's own, or one of whose second factor
            they removed; or roles that no second factor guards.
    """
    must_keep(by, POWER, worker)
    row = Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    if not row.is_active:
        raise ValidationError(_("This account is retired."))
    if row.is_program:
        raise ValidationError(_("This is the account of a program: see Programs."))
    before = {"name": row.name, "email": row.email, "job_title": row.job_title}
    row.name, row.email, row.job_title = name.strip(), email.strip().lower(), job_title.strip()
    changed = sorted(field for field, old in before.items() if getattr(row, field) != old)
    if not changed:
        record("account.changed", by=by, kind="worker", object=row.pk)
        return
    if "email" in changed:
        not_both_done(by, row, FACTOR_FORGOTTEN)
        must_be_guarded(row)
    row.full_clean(exclude=["password"])
    row.save(update_fields=changed)
    record(
        ADDRESS_CHANGED if "email" in changed else "account.changed",
        by=by,
        kind="worker",
        object=row.pk,
        fields=changed,
    )
    if "email" in changed:
        # The library keeps addresses of its own, by which a password could still be asked for.
        EmailAddress.objects.filter(user=row).delete()
        end_sessions(row)
        subject = _("Your sign-in address at Think Family was changed")
        text = _(
            "You sign in with another address from now on. If you did not ask for this, tell information governance."
        )
        transaction.on_commit(lambda: send_mail(subject, text, None, [before["email"]]))
