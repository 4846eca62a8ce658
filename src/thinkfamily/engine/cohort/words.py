"""Why a family is proposed, or not, in one or two plain sentences that judge nobody."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thinkfamily.engine.cohort.choose import PUBLIC_SERVICE_COST
from thinkfamily.engine.cohort.gather import MONTHS
from thinkfamily.programmes.entry import Entry

NOT_FILLED_IN = (
    "Not proposed: the programme leaves the entry rule to each council, and none is filled in. Of its criteria: "
)


@dataclass(frozen=True)
class Places:
    """How many families can be proposed, and of how many that is which share."""

    number: int
    families: int
    share: float

    def __str__(self) -> str:
        noun = "place" if self.number == 1 else "places"
        return f"{self.number:,} {noun} ({self.share * 100:g}% of {self.families:,} families with a child)"


def because(entry: Entry, places: Places | None) -> pl.Expr:
    """The sentence of each family; needs column ``is_proposed``.

    Args:
        entry: the programme's entry rule.
        places: None where the programme sets no number of families.
    """
    under = _counted("headings_met", "heading", "headings") if entry.counts_headings else None
    met = (
        pl.when(pl.col("criteria_met") == 0)
        .then(pl.lit("no criterion met"))
        .otherwise(
            pl.concat_str(
                _counted("criteria_met", "criterion", "criteria"),
                pl.lit(" met"),
                *([pl.lit(" under "), under] if under is not None else []),
                pl.lit(", on evidence from "),
                _counted("agencies_met", "agency", "agencies"),
            )
        )
    )
    eligible = _by_cost(met, places) if places else _all_of_them(met)
    not_met = pl.concat_str(
        pl.lit("The entry rule is not met: " if entry.rule else NOT_FILLED_IN),
        met,
        pl.when(pl.col("criteria_unknown") > 0)
        .then(
            pl.format(
                "; {}{} cannot be known",
                pl.col("criteria_unknown"),
                pl.when(pl.col("criteria_met") > 0).then(pl.lit(" more")).otherwise(pl.lit("")),
            )
        )
        .otherwise(pl.lit("")),
        pl.when("is_eligible_otherwise")
        .then(pl.lit(". By another reading of the sources it would be met; the stricter stands."))
        .otherwise(pl.lit(".")),
    )
    flagged = " Check first who lives in this household: it is over ten people, or otherwise improbable."
    sentence = pl.when("is_eligible").then(eligible).otherwise(not_met)
    return pl.concat_str(sentence, pl.when("is_flagged").then(pl.lit(flagged)).otherwise(pl.lit("")))


def _all_of_them(met: pl.Expr) -> pl.Expr:
    """Why an eligible family is proposed where the programme sets no number of families."""
    return pl.concat_str(
        pl.lit("The entry rule is met ("),
        met,
        pl.lit(
            "). The programme sets no number of families: all that meet the rule are proposed. A named person decides."
        ),
    )


def _by_cost(met: pl.Expr, places: Places) -> pl.Expr:
    """Why an eligible family is proposed, or not, where places are filled by cost."""
    cost = pounds(PUBLIC_SERVICE_COST)
    too_new = pl.concat_str(
        pl.lit("The entry rule is met ("),
        met,
        pl.lit("). Listed apart, as too new to judge by cost: observed for "),
        _counted("months_observed", "month", "months"),
        pl.lit(f" of {MONTHS}."),
    )
    proposed = pl.concat_str(
        pl.lit("The entry rule is met ("),
        met,
        pl.lit("), and what public services spent in the 12 months without transfers, "),
        cost,
        pl.lit(f", is within the {places}. A named person decides."),
    )
    beyond = pl.concat_str(
        pl.lit("The entry rule is met ("),
        met,
        pl.lit(f"). Not proposed: the {places} are filled by families on whom public services spent more than the "),
        cost,
        pl.lit(" spent here, or as much where more criteria are met or the seeded order comes first."),
    )
    no_places = pl.concat_str(pl.lit("The entry rule is met ("), met, pl.lit("). Not proposed: there are no places."))
    return (
        pl.when(pl.col("months_observed") < MONTHS)
        .then(too_new)
        .when(pl.col("is_proposed"))
        .then(proposed)
        .otherwise(beyond if places.number else no_places)
    )


def pounds(amount: pl.Expr) -> pl.Expr:
    """Whole pounds with commas: £1,234,567."""
    whole = amount.round(0).cast(pl.Int64)
    thousands, rest = whole // 1000, (whole % 1000).cast(pl.String)
    millions = thousands // 1000
    padded = rest.str.zfill(3)
    return (
        pl.when(whole < 1000)
        .then(pl.concat_str(pl.lit("£"), rest))
        .when(whole < 1_000_000)
        .then(pl.concat_str(pl.lit("£"), thousands.cast(pl.String), pl.lit(","), padded))
        .otherwise(
            pl.concat_str(
                pl.lit("£"),
                millions.cast(pl.String),
                pl.lit(","),
                (thousands % 1000).cast(pl.String).str.zfill(3),
                pl.lit(","),
                padded,
            )
        )
    )


def _counted(column: str, one: str, many: str) -> pl.Expr:
    return pl.concat_str(
        pl.col(column).cast(pl.String),
        pl.when(pl.col(column) == 1).then(pl.lit(f" {one}")).otherwise(pl.lit(f" {many}")),
    )
