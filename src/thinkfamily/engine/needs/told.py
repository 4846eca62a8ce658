"""Workers' evidence: what a worker has answered of a family, put beside what records answer.

It answers a criterion that only a worker can answer, and any that is unknown. It never turns a yes or a no that rests on
records. It rests on no event, so it adds no row of evidence, and no agency towards the entry rule.

A worker answers the question of one programme. Another programme hears it where it asks the very same; that two questions
bear one name does not make them one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.programmes.criterion import WorkerSays, leaves
from thinkfamily.programmes.framework import Programme
from thinkfamily.tables import made

_KEY = ["family_id", "programme", "criterion"]


def hear_workers(store: Store, settings: Settings, programmes: Sequence[Programme]) -> None:
    """Change `indicator` where a worker has answered: unknown becomes yes, or no; a worker's own criterion becomes yes.

    Reads:   indicator, worker_evidence, known_family, known_person, family_member.
    """
    said = words_of_workers(store, settings.as_at, programmes)
    if not said.is_empty():
        store.put("indicator", heard(store.frame("select * from indicator"), said, programmes))


def words_of_workers(store: Store, as_at: date, programmes: Sequence[Programme]) -> pl.DataFrame:
    """One row per family, member (or none), programme and criterion that a worker's answer is heard for, on a date.

    Columns: family_id, person_id, programme, criterion, answer, from_on, until_on.
    Reads:   worker_evidence, known_family, known_person, family_member.
    """
    said = store.frame(
        """
        select distinct f.family_id, k.person_id, e.programme, e.criterion, e.answer, e.from_on, e.until_on
        from worker_evidence e join known_family f on f.handle = e.family
            left join known_person k on k.handle = e.person
            left join family_member m on m.family_id = f.family_id and m.person_id = k.person_id
        where e.from_on <= $as_at and coalesce(e.until_on > $as_at, true)
          and (e.person is null or m.person_id is not null)
        order by all
        """,
        {"as_at": as_at},
    )
    questions = said.select("programme", "criterion").unique().rows()
    heard_by = pl.DataFrame(
        [(asking, asked, name) for asking, asked in questions for name in _hearing(asking, asked, programmes)],
        schema=dict.fromkeys(("programme", "criterion", "hears"), pl.String),
        orient="row",
    )
    heard = said.join(heard_by, on=["programme", "criterion"], nulls_equal=True)
    return heard.with_columns(programme="hears").drop("hears").unique().sort(pl.all())


def _hearing(asking: str | None, criterion: str, programmes: Sequence[Programme]) -> list[str]:
    """Names of the programmes for which an answer to a criterion counts.

    Args:
        asking: the programme whose question was answered, where that is known. It is else the first of the run that has the
            criterion: a run hands over what its first programme asks.
    """
    tests = {each.name: one.test for each in programmes for one in each.criteria if one.id == criterion}
    answered = tests.get(asking or "", next(iter(tests.values()), None))
    return [name for name, test in tests.items() if test == answered]


def heard(indicator: pl.DataFrame, said: pl.DataFrame, programmes: Iterable[Programme]) -> pl.DataFrame:
    """The rows of table ``indicator`` as workers' words leave them.

    Args:
        indicator: what records answer.
        said: what workers answer, as ``words_of_workers`` gives it.
        programmes: those that the indicators are of.
    """
    asked = pl.DataFrame(
        [
            (
                each.name,
                criterion.id,
                criterion.heading,
                any(isinstance(leaf, WorkerSays) for leaf in leaves(criterion.test)),
            )
            for each in programmes
            for criterion in each.criteria
        ],
        schema=["programme", "criterion", "heading", "is_workers"],
        orient="row",
    )
    # Two series can name one family: the later word stands, and of two on one day the yes.
    said = (
        said.join(asked, on=["programme", "criterion"])
        .sort("from_on", "answer")
        .unique([*_KEY, "person_id"], keep="last", maintain_order=True)
    )
    return _answered(indicator, said).sort(*_KEY[:1], "person_id", *_KEY[1:], nulls_last=False)


def _answered(indicator: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """The indicators as workers' words leave them."""
    own = [*_KEY, "person_id"]
    is_open = pl.col("answer") == "unknown"
    no = said.filter(answer="no").select(own)
    yes = said.filter(answer="yes")
    # What a worker says of one member settles what is unknown of the family as one only when it is a yes.
    unknown = (
        indicator.filter(is_open)
        .join(no, on=own, how="anti", nulls_equal=True)
        .join(yes.select(own), on=own, how="anti", nulls_equal=True)
    )
    whole = pl.col("person_id").is_null()
    settled = unknown.filter(whole).join(yes.select(_KEY), on=_KEY, how="anti")
    unknown = pl.concat([unknown.filter(~whole), settled])
    met = indicator.filter(~is_open)
    was_unknown = indicator.filter(is_open).select(_KEY).unique().with_columns(was_unknown=pl.lit(True))
    new = (
        yes.join(met.select(own), on=own, how="anti", nulls_equal=True)
        .join(was_unknown, on=_KEY, how="left")
        .filter(pl.col("is_workers") | pl.col("was_unknown").fill_null(False))
        .with_columns(
            value=pl.lit(None, pl.Float64),
            threshold=pl.lit(None, pl.Float64),
            reason=pl.format("Worker's evidence: yes, from {}.", pl.col("from_on").dt.strftime("%-d %B %Y")),
        )
        .select(made.Indicator.column_names())
    )
    return pl.concat([met.select(new.columns), unknown.select(new.columns), new])
