"""When a file goes: the longest of what applies, over every case and every child of it."""

from __future__ import annotations

from datetime import date

import pytest

from thinkfamily.casework.retention.rules import BY_CHILD, BY_END, BY_PROGRAMME, Ended, kept_until
from thinkfamily.casework.retention.values import DECLARED, HELPED, MOVED, NOT_HELPED, of_programme
from thinkfamily.programmes.profile import shipped

VALUES = {one.code: one.default for one in DECLARED}
END = date(2020, 2, 29)


def case(on=END, *, state="archived", helped=True, profile="family_help"):
    return Ended(on, state, helped, profile, "family_help_2025", date(2019, 1, 15))


@pytest.mark.parametrize(
    ("cases", "births", "values", "until", "rule"),
    [
        # So many months after the end; the end of February has no 29th six years on.
        ([case()], [], {}, date(2026, 2, 28), BY_END),
        # The youngest child decides among siblings.
        ([case()], [date(2001, 5, 6), date(2014, 5, 6)], {}, date(2044, 5, 6), BY_CHILD),
        # Grown up long before the end: then the end decides.
        ([case()], [date(1980, 5, 6)], {}, date(2026, 2, 28), BY_END),
        # A child of unknown birth counts as born on the day that the last case began.
        ([case()], [date(2001, 5, 6), None], {}, date(2049, 1, 15), BY_CHILD),
        # A family that was never helped is kept briefly, whatever the age of its children.
        ([case(helped=False)], [date(2014, 5, 6)], {}, date(2021, 2, 28), BY_END),
        # One that was helped once and said no later is kept as one that was helped.
        ([case(), case(date(2024, 3, 1), helped=False)], [date(2014, 5, 6)], {}, date(2044, 5, 6), BY_CHILD),
        # Transferred out: whoever works with it now keeps their own file.
        ([case(state="transferred_out")], [date(2014, 5, 6)], {}, date(2026, 2, 28), BY_END),
        # The last of several ends, though not the one that was recorded last.
        ([case(), case(date(2012, 1, 1))], [], {}, date(2026, 2, 28), BY_END),
        # A programme's own time, where it is longer; of any of the cases.
        ([case(profile="court_linked")], [], {of_programme("court_linked"): 420}, date(2055, 2, 28), BY_PROGRAMME),
        ([case(profile="court_linked")], [], {of_programme("court_linked"): 12}, date(2026, 2, 28), BY_END),
        ([case(), case(date(2019, 1, 31), helped=False, profile="court_linked")], [],
         {of_programme("court_linked"): 420}, date(2054, 1, 31), BY_PROGRAMME),
        ([case()], [], {HELPED: 12}, date(2021, 2, 28), BY_END),
        ([case(helped=False)], [], {NOT_HELPED: 24}, date(2022, 2, 28), BY_END),
        ([case(state="transferred_out")], [], {MOVED: 12}, date(2021, 2, 28), BY_END),
    ],
)  # fmt: skip
def test_the_longest_of_what_applies_holds(cases, births, values, until, rule):
    kept = kept_until(cases, births, VALUES | values)
    assert (kept.until, kept.rule) == (until, rule)


def test_each_programme_that_is_shipped_can_have_a_time_of_its_own():
    assert {of_programme(code) for code in shipped()} <= set(VALUES)
    assert all(VALUES[of_programme(code)] == 0 for code in shipped())
