"""Person records while they are being spoilt: what each should say, and room for each way of saying it wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from thinkfamily.synthetic.feeds import AGENCIES
from thinkfamily.synthetic.town import Town

# The columns of people.csv, in the order in which they are written.
PEOPLE_COLUMNS = (
    "record_id",
    "first_name",
    "middle_names",
    "last_name",
    "known_as",
    "date_of_birth",
    "died_on",
    "sex",
    "ethnicity",
    "language",
    "disability",
    "address",
    "postcode",
    "uprn",
    "address_from",
    "address_to",
    "nhs_number",
    "upn",
    "nino",
    "phone",
    "email",
    "household_ref",
    "area",
    "restriction",
    "objection",
)


@dataclass
class Facts:
    """One row per person: the strings that are true of each, to be written or miswritten."""

    first: pl.Series
    middle: pl.Series
    last: pl.Series
    old_last: pl.Series  # of before a marriage or another change; null where there is none
    kin_last: pl.Series  # of the mother, child or partner in the same home; null where there is none
    nhs_number: pl.Series
    upn: pl.Series
    nino: pl.Series


class Draft:
    """One row per person record being written; ``person`` and ``feed`` say whose and where."""

    def __init__(self, town: Town, facts: Facts, feed: np.ndarray, person: np.ndarray) -> None:
        self.town, self.facts = town, facts
        self.feed, self.person = feed, person
        self.dwelling = np.full(len(person), -1, dtype=np.int32)  # the home the record names
        self.columns: dict[str, pl.Series] = {}

    def __len__(self) -> int:
        return len(self.person)

    @property
    def careless(self) -> np.ndarray:
        """How often each record's agency goes wrong, against 1."""
        return np.array([agency.careless for agency in AGENCIES])[self.feed]

    def take(self, rows: np.ndarray) -> None:
        """Keep these rows, in this order; a row can be taken more than once."""
        self.feed, self.person, self.dwelling = self.feed[rows], self.person[rows], self.dwelling[rows]
        self.columns = {name: series.gather(rows) for name, series in self.columns.items()}

    def read(self, column: str, rows: np.ndarray) -> pl.Series:
        """A column of some rows."""
        return self.columns[column].gather(rows)

    def write(self, column: str, rows: np.ndarray, values: pl.Series) -> None:
        """Write a column of some rows."""
        if len(rows):
            self.columns[column] = self.columns[column].clone().scatter(rows, values)

    def blank(self, column: str, rows: np.ndarray) -> None:
        """Leave a column of some rows empty."""
        empty = np.ones(len(self), bool)
        empty[rows] = False
        series = self.columns[column]
        self.columns[column] = series.zip_with(
            pl.Series(empty), pl.repeat(None, len(self), dtype=series.dtype, eager=True)
        )
