"""When a family's meetings are due, worked out from one day and the programme profile: values in, values out.

Due dates are counted from the day the work began and never from the last meeting, so that a late one moves no other. One
meeting can meet several: where a professional and a family review fall on one day, they are one due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from thinkfamily.casework.access.working_days import next_working_day, why_no_working_day
from thinkfamily.casework.families.taking_part import TAKING_PART
from thinkfamily.programmes.profile import Profile

FIRST, PROFESSIONAL, FAMILY = "first", "professional_review", "family_review"
# Each series, the setting that counts it, and the kinds of meeting by which it is met. A first meeting and a family
# review bring the professionals together too. Others are held beside these and meet none.
SERIES: dict[str, tuple[str, tuple[str, ...]]] = {
    FIRST: ("first_meeting_days", (FIRST, PROFESSIONAL, FAMILY)),
    PROFESSIONAL: ("professional_review_days", (FIRST, PROFESSIONAL, FAMILY)),
    FAMILY: ("family_review_days", (FIRST, FAMILY)),
}
REVIEWS = (PROFESSIONAL, FAMILY)


@dataclass(frozen=True)
class Due:
    """One day on which a meeting is due.

    Attributes:
        on: the day, as counted.
        serves: the series it is of, in their order.
    """

    on: date
    serves: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of meeting that meets all of them."""
        return FIRST if FIRST in self.serves else FAMILY if FAMILY in self.serves else PROFESSIONAL

    @property
    def falls_on(self) -> str:
        """Why it is no working day, in a word; empty where it is one."""
        return why_no_working_day(self.on)

    @property
    def proposed_on(self) -> date:
        """The day itself, or the next working day."""
        return next_working_day(self.on)


@dataclass(frozen=True)
class Overdue:
    """One series of meetings of one family that is behind.

    Attributes:
        series: which.
        since: the first day that was due and that no meeting has met since the last that did.
        missed: how many due days have passed so.
    """

    series: str
    since: date
    missed: int


@dataclass(frozen=True)
class Step:
    """One step of a timetable with its day."""

    on: date
    week: int
    what: str


