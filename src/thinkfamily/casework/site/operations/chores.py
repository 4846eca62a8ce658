"""What the site's own clock does beyond calling an action that stands elsewhere. A mail holds counts and a link, no name."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.access import self_report
from thinkfamily.casework.access.actions import notices
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.queries.purge import due, soon
from thinkfamily.casework.pages.mail import can_mail

# From how many days before it on the desk is reminded of a purge: our choice.
REMIND_DAYS = 3


def mail_notices() -> int:
    """Mail those for whom something waits; the mails sent."""
    return notices.mail_notices() if can_mail() else 0


def report_unusual() -> int:
    """Mail the weekly report of unusual access; the mails sent."""
    return self_report.send_weekly() if can_mail() else 0


@transaction.atomic
def end_sessions() -> int:
    """Remove every session of an account that has ended, and every one that ran out; how many accounts were out.

    Such an account is refused at its next request as it is: this leaves nothing that could be used.
    """
    over = Q(user__is_active=False) | Q(user__account_until__lte=timezone.localdate())
    ended = set()
    for session in UserSession.objects.filter(over):
        session.end()
        ended.add(session.user_id)
    for worker in sorted(ended):
        record("account.sessions_ended", by=None, kind="worker", object=worker)
    SessionStore.clear_expired()
    return len(ended)


def remind_of_purge() -> int:
    """Mail those who run the desk in the last days before something is purged, and while something is left after; the mails sent."""
    packets, left = soon(REMIND_DAYS).count(), due().count()
    if not packets + left or not can_mail():
        return 0
    body = []
    if packets:
        body.append(
            ngettext(
                "The day of %(packets)d packet comes within %(days)d days: the program then purges what was not taken up.",
                "The day of %(packets)d packets comes within %(days)d days: the program then purges what was not taken up.",
                packets,
            )
            % {"packets": packets, "days": REMIND_DAYS}
        )
    if left:
        body += [
            ngettext(
                "The day of %(packets)d packet has come, and something of it is left: finish taking up what was signed.",
                "The day of %(packets)d packets has come, and something of them is left: finish taking up what was signed.",
                left,
            )
            % {"packets": left},
            _("Until then no other packet can be brought to the desk."),
        ]
    body += ["", f"{settings.INSTANCE.address}{reverse('desk:purge')}"]
    sent = 0
    for worker in holding_role("matching_lead"):
        with transaction.atomic():
            record("desk.purge_reminder", by=None, kind="worker", object=worker.pk)
            EmailMessage(_("A purge at the consideration desk"), "\n".join(body), to=[worker.email]).send()
        sent += 1
    return sent
