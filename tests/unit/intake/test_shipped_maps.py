"""The maps that come with the program: each loads, says what it cannot carry, and is used by one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.intake.folder import FEED, take

from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.intake import load_map, map_names, map_text
from thinkfamily.programmes.attendance import attendance_codes
from thinkfamily.programmes.vocabulary import load_vocabulary
from thinkfamily.synthetic.layouts import LAYOUTS

CENSUS = "pupilonrolltableid,NativeId,upn,surname,forename,dob,entrydate,schoolcensustableid,termlysessionspossible\n"
USE = """
[[map]]
name = "school_census"
census_on = 2026-05-21
absence_from = "2026-01-05"
absence_until = 2026-03-28
"""


def test_there_is_a_map_for_each_layout() -> None:
    assert map_names() == sorted(LAYOUTS)
    assert all(load_map(name).feed == feed for name, (feed, _) in LAYOUTS.items())


@pytest.mark.parametrize("name", map_names())
def test_a_map_says_what_it_is_where_it_is_from_and_what_it_cannot_carry(name: str) -> None:
    shipped = load_map(name)
    assert shipped.feed in load_vocabulary().feeds
    assert shipped.sources
    assert shipped.carries
    assert shipped.cannot_carry
    assert shipped.is_verified or shipped.unverified
    assert any(each.table == "people" for each in shipped.tables)
    assert set(shipped.given) == {given for each in shipped.tables for given in each.given}
    # Each of its files says which events it brings, so that the rest is known to be lacking.
    assert all(each.events for each in shipped.tables if each.table == "events")


@pytest.mark.parametrize("name", map_names())
def test_a_map_copied_into_feed_toml_is_a_map_of_one_s_own(tmp_path: Path, name: str) -> None:
    """What --show prints, less what tells of it, is read as a feed.toml's own: one language."""
    text = map_text(name)
    # Its first table of columns begins after [about] and its parts.
    start = min(text.index(f"\n{part}") for part in ("[people]", "[[people]]") if f"\n{part}" in text)
    feed = load_map(name).feed
    with pytest.raises(ExtractError) as refused:
        take(tmp_path, {f"{feed}/feed.toml": FEED + text[start:]})
    assert refused.value.code == "TF-INTAKE-001"  # its files are not there; everything it says was understood


def test_the_census_counts_each_code_as_the_tables_of_codes_do() -> None:
    """Codes of both tables: what a census counts as absence, and what it leaves out, is what marks count as."""
    counted: dict[str, set[str]] = {}
    for each in attendance_codes():
        counted.setdefault(each.code, set()).add(each.counts_as)
    for stated in (each for each in load_map("school_census").tables if each.name == "absence"):
        told = {code: {event.removeprefix("absence_")} for code, event in stated.values["event"].items()}
        told |= {code: counted[code] - {"authorised", "unauthorised"} for code in stated.leave_out["attendancereason"]}
        assert told == counted


def test_marks_say_all_that_counts_of_sessions_would(tmp_path: Path) -> None:
    text = "UPN,Surname,02/09/2026 AM\nP1,Bell,/\n"
    taken = take(
        tmp_path, {"education/feed.toml": FEED + 'map = "attendance_by_session"\n', "education/attendance.csv": text}
    )
    lacking = {event for (event,) in taken.store.rows("select event from not_supplied")}
    assert "suspension" in lacking
    assert not lacking & {"attendance_mark", "sessions_possible", "absence_unauthorised"}


def test_a_map_that_needs_something_says_what(tmp_path: Path) -> None:
    with pytest.raises(ExtractError) as refused:
        take(tmp_path, {"education/feed.toml": FEED + 'map = "school_census"\n'})
    assert "absence_from, absence_until, census_on" in str(refused.value)
    assert "the day of the census" in str(refused.value)
    with pytest.raises(ExtractError, match="unknown absent_from"):
        take(tmp_path / "b", {"education/feed.toml": FEED + USE + "absent_from = 2026-01-05\n"})


