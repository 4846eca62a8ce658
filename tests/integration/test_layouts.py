"""Each shipped map, end to end: an invented feed in the layout, read whole, checked, and made into families."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.intake.folder import take

from thinkfamily.cli import main
from thinkfamily.synthetic.borough import Borough, invent
from thinkfamily.synthetic.layouts import LAYOUTS, write_layout

AS_AT = date(2026, 9, 30)
# Every layout once; no two of one feed in one borough.
TOGETHER = [
    ("standard_safeguarding_dataset", "single_view_education"),
    ("cin_census", "attendance_by_session"),
    ("cin_census_csv", "school_census"),
    ("single_view_social_care",),
]
EVENT = ("record_id", "event", "from_on", "until_on", "quantity", "role", "reference", "service", "detail")


@pytest.fixture(scope="module")
def borough() -> Borough:
    return invent(150, 4, AS_AT)


@pytest.fixture
def thinkfamily(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["thinkfamily", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_a_layout_carries_comes_in_as_it_was(borough: Borough, tmp_path: Path, name: str) -> None:
    """The map undoes what the layout's writer, which knows nothing of it, did."""
    whole = next(each for each in borough.extracts if each.agency.feed == LAYOUTS[name][0])
    carried = write_layout(tmp_path, name, whole, AS_AT)
    taken = take(tmp_path)
    assert carried.people.height > 10
    assert carried.events.height > 20
    read = taken.store.frame("select * exclude (record_no, feed) from record order by record_id")
    # An identifier that fails its check is no value, as in the standard form.
    ignored = taken.store.frame("select distinct \"column\" from set_aside where severity = 'value'")["column"]
    columns = [column for column in read.columns if column not in ignored]
    wanted = carried.people.select(read.columns).cast(dict(read.schema)).sort("record_id")
    assert read.select(columns).equals(wanted.select(columns))
    assert set(ignored) <= {"nhs_number", "upn"}
    events = taken.store.frame(f"select {', '.join(EVENT)} from event join record using (record_no)").sort(EVENT)
    assert events.equals(carried.events.select(EVENT).cast(dict(events.schema)).sort(EVENT))
    stated = "select l.record_id, r.record_id as related_record_id, relationship from stated_relationship "
    stated += (
        "join record l on l.record_no = stated_relationship.record_no join record r on r.record_no = related_record_no"
    )
    relationships = taken.store.frame(stated).sort(pl.all())
    assert relationships.equals(carried.relationships.select(relationships.columns).sort(pl.all()))
    assert taken.store.value("select sum(rows_read - rows_accepted - rows_set_aside) from intake_count") == 0
    assert not [warned for warned in taken.delivery.warnings if warned.code == "stray"]


@pytest.mark.parametrize("layouts", TOGETHER, ids=" and ".join)
def test_from_the_layout_to_families(
    tmp_path: Path, layouts: tuple[str, ...], thinkfamily: Callable[..., tuple[int, str]]
) -> None:
    options = [part for name in layouts for part in ("--layout", name)]
    assert thinkfamily("synth", tmp_path / "b", "--families", 80, "--seed", 3, *options, "--quiet")[0] == 0
    extracts = tmp_path / "b" / "extracts"
    code, said = thinkfamily("check", extracts, "--quiet", "--csv", tmp_path / "tables")
    assert code in (0, 7), said
    rows = pl.read_csv(tmp_path / "tables" / "rows.csv")
    assert (rows["rows_read"] == rows["rows_accepted"] + rows["rows_set_aside"]).all()
    programme = ("--programme", "westminster_3_percent", "--as-at", AS_AT)
    code, said = thinkfamily("identify", extracts, *programme, "--out", tmp_path / "run", "--quiet")
    assert code == 0, said
    linked = pl.read_parquet(tmp_path / "run" / "record_person.parquet")
    people = linked.group_by("person_id").agg(pl.col("feed").unique())
    for name in layouts:
        # Its records are linked to those of other feeds, by whatever they have; a children in need census has a UPN at best.
        together = people.filter(pl.col("feed").list.contains(LAYOUTS[name][0]) & (pl.col("feed").list.len() > 1))
        assert together.height > (0 if name.startswith("cin") else 5), name
    code, said = thinkfamily("quality", tmp_path / "run", "--truth", tmp_path / "b" / "truth")
    assert code == 0, said


def test_what_a_layout_cannot_carry_is_unknown_and_not_no(
    tmp_path: Path, thinkfamily: Callable[..., tuple[int, str]]
) -> None:
    """The single view's education file says nothing of suspensions or absence: nobody is told *no* of school attendance."""
    options = ("--families", 80, "--seed", 3, "--layout", "single_view_education", "--quiet")
    assert thinkfamily("synth", tmp_path / "b", *options)[0] == 0
    programme = ("--programme", "westminster_3_percent", "--as-at", AS_AT)
    code, said = thinkfamily("identify", tmp_path / "b" / "extracts", *programme, "--out", tmp_path / "run", "--quiet")
    assert code == 0, said
    assert "1 of 14 feeds can say nothing of some of their events: education." in " ".join(said.split())
    report = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Events of which a feed, as it was handed over, can say nothing" in report
    indicator = pl.read_parquet(tmp_path / "run" / "indicator.parquet").filter(
        pl.col("criterion") == "school_attendance"
    )
    # A family without a row is one of no child of school age, and nobody is a yes.
    assert indicator["answer"].unique().to_list() == ["unknown"]
    assert indicator.height > 20
    assert all("The education feed says nothing of absence unauthorised" in reason for reason in indicator["reason"])


def test_synth_refuses_what_is_no_layout(tmp_path: Path, thinkfamily: Callable[..., tuple[int, str]]) -> None:
    assert thinkfamily("synth", tmp_path / "a", "--layout", "no_such")[0] == 2
    assert thinkfamily("synth", tmp_path / "a", "--layout", "cin_census", "--layout", "cin_census_csv")[0] == 2
    assert not (tmp_path / "a").exists()


def test_map_lists_and_shows_the_maps(tmp_path: Path, thinkfamily: Callable[..., tuple[int, str]]) -> None:
    code, said = thinkfamily("map", "--list")
    assert code == 0
    assert all(name in said for name in LAYOUTS)
    assert said.count("cannot carry:") == len(LAYOUTS)
    code, said = thinkfamily("map", "--show", "cin_census")
    assert code == 0
    assert 'each = "Child/CINdetails/Section47"' in said
    assert thinkfamily("map", "--show", "no_such")[0] == 2
    assert thinkfamily("map")[0] == 2
    assert thinkfamily("map", "--list", "--show", "cin_census")[0] == 2
