"""What the end of a run says of feeds that do not reach its date."""

from __future__ import annotations

from datetime import date

from thinkfamily.cli.summary import uncovered


def feed(name: str, covers_from: object, covers_until: object) -> dict[str, object]:
    return {"feed": name, "covers_from": covers_from, "covers_until": covers_until}


def test_only_feeds_that_miss_a_day_of_the_12_months_are_named() -> None:
    feeds = [
        feed("whole", date(2025, 10, 1), date(2026, 10, 1)),
        feed("as_written_in_run_json", "2023-10-01", "2026-10-01"),
        feed("begins_a_day_late", date(2025, 10, 2), date(2026, 10, 1)),
        feed("ends_a_day_early", date(2023, 10, 1), date(2026, 9, 30)),
    ]
    assert uncovered(feeds, date(2026, 9, 30)) == ["begins_a_day_late", "ends_a_day_early"]


def test_a_date_before_all_data_names_every_feed() -> None:
    assert uncovered([feed("police", "2023-10-01", "2026-10-01")], date(2016, 9, 30)) == ["police"]
