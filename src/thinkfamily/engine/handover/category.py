"""The data class of an event, by which casework decides who may see it; and how careful one must be with it.

Derived from the vocabulary, in this order: what tells of domestic abuse, substance misuse or mental health is of that class
whoever supplied it; the rest is of its feed's class, or, where an area has added a feed, of its heading's.
"""

from __future__ import annotations

import polars as pl

from thinkfamily.programmes.data_class import BY_FEED, BY_HEADING

_BY_HEADING_FIRST = {"domestic_abuse": "domestic_abuse", "substance_use": "substance_misuse"}
_SENSITIVITY = {
    "police": "criminal",
    "domestic_abuse": "criminal",
    "health": "special category",
    "mental_health": "special category",
    "substance_misuse": "special category",
    "social_care": "special category",
}


def category_of(event: pl.Expr, feed: pl.Expr, heading: pl.Expr) -> pl.Expr:
    """The data class of an event: education, police, health, social_care, housing, benefits, domestic_abuse,
    substance_misuse, mental_health or other.
    """
    return pl.coalesce(
        heading.replace_strict(_BY_HEADING_FIRST, default=None, return_dtype=pl.String),
        pl.when(event.str.contains("mental_health")).then(pl.lit("mental_health")),
        feed.replace_strict(BY_FEED, default=None, return_dtype=pl.String),
        pl.when(~feed.is_in(["fire", "voluntary"])).then(
            heading.replace_strict(BY_HEADING, default=None, return_dtype=pl.String)
        ),
        pl.lit("other"),
    )


def sensitivity_of(category: pl.Expr, heading: pl.Expr) -> pl.Expr:
    """personal, special category or criminal; whatever evidences a need of health is special wherever it comes from."""
    return (
        pl.when(category.is_in(["police", "domestic_abuse"]))
        .then(pl.lit("criminal"))
        .when(heading == "health")
        .then(pl.lit("special category"))
        .otherwise(category.replace_strict(_SENSITIVITY, default="personal", return_dtype=pl.String))
    )
