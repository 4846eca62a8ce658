"""feed.toml and area.toml: what they may say, and how they are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.intake.folder import FEED, PEOPLE, TODAY, lay, take

from thinkfamily.core.errors import ExtractError, PermissionRefusedError, RuleError
from thinkfamily.core.progress import Silent
from thinkfamily.engine.intake import read_extracts
from thinkfamily.engine.store import Store

REAL = FEED.replace("synthetic = true", "synthetic = false") + (
    'purpose = "joined-up help"\nlegal_power = "DEA 2017 s.35"\nsharing_agreement = "ISA-1"\n'
    'dpia = "DPIA-1"\nexpires_on = 2027-03-31\n'
)


def wrong(folder: Path, toml: str, name: str = "police/feed.toml") -> ExtractError:
    with pytest.raises(ExtractError) as caught:
        take(folder, {"police/people.csv": PEOPLE, name: toml})
    return caught.value


@pytest.mark.parametrize("missing", ["agency", "extract_on", "covers_from", "covers_until", "absence_means"])
def test_each_of_these_is_needed(tmp_path: Path, missing: str):
    lines = [line for line in FEED.splitlines() if not line.startswith(missing)]
    assert wrong(tmp_path, "\n".join(lines)).found == f"Found no {missing}."


@pytest.mark.parametrize(
    ("toml", "where", "found"),
    [
        (FEED + "agencie = 1\n", "police/feed.toml", "unknown agencie"),
        (FEED + "[peoples]\n", "police/feed.toml", "unknown peoples"),
        (FEED + "[people]\nskip = 3\n", "police/feed.toml, [people]", "unknown skip"),
        (FEED + '[people.columns]\nsurname = "Surname"\n', "police/feed.toml, [people], columns", "no standard column"),
        (FEED + '[people.values.sex]\nM = "man"\n', "police/feed.toml, [people], [values], sex", "no standard value"),
        (FEED + '[events.values.event]\nX = "landing"\n', "police/feed.toml, [events], [values], event", "landing"),
        (FEED + "[people.values.sex]\nM = 1\n", "police/feed.toml, [people], [values], sex", "table of texts"),
        (FEED + "[people]\nskip_rows = -1\n", "police/feed.toml, [people], skip_rows", "whole number"),
        (FEED + '[people]\nskip_rows = "3"\n', "police/feed.toml, [people], skip_rows", "whole number"),
        (FEED + '[people]\ndates = "%d/%m"\n', "police/feed.toml, [people], dates", "form of date"),
        (FEED + '[people]\ndates = "%d/%m/%Y %Q"\n', "police/feed.toml, [people], dates", "form of date"),
        (FEED + '[people]\ndates = "%d/%m/%Y%"\n', "police/feed.toml, [people], dates", "form of date"),
        (FEED + '[people]\nfile = "gone.csv"\n', "police/feed.toml", "no file gone.csv"),
        (FEED + "people = 3\n", "police/feed.toml, people", "[people]"),
        (FEED.replace("2026-09-30", '"30/09/2026"'), "police/feed.toml, extract_on", "a date such as"),
        (FEED.replace("2026-09-30", "2026-09-30T00:00:00"), "police/feed.toml, extract_on", "a date such as"),
        (FEED.replace('"no"', '"maybe"'), "police/feed.toml, absence_means", '"no" or "unknown"'),
        (FEED.replace("true", '"true"'), "police/feed.toml, synthetic", "true or false"),
        (FEED.replace("2023-10-01", "2026-10-01"), "police/feed.toml", "covers_until"),
        ("agency = \n", "police/feed.toml, line 1", "not TOML"),
        (FEED + "agency = 'again'\n", "police/feed.toml, line 7", "not TOML"),
        ("x = " + "[" * 5000 + "]" * 5000, "police/feed.toml", "nested too deeply"),
        ("#" * (2 << 20), "police/feed.toml", "bytes"),
    ],
)
def test_what_a_feed_file_may_not_say(tmp_path: Path, toml: str, where: str, found: str):
    error = wrong(tmp_path, toml)
    assert error.where == where
    assert found in error.found


def test_a_feed_without_a_feed_file(tmp_path: Path):
    folder = lay(tmp_path, {"police/people.csv": PEOPLE})
    (folder / "police" / "feed.toml").unlink()
    with pytest.raises(ExtractError, match=r"Found no feed\.toml"):
        take(folder)


def test_a_real_feed_in_date_is_read_on_its_last_day(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": PEOPLE, "police/feed.toml": REAL}, date(2027, 3, 31))
    assert taken.column("is_synthetic", "feed") == [False]
    assert taken.column("dpia", "feed") == ["DPIA-1"]


@pytest.mark.parametrize("missing", ["purpose", "legal_power", "sharing_agreement", "dpia", "expires_on"])
def test_a_real_feed_that_lacks_one_of_these_is_refused_by_name(tmp_path: Path, missing: str):
    toml = "\n".join(line for line in REAL.splitlines() if not line.startswith(missing))
    files: dict[str, str | bytes] = {
        "police/people.csv": PEOPLE,
        "police/feed.toml": toml,
        "health/people.csv": b"\xff not even read",
    }
    with pytest.raises(PermissionRefusedError) as caught:
        take(tmp_path, files)
    assert caught.value.where == "police"
    assert f"no {missing}" in caught.value.found
    assert caught.value.exit_code == 4


def test_a_real_feed_out_of_date_is_refused(tmp_path: Path):
    with pytest.raises(PermissionRefusedError, match="expired on 2027-03-31"):
        take(tmp_path, {"police/people.csv": PEOPLE, "police/feed.toml": REAL}, date(2027, 4, 1))


def test_blank_permissions_are_none(tmp_path: Path):
    with pytest.raises(PermissionRefusedError, match="no purpose"):
        take(tmp_path, {"police/people.csv": PEOPLE, "police/feed.toml": REAL.replace("joined-up help", "  ")})


def test_folders_that_are_no_feeds(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "police/people.csv": PEOPLE,
        "casework/pairs.csv": "handle_l\n",
        "_old/x.csv": "",
        ".git/x": "",
        "notes.docx": "x",
    }
    taken = take(tmp_path, files)
    assert taken.column("feed", "feed") == ["police"]
    assert {each.file for each in taken.delivery.warnings if each.code == "stray"} == {"_old", ".git", "notes.docx"}
    with pytest.raises(ExtractError, match="no feed of the vocabulary"):
        take(tmp_path, {"plice/people.csv": PEOPLE})


def test_hidden_files_folders_and_strays_in_a_feed_are_named(tmp_path: Path):
    files: dict[str, str | bytes] = {
        f"police/{name}": PEOPLE for name in ("people.csv", ".DS_Store", "sub/people.csv", "~$people.xlsx", "old.csv")
    }
    taken = take(tmp_path, files)
    assert sorted(each.file for each in taken.delivery.warnings) == [".DS_Store", "old.csv", "sub", "~$people.xlsx"]


def test_an_empty_folder_and_none(tmp_path: Path):
    with pytest.raises(ExtractError, match="no feed in the folder"):
        take(tmp_path)
    with pytest.raises(ExtractError, match="no such folder"):
        read_extracts(Store(), tmp_path / "gone", TODAY, Silent())


def test_a_run_in_the_place_of_extracts_is_told_apart(tmp_path: Path):
    """`check extracts --previous RUN` sets a run beside extracts, where earlier extracts are asked for."""
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(ExtractError, match="Found a run folder"):
        take(tmp_path, {})


AREA = """
name = "Northgate"
[[terms]]
from_on = 2026-01-05
until_on = 2026-03-28
[[terms]]
from_on = 2025-09-01
until_on = 2025-12-20
[[teams]]
name = "North"
wards = ["W02", "W01"]
capacity = 60
"""


def test_an_areas_terms_and_teams(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": PEOPLE, "area.toml": AREA})
    assert taken.delivery.area.name == "Northgate"
    assert taken.column("from_on", "term") == [date(2025, 9, 1), date(2026, 1, 5)]
    assert taken.store.rows("select * from team") == [("North", "W01", 60), ("North", "W02", 60)]


@pytest.mark.parametrize(
    ("toml", "found"),
    [
        (AREA.replace("until_on = 2026-03-28", ""), "Found no until_on"),
        (AREA.replace("2026-03-28", "2026-01-05"), "on or before"),
        (AREA.replace("2025-12-20", "2026-01-06"), "overlap"),
        (AREA.replace('"W02"', '"W01"'), "twice"),
        (AREA + "[[teams]]\nnames = 1\n", "Found no name"),
        (AREA + '[wards]\nfile = "gone.geojson"\n', "no file gone.geojson"),
        (AREA + '[wards]\nfile = "../x.geojson"\n', "leads out"),
        (AREA + '[wards]\nfile = "police/people.csv"\n', "no GeoJSON"),
        (AREA + "[motto]\n", "unknown motto"),
    ],
)
def test_what_an_area_file_may_not_say(tmp_path: Path, toml: str, found: str):
    assert found in wrong(tmp_path, toml, "area.toml").found


def test_an_area_adds_feeds_events_and_prices(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "area.toml": '[vocabulary]\nevents = "events-local.csv"\nprices = "prices-local.csv"\n',
        "events-local.csv": "event,feed,agency,shape,quantity,heading,title,cost\n"
        "night_shelter,charity,VCS,spell,,housing,Stays in a night shelter,priced\n",
        "prices-local.csv": "event,detail,unit_cost,basis,overlap_group,transfer_agency,note\n"
        "night_shelter,,UCD14-HO4.1,per_week,,,\n",
        "charity/people.csv": "record_id\n1\n",
        "charity/events.csv": "record_id,event,from_on\n1,night_shelter,2025-01-01\n",
    }
    taken = take(tmp_path, files)
    assert taken.counts()["events"] == (1, 1, 0)
    assert taken.store.rows("select detail, basis from price where event = 'night_shelter'") == [("", "per_week")]


@pytest.mark.parametrize(
    ("events", "prices", "found"),
    [
        ("e,police,POLICE,point,,,Title,not_a_cost,extra", "", "more cells than columns"),
        ("e,police,POLICE,dot,,,Title,not_a_cost", "", "Found shape 'dot'"),
        ("e,police,POLICE,point,,,Title,free", "", "Found cost 'free'"),
        ("e,police,,point,,,Title,not_a_cost", "", "Found nothing in agency"),
        ("arrest,police,POLICE,point,,,Arrested,not_a_cost", "", "already knows"),
        ("e,police,POLICE,point,,,Title,priced", "", "Found no price for event e"),
        ("", "moon,,UCD14-HO4.1,per_week,,,", "in no vocabulary"),
        ("", "arrest,,UCD14-HO4.1,per_week,,,", "which has one"),
        ("", "school_roll,,UCD14-HO4.1,per_week,,,", "not a cost"),
        ("", "suspension,,UCD14-NONE,per_week,,,", "unit_cost"),
        ("", "suspension,,UCD14-HO4.1,per_moon,,,", "basis"),
    ],
)
def test_additions_that_do_not_load(tmp_path: Path, events: str, prices: str, found: str):
    files: dict[str, str | bytes] = {
        "area.toml": '[vocabulary]\nevents = "e.csv"\nprices = "p.csv"\n',
        "e.csv": "event,feed,agency,shape,quantity,heading,title,cost\n" + events,
        "p.csv": "event,detail,unit_cost,basis,overlap_group,transfer_agency,note\n" + prices,
        "police/people.csv": PEOPLE,
    }
    with pytest.raises(RuleError) as caught:
        take(tmp_path, files)
    assert found in caught.value.found


def test_unknown_columns_of_an_addition(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "area.toml": '[vocabulary]\nevents = "e.csv"\n',
        "e.csv": "event,feed,agency,shape,quantity,heading,title,cost,colour\n",
        "police/people.csv": PEOPLE,
    }
    with pytest.raises(RuleError, match="colour"):
        take(tmp_path, files)
