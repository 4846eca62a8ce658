"""What a comparison asks, from DuckDB's words into Spark's: the levels are declared once, in DuckDB's."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

# Functions of the similarity library that Splink brings for Spark, where sqlglot would name others.
_CALLED_ON_SPARK: dict[type[exp.Expression], str] = {
    exp.ArrayOverlaps: "arrays_overlap",
    exp.JarowinklerSimilarity: "jaro_winkler",
}


def for_spark(condition: str) -> str:
    """The same condition in Spark's SQL."""
    return sqlglot.parse_one(condition, read="duckdb").transform(_translated).sql(dialect="spark")


def _translated(node: exp.Expression) -> exp.Expression:
    name = _CALLED_ON_SPARK.get(type(node))
    if name:
        return exp.Anonymous(this=name, expressions=[node.this, node.expression])
    if isinstance(node, exp.Bracket) and isinstance(node.expressions[0], exp.Slice):
        part = node.expressions[0]
        first, last = int(part.this.name), int(part.expression.name)
        length = [exp.Literal.number(first), exp.Literal.number(last - first + 1)]
        return exp.Anonymous(this="substr", expressions=[node.this, *length])
    return node
