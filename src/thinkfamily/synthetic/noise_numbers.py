"""How dates and identifiers go wrong, and which values an agency does not hold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from thinkfamily.synthetic.cast import CHILD, NOBODY
from thinkfamily.synthetic.draft import Draft
from thinkfamily.synthetic.feeds import AGENCIES, FEEDS
from thinkfamily.synthetic.identifiers import nhs_check_digit
from thinkfamily.synthetic.noise import OURS, Flaw, anyone, filled

NUMBERS = ("nhs_number", "upn", "nino")
OPTIONAL = (
    "middle_names",
    "known_as",
    "date_of_birth",
    "sex",
    "ethnicity",
    "language",
    "disability",
    "address",
    "postcode",
    "uprn",
    "address_from",
    "nhs_number",
    "upn",
    "nino",
    "phone",
    "email",
    "household_ref",
    "area",
)


def not_held(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    """Blank what each agency does not hold, at the agency's own shares."""
    grown = (draft.town.people.part != CHILD)[draft.person]
    lost = rng.random(len(draft))
    for column in OPTIONAL:
        share = np.array([agency.holds.get(column, 0.0) for agency in AGENCIES])[draft.feed]
        if column == "date_of_birth":
            adults = [agency.holds.get("date_of_birth_of_adults", agency.holds.get(column, 0.0)) for agency in AGENCIES]
            share = np.where(grown, np.array(adults)[draft.feed], share)
        # A postcode goes with its address.
        draw = lost if column in ("address", "postcode") else rng.random(len(draft))
        draft.blank(column, np.flatnonzero(draw >= share))


