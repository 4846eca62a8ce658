"""Which rows are accepted and which are set aside, with the first reason that applies (extract contract, section 2).

Every function takes one row per row read and loses none: accepted and set aside together are what came in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from thinkfamily.core.dates import years_before
from thinkfamily.engine.intake.clean import BAD
from thinkfamily.engine.intake.columns import EVENTS, PEOPLE, RELATIONSHIP_COLUMNS, Column, Kind
from thinkfamily.programmes.attendance import MARK, attendance_codes

OLDEST_YEARS = 120
# The vocabulary dates them by the day on which they are to happen, so that most lie ahead of the extract.
DUE = ["release_due"]
# Marks a row that a map leaves out.
LEFT_OUT = "left_out"

_REASONS = {
    "objection": "The person's objection is upheld: the record is counted and set aside.",
    "left_out": "The map leaves such rows out.",
    "bad_row": "The row does not fit under the header: it has more filled fields than columns, or the file is cut off in it.",
    "duplicate_record": "An earlier row has this record_id; the first stands.",
    "unknown_record": "No accepted row of people has this record_id.",
    "unknown_event": "The event is not in the vocabulary.",
    "until_before_from": "It ends before it begins.",
    "in_future": "It begins after the day the extract was taken, and is no event that is told before its day.",
    "unknown_handle": "No handle of the run that handed over is this one.",
    "gone_handle": "No accepted record of this run is one that the handle stood for.",
    "bad_handle_r": "Both handles are one and the same.",
    "duplicate_row": "An earlier row is identical, and both carry a reference.",
}  # fmt: skip
_UNREAD = {
    Kind.TEXT: "The text is too long or holds characters that cannot be read.",
    Kind.DAY: "It is not a date in the stated form or in ISO form.",
    Kind.NUMBER: "It is not a number.",
    Kind.CODE: "It is not one of the standard values, and no value map says which it means.",
    Kind.NHS_NUMBER: "The check digit of the NHS number is wrong; it is not used for linking.",
    Kind.UPN: "The check letter of the unique pupil number is wrong; it is not used for linking.",
    Kind.NINO: "The National Insurance number has not the right form; it is not used for linking.",
}


@dataclass(frozen=True)
class Reason:
    """Why rows are set aside: a code, the column to blame if one is, and which rows, as an expression."""

    code: str
    column: str | None
    applies: pl.Expr


@dataclass(frozen=True)
class Accepted:
    """The rows of one table of one feed, judged.

    Args:
        rows: one row per accepted row, in the file's order.
        set_aside: one row per row set aside or value ignored: row, column, code, severity, reason.
        warnings: counts of what is odd but accepted, by code.
    """

    rows: pl.DataFrame
    set_aside: pl.DataFrame
    warnings: dict[str, int] = field(default_factory=dict)


def accept_people(frame: pl.DataFrame, misshapen: Sequence[int], extract_on: date) -> tuple[Accepted, pl.Series]:
    """Judge people, and give the record ids of persons whose objection is upheld.

    An objection in any row of a record holds for all of them: which row came first is no reason to use the others. Nor is it
    one to show what another row restricts: the row that stands has the restriction of the first that has one.
    """
    frame = _refuse_births(frame, extract_on)
    in_doubt = pl.col(BAD + "restriction") if BAD + "restriction" in frame.columns else pl.lit(False)
    held = frame.filter(in_doubt & pl.col("restriction").is_not_null()).height
    # What the map leaves out, such as where somebody lived before, says nothing of the row that stands.
    said = pl.col("restriction") if LEFT_OUT not in frame.columns else pl.when(~pl.col(LEFT_OUT)).then("restriction")
    frame = frame.with_columns(restriction=pl.coalesce("restriction", said.drop_nulls().first().over("record_id")))
    objecting = frame.filter(pl.col("objection") == "yes").get_column("record_id").drop_nulls().unique()
    ids = frame.get_column("record_id")
    if LEFT_OUT in frame.columns:
        ids = frame.select(pl.when(~pl.col(LEFT_OUT)).then("record_id")).to_series()
    first = _is_first(ids)
    reasons = [
        Reason("objection", "objection", (pl.col("objection") == "yes") | (pl.lit(first) & _among("record_id", objecting))),
        *unreadable(PEOPLE, frame, misshapen),
        Reason("duplicate_record", "record_id", ~pl.lit(first)),
    ]  # fmt: skip
    accepted = judged(frame, PEOPLE, reasons)
    backwards = accepted.rows.filter(pl.col("address_to") < pl.col("address_from")).height
    accepted = _warning(accepted, "restriction_not_read", held)
    return _warning(accepted, "address_ends_before_it_begins", backwards), objecting


def accept_events(
    frame: pl.DataFrame,
    misshapen: Sequence[int],
    people: pl.DataFrame,
    objecting: pl.Series,
    events: Collection[str],
    extract_on: date,
) -> Accepted:
    """Judge events; ``rows`` gains the record's number.

    Args:
        frame: cleaned rows.
        misshapen: rows that do not fit under the header.
        people: ``record_id``, ``record_no`` and ``date_of_birth`` of the feed's accepted records.
        objecting: record ids whose objection is upheld.
        events: ids of the vocabulary.
        extract_on: the day the extract was taken.
    """
    frame = frame.join(people, on="record_id", how="left", maintain_order="left")
    reasons = [
        Reason("objection", "record_id", _among("record_id", objecting)),
        *unreadable(EVENTS, frame, misshapen),
        Reason("unknown_record", "record_id", pl.col("record_no").is_null()),
        Reason("unknown_event", "event", ~pl.col("event").is_in(sorted(events))),
        Reason("until_before_from", "until_on", pl.col("until_on") < pl.col("from_on")),
        # What is due is told before its day.
        Reason("in_future", "from_on", (pl.col("from_on") > extract_on) & ~pl.col("event").is_in(DUE)),
    ]
    names = [column.name for column in EVENTS]
    repeated = _repeats(frame, names)
    if len(repeated):
        with_reference = frame.select(_in(repeated) & pl.col("reference").is_not_null()).to_series()
        reasons.append(Reason("duplicate_row", None, pl.lit(with_reference)))
    accepted = judged(frame, EVENTS, reasons)
    if len(repeated):
        kept = accepted.rows.filter(_in(repeated)).height
        accepted = _warning(accepted, "identical_without_reference", kept)
    early = accepted.rows.filter(pl.col("from_on") < pl.col("date_of_birth")).height
    accepted = _warning(accepted, "mark_without_code", _marks_without_code(accepted.rows))
    return _warning(accepted, "before_birth", early)


def accept_relationships(
    frame: pl.DataFrame, misshapen: Sequence[int], people: pl.DataFrame, objecting: pl.Series, extract_on: date
) -> Accepted:
    """Judge stated relationships; ``rows`` gains both records' numbers."""
    numbers = people.select("record_id", "record_no")
    related = numbers.rename({"record_id": "related_record_id", "record_no": "related_record_no"})
    frame = frame.join(numbers, on="record_id", how="left", maintain_order="left").join(
        related, on="related_record_id", how="left", maintain_order="left"
    )
    reasons = [
        Reason("objection", "record_id", _among("record_id", objecting)),
        Reason("objection", "related_record_id", _among("related_record_id", objecting)),
        *unreadable(RELATIONSHIP_COLUMNS, frame, misshapen),
        Reason("unknown_record", "record_id", pl.col("record_no").is_null()),
        Reason("unknown_record", "related_record_id", pl.col("related_record_no").is_null()),
        Reason("until_before_from", "until_on", pl.col("until_on") < pl.col("from_on")),
        Reason("in_future", "from_on", pl.col("from_on") > extract_on),
    ]
    accepted = judged(frame, RELATIONSHIP_COLUMNS, reasons)
    repeated = _repeats(frame, [column.name for column in RELATIONSHIP_COLUMNS])
    kept = accepted.rows.filter(_in(repeated)).height if len(repeated) else 0
    return _warning(accepted, "identical_without_reference", kept)


