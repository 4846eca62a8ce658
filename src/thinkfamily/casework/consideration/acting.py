"""As whom a command acts: some named person's account, by its id, with everything that lets that person in."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.agencies.queries import entry_of
from thinkfamily.casework.audit.record import request_id
from thinkfamily.casework.consideration.problems import no_such_worker


def act_as(worker_id: str) -> Worker:
    """The worker as whom a command acts; what it does is recorded as theirs, under a request id of its own.

    Whether they may do it is asked by each action. Nobody proves here who they are: whoever can run commands on the
    site's machine holds its keys, so a command is the operator's, acting for the person named.

    Args:
        worker_id: the account's id.

    Raises:
        DeskError: it is no account, has ended, or its holder has yet to accept the rules, be trained or say to whom they are close.
    """
    try:
        worker = Worker.objects.filter(pk=UUID(worker_id)).first()
    except ValueError:
        worker = None
    if worker is None or not worker.is_in_date:
        raise no_such_worker("--as", _("Found no account in use with that id."))
    entry = entry_of(worker)
    if not (entry.has_accepted and entry.is_trained and entry.has_answered):
        raise no_such_worker(
            "--as",
            _(
                "Found an account whose holder has yet to accept the rules, to be trained, or to say to whom they are close."
            ),
        )
    request_id.set(f"cmd-{uuid4().hex}")
    return worker
