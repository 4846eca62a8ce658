"""The page's first section: the whole of it in a few sentences, each with its denominator."""

from __future__ import annotations

from thinkfamily.engine.page import Page, number
from thinkfamily.engine.report.costs import THREE_PERCENT, costliest, price_base, total
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.limits import unanswered
from thinkfamily.engine.report.linking import sizes
from thinkfamily.engine.report.needs import with_three_headings
from thinkfamily.engine.report.reading import totals
from thinkfamily.engine.report.small_numbers import SMALLEST, count, percent, share
from thinkfamily.engine.report.wording import round_pounds


def add(page: Page, run: Finished) -> None:
    """Write the section."""
    page.section("At a glance")
    read, _, aside = totals(run)
    records, people = sizes(run)
    several = with_three_headings(run)
    points = [
        f"{number(len(run.facts['feeds']), 'feed')} handed over {number(read, 'row')}; {aside:,} were set aside, each "
        "with its reason.",
        f"{number(records, 'record')} were linked to {number(people, 'person', 'people')}. "
        f"{number(run.families, 'family', 'families')} have a child or an expected child.",
        f"{count(several):,} of these {run.families:,} families ({share(several, run.families)}) meet three headings "
        "of need or more.",
    ]
    families, cost = costliest(run, THREE_PERCENT)
    whole = total(run)
    if whole and families >= SMALLEST:
        points.append(
            f"The costliest 3% of families ({families:,}) account for {percent(cost / whole)} of what public services "
            f"spent on all of them in the 12 months: {round_pounds(cost)} of {round_pounds(whole)}, transfers left "
            f"out, in {price_base(run)}."
        )
    entry = run.programme.entry
    if entry.rule:
        finer = (
            ""
            if entry.counts_headings
            else " Criteria are finer than headings, so more families can meet it than meet as many headings."
        )
        points.append(
            f"{count(int(run.cohort['is_eligible'].sum())):,} of {run.families:,} families meet the entry rule of the "
            f"programme: {entry.says[:1].lower()}{entry.says[1:].rstrip('.')}.{finer}"
        )
        points.append(
            f"{count(run.proposed):,} families are proposed for a named person to consider. A proposal is not a decision."
        )
    else:
        points.append(f"No family is proposed. {entry.says} No council's entry rule is filled in.")
    points.append(
        f"For {count(unanswered(run)):,} of {run.families:,} families at least one criterion that records can answer is "
        "not answered by what was supplied."
    )
    page.points(points)
