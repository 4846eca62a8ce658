"""The first accounts of a site, made from the machine itself: on screen, accounts are made by those who keep them."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.agencies.demo import is_of_a_demo
from thinkfamily.casework.agencies.models import Agency, Appointment, Training, Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.site.instance import SiteError

# Further roles are given on screen, by people who may.
FIRST_ROLES = ("sysadmin", "governance")
# The agency that runs the programme, until its name is changed on screen.
HOME = "Council"
TRAINED_FOR = timedelta(days=365)


@transaction.atomic
def make_first_account(*, email: str, name: str, role: str, trained_on: date) -> Worker:
    """Make an account with one of the two roles that a new site needs.

    Args:
        email: what it signs in with.
        name: the worker's name.
        role: one of `FIRST_ROLES`.
        trained_on: when the worker was trained: on a new site there is nobody yet who could record it.

    Raises:
        SiteError: the role is another, the address cannot be used or has an account, or the training is not in date.
    """
    if role not in FIRST_ROLES:
        raise _not_made("TF-SITE-006", "--role", f"Found a role other than {' or '.join(FIRST_ROLES)}.", _OTHER_ROLES)
    today = timezone.localdate()
    if not today - TRAINED_FOR < trained_on <= today:
        raise _not_made(
            "TF-SITE-009", "--trained-on", "Found a day that is not within the last year.", "Train first, then enter."
        )
    made = Worker(email=email.strip().lower(), name=name.strip())
    try:
        validate_email(made.email)
        is_address = bool(made.name) and not is_of_a_demo(made)
    except ValidationError:
        is_address = False
    if not is_address:
        raise _not_made(
            "TF-SITE-010", "--email, --name", "Found no name, or no address that mail reaches.", "Give both."
        )
    if Worker.objects.filter(email=made.email).exists():
        raise _not_made(
            "TF-SITE-007",
            "--email",
            "Found an account with this address.",
            "Have a new link sent, under Organisation, or add --link; or use another address.",
        )
    agency = Agency.objects.filter(is_home=True).first() or Agency.objects.create(
        code="council", name=HOME, kind="council", is_home=True
    )
    worker = Worker.objects.create_user(made.email, None, name=made.name, agency=agency)
    Appointment.objects.create(worker=worker, role=role, because="first account of the site")
    Training.objects.create(worker=worker, completed_on=trained_on, until_on=trained_on + TRAINED_FOR)
    fields = ["appointments", "email", "name", "trainings"]
    record("account.made", by=None, kind="worker", object=worker.pk, fields=fields)
    return worker


@transaction.atomic
def new_link(email: str) -> Worker:
    """The account for which whoever runs the machine makes a new link, as it is recorded: for a site that sends no mail.

    Whose account it is reads it among their notices, for nobody else would tell them that somebody could sign in as them.

    Raises:
        SiteError: no account in use has the address, or it is a program's.
    """
    worker = Worker.objects.filter(email=email.strip().lower()).first()
    if worker is None or worker.is_program or not worker.is_in_date:
        raise SiteError(
            "TF-SITE-023",
            "--email, --link",
            found="Found no account in use with this address.",
            means="No link was made.",
            do="Look at the address, under Organisation, or have the account made.",
        )
    tell("link_made", worker.pk, [worker], again=True)
    record("account.link_made", by=None, kind="worker", object=worker.pk)
    return worker


_OTHER_ROLES = "Make these two here; give every other role on screen, under Organisation."


def _not_made(code: str, where: str, found: str, do: str) -> SiteError:
    return SiteError(code, where, found=found, means="No account was made.", do=do)
