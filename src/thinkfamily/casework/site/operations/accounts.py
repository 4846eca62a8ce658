"""The first accounts of a site, made from the machine itself: on screen, accounts are made by those who keep them."""

from __future__ import annotations

from django.db import transaction

from thinkfamily.casework.agencies.models import Agency, Appointment, Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.site.instance import SiteError

# Further roles are given on screen, by people who may.
FIRST_ROLES = ("sysadmin", "governance")


@transaction.atomic
def make_first_account(*, email: str, name: str, role: str, home: str = "Council") -> Worker:
    """Make an account with one of the two roles that a new site needs.

    Raises:
        SiteError: the role is another, or the address has an account.
    """
    if role not in FIRST_ROLES:
        raise SiteError(
            "TF-SITE-006",
            "--role",
            found=f"Found a role other than {' or '.join(FIRST_ROLES)}.",
            means="No account was made.",
            do="Make these two here; give every other role on screen, under Organisation.",
        )
    if Worker.objects.filter(email=email.strip().lower()).exists():
        raise SiteError(
            "TF-SITE-007",
            "--email",
            found="Found an account with this address.",
            means="No account was made.",
            do="Send a new link from the screen, or use another address.",
        )
    agency = Agency.objects.filter(is_home=True).first() or Agency.objects.create(
        code="council", name=home, kind="council", is_home=True
    )
    worker = Worker.objects.create_user(email, None, name=name, agency=agency)
    Appointment.objects.create(worker=worker, role=role, because="first account of the site")
    record("account.make", by=None, kind="worker", object=worker.pk, fields=["email", "name", "appointments"])
    return worker
