"""Cohort: the proposed list. It proposes families for a named human to decide on; it ranks and scores nobody."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.cohort.beside import eligibility, moves
from thinkfamily.engine.cohort.choose import PUBLIC_SERVICE_COST, WHAT_IF, changes, fill, places
from thinkfamily.engine.cohort.gather import JUDGED_BY, MONTHS, families
from thinkfamily.engine.cohort.words import Places, because
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store
from thinkfamily.tables.made import Cohort, CohortWhatIf

# Where the list sets no number: the founding paper's estimate, "the top 3% of families who are most resource intensive".
COSTLIEST_SHARE = 0.03
TIES = "equal costs by criteria met, then by md5 of the seed, a colon and the family_id"


def run(store: Store, settings: Settings) -> dict[str, object]:
    """Propose the eligible families on whom public services spend most, up to the programme's capacity if it has one.

    Reads:   family_detail, family_member, indicator, evidence, event_type, family_cost, cost_line, family_service.
    Writes:  cohort (one row per family with a child or an expected child, sorted by family_id: nothing in it is a
             rank), cohort_what_if (one row per other way of counting and family that would join or leave the list),
             eligibility (one row per family and programme), family_move (one row per family that came or left).
    Units:   pounds in the 12 months to the as-at date; the order uses cost without transfers.
    Source:  extract contract, section 3, "The list"; docs/explanation/why-a-list-never-decides.md.
    Example: tests/spec/cohort.
    """
    programme = settings.rules[0]
    share = programme.capacity_share if settings.capacity_share is None else settings.capacity_share
    rows = store.frame(families(store.ibis, programme, settings.as_at, settings.seed))
    number = None if share is None else places(rows.height, share)
    proposed = fill(rows, PUBLIC_SERVICE_COST, number)
    rows = rows.with_columns(pl.col("family_id").is_in(proposed.implode()).alias("is_proposed"))
    of_all = None if share is None or number is None else Places(number, rows.height, share)
    rows = rows.with_columns(because(programme.entry, of_all).alias("proposed_because"))
    store.put("cohort", rows.select(Cohort.column_names()))
    other = changes(rows, number, proposed)
    store.put("cohort_what_if", other.select(CohortWhatIf.column_names()))
    shares = [(each, share if each is programme else each.capacity_share) for each in settings.rules]
    number_costliest = places(rows.height, COSTLIEST_SHARE) if number is None else number
    by_programme = eligibility(store, rows, shares, number_costliest)
    store.put("eligibility", by_programme)
    store.put("family_move", moves(store, rows, settings.as_at).sort("family_id"))
    listed = rows.filter("is_proposed")
    eligible = rows.filter("is_eligible")
    return {
        "programme": programme.name,
        "has_entry_rule": programme.entry.rule is not None,
        "families": rows.height,
        "capacity_share": share,
        "places": number,
        "eligible": eligible.height,
        "eligible_in_another_reading": rows.filter("is_eligible_otherwise").height,
        "proposed": listed.height,
        "too_new_to_judge_by_cost": eligible.filter(
            ~pl.col("is_proposed") & (pl.col("months_observed") < MONTHS)
        ).height,
        "least_cost_proposed_gbp": None
        if number is None or not listed.height
        else str(listed.select(PUBLIC_SERVICE_COST.min()).item()),
        "costliest": by_programme.filter(programme=programme.name)["is_costliest"].sum(),
        "by_programme": {
            each.name: {
                "capacity_share": of_it,
                **by_programme.filter(programme=each.name)
                .select(eligible=pl.col("is_eligible").sum(), listed=pl.col("is_listed").sum())
                .row(0, named=True),
            }
            for each, of_it in shares
        },
        "ties": TIES,
        "would_change": {
            what_if: {
                "join": other.filter(what_if=what_if, change="joins").height,
                "leave": other.filter(what_if=what_if, change="leaves").height,
            }
            for what_if in WHAT_IF
        },
    }


STAGE = Stage(
    name="cohort",
    reads=("family_detail", "family_member", *JUDGED_BY[:3], "family_cost", "cost_line", "family_service"),
    writes=("cohort", "cohort_what_if", "eligibility", "family_move"),
    run=run,
)
