"""The versions of the minutes: for each recipient only what they may see, as access stands at the moment it is asked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.models import Grant, Restriction
from thinkfamily.casework.access.scope import Sight, enforces, family_with, items_for_family, sight, sight_as
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import Agency, Worker, within
from thinkfamily.casework.families.queries.shared import reader_of as member_of
from thinkfamily.casework.families.queries.sharing import tell_basis_by
from thinkfamily.casework.meetings.machine import SENT
from thinkfamily.casework.meetings.models import Invitation, Meeting, MinuteLine, MinutesCopy
from thinkfamily.casework.meetings.queries.meetings import in_parts, name_of
from thinkfamily.casework.meetings.queries.reading import READ
from thinkfamily.casework.secrets.written import made_for


@dataclass(frozen=True)
class Version:
    """One recipient's version of the minutes.

    Attributes:
        invitation: whose it is.
        name: their name.
        is_open: whether they may be given minutes at all; an ended part or a restriction closes them.
        is_for_family: whether it is in the family's plain words.
        lines: what they may see.
    """

    invitation: Invitation
    name: str
    is_open: bool
    is_for_family: bool
    lines: list[MinuteLine]

    @property
    def digest(self) -> str:
        """What stands for the whole of it: it changes with any word, and with what is in it."""
        told = [
            [str(line.pk), line.part, line.text, line.plain, line.whose, line.how, *_asked_of(line)]
            for line in self.lines
        ]
        whole = json.dumps([str(self.invitation.pk), self.is_open, told], ensure_ascii=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def _asked_of(line: MinuteLine) -> list[str]:
    """Of a decision, who does it and by when: they stand in a version too."""
    decision = getattr(line, "decision", None)
    return [str(decision.worker_id or ""), decision.owner, str(decision.due_on)] if decision is not None else []


def versions(meeting: Meeting) -> list[Version]:
    """One row per invitation that stands, in the order in which they were made."""
    rows = meeting.invitations.filter(taken_back_at__isnull=True)
    return [version_of(meeting, row) for row in rows.select_related("worker__agency", "agency", "person")]


def digest_of(every: list[Version]) -> str:
    """What stands for all versions together: what somebody saw before they send them."""
    return hashlib.sha256("".join(one.digest for one in every).encode()).hexdigest()


def version_of(meeting: Meeting, invitation: Invitation) -> Version:
    """One recipient's version as access stands now: what of it is put aside is read there by its author alone."""
    with made_for(worker=invitation.worker_id, person=invitation.person_id):
        return _version_of(meeting, invitation)


def _version_of(meeting: Meeting, invitation: Invitation) -> Version:
    family = meeting.case.family
    lines = MinuteLine.objects.filter(meeting=meeting).select_related("person", "decision__worker")
    name = name_of(invitation)
    if invitation.person is not None:
        reader = member_of(family, invitation.person_id)
        rows = items_for_family(family, lines, reader.pk) if reader is not None else lines.none()
        told = [line for line in in_parts(rows) if line.for_family]
        return Version(invitation, name, reader is not None, True, told)
    seen = _sight(invitation, family)
    if seen is None:
        return Version(invitation, name, False, False, [])
    read = in_parts(seen.of(lines))
    tell_basis_by(seen, read)
    return Version(invitation, name, True, False, read)


def still_of(copy: MinutesCopy) -> Version:
    """What of a copy its recipient may still see."""
    now = version_of(copy.invitation.meeting, copy.invitation)
    sent = set(copy.lines)
    return Version(
        copy.invitation,
        now.name,
        now.is_open,
        now.is_for_family,
        [line for line in now.lines if str(line.pk) in sent],
    )


def own_copy(by: Any, invitation: Invitation) -> Version | None:
    """What a reader sees of the copy that their invitation was sent: no more than they may see themselves.

    A worker who reads their agency's copy sees of it what is theirs.
    """
    copy = MinutesCopy.objects.filter(invitation=invitation).first()
    if copy is None:
        return None
    whole = still_of(copy)
    if invitation.agency_id is None:
        return whole
    family = invitation.meeting.case.family
    mine = sight(standing_of(by), family).of(MinuteLine.objects.filter(meeting=invitation.meeting))
    ids = set(mine.values_list("pk", flat=True))
    return Version(invitation, whole.name, True, False, [line for line in whole.lines if line.pk in ids])


def _sight(invitation: Invitation, family: Any) -> Sight | None:
    """What a worker or an agency sees of a family's items; None where the file is not open to them."""
    if invitation.worker is not None:
        standing = standing_of(invitation.worker)
        found = family_with(standing, family.pk, READ)
        return sight(standing, found) if found is not None and found.may else None
    return _agency_sight(invitation.agency, family)


def _agency_sight(agency: Agency | None, family: Any) -> Sight | None:
    """What a worker of an agency with no other part would see as a partner professional: it names nobody of a restricted file."""
    if agency is None or Restriction.objects.filter(family=family, lifted_at__isnull=True).exists():
        return None
    anybody = Worker(agency=agency)
    grants = list(
        Grant.objects.filter(within(timezone.localdate()), family=family, to_agency=agency).select_related(
            "from_agency"
        )
    )
    if enforces(anybody) and not grants:
        return None
    return sight_as(Standing(anybody, {"partner": frozenset()}, frozenset()), family, {"partner"}, False, grants)


def version_for(meeting: Meeting, invitation_id: Any) -> Version | None:
    """One recipient's version: of minutes that were sent what of the copy they may still see, else as it would be now."""
    rows = meeting.invitations.filter(pk=invitation_id, taken_back_at__isnull=True)
    row = rows.select_related("worker__agency", "agency", "person").first()
    if row is None:
        return None
    copy = MinutesCopy.objects.filter(invitation=row).select_related("invitation__meeting__case__family").first()
    if copy is not None:
        return still_of(copy)
    return version_of(meeting, row) if meeting.minutes.state != SENT else None


def lines_in_all(meeting: Meeting) -> int:
    """How many paragraphs the minutes have in all: no version may hold fewer unnoticed."""
    return MinuteLine.objects.filter(meeting=meeting).count()


@dataclass(frozen=True)
class Sheet:
    """What one child said at or for a meeting, and what happened because: in words that the child may read."""

    child: Any
    said: list[MinuteLine]
    because: list[MinuteLine]


def sheet_for(meeting: Meeting, child: Any) -> Sheet:
    """The sheet of one child: of what is marked for the family and not hidden from this child."""
    rows = MinuteLine.objects.filter(meeting=meeting).select_related("person", "decision__worker")
    with made_for(person=child.pk):
        lines = in_parts(items_for_family(meeting.case.family, rows, child.pk))
    said = [line for line in lines if line.part == "child_view" and line.person_id == child.pk]
    because = [line for line in lines if line.part in ("decision", "next_step") and line.for_family]
    return Sheet(child, said, because)