def unreadable(columns: Sequence[Column], frame: pl.DataFrame, misshapen: Sequence[int]) -> list[Reason]:
    """Reasons that lie in the row itself: misshapen, something required missing, then something required unreadable."""
    required = [column.name for column in columns if column.is_required]
    marked = {name.removeprefix(BAD) for name in frame.columns if name.startswith(BAD)}
    reasons = [Reason("bad_row", None, pl.col("row").is_in(list(misshapen)))] if len(misshapen) else []
    reasons += [Reason("left_out", None, pl.col(LEFT_OUT))] if LEFT_OUT in frame.columns else []
    reasons += [
        Reason(f"missing_{name}", name, pl.col(name).is_null() & ~(pl.col(BAD + name) if name in marked else pl.lit(False)))
        for name in required
    ]  # fmt: skip
    ends = [column.name for column in columns if column.name == "until_on"]
    return reasons + [Reason(BAD + name, name, pl.col(BAD + name)) for name in required + ends if name in marked]


def judged(frame: pl.DataFrame, columns: Sequence[Column], reasons: Sequence[Reason]) -> Accepted:
    first = pl.coalesce(pl.when(each.applies).then(pl.lit(at, pl.UInt8)) for at, each in enumerate(reasons))
    judged = frame.with_columns(reason=first)
    refused = judged.filter(pl.col("reason").is_not_null()).select("row", "reason")
    accepted = judged.filter(pl.col("reason").is_null()).drop("reason") if refused.height else frame
    parts = [NOTHING_SET_ASIDE]
    if refused.height:
        texts = {at: _says(columns, each) for at, each in enumerate(reasons)}
        parts.append(
            refused.select(
                "row",
                column=pl.col("reason").replace_strict(
                    {at: each.column for at, each in enumerate(reasons)}, return_dtype=pl.String
                ),
                code=pl.col("reason").replace_strict(
                    {at: each.code for at, each in enumerate(reasons)}, return_dtype=pl.String
                ),
                severity=pl.lit("row"),
                reason=pl.col("reason").replace_strict(texts, return_dtype=pl.String),
            )
        )
    for column in columns:
        if BAD + column.name in accepted.columns:
            parts.append(
                accepted.filter(pl.col(BAD + column.name)).select(
                    "row",
                    column=pl.lit(column.name),
                    code=pl.lit(BAD + column.name),
                    severity=pl.lit("value"),
                    reason=pl.lit(_unread(column)),
                )
            )
    marks = [name for name in accepted.columns if name.startswith(BAD)]
    return Accepted(accepted.drop(marks), pl.concat(parts).sort("row", maintain_order=True))


