"""Sending the minutes: each recipient their own version, checked again at that moment. Nothing of them goes by mail."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.families.told import is_told_in
from thinkfamily.casework.meetings.actions._held import accounts_of, minutes_now, moved
from thinkfamily.casework.meetings.machine import CONFIRMED
from thinkfamily.casework.meetings.models import Meeting, MinuteLine, MinutesCopy
from thinkfamily.casework.meetings.problems import not_fitting
from thinkfamily.casework.meetings.queries.minutes import Version, digest_of, versions

KEEP = "meeting.keep"
_TEXTS = ("text", "plain", "how", "whose")


@transaction.atomic
def send_minutes(meeting: Meeting, *, seen: str, by: Any) -> list[MinutesCopy]:
    """Send everybody invited their version, and keep who was sent which lines. Those with an account are told to look.

    Access is asked again here: who is no longer on the team is sent nothing, and where any version differs from what the
    sender saw, nothing is sent.

    Args:
        meeting: which.
        seen: what stands for the versions that the sender looked at.
        by: who sends them.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: they are not confirmed, a version has changed since, or one tells where somebody must not be found
            and the sender knows that place.
    """
    family = meeting.case.family
    must_hold(by, KEEP, family)
    minutes = minutes_now(meeting)
    if minutes.state != CONFIRMED:
        raise not_fitting("TF-MEETING-060", "seen", _("These minutes are not confirmed."), _("Confirm them first."))
    every = versions(meeting)
    if digest_of(every) != seen:
        raise not_fitting(
            "TF-MEETING-061",
            "seen",
            _("The versions have changed since you looked at them: somebody may see more or less now."),
            _("Look at them again, then send."),
        )
    _without_places(every, family, by)
    given = [version for version in every if version.is_open]
    copies = [
        MinutesCopy.objects.create(
            invitation=version.invitation,
            lines=[str(line.pk) for line in version.lines],
            digest=version.digest,
            sent_by=by.pk,
        )
        for version in given
    ]
    minutes.sent_by, minutes.sent_at = by.pk, timezone.now()
    moved(minutes, minutes.send, by)
    tell("minutes_sent", meeting.pk, accounts_of([version.invitation for version in given], but=by), again=True)
    for copy in copies:
        # One event a copy: the audit holds who was sent which lines even where a line is erased one day.
        record(
            "meeting.send_minutes",
            by=by,
            kind="minutes_copy",
            object=copy.pk,
            family=family.pk,
            others=[meeting.pk, copy.invitation_id, *copy.lines],
        )
    record("meeting.send_minutes", by=by, kind="minutes", object=meeting.pk, family=family.pk, fields=["state"])
    return copies


def _without_places(every: list[Version], family: Any, by: Any) -> None:
    """Put aside what tells an address that was kept safe after it was written; whoever knows the place is told so instead."""
    lines = {line.pk: line for version in every for line in version.lines}
    written = {pk: {name: getattr(line, name) for name in _TEXTS} for pk, line in lines.items()}
    if not is_told_in(family, *(text for texts in written.values() for text in texts.values())):
        return
    for pk, texts in written.items():
        said = heard(by, family, _kept_since, **texts)
        if any(said[name] is not text for name, text in texts.items()):
            MinuteLine.objects.filter(pk=pk).update(**said)


def _kept_since(_where: str) -> Exception:
    return not_fitting(
        "TF-MEETING-062",
        "seen",
        _("A paragraph would tell where somebody is who must not be found: the address was kept after it was written."),
        _("Open the minutes again and take the place out."),
    )
