"""The page of attendance codes and of values that the state sets."""

from __future__ import annotations

from thinkfamily.cli.reference import markdown
from thinkfamily.cli.reference.cited import linked, state
from thinkfamily.programmes.attendance import attendance_codes
from thinkfamily.programmes.named_values import named_values
from thinkfamily.programmes.sentence import amount

COUNTS_AS = {
    "present": "present",
    "elsewhere": "attending elsewhere: no absence",
    "authorised": "absence with permission",
    "unauthorised": "absence without permission",
    "not_possible": "no possible session",
}


def set_values_page() -> str:
    """Every code and every named value, with the days it holds, its source and whether that was read."""
    codes = [
        (
            f"`{each.code}`",
            each.title,
            COUNTS_AS[each.counts_as],
            each.from_on or "always",
            each.until_on or "still",
            linked(each.source),
            state(each.source),
        )
        for each in attendance_codes()
    ]
    values = [
        (
            f"`{name}`",
            each.title,
            each.from_on or "always",
            amount(each.value, each.unit),
            each.derived,
            f"{linked(each.source)}, {each.source.where}",
            state(each.source),
        )
        for name, rows in sorted(named_values().items())
        for each in rows
    ]
    return markdown.page(
        "Attendance codes, and values that the state sets",
        "What rules mean by a school's mark or by a value that changes by law. England only.",
        "## Attendance codes",
        "One mark is one session. It is read by the table of its day: the one until 18 August 2024, or the one since. A code"
        " that the table does not hold counts as no session.",
        markdown.table(("code", "what", "counts as", "from", "until", "source", "state"), codes),
        "## Values",
        "A criterion names them; the value in force on the date is used.",
        markdown.table(("name", "what", "from", "value", "by arithmetic", "source", "state"), values),
    )
