"""Attendance marks counted like the sessions that schools count themselves."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from thinkfamily.programmes.attendance import ADDS_TO, MARK, POSSIBLE, attendance_codes
from thinkfamily.programmes.evaluator.days import moved
from thinkfamily.programmes.evaluator.small import small_table

_CODE = {"code": "string", "adds_to": "string", "valid_from": "date", "valid_until": "date"}


def with_marks(event: ir.Table) -> ir.Table:
    """One row per event, and one per mark and quantity that its code adds a session to.

    A mark is read by the table of codes of its day; a code that the table does not hold counts as no session. Where one
    record has sessions counted over a time, its marks of that time are left out, so that nothing counts twice.
    """
    rules = [
        {"code": each.code, "adds_to": quantity, "valid_from": each.from_on, "valid_until": each.until_on}
        for each in attendance_codes()
        for quantity in ADDS_TO[each.counts_as]
    ]
    code = small_table(rules, _CODE)
    mark = event.filter(event.event == MARK)
    counted = event.filter(event.event == POSSIBLE).select("record_no", first="from_on", after="until_on")
    mark = mark.anti_join(
        counted,
        [mark.record_no == counted.record_no, mark.from_on >= counted["first"], mark.from_on < counted.after],
    )
    both = mark.inner_join(code, mark.detail.strip().upper() == code.code)
    both = both.filter(
        both.valid_from.isnull() | (both.from_on >= both.valid_from),
        both.valid_until.isnull() | (both.from_on < both.valid_until),
    )
    session = both.mutate(
        event=both.adds_to,
        until_on=moved(both.from_on, ibis.interval(days=1)),
        quantity=ibis.literal(1).cast(event.schema()["quantity"]),
    )
    return event.union(session.select(event.columns).cast(event.schema()))