def test_two_censuses_of_one_delivery_number_their_pupils_apart(tmp_path: Path) -> None:
    """Both number a pupil 1: the mark keeps them two records, each with its own term."""
    uses = (
        USE + 'files = "spring*"\nmark = "spring"\n' + USE.replace("2026-01-05", "2025-09-02").replace("03-28", "01-01")
    )
    uses += 'files = "autumn*"\nmark = "autumn"\n'
    row = "1,S1,,{},Ann,2015-Apr-25 00:00:00,2020-Sep-02 00:00:00,X,100\n"
    taken = take(
        tmp_path,
        {
            "education/feed.toml": FEED + uses,
            "education/spring_pupilonroll.csv": CENSUS + row.format("Bell"),
            "education/autumn_pupilonroll.csv": CENSUS + row.format("Cole"),
        },
    )
    assert taken.store.rows("select record_id, last_name, date_of_birth::text from record order by all") == [
        ("autumn S1 1", "Cole", "2015-04-25"), ("spring S1 1", "Bell", "2015-04-25"),
    ]  # fmt: skip
    possible = "select record_id, from_on::text, quantity from event join record using (record_no) where event = 'sessions_possible'"
    assert sorted(taken.store.rows(possible)) == [
        ("autumn S1 1", "2025-09-02", 100.0),
        ("spring S1 1", "2026-01-05", 100.0),
    ]


def test_a_term_that_is_given_holds_for_one_census(tmp_path: Path) -> None:
    """A second census in the folder would have its absence counted in the first one's term."""
    row = "1,S1,,Bell,Ann,2015-Apr-25 00:00:00,2020-Sep-02 00:00:00,X,100\n"
    files = {f"education/{term}_pupilonroll.csv": CENSUS + row for term in ("spring", "summer")}
    with pytest.raises(ExtractError, match=r"spring_pupilonroll\.csv, summer_pupilonroll\.csv") as refused:
        take(tmp_path, {"education/feed.toml": FEED + USE, **files})
    assert refused.value.code == "TF-INTAKE-001"


def test_a_map_used_twice_needs_marks(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="without its own mark"):
        take(tmp_path, {"education/feed.toml": FEED + USE + USE})


def test_columns_that_a_layout_lacks_are_named(tmp_path: Path) -> None:
    """A year that writes the pupil number otherwise would link worse, and nobody would know why."""
    pupil = "P1,L1,D999408526489,Ann,Invented,2014-May-05 00:00:00,2022-Nov-18 00:00:00,S,126\n"
    files = {"education/feed.toml": FEED + USE, "education/pupilonroll.csv": CENSUS.replace("upn", "number") + pupil}
    warnings = take(tmp_path, files).delivery.warnings
    told = {each.sentence for each in warnings if (each.code, each.table) == ("columns_absent", "people")}
    assert told == {
        "education/pupilonroll.csv: lacks what the map reads for these columns, so that they are empty:"
        " address, ethnicity, language, middle_names, postcode, sex, upn, uprn."
    }


def test_a_column_that_decides_and_is_not_there_makes_nobody_a_carer(tmp_path: Path) -> None:
    """Autumn censuses have no column of young carers and this one none of special needs: nothing is read from either."""
    row = "1,S1,,Bell,Ann,2015-Apr-25 00:00:00,2020-Sep-02 00:00:00,X,100\n"
    taken = take(tmp_path, {"education/feed.toml": FEED + USE, "education/pupilonroll.csv": CENSUS + row})
    assert {event for (event,) in taken.store.rows("select event from event")} == {"school_roll", "sessions_possible"}
    assert ("send_support",) in taken.store.rows("select event from not_supplied")
    assert taken.warned()["undecided"] == 0


def test_a_protected_address_of_the_dataset_takes_part_in_nothing(tmp_path: Path) -> None:
    person = "pers_person_id,pers_forename,pers_surname,pers_dob,pers_sex\n1,Ann,Bell,02/01/2015,F\n2,Bob,Bell,03/01/2016,M\n"
    person += "3,Cas,Dale,02/01/2015,F\n4,Dan,Dale,03/01/2016,M\n"
    address = "addr_person_id,addr_address_postcode,addr_address_json,addr_address_start_date\n1,CON,{},2026-01-01\n"
    address += "3,con,7 Far Row,2026-01-01\n4,Con ,8 Far Row,2026-01-01\n"
    address += '1,ZZ1 1AA,"{""STREET"":""Long Row""}",2020-01-01\n2,ZZ1 1AB,4 Short Row,\n'
    taken = take(
        tmp_path,
        {
            "childrens_social_care/feed.toml": FEED + 'map = "standard_safeguarding_dataset"\n',
            "childrens_social_care/ssd_person.csv": person,
            "childrens_social_care/ssd_address.csv": address,
        },
    )
    assert taken.store.rows("select record_id, address, restriction from record order by all") == [
        ("1", None, "safe_address"), ("2", "4 Short Row", None),
        ("3", "7 Far Row", "safe_address"), ("4", "8 Far Row", "safe_address"),
    ]  # fmt: skip
