"""Cases of which nothing is left to do, and which a manager should archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from thinkfamily.casework.access.scope import families
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.machine import CLOSED, DECLINED, OPEN, SUSTAINING
from thinkfamily.casework.cases.models import Case, Step, SustainCheck
from thinkfamily.casework.prepared.each_row import counted

# Our choices. So long may a case lie of which nothing is left to do, and so long may a family that said no think again.
ARCHIVE_DAYS = 28
DECLINED_DAYS = 183
SHOWN = 50


@dataclass(frozen=True)
class ToArchive:
    """One case to archive.

    Attributes:
        case: the case, with its family.
        since: the day from which nothing was left to do.
        due_on: the day by which it should be archived.
        ended_by: the step with which it ended; the case itself where there is none.
    """

    case: Case
    since: date
    due_on: date
    ended_by: Any

    @property
    def is_overdue(self) -> bool:
        """Whether that day has passed."""
        return self.due_on < timezone.localdate()


@dataclass(frozen=True)
class Archive:
    """The cases that one worker should archive: those longest due first, and how many more there are than are shown."""

    rows: list[ToArchive]
    more: int

    @property
    def count(self) -> int:
        """How many in all."""
        return len(self.rows) + self.more


def to_archive(by: Any) -> Archive:
    """What one worker should archive: as many queries however many cases there are."""
    readable = families(standing_of(by), "case.sign")
    found = _sorted(_left(timezone.localdate()).filter(family__in=readable))
    return Archive(found[:SHOWN], max(0, len(found) - SHOWN))


def overdue_to_archive() -> list[ToArchive]:
    """One row per case that is overdue to be archived, in the whole area: for the site's own clock."""
    return [one for one in _sorted(_left(timezone.localdate())) if one.is_overdue]


def _left(today: date) -> QuerySet[Case]:
    """Cases that could be archived today, and whose day has come or comes within `ARCHIVE_DAYS`.

    Of a family's cases the last alone, and none while one goes on: its page shows no other.
    """
    checks = SustainCheck.objects.filter(case=OuterRef("pk")).order_by()
    of_family = Case.objects.filter(family=OuterRef("family"))
    ends = Step.objects.filter(case=OuterRef("pk"), after__in=(CLOSED, DECLINED)).order_by("-taken_at")
    said_no = today - timedelta(days=DECLINED_DAYS - ARCHIVE_DAYS)
    rows = Case.objects.filter(Q(state__in=(CLOSED, SUSTAINING)) | Q(state=DECLINED, state_since__lte=said_no))
    rows = counted(rows, "undone", checks.filter(done_on__isnull=True), "case", is_there=False)
    rows = counted(rows, "later", of_family.filter(opened_at__gt=OuterRef("opened_at")), "family", is_there=False)
    rows = counted(rows, "going", of_family.filter(state__in=OPEN), "family", is_there=False)
    last_check = checks.values("case").annotate(last=Max("done_on")).values("last")
    return rows.annotate(
        since=Greatest(F("state_since"), Coalesce(Subquery(last_check), F("state_since"))),
        ended_by=Subquery(ends.values("pk")[:1]),
    )


def _sorted(rows: QuerySet[Any]) -> list[ToArchive]:
    found = []
    for case in rows.select_related("family"):
        days = DECLINED_DAYS if case.state == DECLINED else ARCHIVE_DAYS
        found.append(ToArchive(case, case.since, case.since + timedelta(days=days), case.ended_by or case.pk))
    return sorted(found, key=lambda one: (one.due_on, one.case.family.reference))
