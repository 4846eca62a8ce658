"""The Standard Safeguarding Dataset: one CSV file for each table."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.layouts.carried import carried

_PEOPLE = (
    "first_name", "last_name", "date_of_birth", "died_on", "sex", "disability", "address", "postcode", "uprn",
    "address_from", "address_to", "nhs_number", "upn", "restriction",
)  # fmt: skip
# Table, prefix of its person, day it begins and ends, and further columns.
_TABLES = {
    "csc_contact": ("ssd_contacts", "cont_person_id", "cont_contact_date", None),
    "csc_referral": ("ssd_cin_episodes", "cine_person_id", "cine_referral_date", None),
    "csc_assessment": ("ssd_cin_assessments", "cina_person_id", "cina_assessment_start_date", None),
    "section47_enquiry": ("ssd_s47_enquiry", "s47e_person_id", "s47e_s47_start_date", None),
    "child_in_need": ("ssd_cin_plans", "cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    "child_protection_plan": ("ssd_cp_plans", "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
}
_PLACED = {"looked_after_foster": "U4", "looked_after_residential": "K2"}
_FORM = "%d/%m/%Y"


def write_safeguarding(folder: Path, extract: Extract, as_at: date) -> tuple[list[str], Extract]:
    """Write the tables that the map reads, and a few rows that it leaves out."""
    everyone = extract.people["record_id"].is_not_null()
    kept = carried(extract, everyone, _PEOPLE, (*_TABLES, *_PLACED), ("until_on", "detail"))
    safe = pl.col("restriction") == "safe_address"
    is_plan = pl.col("event") == "child_protection_plan"
    code = pl.col("event").replace_strict(_PLACED, default=None, return_dtype=pl.String)
    kept = replace(
        kept,
        events=kept.events.with_columns(detail=pl.when(is_plan).then("detail").otherwise(code)),
        people=kept.people.with_columns(
            sex=pl.when(pl.col("sex").is_in(["male", "female"])).then("sex").otherwise(pl.lit("unknown")),
            address=pl.when(safe).then(None).otherwise("address"),
            postcode=pl.when(safe).then(pl.lit("CON")).otherwise("postcode"),
            uprn=pl.when(safe).then(None).otherwise("uprn"),
            restriction=pl.when(safe).then("restriction"),
        ),
        relationships=_mothers(extract),
    )
    _people(folder, kept)
    for event, (table, person, begins, ends) in _TABLES.items():
        rows = kept.events.filter(pl.col("event") == event)
        columns = {person: pl.col("record_id"), begins: pl.col("from_on").dt.strftime(_FORM)}
        columns |= {ends: pl.col("until_on").dt.strftime(_FORM)} if ends else {}
        columns |= {"cppl_cp_plan_latest_category": pl.col("detail")} if event == "child_protection_plan" else {}
        rows.select(**columns).write_csv(folder / f"{table}.csv")
    placed = kept.events.filter(pl.col("event").is_in(list(_PLACED)))
    # One child of each placement is with its own parents before it: a placement that the map leaves out.
    pl.concat(
        [
            placed.select("record_id", "from_on", "until_on", code=pl.col("event").replace_strict(_PLACED, return_dtype=pl.String)),
            placed.head(1).select("record_id", "from_on", until_on="from_on", code=pl.lit("P1")),
        ]
    ).select(
        clap_person_id="record_id",
        clap_cla_placement_start_date=pl.col("from_on").dt.strftime(_FORM),
        clap_cla_placement_type="code",
        clap_cla_placement_end_date=pl.col("until_on").dt.strftime(_FORM),
    ).write_csv(folder / "ssd_cla_placement.csv")  # fmt: skip
    kept.relationships.select(moth_person_id="record_id", moth_childs_person_id="related_record_id").write_csv(
        folder / "ssd_mother.csv"
    )
    return ['map = "standard_safeguarding_dataset"'], kept


def _people(folder: Path, kept: Extract) -> None:
    people = kept.people
    people.select(
        pers_person_id="record_id",
        pers_forename="first_name",
        pers_surname="last_name",
        pers_sex=pl.col("sex").replace_strict({"male": "M", "female": "F"}, default="U"),
        pers_ethnicity=pl.lit("NOBT"),
        pers_dob=pl.col("date_of_birth").dt.strftime(_FORM),
        pers_single_unique_id="nhs_number",
        pers_upn="upn",
        pers_death_date=pl.col("died_on").dt.strftime(_FORM),
    ).write_csv(folder / "ssd_person.csv")
    address = pl.struct("address", "uprn").map_elements(_address, return_dtype=pl.String)
    held = people.filter(pl.any_horizontal(pl.col("address", "postcode", "uprn", "address_from").is_not_null())).select(
        addr_person_id="record_id",
        addr_address_type=pl.lit("HOME"),
        addr_address_start_date=pl.col("address_from").dt.strftime("%Y-%m-%d"),
        addr_address_end_date=pl.col("address_to").dt.strftime("%Y-%m-%d"),
        addr_address_postcode="postcode",
        addr_address_json=address,
    )
    earlier = held.filter(pl.col("addr_address_start_date").is_not_null()).with_columns(
        addr_address_start_date=pl.lit("1999-01-01"), addr_address_postcode=pl.lit("ZZ9 9ZZ")
    )
    pl.concat([earlier, held]).with_row_index("addr_table_id", 1).write_csv(folder / "ssd_address.csv")
    known = people.filter(pl.col("disability").is_in(["yes", "no"]))
    code = pl.when(pl.col("disability") == "yes").then(pl.lit("LD")).otherwise(pl.lit("NONE"))
    known.select(disa_person_id="record_id", disa_disability_code=code).write_csv(folder / "ssd_disability.csv")


def _address(held: dict[str, str | None]) -> str:
    street, _, town = (held["address"] or "").partition(", ")
    return json.dumps({"STREET": street or None, "TOWN": town or None, "UPRN": held["uprn"]}, ensure_ascii=False)


def _mothers(extract: Extract) -> pl.DataFrame:
    """Of the relationships that are stated, a mother's to her child."""
    women = extract.people.filter(pl.col("sex") == "female")["record_id"].implode()
    stated = extract.relationships.filter((pl.col("relationship") == "parent") & pl.col("record_id").is_in(women))
    empty = [name for name in stated.columns if name not in ("record_id", "related_record_id", "relationship")]
    return stated.with_columns(pl.lit(None, stated.schema[name]).alias(name) for name in empty)
