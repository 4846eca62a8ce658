"""What the list looks at: one row per family, drawn from the tables of the stages before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import ibis

from thinkfamily.programmes.framework import Programme

MONTHS = 12
JUDGED_BY = ("indicator", "evidence", "event_type", "family_member")
_MONEY = "decimal(18, 6)"
_HEALTH_AGENCIES = ["NHS", "LA-ASC"]


def families(tables: Any, programme: Programme, as_at: date, seed: int) -> Any:
    """One row per family with a child or an expected child, with what it meets, meets with and costs.

    Reads:   family_detail, family_member, indicator, evidence, event_type, family_cost, cost_line, family_service.
    Units:   ``cost_gbp`` pounds in the 12 months with transfers; ``transfer_gbp`` the part that is; ``health_gbp`` the
             part of the rest that is a health or disability cost; ``months_observed`` whole months, at most 12;
             ``draw`` the seeded order that settles ties.
    """
    detail = tables.table("family_detail")
    rows = detail.filter(detail.children + detail.expected_children > 0)
    for part in (
        programme.entry.judge(programme.name, *(tables.table(name) for name in JUDGED_BY)),
        unknown(tables, programme.name),
        _costs(tables),
        _health_costs(tables),
        _services(tables),
    ):
        rows = rows.left_join(part, "family_id").drop("family_id_right")
    nought = ibis.literal(0).cast(_MONEY)
    return rows.select(
        "family_id",
        "children",
        "adults",
        "area",
        "is_flagged",
        agencies=rows.agencies.fill_null(0),
        services=rows.services.fill_null(0),
        headings_met=rows.headings_met.fill_null(0),
        criteria_met=rows.criteria_met.fill_null(0),
        agencies_met=rows.agencies_met.fill_null(0),
        criteria_unknown=rows.criteria_unknown.fill_null(0),
        months_observed=_whole_months(rows.arrived_on, as_at + timedelta(days=1)),
        cost_gbp=ibis.coalesce(rows.cost_gbp, nought),
        transfer_gbp=ibis.coalesce(rows.transfer_gbp, nought),
        health_gbp=ibis.coalesce(rows.health_gbp, nought),
        is_eligible=rows.is_eligible.fill_null(False),
        is_eligible_otherwise=rows.is_eligible_otherwise.fill_null(False),
        draw=draw(rows.family_id, seed),
    ).order_by("family_id")


def draw(family_id: Any, seed: int) -> Any:
    """The seeded order that settles ties."""
    return ibis.literal(f"{seed}:").concat(family_id).hexdigest("md5")


def unknown(tables: Any, programme: str) -> Any:
    """One row per family: criteria of which nothing could be said for or against."""
    indicator = tables.table("indicator")
    answers = (
        indicator.filter(indicator.programme == programme)
        .group_by("family_id", "criterion")
        .aggregate(is_met=(indicator.answer == "yes").any())
    )
    return answers.filter(~answers.is_met).group_by("family_id").aggregate(criteria_unknown=ibis._.count())


def _costs(tables: Any) -> Any:
    cost = tables.table("family_cost")
    return cost.group_by("family_id").aggregate(
        cost_gbp=cost.cost_gbp.sum().cast(_MONEY), transfer_gbp=cost.transfer_gbp.sum().cast(_MONEY)
    )


def _health_costs(tables: Any) -> Any:
    """What a family costs for its health or disability: events under the heading of health, and whatever the health
    service or adult social care bears of any other event. A transfer is no service and is not among it.
    """
    kind = tables.table("event_type").select("event", "heading")
    line = tables.table("cost_line").filter(~ibis._.is_transfer).left_join(kind, "event")
    line = line.filter((line.heading == "health") | line.agency.isin(_HEALTH_AGENCIES))
    return line.group_by("family_id").aggregate(health_gbp=line.cost_gbp.sum().cast(_MONEY))


def _services(tables: Any) -> Any:
    service = tables.table("family_service")
    return service.group_by("family_id").aggregate(agencies=service.agency.nunique(), services=service.service.count())


def _whole_months(since: Any, until: date) -> Any:
    """Whole months from a day to another, from 0 to 12; 12 where the day is not known."""
    months = (until.year - since.year()) * 12 + (until.month - since.month())
    months = months - ibis.ifelse(since.day() > until.day, 1, 0)
    return ibis.coalesce(ibis.greatest(ibis.least(months, MONTHS), 0), MONTHS).cast("int64")