def _day_month(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    held = draft.read("date_of_birth", rows)
    draft.write("date_of_birth", rows, _not_after(draft, _date(held.dt.year(), held.dt.day(), held.dt.month()), held))


def _can_swap(draft: Draft) -> np.ndarray:
    born = draft.columns["date_of_birth"]
    return ((born.dt.day() <= 12) & (born.dt.day() != born.dt.month())).fill_null(False).to_numpy()


def _first_of_january(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    year = draft.read("date_of_birth", rows).dt.year()
    one = pl.repeat(1, len(rows), eager=True)
    draft.write("date_of_birth", rows, _date(year, one, one))


def _other_year(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    held = draft.read("date_of_birth", rows)
    step = rng.choice([-10, -1, 1, 10], len(rows), p=[0.12, 0.4, 0.4, 0.08])
    year = held.dt.year().to_numpy() + step
    year = np.where(year > draft.town.as_at.year - 1, held.dt.year().to_numpy() - np.abs(step), year)
    day = pl.Series(np.minimum(held.dt.day().to_numpy(), 28))
    draft.write("date_of_birth", rows, _date(pl.Series(year), held.dt.month(), day))


def _other_day(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    held = draft.read("date_of_birth", rows)
    day = (held.dt.day().to_numpy() - 1 + rng.choice([1, 2, 9, 10, 18], len(rows))) % 28 + 1
    draft.write("date_of_birth", rows, _not_after(draft, _date(held.dt.year(), held.dt.month(), pl.Series(day)), held))


def _date(year: pl.Series, month: pl.Series, day: pl.Series) -> pl.Series:
    frame = pl.DataFrame({"y": year.cast(pl.Int32), "m": month.cast(pl.Int8), "d": day.cast(pl.Int8)})
    return frame.select(day=pl.date("y", "m", "d"))["day"]


def _not_after(draft: Draft, new: pl.Series, old: pl.Series) -> pl.Series:
    return new.zip_with(new <= draft.town.as_at, old)


def _household_number(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    """A number of someone at home: the mother's on a child, a partner's on the other."""
    people = draft.town.people
    person = draft.person[rows]
    kin = np.where(people.mother[person] != NOBODY, people.mother[person], people.partner[person])
    _numbers_of(draft, rows[kin != NOBODY], kin[kin != NOBODY])


def _strangers_number(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    """A number that is, or was, a stranger's whom the same agency may know too."""
    others = rng.permutation(draft.person)[: len(rows)]
    _numbers_of(draft, rows, others)


def _numbers_of(draft: Draft, rows: np.ndarray, whose: np.ndarray) -> None:
    for column in NUMBERS:
        held = draft.columns[column].is_not_null().to_numpy()[rows]
        new = getattr(draft.facts, column).gather(whose)
        there = held & new.is_not_null().to_numpy()
        draft.write(column, rows[there], new.gather(np.flatnonzero(there)))


def _mistype_number(column: str) -> Callable[[Draft, np.ndarray, np.random.Generator], None]:
    """One digit wrong or two swapped; now and then the check digit still comes out right."""

    def spoil(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
        texts = draft.read(column, rows).to_list()
        at = rng.integers(4, 8, len(rows)).tolist()
        digit, swap, lucky = (
            rng.integers(1, 10, len(rows)).tolist(),
            rng.random(len(rows)) < 0.4,
            rng.random(len(rows)) < 0.1,
        )
        new = []
        for text, i, d, s, right in zip(texts, at, digit, swap.tolist(), lucky.tolist(), strict=True):
            if s and text[i] != text[i - 1]:
                wrong = text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :]
            else:
                wrong = text[:i] + str((int(text[i]) + d) % 10) + text[i + 1 :]
            if right and column == "nhs_number":
                check = int(nhs_check_digit(np.array([[int(c) for c in wrong[:9]]]))[0])
                wrong = wrong[:9] + str(check) if check < 10 else wrong
            new.append(wrong)
        draft.write(column, rows, pl.Series(new, dtype=pl.String))

    return spoil


def _any_number(draft: Draft) -> np.ndarray:
    held = [draft.columns[column].is_not_null().to_numpy() for column in NUMBERS]
    return held[0] | held[1] | held[2]


def _wrong_sex(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    held = draft.read("sex", rows)
    swapped = held.replace({"female": "male", "male": "female"})
    unknown = pl.Series(rng.random(len(rows)) < 0.6)
    draft.write("sex", rows, pl.repeat("unknown", len(rows), dtype=pl.String, eager=True).zip_with(unknown, swapped))


def _repeat(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    draft.take(np.sort(np.concatenate([np.arange(len(draft)), rows])))


def _is_reusing(draft: Draft) -> np.ndarray:
    return _any_number(draft) & np.isin(draft.feed, [FEEDS.index(f) for f in ("health", "dwp", "education", "housing")])


REPEATED = Flaw(
    "repeated_record", "An agency holds the same person twice, under two ids.", 0.012, OURS, anyone, _repeat
)

HOLDING_FLAWS = (
    Flaw(
        "not_held",
        "An agency does not hold a value: its own shares stand with it in feeds.py.",
        1.0,
        OURS,
        anyone,
        not_held,
        whatever_agency=True,
    ),
)

NUMBER_FLAWS = (
    Flaw("day_and_month_swapped", "Day and month of birth have changed places.", 0.012, OURS, _can_swap, _day_month),
    Flaw(
        "first_of_january",
        "1 January stands for a birthday nobody knew.",
        0.008,
        OURS,
        filled("date_of_birth"),
        _first_of_january,
    ),
    Flaw(
        "year_of_birth_wrong",
        "The year of birth is out by one or by ten.",
        0.006,
        OURS,
        filled("date_of_birth"),
        _other_year,
    ),
    Flaw("day_of_birth_wrong", "The day of birth is mistyped.", 0.008, OURS, filled("date_of_birth"), _other_day),
    Flaw("sex_wrong", "Sex is unknown or wrong.", 0.004, OURS, filled("sex"), _wrong_sex),
    Flaw(
        "number_of_kin",
        "An identifier is that of the mother or the partner: two persons, one number.",
        0.004,
        OURS,
        _any_number,
        _household_number,
    ),
    Flaw(
        "number_of_a_stranger",
        "An identifier was given out twice: recycled, or taken from the record above.",
        0.0015,
        OURS,
        _is_reusing,
        _strangers_number,
    ),
    Flaw(
        "nhs_number_mistyped",
        "An NHS number with one digit wrong or two swapped.",
        0.006,
        OURS,
        filled("nhs_number"),
        _mistype_number("nhs_number"),
    ),
    Flaw(
        "upn_mistyped",
        "A pupil number with one digit wrong or two swapped.",
        0.006,
        OURS,
        filled("upn"),
        _mistype_number("upn"),
    ),
    Flaw(
        "nino_mistyped",
        "A National Insurance number with one digit wrong or two swapped: its form cannot show it.",
        0.006,
        OURS,
        filled("nino"),
        _mistype_number("nino"),
    ),
)
