"""Writing the minutes: paragraph by paragraph, each with who may see it; then confirming them, or taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.scope import family_with, sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Person
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.meetings.actions._held import minutes_now, moved
from thinkfamily.casework.meetings.actions.invitations import must_be_members
from thinkfamily.casework.meetings.machine import (
    CANCELLED,
    DRAFTED,
    FAILED,
    children_were_heard,
    something_was_written,
    the_meeting_was_held,
)
from thinkfamily.casework.meetings.models import Meeting, MeetingDecision, MinuteLine
from thinkfamily.casework.meetings.problems import no_longer, not_fitting, place_of_safety
from thinkfamily.casework.meetings.queries.reading import READ
from thinkfamily.casework.pages.basis import Basis, must_stand

KEEP = "meeting.keep"


@dataclass(frozen=True)
class Written:
    """One paragraph as it is to be kept.

    Attributes:
        part: what kind of paragraph.
        plain: what the family's versions read in its place.
        person: whom it is about; of a child's view, the child.
        whose: of a disagreement, whose it is.
        how: of a child's view how it was obtained, of a disagreement why they disagree.
        worker: of a decision, who does it; or
        owner: who does it where that is nobody with an account.
        due_on: of a decision, by when.
    """

    part: str
    text: str
    plain: str = ""
    category: str = "other"
    audience: str = "professionals"
    hidden_from: Sequence[Person] = ()
    person: Person | None = None
    whose: str = ""
    how: str = ""
    worker: Worker | None = None
    owner: str = ""
    due_on: date | None = None


@transaction.atomic
def write_line(meeting: Meeting, written: Written, *, by: Any) -> MinuteLine:
    """Add a paragraph to the minutes of a meeting that is planned or was held.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the minutes are confirmed, or the paragraph lacks what its part needs.
    """
    _must_be_open(meeting, by)
    line = MinuteLine(family=meeting.case.family, meeting=meeting, recorded_by=by.pk)
    return _keep(line, written, "meeting.write", by)


@transaction.atomic
def rewrite_line(line: MinuteLine, written: Written, *, by: Any, based_on: Basis | None = None) -> MinuteLine:
    """Change a paragraph while the minutes are a draft.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: as `write_line`, or somebody took it out.
        ChangedMeanwhileError: somebody changed it since the form was opened.
    """
    _must_be_open(line.meeting, by)
    if not MinuteLine.objects.filter(pk=line.pk).exists():
        # Taken out since it was read; saving it would put it back.
        raise no_longer("text")
    must_stand(based_on)
    return _keep(line, written, "meeting.rewrite", by)


@transaction.atomic
def remove_line(line: MinuteLine, *, by: Any) -> None:
    """Take a paragraph out of the minutes while they are a draft.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the minutes are confirmed.
    """
    _must_be_open(line.meeting, by)
    pk = line.pk
    line.delete()
    _record("meeting.remove", line.meeting, by, "minute_line", pk, ["text"])


@transaction.atomic
def say_what_came_of(
    line: MinuteLine, *, came_of_it: str, done_on: date | None = None, by: Any, based_on: Basis | None = None
) -> MeetingDecision:
    """Say what came of a decision: done on a day, or not and why. It can be said after the minutes were sent.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the paragraph is no decision, or the day lies ahead.
        ChangedMeanwhileError: somebody said it since the form was opened.
    """
    must_hold(by, KEEP, line.family)
    row = MeetingDecision.objects.select_for_update(of=("self",)).filter(line=line).first()
    if row is None:
        raise no_longer("came_of_it")
    must_stand(based_on)
    if done_on is not None and done_on > timezone.localdate():
        raise not_fitting(
            "TF-MEETING-040", "done_on", _("The day lies ahead."), _("Give the day on which it was done.")
        )
    row.came_of_it = heard(by, line.family, place_of_safety, came_of_it=came_of_it.strip())["came_of_it"]
    row.done_on = done_on
    row.said_by, row.said_at = by.pk, timezone.now()
    row.save()
    _record("meeting.came_of", line.meeting, by, "minute_line", line.pk, ["came_of_it", "done_on"])
    return row


@transaction.atomic
def confirm_minutes(meeting: Meeting, *, no_child_view: str = "", by: Any) -> None:
    """Confirm the minutes: whoever keeps the meeting stands by them, and no paragraph changes after this.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the meeting was not held, nothing is written, or no child's view and no reason why there is none.
    """
    must_hold(by, KEEP, meeting.case.family)
    minutes = minutes_now(meeting)
    said = heard(by, meeting.case.family, place_of_safety, no_child_view=no_child_view.strip())
    minutes.no_child_view = said["no_child_view"]
    for guard, code, found, do in (
        (the_meeting_was_held, "TF-MEETING-041", _("The meeting was not held."), _("Record first that it was held.")),
        (something_was_written, "TF-MEETING-042", _("Nothing is written."), _("Write at least one paragraph.")),
        (
            children_were_heard,
            "TF-MEETING-043",
            _("No child's view is written down."),
            _("Write it, or say why there is none."),
        ),
    ):
        if not guard(minutes):
            raise not_fitting(code, "no_child_view", found, do)
    minutes.confirmed_by, minutes.confirmed_at = by.pk, timezone.now()
    moved(minutes, minutes.confirm, by)
    _record("meeting.confirm_minutes", meeting, by, "minutes", meeting.pk, ["no_child_view", "state"])


@transaction.atomic
def reopen_minutes(meeting: Meeting, *, by: Any) -> None:
    """Make confirmed minutes a draft again, before they are sent.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: they are not confirmed, or are sent.
    """
    must_hold(by, KEEP, meeting.case.family)
    minutes = minutes_now(meeting)
    minutes.confirmed_by = minutes.confirmed_at = None
    moved(minutes, minutes.reopen, by)
    _record("meeting.reopen_minutes", meeting, by, "minutes", meeting.pk, ["state"])


def _must_be_open(meeting: Meeting, by: Any) -> None:
    must_hold(by, KEEP, meeting.case.family)
    minutes = minutes_now(meeting)
    if minutes.state != DRAFTED or minutes.meeting.state in (FAILED, CANCELLED):
        raise not_fitting(
            "TF-MEETING-044",
            "text",
            _("These minutes are no draft."),
            _("Open them again first, if they are not sent."),
        )


def _keep(line: MinuteLine, written: Written, action: str, by: Any) -> MinuteLine:
    family = line.family
    _must_be_whole(written)
    must_be_members(family, [*written.hidden_from, *([written.person] if written.person else [])])
    texts = {name: getattr(written, name).strip() for name in ("text", "plain", "how", "whose", "owner")}
    said = heard(by, family, place_of_safety, **texts)
    line.part, line.text, line.plain = written.part, said["text"], said["plain"]
    line.category, line.audience, line.person = written.category, written.audience, written.person
    line.whose, line.how = said["whose"], said["how"]
    line.from_on = line.meeting.held_on or timezone.localdate()
    line.save()
    line.hidden_from.set(written.hidden_from)
    if written.part == "decision" and written.due_on is not None:
        decision = MeetingDecision.objects.filter(line=line).first() or MeetingDecision(line=line)
        decision.worker, decision.owner, decision.due_on = written.worker, said["owner"], written.due_on
        decision.save()
        if written.worker is not None:
            _must_see(written.worker, line)
    fields = ["audience", "category", "hidden_from", "how", "part", "person", "plain", "text", "whose"]
    _record(action, line.meeting, by, "minute_line", line.pk, fields)
    return line


def _must_be_whole(written: Written) -> None:
    part = written.part
    needs_plain = written.audience == "family" and part != "child_view"
    has_no_one_owner = (written.worker is None) == (not written.owner.strip())
    for is_missing, code, where, found, do in (
        (not written.text.strip(), "TF-MEETING-045", "text", _("Nothing is written."), _("Write it.")),
        (
            needs_plain and not written.plain.strip(),
            "TF-MEETING-046",
            "plain",
            _("The family is to see it, and there are no plain words for them."),
            _("Say it in plain words, as you would to them."),
        ),
        (
            part == "child_view" and (written.person is None or not written.how.strip()),
            "TF-MEETING-047",
            "how",
            _("It is not said which child, or how the view was obtained."),
            _("Say both."),
        ),
        (
            part == "disagreement" and not (written.whose.strip() and written.how.strip()),
            "TF-MEETING-048",
            "whose",
            _("It is not said who disagrees, or why."),
            _("Say both: it stands with the same weight as what was decided."),
        ),
        (
            part == "decision" and (written.due_on is None or has_no_one_owner),
            "TF-MEETING-049",
            "worker",
            _("A decision needs one who does it, and a day."),
            _("Choose a worker, or name who else does it; and say by when."),
        ),
    ):
        if is_missing:
            raise not_fitting(code, where, found, do)


def _must_see(worker: Worker, line: MinuteLine) -> None:
    standing = standing_of(worker)
    found = family_with(standing, line.family_id, READ)
    if found is None or not sight(standing, found).of(MinuteLine.objects.filter(pk=line.pk)).exists():
        raise not_fitting(
            "TF-MEETING-050",
            "worker",
            _("Whoever is to do this could not see the decision."),
            _("Choose another, or let it be seen by them."),
        )


def _record(action: str, meeting: Meeting, by: Any, kind: str, pk: Any, fields: list[str]) -> None:
    record(action, by=by, kind=kind, object=pk, family=meeting.case.family_id, others=[meeting.pk], fields=fields)
