"""An attendance export: a pupil a row, a session a column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.layouts.carried import carried, with_event
from thinkfamily.synthetic.terms import SchoolTerm, school_terms

_PEOPLE = ("first_name", "middle_names", "last_name", "date_of_birth", "sex", "address", "postcode", "upn")
_FORM = "%d/%m/%Y"
_TERMS = 3
# The day from which the codes of the new table are used; the old one knew holidays in term.
NEW_CODES_FROM = date(2024, 8, 19)


def write_attendance(folder: Path, extract: Extract, as_at: date) -> tuple[list[str], Extract]:
    """Write the marks of the last three terms that are over, as many absent as the agency counts."""
    terms = [each for each in school_terms(as_at) if each.until_on <= as_at][-_TERMS:]
    first_of_upn = extract.people["upn"].is_first_distinct() & extract.people["upn"].is_not_null()
    kept = carried(extract, with_event(extract, "sessions_possible") & first_of_upn, _PEOPLE, ())
    marks = pl.concat([_marks(extract, kept.people["record_id"], term) for term in terms], how="horizontal")
    people = kept.people
    people.select(
        UPN="upn",
        Forename="first_name",
        Surname="last_name",
        DOB=pl.col("date_of_birth").dt.strftime(_FORM),
        Sex=pl.col("sex").replace_strict({"male": "M", "female": "F"}, default=None, return_dtype=pl.String),
        Address="address",
        Postcode="postcode",
    ).with_columns(marks).write_csv(folder / "attendance.csv")
    columns = list(marks.columns)
    long = (
        people.select("upn")
        .with_columns(marks)
        .unpivot(columns, index="upn", variable_name="session", value_name="detail")
    )
    session = pl.col("session").str.split(" ")
    events = long.filter(pl.col("detail").is_not_null()).select(
        record_id="upn",
        event=pl.lit("attendance_mark"),
        from_on=session.list.get(0).str.to_date(_FORM),
        until_on=pl.lit(None, pl.Date),
        quantity=pl.lit(None, pl.Float64),
        role=session.list.get(1).str.to_lowercase(),
        reference=pl.lit(None, pl.String),
        service=pl.lit(None, pl.String),
        detail="detail",
    )
    named = people.with_columns(record_id="upn", middle_names=pl.lit(None, pl.String))
    lines = [
        f"covers_from = {terms[0].from_on}",
        f"covers_until = {terms[-1].until_on}",
        'map = "attendance_by_session"',
    ]
    return lines, replace(kept, people=named, events=events)


def _marks(extract: Extract, ids: pl.Series, term: SchoolTerm) -> pl.DataFrame:
    """One row per pupil, one column per session of a term: first the unauthorised absences, then the authorised."""
    days = [term.from_on + timedelta(days=n) for n in range((term.until_on - term.from_on).days)]
    sessions = [(day, half) for day in days if day.weekday() < 5 for half in ("AM", "PM")][: term.sessions]
    counted = extract.events.filter((pl.col("from_on") == term.from_on) & (pl.col("until_on") == term.until_on))
    held = {
        event: ids.to_frame("record_id").join(
            counted.filter(pl.col("event") == event).group_by("record_id").agg(pl.col("quantity").first()),
            on="record_id", how="left", maintain_order="left",
        )["quantity"].fill_null(0).to_numpy()
        for event in ("sessions_possible", "absence_unauthorised", "absence_authorised")
    }  # fmt: skip
    possible, unauthorised, authorised = held.values()
    place = np.arange(len(sessions))[None, :]
    is_old = np.array([day < NEW_CODES_FROM for day, _ in sessions])[None, :]
    present = np.array(["/" if half == "AM" else "\\" for _, half in sessions])[None, :]
    codes = np.where(place < unauthorised[:, None], "O", np.broadcast_to(present, (len(ids), len(sessions))))
    absent = (place >= unauthorised[:, None]) & (place < (unauthorised + authorised)[:, None])
    codes = np.where(absent, np.where(is_old, "H", "I"), codes)
    codes = np.where(place < possible[:, None], codes, "")
    names = [f"{day.strftime(_FORM)} {half}" for day, half in sessions]
    return pl.DataFrame({name: codes[:, at] for at, name in enumerate(names)}).with_columns(pl.all().replace("", None))
