"""Whatever the seed, the size and the date: an invented borough holds together."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thinkfamily.core.dates import years_before
from thinkfamily.synthetic.borough import invent
from thinkfamily.synthetic.cast import CASES
from thinkfamily.synthetic.diary import feed_of_event
from thinkfamily.synthetic.members import family_members
from thinkfamily.synthetic.truth import person_table

DATES = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), families=st.integers(60, 260), as_at=DATES)
def test_a_borough_holds_together(seed: int, families: int, as_at: date) -> None:
    borough = invent(families, seed, as_at)
    town = borough.town
    members = family_members(town)
    vocabulary = feed_of_event()

    assert members.select("family", "person").is_duplicated().sum() == 0
    assert members["family"].n_unique() == len(town.families) == families
    assert (members.group_by("family").agg((pl.col("residence") != "elsewhere").any())["residence"]).all()

    covers_from = years_before(as_at, 3) + timedelta(days=1)
    for extract in borough.extracts:
        people, events, stated = extract.people, extract.events, extract.relationships
        taken = as_at - timedelta(days=extract.agency.days_old)
        assert people["record_id"].n_unique() == len(people) == len(extract.persons)
        assert people["first_name"].null_count() == people["last_name"].null_count() == 0
        assert people["date_of_birth"].drop_nulls().is_between(as_at - timedelta(days=119 * 365), as_at).all()
        if len(events):
            assert {vocabulary[event] for event in events["event"].unique()} == {extract.agency.feed}
            assert events["record_id"].is_in(people["record_id"].implode()).all()
            assert (events["from_on"] <= taken).all()
            assert (events["until_on"] > events["from_on"]).drop_nulls().all()
            assert (events["until_on"] <= taken).drop_nulls().all()
            with_reference = events.filter(pl.col("reference").is_not_null())
            assert not with_reference.is_duplicated().any()
            births = dict(zip(range(len(town.people)), town.people.born.tolist(), strict=True))
            whose = dict(zip(people["record_id"], extract.persons.tolist(), strict=True))
            first = events.group_by("record_id").agg(pl.col("from_on").min().cast(pl.Int32))
            assert all(day >= births[whose[record]] for record, day in first.iter_rows())
            points = events.filter(
                ~pl.col("event").is_in(["tenancy", "school_roll"]) & pl.col("quantity").is_not_null()
            )
            assert (points["from_on"] >= covers_from - timedelta(days=31)).all()
        assert stated["record_id"].is_in(people["record_id"].implode()).all()
        assert stated["related_record_id"].is_in(people["record_id"].implode()).all()

    persons = person_table(town, pl.Series(np.arange(len(town.people))))
    named = {case for cases in persons["case"].drop_nulls() for case in cases.split(";")}
    assert named <= set(CASES)
