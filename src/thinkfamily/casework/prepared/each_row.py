"""Conditions that are asked of each row, as a value, and never joined.

A database that may join what is asked of a row to the rows tries to find the best order of all, and where there are many it
does not try every order: so it can begin among everybody's, however few rows are asked for. A value is asked last, of what is left.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Subquery


def with_one(rows: QuerySet[Any], name: str, others: QuerySet[Any], *, is_there: bool = True) -> QuerySet[Any]:
    """Rows for which there is one of others, found by a whole key, or none.

    Args:
        rows: which.
        name: what the value is called among others of the query.
        others: what is looked for, by `OuterRef`.
        is_there: whether it must be there, or must not.
    """
    one = Subquery(others.order_by().values("pk")[:1])
    return rows.alias(**{name: one}).filter(**{f"{name}__isnull": not is_there})


def counted(rows: QuerySet[Any], name: str, others: QuerySet[Any], by: str, *, is_there: bool = True) -> QuerySet[Any]:
    """Rows for which there are others, found by a part of a key, or none.

    They are counted because, without statistics, PostgreSQL looks for the first of some by reading a table from its start.

    Args:
        rows: which.
        name: what the value is called among others of the query.
        others: what is looked for, by `OuterRef`.
        by: the column by which they are found.
        is_there: whether there must be some, or none.
    """
    number = others.order_by().values(by).annotate(number=Count("pk")).values("number")
    return rows.alias(**{name: Subquery(number)}).filter(**{f"{name}__isnull": not is_there})
