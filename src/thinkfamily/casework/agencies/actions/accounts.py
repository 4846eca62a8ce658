"""Making and ending accounts. No role comes with an account, and no account of a partner is without end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies import invitations
from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.agencies.permissions import (
    ADDRESS_CHANGED,
    FACTOR_FORGOTTEN,
    custody,
    must_keep,
    not_both_done,
    require,
)
from thinkfamily.casework.audit.record import record

POWER = "account.keep"
# The longest that an account outside the agency that runs the programme lasts before it is looked at again: our choice.
MOST_DAYS = 366


@transaction.atomic
def make_account(
    *,
    by: Worker,
    email: str,
    name: str,
    agency: Agency | None,
    job_title: str = "",
    account_until: date | None = None,
    person_id: UUID | None = None,
) -> Worker:
    """Make an account without a password and without a role.

    Raises:
        ValidationError: an address or person that has one, no end where one is needed, or a retired agency.
    """
    require(by, POWER)
    return _make(by, email, name, agency, job_title, account_until, person_id)


@transaction.atomic
def end_account(worker: Worker, *, by: Worker, on: date, because: str) -> None:
    """Say on which day an account ends, or that it lasts longer. Roles end with it, and sessions where it is today.

    Raises:
        ValidationError: a day before today, one too far off, no reason, or it ends earlier and they keep restricted files.
    """
    must_keep(by, POWER, worker)
    if on < timezone.localdate():
        raise ValidationError({"on": _("The day cannot be before today.")})
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    if not worker.is_active:
        raise ValidationError(_("This account is retired."))
    _check_end(worker.agency, on, "on")
    if worker.account_until is None or on < worker.account_until:
        custody().must_not_keep(worker)
    worker.account_until, worker.ended_because = on, because.strip()
    worker.save(update_fields=["account_until", "ended_because"])
    ended = _end_roles(worker, on, by, because)
    if not worker.is_in_date:
        end_sessions(worker)
    fields = ["account_until", "ended_because"]
    record("account.end_set", by=by, kind="worker", object=worker.pk, fields=fields, others=ended)


@transaction.atomic
def retire_account(worker: Worker, *, by: Worker, because: str, keeper: Worker | None = None) -> None:
    """End an account now and for good: roles, sessions, password and second factors go, the name on past work stays.

    Args:
        worker: whose account it is.
        by: who ends it.
        because: why.
        keeper: who of information governance keeps from now on the restricted files that they kept.

    Raises:
        ValidationError: no reason, one's own account, or they keep restricted files and nobody was named to keep them.
    """
    must_keep(by, POWER, worker)
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    custody().pass_all(worker, by=by, keeper=keeper)
    worker.is_active, worker.account_until, worker.ended_because = False, timezone.localdate(), because.strip()
    worker.set_unusable_password()
    worker.save(update_fields=["is_active", "account_until", "ended_because", "password"])
    ended = _end_roles(worker, timezone.localdate(), by, because)
    Authenticator.objects.filter(user=worker).delete()
    end_sessions(worker)
    fields = ["is_active", "account_until", "ended_because", "password", "second_factor"]
    record("account.retired", by=by, kind="worker", object=worker.pk, fields=fields, others=ended)


@transaction.atomic
def send_link(worker: Worker, *, by: Worker, address: str) -> None:
    """Send somebody the one-time link to set their password. It names nobody.

    Args:
        worker: whom it is for; it goes to the address of the account and to no other.
        by: who sends it.
        address: the site's own address, under which the link lies.

    Raises:
        ValidationError: the account has ended.
    """
    require(by, POWER)
    if not worker.is_in_date:
        raise ValidationError(_("This account has ended."))
    if worker.is_program:
        raise ValidationError(_("A program signs in nowhere: whoever answers for it makes its key."))
    link = address.rstrip("/") + invitations.link_for(worker)
    text = render_to_string("account/email/invitation_message.txt", {"link": link, "hours": invitations.HOURS})
    record("account.link_sent", by=by, kind="worker", object=worker.pk)
    transaction.on_commit(lambda: send_mail(_("Your account at Think Family"), text, None, [worker.email]))


@transaction.atomic
def set_first_password(token: str, password: str) -> Worker | None:
    """Set a password by a one-time link; None where the link opens nothing any more.

    Raises:
        ValidationError: the password is too weak.
    """
    worker = invitations.read(token)
    if worker is None:
        return None
    # Locked, so that of two uses at once the second finds the link used.
    worker = Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    if invitations.read(token) is None:
        return None
    validate_password(password, worker)
    worker.set_password(password)
    worker.save(update_fields=["password"])
    end_sessions(worker)
    record("account.password_set", by=worker, kind="worker", object=worker.pk, fields=["password"])
    return worker


@transaction.atomic
def forget_factor(worker: Worker, *, by: Worker, because: str) -> None:
    """Remove the second factors of somebody who has lost theirs; they are told, and set up new ones before they enter again.

    Raises:
        ValidationError: no reason, one's own account, or one whose address they changed.
    """
    must_keep(by, POWER, worker)
    if not because.strip():
        raise ValidationError({"because": _("Say how you know that it is they who ask.")})
    not_both_done(by, worker, ADDRESS_CHANGED)
    Authenticator.objects.filter(user=worker).delete()
    end_sessions(worker)
    record(FACTOR_FORGOTTEN, by=by, kind="worker", object=worker.pk, fields=["second_factor"])
    subject = _("Your second factor at Think Family was removed")
    text = _(
        "Set up a new one when you next sign in. If you did not ask for this, tell information governance at once."
    )
    transaction.on_commit(lambda: send_mail(subject, text, None, [worker.email]))


def _make(
    by: Worker,
    email: str,
    name: str,
    agency: Agency | None,
    job_title: str,
    until: date | None,
    person_id: UUID | None,
) -> Worker:
    _check_end(agency, until, "account_until")
    if agency is not None and not agency.is_active:
        raise ValidationError({"agency": _("This agency is retired.")})
    if (agency is None) != (person_id is not None):
        raise ValidationError({"agency": _("Choose the agency; only a family member has none.")})
    worker = Worker(
        email=email.strip().lower(),
        name=name.strip(),
        agency=agency,
        job_title=job_title.strip(),
        account_until=until,
        person_id=person_id,
        made_by=by.pk,
    )
    worker.set_unusable_password()
    worker.full_clean(exclude=["password"])
    worker.save(force_insert=True)
    filled = {"email", "name", "agency", "job_title", "account_until", "person_id"}
    fields = [field for field in filled if getattr(worker, field)]
    record("account.made", by=by, kind="worker", object=worker.pk, fields=fields)
    return worker


def _check_end(agency: Agency | None, until: date | None, field: str) -> None:
    """Only accounts of the agency that runs the programme may be without end."""
    today = timezone.localdate()
    if until is not None and until < today:
        raise ValidationError({field: _("The day cannot be before today.")})
    if agency is not None and agency.is_home:
        return
    if until is None:
        raise ValidationError({field: _("Say when this account ends: it is not of the home agency.")})
    if until > today + timedelta(days=MOST_DAYS):
        raise ValidationError({field: _("Choose a day within a year.")})


def _end_roles(worker: Worker, on: date, by: Worker, because: str) -> list[Any]:
    """End each role that would outlast the account; one that would begin later never begins. Their ids."""
    ended = []
    for appointment in worker.appointments.exclude(until_on__lte=on):
        appointment.until_on = max(on, appointment.from_on)
        appointment.ended_because, appointment.ended_by = because.strip(), by.pk
        appointment.save(update_fields=["until_on", "ended_because", "ended_by"])
        ended.append(appointment.pk)
    return ended


def end_sessions(worker: Worker) -> None:
    """End every session of an account."""
    for session in UserSession.objects.filter(user=worker):
        session.end()
