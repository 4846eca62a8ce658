"""Whom the rules miss: each programme's rule beside the costliest families and beside the others; early signs; newcomers; movers."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from thinkfamily.engine.page import Page, number
from thinkfamily.engine.report.charts import bars, stacked
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.movers import add_movers, add_newcomers
from thinkfamily.engine.report.small_numbers import COVER, SMALLEST, Figure, count, parts, percent, share
from thinkfamily.engine.report.wording import plain
from thinkfamily.programmes.agencies import agency_title
from thinkfamily.programmes.folder import programme_of

EARLY = "early_signs"
COSTLIEST = "the costliest families"
REACHED = ("Its rule counts them", "Its rule misses them")
CRITERIA = ("No criterion", "1 criterion", "2 criteria", "3 criteria", "4 criteria or more")


def add(page: Page, run: Finished) -> None:
    """Write the section."""
    page.section("Whom the rules miss")
    page.words(
        f"Beside each list stand the costliest families: the {number(_costliest(run), 'family', 'families')} on whom public "
        "services spend most, transfers left out, whatever they meet, of those observed for 12 months. Cost is what agencies "
        "did, and not how hard a family is to reach or to help: a rule that misses costly families may be right to, and is worth "
        "a look. A committee on the government's programme of 2012 was told that the families it brought were not "
        "necessarily the most difficult to reach, because of its criteria (Harrow Council, minutes on Families First)."
    )
    if not _ruled(run):
        page.words("No programme of this run has an entry rule that is filled in, so none counts anybody.")
    elif _costliest(run) < SMALLEST:
        page.words(f"They are fewer than {SMALLEST}, so that nothing more is shown of them.")
    else:
        _by_programme(page, run)
        _missed_by_all(page, run)
    _against_one_another(page, run)
    if EARLY in run.programmes:
        _early(page, run)
    add_newcomers(page, run)
    add_movers(page, run)


def _costliest(run: Finished) -> int:
    return int(run.of_first["is_costliest"].sum())


def _ruled(run: Finished) -> list[str]:
    """The programmes whose entry rule is filled in: another counts nobody, and misses nobody."""
    return [name for name in run.programmes if programme_of(run.facts, name).entry.rule is not None]


def crossed(first: int, second: int, both: int, whole: int) -> int | Figure:
    """How many are in both of two groups; hidden where any of the four parts the two make is from 1 to 4."""
    if any(0 < each < SMALLEST for each in (both, first - both, second - both, whole - first - second + both)):
        return COVER
    return both


def _by_programme(page: Page, run: Finished) -> None:
    most = _costliest(run)
    drawn: list[tuple[str, str, float]] = []
    rows: list[list[object]] = []
    for name in _ruled(run):
        held = run.eligibility.filter(programme=name)
        counted = int(held["is_eligible"].sum())
        both = crossed(counted, most, held.filter("is_eligible", "is_costliest").height, run.families)
        title = programme_of(run.facts, name).title
        if isinstance(both, Figure):
            drawn += [(f"{title}: hidden", part, 0.0) for part in REACHED]
            rows.append([title, count(counted), COVER, COVER, None, COVER])
            continue
        drawn += [(title, part, float(many)) for part, many in zip(REACHED, (both, most - both), strict=True)]
        rows.append([title, count(counted), both, most - both, share(most - both, most), counted - both])
    page.chart(
        stacked(drawn, "Costliest families", parts=REACHED),
        f"Of {most:,} costliest families, how many each programme's entry rule counts, at {run.at}",
        f"A bar is the {most:,} costliest of {run.families:,} families; from the table eligibility. A family that the rule counts "
        "is not yet proposed: the list may have fewer places.",
        [
            "Programme",
            "Families its entry rule counts",
            "Of them costliest",
            "Costliest it misses",
            "Share of costliest missed",
            "Counted and not costliest",
        ],
        rows,
    )


def _missed_by_all(page: Page, run: Finished) -> None:
    most = run.eligibility.filter("is_costliest").group_by("family_id").agg(pl.col("is_eligible").any())
    missed = most.filter(~pl.col("is_eligible"))
    reached = most.filter("is_eligible")
    shown, _ = parts([missed.height, reached.height])
    many = len(_ruled(run))
    who = "that programme" if many == 1 else f"any of the {many} programmes of this run that have a rule"
    page.words(f"Not counted by {who}: {shown:,} of {most.height:,} costliest families.")
    if missed.height < SMALLEST or isinstance(shown, Figure):
        return
    costs = run.tables["family_cost"].with_columns(spent=pl.col("cost_gbp") - pl.col("transfer_gbp")).collect()
    sums = [
        dict(costs.join(each, on="family_id", how="semi").group_by("agency").agg(pl.col("spent").sum()).rows())
        for each in (missed, reached)
    ]
    wholes = [sum(held.values(), Decimal(0)) for held in sums]
    if not wholes[0]:
        return
    named = sorted((agency for agency in sums[0] if sums[0][agency]), key=lambda agency: (-sums[0][agency], agency))
    shares = [
        (
            agency,
            *(
                held.get(agency, Decimal(0)) / whole if whole else None
                for held, whole in zip(sums, wholes, strict=True)
            ),
        )
        for agency in named
    ]
    agency, largest, _ = shares[0]
    assert largest is not None
    page.chart(
        bars(
            [(agency_title(agency), percent(missed_share or Decimal(0))) for agency, missed_share, _ in shares],
            "% of cost",
        ),
        f"Where the cost of the {missed.height:,} costliest families that no programme counts falls, at {run.at}",
        f"The largest part, {percent(largest)}, falls to {agency_title(agency)}. Shares of cost without transfers in the 12 months; "
        "from the tables family_cost and eligibility.",
        ["Agency", "Share of cost of those missed", "Share of cost of the costliest that are counted"],
        [
            [agency_title(agency), percent(of_missed or Decimal(0)), None if other is None else percent(other)]
            for agency, of_missed, other in shares
        ],
    )
    _how_near(page, run, missed)


def _how_near(page: Page, run: Finished, missed: pl.DataFrame) -> None:
    met = run.of_first.join(missed, on="family_id", how="semi")["criteria_met"].clip(0, len(CRITERIA) - 1)
    counted = [int((met == at).sum()) for at in range(len(CRITERIA))]
    page.table(
        f"What the {missed.height:,} costliest families that no programme counts meet of {run.programme.title}, at {run.at}; from "
        "the table eligibility",
        ["Criteria met", "Families"],
        [[name, shown] for name, shown in zip(CRITERIA, parts(counted), strict=True)],
    )


def _against_one_another(page: Page, run: Finished) -> None:
    if len(_ruled(run)) < 2:
        page.words(
            "This run was judged by one programme. To set several against one another, give --programme more than once."
        )
        return
    titles = {name: programme_of(run.facts, name).title for name in _ruled(run)} | {COSTLIEST: plain(COSTLIEST)}
    on = {name: _counted_by(run, name) for name in titles}

    def both(left: str, right: str) -> int | Figure:
        if left == right:
            return count(len(on[left]))
        return crossed(len(on[left]), len(on[right]), len(on[left] & on[right]), run.families)

    page.table(
        f"Families that the entry rules of two programmes both count, and the costliest. {run.of_families('eligibility')} Where a "
        "row meets its own column stands how many the one counts",
        ["Programme", *titles.values()],
        [[title, *(both(left, right) for right in titles)] for left, title in titles.items()],
    )


def _counted_by(run: Finished, name: str) -> set[str]:
    """The families that one programme's entry rule counts, or the costliest."""
    if name == COSTLIEST:
        return set(run.of_first.filter("is_costliest")["family_id"])
    return set(run.eligibility.filter("is_eligible", programme=name)["family_id"])


