"""What in an extracts folder is worth a look before it is used, each with its figures and the rule that raised it.

The thresholds are ours: chosen so that chance alone seldom raises one, and stated wherever one is raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

import polars as pl

from thinkfamily.engine.intake.profile import Profile
from thinkfamily.programmes.attendance import MARK

# A rule's name and what raises it.
RULES = {
    "set aside": "more than 1% of a file's rows, and at least 10, or more than half, are set aside",
    "identifiers": "more than 2% of a feed's identifiers of one kind, and at least 10, fail their check",
    "span": "a feed that averages 5 events or more in a covered month has none in its first 3, or its last 2",
    "gap": "between a feed's first and last month with events a month has none, the feed averages 5 or more a month, "
    "and the same month of another year has some",
    "coverage": "a feed says it covers days after the one it was taken on",
    "before birth": "more than 1% of a file's events, and at least 10, are dated before their person's birth",
    "objection": "a value of objection cannot be read",
    "restriction": "a value of restriction cannot be read",
    "codes": "more than 1% of a feed's attendance marks, and at least 10, or more than half, have a code that the table of "
    "their day does not hold",
    "fields": "rows have fewer fields than the header",
    "stray": "a file or folder lies there that nothing reads",
    "empty": "a feed has no file that is read, or a file has no row",
    "gone": "a feed of the earlier extracts is not in these",
    "late": "an extract is no newer than the earlier one",
    "short": "a file's rows are down by more than 20%, and by more than chance explains (three standard deviations)",
    "odd columns": "the share of records that hold a column has moved by more than 10 points, with 50 records or more",
    "odd events": "an event's share of its feed's events has moved by more than 10 points, with 50 events or more",
    "odd silence": "an event with 20 rows or more in the earlier extract has none in this one",
    "worse": "the share of a file's rows that are set aside has risen by more than 1 point",
}

_FROM_WARNINGS = {
    "objection_not_read": "objection",
    "restriction_not_read": "restriction",
    "fields_missing": "fields",
    "stray": "stray",
    "nothing_to_read": "empty",
}


# Codes of rows that a column map leaves out or has no need of.
_MEANT = ("left_out", "not_latest")


@dataclass(frozen=True)
class Finding:
    """Something worth a look.

    Args:
        feed: where.
        rule: name of the rule that raised it, a key of ``RULES``.
        says: what was found, with its figures.
    """

    feed: str
    rule: str
    says: str


def findings_of(now: Profile, before: Profile | None = None) -> list[Finding]:
    """What is worth a look in some extracts, and what changed since earlier ones, by feed."""
    found = [*_set_aside(now), *_identifiers(now), *_gaps(now), *_coverage(now), *_warned(now)]
    if before is not None:
        found += [*_gone_or_late(now, before), *_rows(now, before), *_columns(now, before), *_events(now, before)]
    order = list(RULES)
    return sorted(found, key=lambda each: (each.feed, order.index(each.rule), each.says))


def _set_aside(now: Profile) -> Iterator[Finding]:
    for row in _counts(now).iter_rows(named=True):
        aside, read = row["rows_set_aside"], row["rows_read"]
        if read == 0:
            yield Finding(row["feed"], "empty", f"{row['file']}, {row['table']}: no row under the header.")
        elif (aside >= 10 and aside > 0.01 * read) or aside > 0.5 * read:
            yield Finding(
                row["feed"],
                "set aside",
                f"{row['file']}, {row['table']}: {aside:,} of {read:,} rows ({aside / read:.1%}).",
            )


def _counts(profile: Profile) -> pl.DataFrame:
    """Rows of each file; those that its map leaves out, as is meant, are not among the ones set aside."""
    meant = (
        profile.set_aside.filter((pl.col("severity") == "row") & pl.col("code").is_in(_MEANT))
        .group_by("feed", "file", "table")
        .agg(meant=pl.col("rows").sum().cast(pl.Int64))
    )
    joined = profile.counts.join(meant, on=["feed", "file", "table"], how="left", maintain_order="left")
    return joined.with_columns(rows_set_aside=pl.col("rows_set_aside") - pl.col("meant").fill_null(0)).drop("meant")


def _identifiers(now: Profile) -> Iterator[Finding]:
    for row in now.identifiers.iter_rows(named=True):
        if row["failing"] >= 10 and row["share"] > 0.02:
            yield Finding(
                row["feed"],
                "identifiers",
                f"{row['identifier']}: {row['failing']:,} of {row['failing'] + row['right']:,} ({row['share']:.1%}).",
            )


def _gaps(now: Profile) -> Iterator[Finding]:
    for (feed,), months in now.months.group_by("feed", maintain_order=True):
        touched = [day for day, is_touched in months.select("month", "is_touched").iter_rows() if is_touched]
        events = months["events"].sum()
        if not touched or events < 5 * months.height:
            continue
        covered = months["month"].to_list()
        before, after = covered.index(touched[0]), len(covered) - 1 - covered.index(touched[-1])
        if before >= 3 or after >= 2:
            yield Finding(
                str(feed),
                "span",
                f"Covers {len(covered)} whole months from {covered[0]:%B %Y}; "
                f"its events are of {touched[0]:%B %Y} to {touched[-1]:%B %Y}.",
            )
        within = covered[before : len(covered) - after]
        # A month that is silent every year is a season (no school in August), not a gap, where more than one is seen.
        seasons = {day.month for day in touched}
        once = {day.month for day in within if sum(other.month == day.month for other in within) == 1}
        empty = [day for day in within if day not in touched and day.month in seasons | once]
        if empty:
            listed = ", ".join(f"{day:%B %Y}" for day in empty)
            yield Finding(str(feed), "gap", f"No event in {listed}, in a feed of {events:,}.")


def _coverage(now: Profile) -> Iterator[Finding]:
    for row in now.feeds.iter_rows(named=True):
        if row["covers_until"] > row["extract_on"] + timedelta(days=1):
            yield Finding(
                row["feed"], "coverage", f"Taken on {row['extract_on']}, said to cover until {row['covers_until']}."
            )


def _warned(now: Profile) -> Iterator[Finding]:
    read = dict(
        now.counts.group_by("feed", "table")
        .agg(pl.col("rows_read").sum())
        .select(pl.concat_list("feed", "table").list.join("/"), "rows_read")
        .iter_rows()
    )
    for warned in now.delivery.warnings:
        if warned.code == "before_birth":
            events = read[f"{warned.feed}/{warned.table}"]
            if warned.rows >= 10 and warned.rows > 0.01 * events:
                yield Finding(warned.feed, "before birth", f"{warned.file}: {warned.rows:,} of {events:,} events.")
        elif warned.code == "mark_without_code":
            marks = int(
                now.mix.filter(pl.col("feed") == warned.feed, pl.col("event") == MARK).get_column("events").sum()
            )
            if (warned.rows >= 10 and warned.rows > 0.01 * marks) or warned.rows > 0.5 * marks:
                yield Finding(warned.feed, "codes", f"{warned.file}: {warned.rows:,} of {marks:,} attendance marks.")
        elif warned.code in _FROM_WARNINGS:
            yield Finding(warned.feed, _FROM_WARNINGS[warned.code], warned.sentence)


def _gone_or_late(now: Profile, before: Profile) -> Iterator[Finding]:
    taken = dict(now.feeds.select("feed", "extract_on").iter_rows())
    for feed, earlier in before.feeds.select("feed", "extract_on").iter_rows():
        if feed not in taken:
            yield Finding(feed, "gone", f"It was there, taken on {earlier}.")
        elif taken[feed] <= earlier:
            yield Finding(feed, "late", f"Taken on {taken[feed]}; the earlier one on {earlier}.")


def _rows(now: Profile, before: Profile) -> Iterator[Finding]:
    joined = _by_table(before).join(_by_table(now), on=["feed", "table"], how="left", suffix="_now")
    for row in joined.filter(pl.col("feed").is_in(now.feeds["feed"].to_list())).iter_rows(named=True):
        earlier, later = row["rows_read"], row["rows_read_now"] or 0
        if later < 0.8 * earlier and earlier - later > 3 * sqrt(earlier + later):
            yield Finding(
                row["feed"],
                "short",
                f"{row['table']}: {later:,} rows; {earlier:,} before ({later / earlier - 1:+.0%}).",
            )
        aside = (row["rows_set_aside_now"] or 0) / later if later else 0.0
        aside_before = row["rows_set_aside"] / earlier if earlier else 0.0
        if aside > aside_before + 0.01:
            yield Finding(row["feed"], "worse", f"{row['table']}: {aside:.1%} set aside; {aside_before:.1%} before.")


def _by_table(profile: Profile) -> pl.DataFrame:
    return (
        _counts(profile)
        .group_by("feed", "table")
        .agg(pl.col("rows_read", "rows_accepted", "rows_set_aside").sum())
        .sort("feed", "table")
    )


def _columns(now: Profile, before: Profile) -> Iterator[Finding]:
    joined = before.filled.join(now.filled, on=["feed", "column"], suffix="_now", maintain_order="left")
    for row in joined.iter_rows(named=True):
        if min(row["records"], row["records_now"]) >= 50 and abs(row["share_now"] - row["share"]) > 0.1:
            yield Finding(
                row["feed"],
                "odd columns",
                f"{row['column']}: {row['share_now']:.0%} filled; {row['share']:.0%} before.",
            )


def _events(now: Profile, before: Profile) -> Iterator[Finding]:
    shares = [p.mix.with_columns(share=pl.col("events") / pl.col("events").sum().over("feed")) for p in (before, now)]
    totals = [dict(p.mix.group_by("feed").agg(pl.col("events").sum()).iter_rows()) for p in (before, now)]
    joined = shares[0].join(shares[1], on=["feed", "event"], how="full", coalesce=True, suffix="_now")
    for row in joined.sort("feed", "event").iter_rows(named=True):
        feed, event = row["feed"], row["event"]
        earlier, later = row["events"] or 0, row["events_now"] or 0
        if earlier >= 20 and not later and feed in set(now.feeds["feed"]):
            yield Finding(feed, "odd silence", f"{event}: none; {earlier:,} before.")
        elif min(totals[0].get(feed, 0), totals[1].get(feed, 0)) >= 50:
            share, share_now = row["share"] or 0.0, row["share_now"] or 0.0
            if abs(share_now - share) > 0.1:
                yield Finding(feed, "odd events", f"{event}: {share_now:.0%} of events; {share:.0%} before.")
