"""A school census of one term: one CSV file for each table, all schools together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.layouts.carried import carried, renamed, with_event
from thinkfamily.synthetic.terms import school_terms

_PEOPLE = (
    "first_name", "middle_names", "last_name", "date_of_birth", "sex", "language", "address", "postcode", "uprn", "upn",
)  # fmt: skip
_FORM = "%Y-%b-%d 00:00:00"
# All schools hand in together, as a council's own collection has it.
RETURN = "LA1"


def write_school_census(folder: Path, extract: Extract, as_at: date) -> tuple[list[str], Extract]:
    """Write the census that follows the last term that is over."""
    term = [each for each in school_terms(as_at) if each.until_on <= as_at][-1]
    census_on = as_at
    on_roll = extract.events.filter((pl.col("event") == "school_roll") & pl.col("until_on").is_null())
    keep = with_event(replace(extract, events=on_roll), "school_roll")
    kept = carried(extract, keep, _PEOPLE, ())
    ids = kept.people["record_id"].implode()
    of_pupils = extract.events.filter(pl.col("record_id").is_in(ids))
    roll = of_pupils.filter((pl.col("event") == "school_roll") & pl.col("until_on").is_null()).unique(
        "record_id", keep="first", maintain_order=True
    )
    in_term = (pl.col("from_on") == term.from_on) & (pl.col("until_on") == term.until_on)
    counts = of_pupils.filter(
        in_term & pl.col("event").is_in(["sessions_possible", "absence_authorised", "absence_unauthorised"])
    )
    counts = counts.with_columns(pl.lit(None, pl.String).alias("service"))
    absences = counts.filter((pl.col("event") != "sessions_possible") & (pl.col("quantity") > 0)).with_columns(
        detail=pl.when(pl.col("event") == "absence_authorised").then(pl.lit("I")).otherwise(pl.lit("O"))
    )
    possible = counts.filter(pl.col("event") == "sessions_possible").unique(
        "record_id", keep="first", maintain_order=True
    )
    excluded = of_pupils.filter(pl.col("event").is_in(["suspension", "permanent_exclusion"])).with_columns(
        quantity=pl.lit(None, pl.Float64),
        detail=pl.when(pl.col("event") == "suspension").then(pl.lit("FIXD")).otherwise(pl.lit("PERM")),
    )
    needs = of_pupils.filter((pl.col("event") == "send_support") & pl.col("until_on").is_null()).unique(
        "record_id", keep="first", maintain_order=True
    )
    needs = needs.with_columns(from_on=pl.lit(census_on), service=pl.lit(None, pl.String), detail=pl.lit("K"))
    _write(folder, kept.people, roll, possible, absences, excluded, needs)
    lines = [
        "[[map]]",
        'name = "school_census"',
        f"census_on = {census_on}",
        f"absence_from = {term.from_on}",
        f"absence_until = {term.until_on}",
    ]
    held = [each.select(roll.columns) for each in (roll, possible, absences, excluded, needs)]
    return lines, renamed(replace(kept, events=pl.concat(held)), f"{RETURN} ")


def _write(
    folder: Path,
    people: pl.DataFrame,
    roll: pl.DataFrame,
    possible: pl.DataFrame,
    absences: pl.DataFrame,
    excluded: pl.DataFrame,
    needs: pl.DataFrame,
) -> None:
    pupil = {"pupilonrolltableid": pl.col("record_id"), "NativeId": pl.lit(RETURN)}
    schools = {
        name: f"S{number:03}" for number, name in enumerate(roll["service"].drop_nulls().unique().sort(), start=1)
    }
    school = pl.col("service").replace_strict(schools, default=None, return_dtype=pl.String)
    pl.DataFrame({"schoolcensustableid": list(schools.values()), "schoolname": list(schools)}).with_columns(
        NativeId=pl.lit(RETURN)
    ).write_csv(folder / "school.csv")
    entered = roll.select("record_id", entrydate=pl.col("from_on").dt.strftime(_FORM), schoolcensustableid=school)
    sessions = possible.select("record_id", termlysessionspossible=pl.col("quantity").cast(pl.Int64))
    supported = needs.select("record_id", senprovision=pl.lit("K"))
    (
        people.join(entered, on="record_id", how="left", maintain_order="left")
        .join(sessions, on="record_id", how="left", maintain_order="left")
        .join(supported, on="record_id", how="left", maintain_order="left")
        .select(
            **pupil,
            upn="upn",
            surname="last_name",
            forename="first_name",
            middlenames="middle_names",
            dob=pl.col("date_of_birth").dt.strftime(_FORM),
            sex=pl.col("sex").replace_strict({"male": "M", "female": "F"}, default=None, return_dtype=pl.String),
            language="language",
            entrydate="entrydate",
            schoolcensustableid="schoolcensustableid",
            termlysessionspossible="termlysessionspossible",
            senprovision=pl.col("senprovision").fill_null("N"),
        )
        .write_csv(folder / "pupilonroll.csv")
    )
    people.filter(pl.col("address").is_not_null() | pl.col("postcode").is_not_null()).select(
        **pupil, addressline1="address", postcode="postcode", uniquepropertyreferencenumber="uprn"
    ).write_csv(folder / "addressesonroll.csv")
    details = absences.select(**pupil, attendancereason="detail", sessions=pl.col("quantity").cast(pl.Int64))
    present = absences.head(3).select(**pupil, attendancereason=pl.lit("/"), sessions=pl.lit(90, pl.Int64))
    pl.concat([details, present]).write_csv(folder / "termlysessiondetailsonroll.csv")
    excluded.select(
        **pupil,
        startdate=pl.col("from_on").dt.strftime(_FORM),
        sessions=pl.lit(2),
        category="detail",
        reason1=pl.lit("PP"),
    ).write_csv(folder / "termlyexclusionsonroll.csv")
