"""A children in need census: one XML file, or a CSV file for each block of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl

from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.layouts.carried import carried, children, with_event

_EVENTS = ("csc_referral", "csc_assessment", "section47_enquiry", "child_in_need", "child_protection_plan")
_PEOPLE = ("date_of_birth", "died_on", "sex", "upn", "disability")
_SEX = {"male": "M", "female": "F"}
_FORM = "%d/%m/%Y"


def write_census_xml(folder: Path, extract: Extract, as_at: date) -> tuple[list[str], Extract]:
    """Write the census as a council's system does for the Department."""
    kept = _carried(extract, as_at)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<Message>", "  <Header>", "    <CollectionDetails>"]
    lines += [_leaf("Collection", "CIN", 6), _leaf("Year", str(as_at.year), 6), _leaf("ReferenceDate", as_at, 6)]
    lines += ["    </CollectionDetails>", "  </Header>", "  <Children>"]
    events = {str(key[0]): rows for key, rows in kept.events.sort("record_id", "from_on").group_by("record_id")}
    for child in kept.people.iter_rows(named=True):
        lines += _child(child, events[child["record_id"]])
    lines += ["  </Children>", "</Message>"]
    (folder / "CIN_invented.xml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ['map = "cin_census"'], kept


def write_census_tables(folder: Path, extract: Extract, as_at: date) -> tuple[list[str], Extract]:
    """Write the census as tables; an assessment has a row for each factor found at it."""
    kept = _carried(extract, as_at)
    child = pl.col("record_id").alias("LAchildID")
    people = kept.people
    people.select(
        child,
        UPN="upn",
        PersonBirthDate=pl.col("date_of_birth").dt.strftime(_FORM),
        Sex=pl.col("sex").replace_strict(_SEX, default="U"),
        PersonDeathDate=pl.col("died_on").dt.strftime(_FORM),
    ).write_csv(folder / "ChildIdentifiers.csv")
    people.select(child, Ethnicity=pl.lit("NOBT")).write_csv(folder / "ChildCharacteristics.csv")
    known = people.filter(pl.col("disability").is_in(["yes", "no"]))
    code = pl.when(pl.col("disability") == "yes").then(pl.lit("MOB")).otherwise(pl.lit("NONE"))
    known.select(child, Disability=code).write_csv(folder / "Disabilities.csv")
    episode = pl.lit(1).alias("CINdetailsID")
    begins, ends = pl.col("from_on").dt.strftime(_FORM), pl.col("until_on").dt.strftime(_FORM)
    tables = {
        "CINdetails": ("csc_referral", {"CINreferralDate": begins, "ReferralSource": pl.lit("2A"), "ReferralNFA": pl.lit("0")}),
        "Assessments": ("csc_assessment", {"AssessmentActualStartDate": begins, "AssessmentFactors": pl.lit("21")}),
        "CINplanDates": ("child_in_need", {"CINPlanStartDate": begins, "CINPlanEndDate": ends}),
        "Section47": ("section47_enquiry", {"S47ActualStartDate": begins, "ICPCnotRequired": pl.lit("0")}),
        "ChildProtectionPlans": (
            "child_protection_plan",
            {"CPPstartDate": begins, "CPPendDate": ends, "LatestCategoryOfAbuse": pl.col("detail")},
        ),
    }  # fmt: skip
    for name, (event, columns) in tables.items():
        rows = kept.events.filter(pl.col("event") == event).select(child, episode, **columns)
        if name == "Assessments":
            rows = pl.concat([rows, rows.with_columns(AssessmentFactors=pl.lit("2B"))]).sort(
                "LAchildID", maintain_order=True
            )
        rows.write_csv(folder / f"{name}.csv")
    # One assessment of its rows, by the reference that the map makes.
    made = pl.concat_str("record_id", pl.lit("1"), begins, separator=" ")
    told = kept.events.with_columns(reference=pl.when(pl.col("event") == "csc_assessment").then(made))
    return ['map = "cin_census_csv"'], replace(kept, events=told)


def _carried(extract: Extract, as_at: date) -> Extract:
    """Children with a referral, under which the rest of what is known of them stands."""
    keep = children(extract, as_at) & with_event(extract, "csc_referral")
    kept = carried(extract, keep, _PEOPLE, _EVENTS, ("until_on", "detail"))
    is_plan = pl.col("event") == "child_protection_plan"
    is_spell = is_plan | (pl.col("event") == "child_in_need")
    told = kept.events.with_columns(
        detail=pl.when(is_plan).then(pl.col("detail").fill_null("NEG")), until_on=pl.when(is_spell).then("until_on")
    )
    # Every sex but two is written as unknown.
    sex = pl.when(pl.col("sex").is_in(list(_SEX))).then("sex").otherwise(pl.lit("unknown"))
    return replace(kept, events=told, people=kept.people.with_columns(sex=sex))


def _child(child: dict[str, object], events: pl.DataFrame) -> list[str]:
    lines = ["    <Child>", "      <ChildIdentifiers>", _leaf("LAchildID", child["record_id"], 8)]
    lines += [_leaf("UPN", child["upn"], 8)] if child["upn"] else [_leaf("UPNunknown", "UN1", 8)]
    lines += [_leaf("PersonBirthDate", child["date_of_birth"], 8), _leaf("Sex", _SEX.get(str(child["sex"]), "U"), 8)]
    lines += [_leaf("PersonDeathDate", child["died_on"], 8)] if child["died_on"] else []
    lines += ["      </ChildIdentifiers>", "      <ChildCharacteristics>", _leaf("Ethnicity", "NOBT", 8)]
    if child["disability"] in ("yes", "no"):
        codes = ("MOB", "COMM") if child["disability"] == "yes" else ("NONE",)
        lines += [
            "        <Disabilities>",
            *(_leaf("Disability", code, 10) for code in codes),
            "        </Disabilities>",
        ]
    lines.append("      </ChildCharacteristics>")
    referrals = events.filter(pl.col("event") == "csc_referral")["from_on"]
    for number, referred in enumerate(referrals):
        lines += ["      <CINdetails>", _leaf("CINreferralDate", referred, 8), _leaf("ReferralSource", "2A", 8)]
        lines += _blocks(events) if number == 0 else []
        lines += [_leaf("ReferralNFA", "0", 8), "      </CINdetails>"]
    return [*lines, "    </Child>"]


def _blocks(events: pl.DataFrame) -> list[str]:
    lines: list[str] = []
    for row in events.iter_rows(named=True):
        begins, ends = row["from_on"], row["until_on"]
        if row["event"] == "csc_assessment":
            factors = [_leaf("AssessmentFactors", code, 12) for code in ("2B", "21")]
            inside = [_leaf("AssessmentActualStartDate", begins, 10), "          <FactorsIdentifiedAtAssessment>"]
            lines += _block("Assessments", [*inside, *factors, "          </FactorsIdentifiedAtAssessment>"])
        elif row["event"] == "child_in_need":
            last = [_leaf("CINPlanEndDate", ends, 10)] if ends else []
            lines += _block("CINPlanDates", [_leaf("CINPlanStartDate", begins, 10), *last])
        elif row["event"] == "section47_enquiry":
            lines += _block("Section47", [_leaf("S47ActualStartDate", begins, 10), _leaf("ICPCnotRequired", "0", 10)])
        elif row["event"] == "child_protection_plan":
            last = [_leaf("CPPendDate", ends, 10)] if ends else []
            more = [_leaf("InitialCategoryOfAbuse", "EMO", 10), _leaf("LatestCategoryOfAbuse", row["detail"], 10)]
            lines += _block("ChildProtectionPlans", [_leaf("CPPstartDate", begins, 10), *last, *more])
    return lines


def _block(name: str, inside: list[str]) -> list[str]:
    return [f"        <{name}>", *inside, f"        </{name}>"]


def _leaf(name: str, value: object, indent: int) -> str:
    return f"{' ' * indent}<{name}>{escape('' if value is None else str(value))}</{name}>"
