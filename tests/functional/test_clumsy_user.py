"""What a clumsy user asks for: an error with its code, or a sane run; never a fault."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.unit.intake.folder import FEED, PEOPLE, lay
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.core.errors import ExtractError, RunFolderError, UserError
from thinkfamily.engine.run_folder import open_run

AS_AT = "2026-09-30"
# A child and a parent at one address, and an event that a spreadsheet would run.
HOME = "record_id,first_name,last_name,date_of_birth,address,postcode\n"
FAMILY = HOME + "P1,Ann,Bell,1990-01-02,1 High St,ZZ1 1AA\nP2,Bob,Bell,2016-03-04,1 High St,ZZ1 1AA\n"
POWER = 'purpose = "a test"\nlegal_power = "none"\nsharing_agreement = "none"\ndpia = "none"\nexpires_on = 2999-12-31\n'


def said(*words: str | Path) -> tuple[int, str]:
    """Exit code of a user's error, of the parser's or of a command that ended well, and what was said."""
    ended = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(ended.exception, UserError):
        return ended.exception.exit_code, str(ended.exception)
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.output


def identify(extracts: Path, out: Path, *words: str, as_at: str = AS_AT) -> tuple[int, str]:
    return said("identify", extracts, "--as-at", as_at, "--out", out, "--quiet", *words)


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("clumsy") / "extracts", {"police/people.csv": FAMILY})


@pytest.fixture(scope="module")
def run(extracts: Path) -> Path:
    """A finished run, in a folder whose name would be a pattern."""
    out = extracts.parent / "run [1]"
    code, output = identify(extracts, out)
    assert code == 0, output
    return out


def test_one_people_file_is_enough_for_a_run(run: Path) -> None:
    opened = open_run(run, "test")
    assert opened.table("person").collect().height == 2
    assert opened.table("cohort").collect().height == 1


@pytest.mark.parametrize(
    ("words", "as_at"),
    [
        ((), "9999-12-31"),
        ((), "0001-01-01"),
        ((), "2026-02-29"),
        ((), "tomorrow"),
        (("--memory", "abc"), AS_AT),
        (("--memory", "50%"), AS_AT),
        (("--memory", "0"), AS_AT),
        (("--memory", "1GB'; drop"), AS_AT),
        (("--threads", "0"), AS_AT),
        (("--threads", "9999"), AS_AT),
        (("--capacity", "nan"), AS_AT),
    ],
)
def test_options_out_of_reach_are_refused_by_the_parser(
    extracts: Path, tmp_path: Path, words: tuple[str, ...], as_at: str
) -> None:
    assert identify(extracts, tmp_path / "run", *words, as_at=as_at)[0] == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--programme", "nope"), 5),
        (("--programme", "../../etc"), 5),
        (("--price-year", "2090-91"), 5),
        (("--price-year", "abcd"), 5),
        (("--model", "nowhere.json"), 5),
        (("--memory", "1KB"), 6),
    ],
)
def test_what_cannot_be_followed_is_said_and_nothing_is_left(
    extracts: Path, tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    assert identify(extracts, tmp_path / "deep" / "run", *words)[0] == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("as_at", ["2020-02-28", "2030-01-01"])
def test_a_date_before_or_after_all_data_gives_a_run(extracts: Path, tmp_path: Path, as_at: str) -> None:
    assert identify(extracts, tmp_path / "run", as_at=as_at)[0] == 0


def test_extracts_that_are_not_there_make_no_folder(tmp_path: Path) -> None:
    code, error = identify(tmp_path / "nowhere", tmp_path / "deep" / "run")
    assert (code, "no such folder" in error) == (ExtractError.exit_code, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "people",
    [
        HOME,
        HOME + ",Ann,Bell,1990-01-02,,\n" * 5,
        HOME + "P1,Ann,Bell,1940-01-02,1 High St,ZZ1 1AA\n",
        "record_id\nP1\nP2\nP3\n",
        HOME + "P1,محمد,عبد الله,1990-01-02,1 شارع,ZZ1 1AA\nP2,小明,王,2016-03-04,1 شارع,ZZ1 1AA\n",
    ],
    ids=["no row", "all set aside", "no child", "ids alone", "other scripts"],
)
def test_thin_extracts_give_a_run_that_can_be_read(tmp_path: Path, people: str) -> None:
    extracts = lay(tmp_path / "extracts", {"police/people.csv": people})
    assert said("check", extracts, "--quiet")[0] in (0, 7)
    assert identify(extracts, tmp_path / "run")[0] == 0
    assert said("review", tmp_path / "run", "--out", tmp_path / "pairs.csv")[0] == 0


@pytest.mark.parametrize("rows", ["", ",Ann,Bell,1990-01-02,,\n" * 5])
def test_a_feed_without_one_usable_record_is_worth_a_look(tmp_path: Path, rows: str) -> None:
    extracts = lay(tmp_path / "extracts", {"police/people.csv": HOME + rows})
    assert said("check", extracts, "--quiet")[0] == 7


def test_ids_that_a_spreadsheet_would_run_or_that_break_lines_are_only_ids(tmp_path: Path) -> None:
    people = (
        HOME
        + '"=cmd|\'/C calc\'!A0",Ann,Bell,1990-01-02,1 High St,ZZ1 1AA\n"a""b,\nc",Bob,Bell,2016-03-04,1 High St,ZZ1 1AA\n'
    )
    events = 'record_id,event,from_on,reference\n"a""b,\nc",arrest,2026-05-01,\'; drop table record; --\n'
    extracts = lay(tmp_path / "extracts", {"police/people.csv": people, "police/events.csv": events})
    assert identify(extracts, tmp_path / "run", "--csv")[0] == 0
    opened = open_run(tmp_path / "run", "test")
    assert set(opened.table("record_person").collect()["record_id"]) == {"=cmd|'/C calc'!A0", 'a"b,\nc'}
    assert "'=cmd" in (tmp_path / "run" / "record_person.csv").read_text("utf-8")
    family = opened.table("cohort").collect()["family_id"].item()
    assert said("explain", tmp_path / "run", family)[0] == 0


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.parametrize("key", ["extract_on", "covers_from", "covers_until"])
def test_days_of_another_age_in_feed_toml_are_refused(tmp_path: Path, key: str, year: str) -> None:
    lines = [f"{key} = {year}-12-31" if line.startswith(f"{key} =") else line for line in FEED.splitlines()]
    extracts = lay(tmp_path, {"police/people.csv": PEOPLE, "police/feed.toml": "\n".join(lines)})
    code, error = said("check", extracts, "--quiet")
    assert code == ExtractError.exit_code
    assert f"police/feed.toml, {key}" in error


def test_a_capacity_beyond_all_teams_is_refused(tmp_path: Path) -> None:
    area = '[[teams]]\nname = "North"\nwards = ["W1"]\ncapacity = 99999999999999999999\n'
    extracts = lay(tmp_path, {"police/people.csv": PEOPLE, "area.toml": area})
    assert said("check", extracts, "--quiet")[0] == ExtractError.exit_code


def test_extracts_that_change_while_they_are_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extracts = lay(tmp_path / "extracts", {"police/people.csv": FAMILY})
    from thinkfamily.engine.intake import inputs

    hashed = inputs.hash_file

    def hash_then_change(path: Path) -> str:
        found = hashed(path)
        if path.name == "people.csv":
            path.write_text(FAMILY + "P3,Cy,Bell,2018-03-04,1 High St,ZZ1 1AA\n")
        return found

    monkeypatch.setattr(inputs, "hash_file", hash_then_change)
    code, error = identify(extracts, tmp_path / "run")
    assert code == ExtractError.exit_code
    assert "changed while they were read" in error
    assert [path.name for path in tmp_path.iterdir()] == ["extracts"]


def test_outputs_where_nothing_can_be_written(extracts: Path, run: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for words in (
        ("check", extracts, "--quiet", "--page", tmp_path / "nowhere" / "a.html"),
        ("check", extracts, "--quiet", "--page", tmp_path),
        ("check", extracts, "--quiet", "--csv", tmp_path / "file"),
        ("review", run, "--out", tmp_path / "nowhere" / "a.csv"),
        ("review", run, "--out", tmp_path),
    ):
        code, error = said(*words)
        assert (code, "TF-CLI-001" in error) == (RunFolderError.exit_code, True), words
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_damaged_table_of_a_run_is_named(run: Path, tmp_path: Path) -> None:
    family = open_run(run, "test").table("cohort").collect()["family_id"].item()
    held = (run / "family_member.parquet").read_bytes()
    try:
        for content in (b"", b"PAR1xx", held[:-5]):
            (run / "family_member.parquet").write_bytes(content)
            code, error = said("explain", run, family)
            assert (code, "table family_member" in error) == (RunFolderError.exit_code, True)
    finally:
        (run / "family_member.parquet").write_bytes(held)
    assert said("explain", run, family)[0] == 0


@pytest.mark.parametrize(
    ("records", "members", "code"),
    [
        ("", "", "TF-QUALITY-002"),
        ("feed,record_id,person\n", "a,b\n", "TF-QUALITY-002"),
        ('feed,record_id,person\npolice,"P1,1', "family,person,role,residence\n", "TF-QUALITY-00"),
        ("feed,record_id,person\nhousing,P1,1\n", "family,person,role,residence\n", "TF-QUALITY-003"),
    ],
)
def test_a_truth_that_fits_no_run(run: Path, tmp_path: Path, records: str, members: str, code: str) -> None:
    (tmp_path / "record_person.csv").write_text(records)
    (tmp_path / "family_member.csv").write_text(members)
    exit_code, error = said("quality", run, "--truth", tmp_path)
    assert (exit_code, code in error) == (ExtractError.exit_code, True)


def test_the_review_queue_of_real_people_is_its_operators_alone(tmp_path: Path) -> None:
    toml = FEED.replace("synthetic = true", "synthetic = false") + POWER
    extracts = lay(tmp_path / "extracts", {"police/people.csv": FAMILY, "police/feed.toml": toml})
    assert identify(extracts, tmp_path / "run")[0] == 0
    (tmp_path / "pairs.csv").write_text("an earlier one")
    assert said("review", tmp_path / "run", "--out", tmp_path / "pairs.csv")[0] == 0
    assert stat.S_IMODE((tmp_path / "pairs.csv").stat().st_mode) == 0o600
