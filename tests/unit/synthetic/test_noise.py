"""Each way of going wrong happens at its rate, only where it can, and does what it says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from stdnum.gb import nhs

from thinkfamily.synthetic.borough import FLAWS, Borough
from thinkfamily.synthetic.draft import Draft
from thinkfamily.synthetic.noise import Flaw
from thinkfamily.synthetic.noise_names import KINDS_OF_SLIP, slip

BY_NAME = {flaw.name: flaw for flaw in FLAWS}
Fresh = Callable[[], Draft]


def _rng() -> np.random.Generator:
    return np.random.default_rng(11)


def _happened(name: str, draft: Draft) -> np.ndarray:
    rows = BY_NAME[name].happen(draft, _rng())
    assert len(rows)
    return rows


def test_every_flaw_has_a_name_of_its_own_and_says_where_its_rate_comes_from() -> None:
    assert len(BY_NAME) == len(FLAWS)
    for flaw in FLAWS:
        assert flaw.says.endswith(".")
        assert flaw.source.startswith("ours") or "http" in flaw.source
        assert 0 < flaw.rate <= 1


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.name)
def test_a_flaw_hits_its_rate_and_only_records_it_can_happen_to(flaw: Flaw, fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    among = flaw.among(draft)
    chance = np.where(among, np.minimum(flaw.rate * (1.0 if flaw.whatever_agency else draft.careless), 1.0), 0.0)
    before = dict(draft.columns)
    size = len(draft)
    rows = flaw.happen(draft, _rng())
    spread = np.sqrt((chance * (1 - chance)).sum())
    assert among.sum() > 0
    assert abs(len(rows) - chance.sum()) <= 5 * spread + 1
    assert among[rows].all()
    if len(draft) == size:
        untouched = np.ones(size, bool)
        untouched[rows] = False
        for column, values in before.items():
            if values is not draft.columns[column]:
                assert values.filter(pl.Series(untouched)).equals(draft.columns[column].filter(pl.Series(untouched)))


def test_a_careless_agency_goes_wrong_more_often(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    rows = _happened("surname_mistyped", draft)
    careless = draft.careless
    assert careless[rows].mean() > careless.mean()


@pytest.mark.parametrize("kind", KINDS_OF_SLIP)
def test_a_slip_changes_a_word_a_little(kind: str) -> None:
    words = ["Elizabeth", "Mohammed", "Okonkwo", "Smith", "Li", "Ng", "O'Neill"]
    for word in words:
        for where in (0.0, 0.4, 0.99):
            wrong = slip(word, kind, where, 0.5)
            assert wrong
            assert abs(len(wrong) - len(word)) <= 1


def test_repeated_records_are_more_rows_of_the_same_persons(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    size = len(draft)
    rows = _happened("repeated_record", draft)
    assert len(draft) == size + len(rows)
    assert len(np.unique(draft.feed.astype(np.int64) * 10**8 + draft.person)) == size


def test_day_and_month_change_places(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    before = draft.columns["date_of_birth"]
    rows = _happened("day_and_month_swapped", draft)
    old, new = before.gather(rows), draft.read("date_of_birth", rows)
    swapped = old != new
    assert swapped.mean() > 0.95  # a swap into the future stays as it was
    assert (old.dt.day().filter(swapped) == new.dt.month().cast(pl.Int8).filter(swapped)).all()
    assert (old.dt.year() == new.dt.year()).all()


def test_first_of_january_keeps_the_year(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    before = draft.columns["date_of_birth"]
    rows = _happened("first_of_january", draft)
    new = draft.read("date_of_birth", rows)
    assert ((new.dt.day() == 1) & (new.dt.month() == 1) & (new.dt.year() == before.gather(rows).dt.year())).all()


def test_no_birth_is_moved_into_the_future(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    for name in ("day_and_month_swapped", "first_of_january", "year_of_birth_wrong", "day_of_birth_wrong"):
        _happened(name, draft)
    assert draft.columns["date_of_birth"].max() <= draft.town.as_at  # type: ignore[operator]


def test_a_lost_flat_leaves_the_building(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    before = draft.columns["address"]
    rows = _happened("flat_lost", draft)
    assert before.gather(rows).str.starts_with("Flat ").all()
    assert not draft.read("address", rows).str.contains("Flat ").any()


def test_a_building_without_flats_has_no_property_number_either(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    rows = _happened("building_without_flats", draft)
    assert draft.read("uprn", rows).is_null().all()
    assert draft.town.homes.lost_flat[draft.dwelling[rows]].all()


def test_a_stale_address_is_the_one_before(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    town = draft.town
    rows = _happened("stale_address", draft)
    before = town.homes.before[town.people.household[draft.person[rows]]]
    assert draft.read("address", rows).equals(town.places.address.gather(before))


def test_some_mistyped_nhs_numbers_still_look_right_and_most_do_not(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    before = draft.columns["nhs_number"]
    rows = []
    for seed in range(12):
        rows.append(BY_NAME["nhs_number_mistyped"].happen(draft, np.random.default_rng(seed)))
    hit = np.unique(np.concatenate(rows))
    changed = hit[(before.gather(hit) != draft.read("nhs_number", hit)).to_numpy()]
    right = np.mean([nhs.is_valid(number) for number in draft.read("nhs_number", changed)])
    assert 0.02 < right < 0.35


def test_a_number_of_kin_is_that_of_the_mother_or_the_partner(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    people, facts = draft.town.people, draft.facts
    before = draft.columns["nhs_number"]
    _happened("number_of_kin", draft)
    changed = np.flatnonzero((before != draft.columns["nhs_number"]).fill_null(False).to_numpy())
    person = draft.person[changed]
    kin = np.where(people.mother[person] >= 0, people.mother[person], people.partner[person])
    assert len(changed)
    assert draft.read("nhs_number", changed).equals(facts.nhs_number.gather(kin))


def test_a_nickname_is_of_that_name(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    before = draft.columns["first_name"]
    rows = _happened("nickname", draft)
    pairs = set(zip(before.gather(rows), draft.read("first_name", rows), strict=True))
    known = pl.read_csv("src/thinkfamily/synthetic/data/nicknames.csv")
    assert pairs <= set(known.iter_rows())


def test_the_surname_before_a_change_is_the_true_one_of_before(fresh_draft: Fresh) -> None:
    draft = fresh_draft()
    rows = _happened("surname_before_change", draft)
    assert draft.read("last_name", rows).equals(draft.facts.old_last.gather(draft.person[rows]))


def test_an_agency_does_not_hold_what_it_does_not_hold(borough: Borough) -> None:
    held = {extract.agency.feed: extract.people for extract in borough.extracts}
    assert held["police"]["nhs_number"].null_count() == len(held["police"])
    assert held["health"]["nino"].null_count() == len(held["health"])
    assert held["dwp"]["nino"].null_count() / len(held["dwp"]) < 0.03
    assert held["fire"]["date_of_birth"].null_count() == len(held["fire"])
    assert 0.6 < held["revenues"]["date_of_birth"].null_count() / len(held["revenues"]) < 0.9
