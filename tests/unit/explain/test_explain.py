"""What an account of one family says, and what it must not."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import typer
from tests.unit.explain.drawn_run import DRAWN, write_run
from typer.testing import CliRunner

from thinkfamily.cli.explain import explain as command
from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine.explain import explain
from thinkfamily.engine.explain.account import Account, Rows, Section, Words
from thinkfamily.engine.explain.subject import Subject
from thinkfamily.engine.run_folder import open_run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run")


def account(folder: Path, family: str = "F1") -> Account:
    return explain(open_run(folder, "test"), family)


def application() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    app.command("explain")(command)
    return app


def words(section: Section) -> str:
    return " ".join(part.text for part in section.parts if isinstance(part, Words))


def table(section: Section, caption: str) -> list[list[object]]:
    (found,) = (part for part in section.parts if isinstance(part, Rows) and part.caption.startswith(caption))
    return [list(row) for row in found.rows]


def sections(folder: Path, family: str = "F1") -> dict[str, Section]:
    return {section.title: section for section in account(folder, family).sections}


def test_its_place_is_said_with_the_reason_the_distance_and_what_would_change_it(folder: Path) -> None:
    said = words(sections(folder)["Its place"])
    assert "The entry rule is met (drawn)." in said
    assert "At least 3 criteria are met, on evidence from at least 2 agencies." in said
    assert "£50.00 more than the least that public services spent on any family proposed" in said
    assert "If transfers, such as benefit payments, were counted, it would leave the list." in said
    assert "If health and disability costs were left out, nothing would change for it." in said
    assert "A named person decides" in said


def test_a_family_short_of_the_line_is_told_by_how_much(folder: Path) -> None:
    said = words(sections(folder, "F3")["Its place"])
    assert "£50.00 less than the least" in said
    assert "it would join the list" in said


@pytest.mark.parametrize(
    ("least", "says"),
    [
        ("1000.00", "What public services spent on this family is the least that public services spent on any family"),
        (None, "No family is proposed, so there is no line"),
    ],
)
def test_a_family_on_the_line_or_without_one_is_told_so(folder: Path, least: str | None, says: str) -> None:
    facts = json.loads((folder / "run.json").read_text())
    facts["stages"]["cohort"]["least_cost_proposed_gbp"] = least
    (folder / "run.json").write_text(json.dumps(facts))
    assert says in words(sections(folder)["Its place"])


def test_where_no_number_of_families_is_set_there_is_no_line(folder: Path) -> None:
    facts = json.loads((folder / "run.json").read_text())
    facts["stages"]["cohort"] |= {"capacity_share": None, "least_cost_proposed_gbp": None}
    (folder / "run.json").write_text(json.dumps(facts))
    said = words(sections(folder)["Its place"])
    assert "line" not in said
    assert "would leave the list" not in said


def test_a_family_that_is_not_eligible_is_near_to_no_line(folder: Path) -> None:
    assert "the least that" not in words(sections(folder, "F2")["Its place"])


def test_members_are_named_by_role_and_age_alone(folder: Path) -> None:
    rows = table(sections(folder)["Who is in the family"], "Members")
    assert [row[0] for row in rows] == ["Child 1, aged 15", "Child 2, aged 7", "Adult 1, aged 41", "Adult 2"]
    assert rows[0][1:] == ["Away, and still of this family", date(2026, 2, 1), "still", "Looked after"]
    assert rows[2][3] == date(2026, 8, 1)
    assert "not counted here; has died" in str(rows[3][1])


def test_what_is_met_rests_on_agency_event_and_date(folder: Path) -> None:
    section = sections(folder)["What is met"]
    assert "Child 1, aged 15: 1 event; 1 is enough." in words(section)
    assert table(section, "What “crime” rests on") == [
        [date(2026, 1, 5), None, "Police", "Arrested and detained", "Child 1, aged 15", "no action"],
        [
            date(2026, 1, 6),
            None,
            "Council: housing and revenues",
            "Rent arrears at the date",
            "Child 1, aged 15",
            "£512.50",
        ],
    ]


def test_what_is_unknown_says_why_and_leaves_out_what_is_met_by_another(folder: Path) -> None:
    rows = table(sections(folder)["What is unknown"], "Criteria")
    assert [(row[1], row[2]) for row in rows] == [
        ("The family", "No dwp feed."),
        ("Child 2, aged 7", "No education feed."),
    ]


def test_cost_is_shown_by_agency_with_transfers_apart_and_every_line(folder: Path) -> None:
    section = sections(folder)["What the year cost"]
    assert table(section, "Pounds by agency") == [
        ["Department for Work and Pensions", "£0.00", "£200.00"],
        ["Police", "£1,000.00", "£0.00"],
        ["Together", "£1,000.00", "£200.00"],
    ]
    (line,) = table(section, "Police: services, line by line")
    assert line == [
        date(2026, 1, 5),
        "Arrested and detained",
        "Child 1, aged 15",
        "UCD14-CR7.0",
        "1",
        "£1,000.00",
    ]
    assert [
        "UCD14-CR7.0",
        "Arrest, detained",
        "£593 per incident",
        "2006-07",
        "UCD1.4 CR7.0",
    ] in table(section, "The unit costs above")
    assert table(section, "Department for Work and Pensions: transfers")[0][4:] == ["0.02", "£200.00"]
    assert "2026-27, whose deflator is a forecast" in words(section)
    assert table(section, "Events of the 12 months without a price") == [
        ["Child reported missing", None, 2, None],
        ["Rent arrears at the date", None, 1, "£512.50"],
    ]


def test_a_title_is_shown_without_the_hint_to_exporters(folder: Path) -> None:
    assert explain_subject(folder).event("domestic_abuse_incident") == "Domestic abuse incident"
    assert explain_subject(folder).event("monthly_earnings") == "Earnings in the month"
    assert explain_subject(folder).event("an_areas_own") == "An areas own"


def explain_subject(folder: Path) -> Subject:
    return Subject(open_run(folder, "test"), "F1")


def test_services_say_for_how_many_and_whether_open(folder: Path) -> None:
    section = sections(folder)["Who works with the family"]
    assert table(section, "Services") == [
        ["Council: education and schools", "Lark <Primary>", "2 people", date(2024, 9, 1), "open"],
        ["Health service", "A&E", "1 person", date(2026, 1, 1), "until 2 January 2026"],
    ]


def test_a_family_with_nothing_is_said_to_have_nothing(folder: Path) -> None:
    found = sections(folder, "F2")
    assert words(found["What is met"]) == "No criterion of the programme is met."
    assert words(found["What is unknown"]) == "Every criterion has an answer."
    assert "No event of the 12 months has a price." in words(found["What the year cost"])
    assert words(found["Who works with the family"]) == "No service was active in the 12 months."


@pytest.mark.parametrize("form", ["screen", "page"])
def test_no_record_id_reference_or_person_id_is_shown(folder: Path, tmp_path: Path, form: str) -> None:
    arguments = ["explain", str(folder), "F1"]
    if form == "page":
        arguments += ["--html", str(tmp_path / "family.html")]
    result = CliRunner().invoke(application(), arguments, catch_exceptions=False)
    assert result.exit_code == 0
    shown = (tmp_path / "family.html").read_text() if form == "page" else result.stdout + repr(account(folder))
    assert "secret" not in shown
    assert "Arrested and detained" in shown


def test_the_page_stands_alone_and_escapes_what_agencies_wrote(folder: Path) -> None:
    page = account(folder).html()
    assert page == account(folder).html()
    assert "Lark &lt;Primary&gt;" in page
    assert "Invented data" in page
    assert "http://" not in page


def test_an_unknown_family_is_refused_without_repeating_what_was_typed(folder: Path) -> None:
    with pytest.raises(RunFolderError) as refused:
        account(folder, "Jane Doe")
    assert refused.value.code == "TF-EXPLAIN-001"
    assert "Jane" not in str(refused.value)


def test_opening_a_real_run_is_logged_and_its_page_is_the_operators_alone(folder: Path, tmp_path: Path) -> None:
    facts = json.loads((folder / "run.json").read_text())
    facts |= {"is_synthetic": False, "expires_on": date.max.isoformat()}
    (folder / "run.json").write_text(json.dumps(facts))
    page = tmp_path / "family.html"
    result = CliRunner().invoke(
        application(), ["explain", str(folder), "F1", "--html", str(page)], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert page.stat().st_mode & 0o077 == 0
    assert "Invented" not in page.read_text()
    assert "explain" in (folder / "run.log").read_text()


def test_a_page_that_cannot_be_written_is_said_plainly(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(RunFolderError) as refused:
        CliRunner().invoke(
            application(),
            ["explain", str(folder), "F1", "--html", str(tmp_path / "no" / "f.html")],
            catch_exceptions=False,
        )
    assert refused.value.code == "TF-EXPLAIN-002"


def test_what_is_recalled_or_has_ended_is_marked(tmp_path: Path) -> None:
    """Supporting Families ended in March 2025, and its needs are recalled."""
    folder = write_run(
        tmp_path / "run",
        indicator="""
        family_id | person_id | programme | criterion | heading | answer | reason
        F1 | P-secret-2 | supporting_families_2022 | youth_crime | crime | yes | 1 event; 1 is enough.
        F1 | - | supporting_families_2022 | unmet_special_needs | education | unknown | Only a worker can say.
        """,
    )
    facts = json.loads((folder / "run.json").read_text())
    facts["programmes"] = ["supporting_families_2022"]
    (folder / "run.json").write_text(json.dumps(facts))
    told = sections(folder)
    assert "ended on 31 March 2025" in words(told["Its place"])
    assert "(Draft: recalled, not read.)" in words(told["What is met"])
    (row,) = table(told["What is unknown"], "Criteria of which records show nothing and only a worker can say")
    assert str(row[0]).endswith("(Draft: recalled, not read.)")
    assert len(told["What is unknown"].parts) == 2


def test_a_parent_elsewhere_is_said_to_count_where_the_programme_counts_one(folder: Path) -> None:
    def lives() -> list[object]:
        return [row[1] for row in table(sections(folder)["Who is in the family"], "Members")]

    assert "Lives elsewhere: what happens to this person is not counted here; has died" in lives()
    facts = json.loads((folder / "run.json").read_text())
    facts["programmes"] = ["troubled_families_2015"]
    (folder / "run.json").write_text(json.dumps(facts))
    assert "Lives elsewhere: what happens to this person counts for the programme; has died" in lives()


def test_attendance_marks_are_told_by_code(folder: Path) -> None:
    evidence = pl.read_parquet(folder / "evidence.parquet")
    row = {
        "family_id": "F1",
        "person_id": "P-secret-2",
        "programme": "westminster_3_percent",
        "criterion": "crime",
        "feed": "education",
        "record_id": "REC-secret",
        "event": "attendance_mark",
    }
    days = [("U", 4), ("U", 6), ("O", 5)]
    drawn = pl.DataFrame([row | {"from_on": date(2026, 5, day), "detail": code} for code, day in days])
    pl.concat([evidence, drawn], how="diagonal").write_parquet(folder / "evidence.parquet")
    rows = table(sections(folder)["What is met"], "What “crime” rests on")
    marks = [(row[0], row[1], row[5]) for row in rows if "attendance mark" in str(row[3])]
    assert marks == [
        (date(2026, 5, 4), date(2026, 5, 7), "2 marks; code U"),
        (date(2026, 5, 5), date(2026, 5, 6), "1 marks; code O"),
    ]


def test_every_programme_of_the_run_is_told_of(tmp_path: Path) -> None:
    """Its entry rule, what the family meets of it, and what the others than the first count; and cost alone, without a place."""
    family = explained(write_run(tmp_path / "run"), "F1")
    assert "Among the 1 family on whom public services spend most" in family
    assert "Early signs" in family
    assert "Suspended once (drawn)." in family
    other = explained(write_run(tmp_path / "other"), "F2")
    assert "Not among the 1 family on whom public services spend most" in other
    assert "Suspended once" not in other


def test_what_another_programme_counts_is_marked_where_it_is_a_draft(tmp_path: Path) -> None:
    """The needs of Supporting Families are recalled and not read."""
    row = "F1 | P-secret-2 | supporting_families_2022 | youth_crime | crime | yes | One offence (drawn)."
    folder = write_run(tmp_path / "run", indicator=DRAWN["indicator"].rstrip() + f"\n        {row}\n")
    facts = json.loads((folder / "run.json").read_text())
    facts["programmes"].append("supporting_families_2022")
    (folder / "run.json").write_text(json.dumps(facts))
    told = explained(folder, "F1").split("What the other programmes count")[1].split("What the year cost")[0]
    assert "One offence (drawn)." in told
    assert "(Draft: recalled, not read.)" in told


def test_a_family_that_came_and_left_is_marked(tmp_path: Path) -> None:
    family = explained(write_run(tmp_path / "run"), "F2")
    assert "came into the area on 3 November 2025" in family
    assert "left the area on 1 August 2026" in family
    assert "the area on" not in explained(write_run(tmp_path / "other"), "F1")


def test_a_new_family_is_set_beside_no_other_by_cost(tmp_path: Path) -> None:
    drawn = DRAWN["cohort"].replace("F2 | 12 |", "F2 | 5 |")
    family = explained(write_run(tmp_path / "run", cohort=drawn), "F2")
    assert "Too new to judge by cost: observed for 5 months of 12" in family
    assert "on whom public services spend most" not in family


def explained(run: Path, family: str) -> str:
    """All that an account says, as text."""
    account = explain(open_run(run, "a test"), family)
    return " ".join(re.sub(r"<[^>]+>", " ", account.html()).split())
