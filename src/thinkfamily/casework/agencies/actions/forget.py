"""Taking from a family member's account all that says whose it was, once the file has gone. Its id stays, for the audit."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from thinkfamily.casework.agencies.actions.accounts import end_sessions
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.audit.record import record


def forget_member(worker: Worker) -> Worker:
    """End the account of a family member for good and empty it; of somebody who works here, only that they were a member goes.

    It is called where the file goes, in that transaction, by whoever signs that.
    """
    worker.history.all().update(person_id=None)  # type: ignore[attr-defined]
    worker.person_id = None
    if worker.agency_id is None:
        worker.name, worker.job_title, worker.email = "Former member", "", f"{worker.pk}@gone.invalid"
        worker.is_active, worker.account_until, worker.ended_because = False, timezone.localdate(), ""
        worker.set_unusable_password()
        for model in (EmailAddress, Authenticator, SocialAccount):
            model.objects.filter(user=worker).delete()
        Appointment.objects.filter(worker=worker).delete()
        end_sessions(worker)
    worker.save()
    if worker.agency_id is None:
        worker.history.all().delete()  # type: ignore[attr-defined]
    record("account.forgotten", by=None, kind="worker", object=worker.pk, fields=["email", "name", "person_id"])
    return worker