def _early(page: Page, run: Finished) -> None:
    early = programme_of(run.facts, EARLY)
    page.heading("Early signs")
    held = run.eligibility.group_by("family_id").agg(
        is_early=((pl.col("programme") == EARLY) & pl.col("is_eligible")).any(),
        is_other=((pl.col("programme") != EARLY) & pl.col("is_eligible")).any(),
    )
    early_families = int(held["is_early"].sum())
    also, alone = parts(
        [held.filter("is_early", "is_other").height, held.filter("is_early", ~pl.col("is_other")).height]
    )
    page.words(
        f"{count(early_families):,} of {run.families:,} families show early signs at {run.at}: {early.entry.says} {also:,} of them "
        f"are counted by another programme of this run too; {alone:,} by none yet. The numbers are this program's own. It is no "
        "prediction: it says what has happened, and a person decides whether help is offered."
    )
    answers = (
        run.tables["indicator"]
        .filter((pl.col("programme") == EARLY) & (pl.col("answer") == "yes"))
        .join(run.cohort.lazy().select("family_id"), on="family_id", how="semi")
        .select("family_id", "criterion")
        .unique()
        .collect()
    )
    counts = dict(answers.group_by("criterion").agg(pl.len()).rows())
    shown = [(plain(each.id), count(int(counts.get(each.id, 0)))) for each in early.criteria]
    page.chart(
        bars(shown, "Families"),
        "Families that show each early sign",
        f"{run.of_families('indicator')} A family can show several.",
        ["Sign", "Families", "Share of families", "It is met when"],
        [
            [name, many, share(int(counts.get(each.id, 0)), run.families), each.says]
            for each, (name, many) in zip(early.criteria, shown, strict=True)
        ],
    )
