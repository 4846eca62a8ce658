"""The duties of the programme, and which of them have begun by the date."""

from __future__ import annotations

from thinkfamily.engine.page import Page, day
from thinkfamily.engine.report.finished import Finished
from thinkfamily.programmes.terms import Clause


def add(page: Page, run: Finished) -> None:
    """Write the section, where the programme states duties."""
    duties = run.programme.terms.of("duty")
    if not duties:
        return
    page.section("Duties of the programme")
    page.words(
        "What the programme asks of the council and its partners, whoever is on the list. A duty whose day is not known is not "
        "counted as begun."
    )
    page.table(
        f"Duties at {run.at}; from the programme's rules",
        ["Duty", "Begun", "Source"],
        [[each.says, _begun(each, run), _source(each)] for each in duties],
    )


def _begun(duty: Clause, run: Finished) -> str:
    if duty.begins_on is None:
        return "not known"
    return f"{'yes, from' if duty.has_begun(run.as_at) else 'no: from'} {day(duty.begins_on)}"


def _source(duty: Clause) -> str:
    draft = "" if duty.source.verified else " (Draft: recalled, not read.)"
    return f"{duty.source.title}, {duty.source.where}{draft}"
