"""What the data-quality report raises, rule by rule, on extracts made to break one rule each."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.unit.intake.folder import FEED, TODAY, lay

from thinkfamily.core.progress import Silent
from thinkfamily.engine.intake import Finding, count_changes, findings_of, profile_extracts, quality_page
from thinkfamily.engine.intake.findings import RULES

YEAR = FEED.replace("2023-10-01", "2024-10-01")
PEOPLE = "record_id,postcode,nhs_number\n" + "".join(f"P{n},ZZ1 1AA,9994765914\n" for n in range(60))


def events(skip: tuple[str, ...] = (), *, a_month: int = 10, event: str = "arrest", other: str | None = None) -> str:
    """Events spread over two years, none in the months skipped; half of another kind where one is given."""
    lines = ["record_id,event,from_on"]
    day, n = date(2024, 10, 1), 0
    while day < date(2026, 9, 30):
        if f"{day:%Y-%m}" not in skip and day.day <= 2 * a_month and day.day % 2:
            lines.append(f"P{n % 60},{other if other and n % 2 else event},{day}")
            n += 1
        day += timedelta(days=1)
    return "\n".join(lines) + "\n"


def found(folder: Path, now: dict[str, str | bytes], before: dict[str, str | bytes] | None = None) -> list[Finding]:
    base: dict[str, str | bytes] = {
        "police/people.csv": PEOPLE,
        "police/feed.toml": YEAR,
        "police/events.csv": events(),
    }
    newer = profile_extracts(lay(folder / "now", {**base, **now}), TODAY, Silent())
    if before is None:
        return findings_of(newer)
    earlier = {**base, "police/feed.toml": YEAR.replace("2026-09-30", "2026-06-30"), **before}
    earlier["police/feed.toml"] = str(earlier["police/feed.toml"]).replace(
        "covers_until = 2026-10-01", "covers_until = 2026-07-01"
    )
    older = profile_extracts(lay(folder / "before", earlier), TODAY, Silent())
    # The earlier extract's own events after its day are set aside: what is compared are files of one size.
    return findings_of(newer, older)


def rules(findings: list[Finding]) -> list[str]:
    return [each.rule for each in findings]


def test_nothing_is_found_in_good_extracts(tmp_path: Path):
    assert found(tmp_path, {}) == []


def test_months_without_events_within_what_is_covered(tmp_path: Path):
    findings = found(tmp_path, {"police/events.csv": events(skip=("2025-11", "2026-02"))})
    assert rules(findings) == ["gap"]
    assert "November 2025, February 2026" in findings[0].says


def test_a_month_silent_every_year_is_a_season(tmp_path: Path):
    assert found(tmp_path, {"police/events.csv": events(skip=("2025-08", "2026-08"))}) == []


def test_coverage_that_the_events_do_not_bear_out(tmp_path: Path):
    late_start = found(tmp_path, {"police/events.csv": events(skip=("2024-10", "2024-11", "2024-12"))})
    assert rules(late_start) == ["span"]
    assert "its events are of January 2025 to September 2026" in late_start[0].says


def test_coverage_after_the_day_of_the_extract(tmp_path: Path):
    findings = found(tmp_path, {"police/feed.toml": YEAR.replace("2026-10-01", "2026-12-01")})
    assert rules(findings) == ["coverage"]


def test_many_rows_set_aside_and_many_failing_identifiers(tmp_path: Path):
    bad = PEOPLE + "P1,,\n" * 10 + "".join(f"Q{n},ZZ1 1AA,9994765915\n" for n in range(10))
    findings = found(tmp_path, {"police/people.csv": bad})
    assert rules(findings) == ["set aside", "identifiers"]
    assert "10 of 80 rows (12.5%)" in findings[0].says
    assert "nhs_number: 10 of 70 (14.3%)" in findings[1].says


def test_events_before_birth_and_odd_files(tmp_path: Path):
    people = "record_id,date_of_birth,objection\n" + "".join(f"P{n},2026-01-01,\n" for n in range(59)) + "P59,,maybe\n"
    findings = found(tmp_path, {"police/people.csv": people, "police/old.csv": ""})
    assert rules(findings) == ["before birth", "objection", "stray"]


def test_a_feed_that_holds_nothing(tmp_path: Path):
    assert rules(found(tmp_path, {"health/readme.txt": "later"})) == ["stray", "empty"]


def test_a_feed_gone_and_a_feed_late(tmp_path: Path):
    before: dict[str, str | bytes] = {"health/people.csv": "record_id\n1\n", "police/feed.toml": YEAR}
    findings = found(tmp_path, {}, before)
    assert [(each.feed, each.rule) for each in findings] == [("health", "gone"), ("police", "late")]


def test_a_file_short_and_a_column_emptied(tmp_path: Path):
    fewer = "record_id,postcode\n" + "".join(f"P{n},\n" for n in range(60))
    more = PEOPLE + "".join(f"Q{n},ZZ1 1AA,\n" for n in range(60))
    findings = found(tmp_path, {"police/people.csv": fewer}, {"police/people.csv": more})
    assert rules(findings) == ["short", "odd columns", "odd columns"]
    assert "people: 60 rows; 120 before (-50%)" in findings[0].says
    assert [each.says for each in findings[1:]] == [
        "nhs_number: 0% filled; 50% before.",
        "postcode: 0% filled; 100% before.",
    ]


def test_a_mix_of_events_that_moved_and_an_event_that_stopped(tmp_path: Path):
    moved = found(tmp_path / "a", {"police/events.csv": events(other="asb_incident")}, {})
    assert rules(moved) == ["odd events", "odd events"]
    stopped = found(tmp_path / "b", {}, {"police/events.csv": events(other="asb_incident")})
    assert rules(stopped) == ["odd events", "odd silence"]
    assert stopped[1].says.startswith("asb_incident: none;")


def test_marks_whose_code_the_table_of_their_day_does_not_hold(tmp_path: Path):
    """An interview is J1 since August 2024: a school that still writes J is told, as its marks count as no session."""
    files: dict[str, str | bytes] = {"education/feed.toml": YEAR, "education/people.csv": "record_id\nE1\n"}
    for codes, expected in (("J/" * 10, ["codes"]), ("J" * 9 + "/" * 11, []), ("J1", [])):
        marks = [codes] if codes == "J1" else list(codes)
        rows = "".join(f"E1,attendance_mark,2026-09-{2 + at // 2:02},{mark}\n" for at, mark in enumerate(marks))
        place = tmp_path / f"{len(marks)}{codes[1]}"
        place.mkdir()
        files["education/events.csv"] = "record_id,event,from_on,detail\n" + rows
        findings = [each for each in found(place, files) if each.feed == "education" and each.rule == "codes"]
        assert rules(findings) == expected
    assert RULES["codes"].startswith("more than 1%")


def test_more_set_aside_than_before(tmp_path: Path):
    findings = found(tmp_path, {"police/people.csv": PEOPLE + "P1,,\n" * 5}, {})
    assert rules(findings) == ["worse"]


def test_the_page_names_rules_and_counts_and_no_record(tmp_path: Path):
    folder = lay(tmp_path, {"police/people.csv": PEOPLE.replace("P7,", "Zxqsecret7,"), "police/events.csv": events()})
    now = profile_extracts(folder, TODAY, Silent())
    findings = findings_of(now)
    assert rules(findings) == ["span"]
    text = quality_page(now, findings)
    assert text == quality_page(now, findings)
    assert RULES["span"] in text
    assert "Zxqsecret7" not in text
    assert "unknown_record" in text


def test_rows_that_came_changed_and_went_are_counted_wherever_they_stand(tmp_path: Path):
    told = {
        "before": ("A,Ann\nB,Bob\nC,Cas\n", "A,arrest,2026-01-02\nA,arrest,2026-01-02\nB,arrest,2026-01-03\n"),
        # One name is spelt anew, one record left, two came; of two events alike one is gone, of another's the day is other.
        "now": ("N,Nia\nB,Zxqsecret\nA,Ann\nM,May\n", "B,arrest,2026-01-04\nA,arrest,2026-01-02\n"),
    }
    profiles = {}
    for name, (people, arrests) in told.items():
        files = {
            "police/people.csv": "record_id,first_name\n" + people,
            "police/events.csv": "record_id,event,from_on\n" + arrests,
        }
        folder = lay(tmp_path / name, files)
        profiles[name] = profile_extracts(folder, TODAY, Silent(), compares=True)
    now, before = profiles["now"], profiles["before"]
    assert now.fingerprints is not None
    assert before.fingerprints is not None
    changes = count_changes(now.fingerprints, before.fingerprints)
    assert changes.rows() == [("police", "people", 3, 4, 2, 1, 1), ("police", "events", 3, 2, 1, 0, 2)]
    assert count_changes(now.fingerprints, now.fingerprints).select("came", "changed", "gone").sum().row(0) == (0, 0, 0)
    text = quality_page(now, [], before, changes)
    assert "Accepted rows since the earlier extracts" in text
    assert "Zxqsecret" not in text