NOTHING_SET_ASIDE = pl.DataFrame(
    schema={"row": pl.Int64, "column": pl.String, "code": pl.String, "severity": pl.String, "reason": pl.String}
)


def _says(columns: Sequence[Column], reason: Reason) -> str:
    if reason.code in _REASONS:
        return _REASONS[reason.code]
    if reason.code.startswith("missing_"):
        return "It is required and nothing is there."
    return _unread(next(column for column in columns if column.name == reason.column))


def _unread(column: Column) -> str:
    if column.name == "date_of_birth":
        return f"It is not a date in the stated form, is after the extract, or is over {OLDEST_YEARS} years before it."
    if column.name == "restriction":
        return (
            "It is none of the standard values, so the address is held as a safe one, unless the value is a plain no."
        )
    return _UNREAD[column.kind]


def _refuse_births(frame: pl.DataFrame, extract_on: date) -> pl.DataFrame:
    """Births in the future or too long ago are values that cannot be right: ignored like unreadable ones."""
    mark = BAD + "date_of_birth"
    wrong = ~pl.col("date_of_birth").is_between(years_before(extract_on, OLDEST_YEARS), extract_on)
    before = pl.col(mark) if mark in frame.columns else pl.lit(False)
    return frame.with_columns(
        (before | wrong.fill_null(False)).alias(mark),
        date_of_birth=pl.when(~wrong).then("date_of_birth"),
    )


def _marks_without_code(events: pl.DataFrame) -> int:
    """How many attendance marks have a code that the table of their day does not hold: rules count them as no session."""
    code = pl.col("detail").str.strip_chars().str.to_uppercase()
    marks = events.filter(pl.col("event") == MARK).group_by("from_on", code=code).len()
    known = pl.any_horizontal(
        (pl.col("code") == each.code)
        & (pl.col("from_on") >= (each.from_on or date.min))
        & (pl.col("from_on") < (each.until_on or date.max))
        for each in attendance_codes()
    )
    return int(marks.filter(~known.fill_null(False)).get_column("len").sum())


def _is_first(ids: pl.Series) -> pl.Series:
    """Whether no earlier row has the same id; rows without one are first."""
    return ids.is_first_distinct() | ids.is_null()


def _among(column: str, ids: pl.Series) -> pl.Expr:
    return pl.col(column).is_in(pl.lit(ids).implode()).fill_null(False) if len(ids) else pl.lit(False)


def _repeats(frame: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Rows identical in every standard column to an earlier row."""
    hashed = frame.select(names).hash_rows()
    again = ~hashed.is_unique()
    if not again.any():
        return pl.Series(dtype=pl.Int64)
    # Equal hashes are only a hint: the rows themselves are compared.
    some = frame.filter(again).select("row", *names)
    return some.filter(~some.select(pl.struct(names).is_first_distinct()).to_series()).get_column("row")


def _in(rows: pl.Series) -> pl.Expr:
    """Whether a row is among some."""
    return pl.col("row").is_in(pl.lit(rows).implode())


def _warning(accepted: Accepted, code: str, rows: int) -> Accepted:
    return Accepted(accepted.rows, accepted.set_aside, {**accepted.warnings, code: rows}) if rows else accepted