@dataclass(frozen=True)
class Clock:
    """What the due dates of one case are worked out from.

    Attributes:
        profile: the programme profile; None where nobody has chosen one, and then nothing is due.
        began_on: the day from which they are counted.
        anchor_on: the day from which the timetable is counted, where one was set; then they are counted from it too.
        is_running: whether the case is worked with now.
        met: the meetings that were held, or recorded as failed: kind and day.
        earlier: the same until it began to be counted from `began_on`, because then the programme or its intensity changed;
            None where neither ever did.
    """

    profile: Profile | None
    began_on: date
    anchor_on: date | None = None
    is_running: bool = True
    met: Sequence[tuple[str, date]] = field(default_factory=tuple)
    earlier: Clock | None = None

    @property
    def counted_from(self) -> date:
        """The day from which reviews are counted."""
        return max(self.anchor_on or self.began_on, self.began_on) if self.earlier else self.anchor_on or self.began_on

    def dues(self, until: date) -> list[Due]:
        """Each day on which something is due, from the beginning until a day, the last included."""
        found: dict[date, list[str]] = {}
        for day, series, _ in self._each(until):
            found.setdefault(day, []).append(series)
        return [Due(day, tuple(one for one in SERIES if one in serves)) for day, serves in sorted(found.items())]

    def ahead(self, on: date, until: date) -> list[Due]:
        """The dues from a day until another that no meeting has met yet, the last included."""
        found: dict[date, list[str]] = {}
        for day, series, is_met in self._each(until):
            if day >= on and not is_met:
                found.setdefault(day, []).append(series)
        return [Due(day, tuple(one for one in SERIES if one in serves)) for day, serves in sorted(found.items())]

    def overdue(self, on: date) -> list[Overdue]:
        """The series that are behind on a day. A due date on no working day is behind after the next working day."""
        behind: dict[str, list[date]] = {series: [] for series in SERIES}
        for day, series, is_met in self._each(on) if self.is_running else ():
            if not is_met and next_working_day(day) < on:
                behind[series].append(day)
        return [Overdue(series, min(days), len(days)) for series, days in behind.items() if days]

    def timetable(self) -> list[Step]:
        """Each step of the profile's timetable; none without an anchor."""
        if self.profile is None or self.anchor_on is None:
            return []
        return [Step(self.anchor_on + timedelta(weeks=one.week), one.week, one.what) for one in self.profile.timetable]

    def _each(self, until: date, which: Iterable[str] = tuple(SERIES)) -> list[tuple[date, str, bool]]:
        """Each day on which a series is due until a day, and whether a meeting has met it.

        What was due before the programme or its intensity changed stays due as it was; what comes is counted from that day. The
        first meeting is counted from the beginning whatever changed.
        """
        before = self.earlier._each(min(until, self.began_on), REVIEWS) if self.earlier else []
        last = {series: self._last_met(series) for series in which}
        own = [
            (day, series, self._number(series, day) <= last[series])
            for series in which
            for day in self._days(series, until)
        ]
        return [*before, *own]

    def _from(self, series: str) -> date:
        return self.earlier._from(series) if series == FIRST and self.earlier else self.counted_from

    def _every(self, series: str) -> int:
        return int(self.profile[SERIES[series][0]]) if self.profile is not None else 0

    def _days(self, series: str, until: date) -> list[date]:
        every, since = self._every(series), self._from(series)
        if not every:
            return []
        most = 1 if series == FIRST else max(0, (until - since).days // every)
        days = [since + timedelta(days=every * number) for number in range(1, most + 1)]
        return [day for day in days if day <= until]

    def _number(self, series: str, day: date) -> int:
        return (day - self._from(series)).days // self._every(series)

    def _last_met(self, series: str) -> int:
        """The number of the last due date that a meeting has met: a meeting meets the one that it is nearest to."""
        every, since = self._every(series), self._from(series)
        if not every:
            return 0
        kinds = SERIES[series][1]
        days = [(day - since).days for kind, day in self.met if kind in kinds and day >= since]
        if series == FIRST:
            return 1 if days else 0
        return max(((2 * day + every) // (2 * every) for day in days), default=0)


def changing(clock: Clock, changes: Sequence[tuple[date, Profile | None]]) -> Clock:
    """A clock that is counted anew from each day on which the reviews came to be due otherwise.

    Args:
        clock: as the case is worked now, counted from the beginning.
        changes: each day on which the programme or its intensity changed, the oldest first, with what it was until then.
    """
    spells = [*(profile for _, profile in changes), clock.profile]
    made = replace(clock, profile=spells[0])
    for (day, _), profile in zip(changes, spells[1:], strict=True):
        if day <= made.began_on or _reviews(made.profile) == _reviews(profile):
            made = replace(made, profile=profile)
        else:
            made = replace(made, profile=profile, began_on=day, earlier=made)
    return made


def _reviews(profile: Profile | None) -> list[int]:
    return [profile[SERIES[one][0]] for one in REVIEWS] if profile is not None else []


# States of a case in which the work goes on: with agreement, or under a duty without it.
WORKED = ("under_duty", *TAKING_PART)
ACTIVE = ("active", "reviewing")


def began_on(moves: Iterable[tuple[str, date]], opened_on: date) -> date:
    """The day from which a case's reviews are counted, from each (state, day) that it has been in, oldest first.

    It is the day it became active, or agreed where it never was active, since it last was not worked with; of a case that
    has been neither, the day it was opened.
    """
    since: date | None = None
    is_active = False
    for state, day in moves:
        if state not in WORKED:
            since, is_active = None, False
        elif since is None or (state in ACTIVE and not is_active):
            since, is_active = day, state in ACTIVE
    return since or opened_on
