"""The how-to of censuses is true: its commands work as written, and its maps read what they say they read."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from tests.unit.intake.folder import FEED, take

from thinkfamily.cli import main
from thinkfamily.engine.intake import load_map

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "bring-in-a-census.md").read_text(encoding="utf-8")
BLOCKS = [re.sub(r"^ {4}", "", block, flags=re.M) for block in re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", PAGE, re.M)]
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.startswith("thinkfamily ")]


def block(*needles: str) -> str:
    """The one block of the page that holds some texts."""
    (found,) = [each for each in BLOCKS if all(needle in each for needle in needles)]
    return found


def test_the_commands_work_as_written_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) == 5
    for command in COMMANDS:
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert ended.value.code in ((0, 7) if "check" in command else (0, None)), (command, said.err)
    assert (tmp_path / "quality.html").exists()
    assert (tmp_path / "run" / "report.html").exists()


def test_the_line_that_uses_a_map_does(tmp_path: Path) -> None:
    xml = "<Message><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers></Child></Children></Message>"
    toml = block('map = "cin_census"', "legal_power")
    taken = take(tmp_path, {"childrens_social_care/feed.toml": toml, "childrens_social_care/return.xml": xml})
    assert taken.counts()["people"] == (1, 1, 0)


@pytest.mark.parametrize(
    "needles", [('name = "school_census"\ncensus_on',), ('mark = "spring 2026"',)], ids=["one", "two"]
)
def test_a_map_is_given_what_it_needs(tmp_path: Path, needles: tuple[str, ...]) -> None:
    header = "pupilonrolltableid,NativeId,upn,surname,forename,dob,entrydate\n1,S1,,Bell,Ann,2015-Apr-25 00:00:00,\n"
    terms = ("spring", "summer") if "mark" in needles[0] else ("summer",)
    files = {f"education/2026_{term}_pupilonroll.csv": header for term in terms}
    taken = take(tmp_path, {"education/feed.toml": FEED + block(*needles), **files})
    assert len(taken.column("record_id")) == len(terms)


def test_the_reshaping_reads_the_column_that_the_page_names(tmp_path: Path) -> None:
    (name,) = re.findall(r"what the names look like: here `([^`]+)`", PAGE)
    toml = FEED + block("columns_to_rows", "marks.csv")
    files = {"education/feed.toml": toml, "education/marks.csv": f"UPN,Surname,{name}\nP1,Bell,I\n"}
    assert take(tmp_path, files).store.rows("select from_on::text, role, detail from event") == [
        ("2026-09-02", "am", "I")
    ]


def test_the_page_speaks_of_maps_and_events_that_exist(tmp_path: Path) -> None:
    for name in re.findall(r'\b(?:name|map) = "(\w+)"', PAGE):
        if name != "plans":
            assert load_map(name)
    toml = FEED + block("does_not_supply")
    taken = take(tmp_path, {"police/feed.toml": toml, "police/people.csv": "record_id\nP1\n"})
    assert taken.store.value("select count(*) from not_supplied") == 2
