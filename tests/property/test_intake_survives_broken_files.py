"""Files broken anywhere: what comes out is an error that names the file, or tables whose rows add up; nobody is named."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.unit.intake.folder import FEED, take
from tests.unit.intake.test_forms import workbook

from thinkfamily.core.errors import UserError
from thinkfamily.engine.intake import draft_feed_file

SECRETS = ("Zxqvalery", "Qjwbramble", "1987-07-28", "ZZ9 9ZZ")
ROWS: list[list[object]] = [
    ["record_id", "first_name", "last_name", "date_of_birth", "postcode"],
    *(["P" + str(n), SECRETS[0], SECRETS[1], SECRETS[2], SECRETS[3]] for n in range(40)),
]
TEXT = (
    "\n".join(",".join(f'"{cell}"' if n % 3 == 0 else str(cell) for cell in row) for n, row in enumerate(ROWS)) + "\n"
)
# THINKFAMILY_EXAMPLES asks for more: 500 take some minutes.
SLOW = settings(
    max_examples=int(os.environ.get("THINKFAMILY_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def parquet() -> bytes:
    held = io.BytesIO()
    pl.DataFrame(ROWS[1:], schema=[str(name) for name in ROWS[0]], orient="row").write_parquet(held)
    return held.getvalue()


WHOLE = {"csv": TEXT.encode(), "parquet": parquet(), "xlsx": workbook(ROWS, "people", 0)}
# Where to break a file (as a share of its length), how, and with what.
WOUNDS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(["cut", "drop", "insert", "replace", "repeat"]),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from(
                [b'"', b"\n", b",", b";", b"\0", b"\xff\xfe", b"\r", b"\xef\xbb\xbf", b"=cmd|' /C calc'!A0"]
            ),
        ),
    ),
    min_size=1,
    max_size=4,
)


def wounded(data: bytes, wounds: list[tuple[float, str, bytes]]) -> bytes:
    for place, how, what in wounds:
        at = int(place * len(data))
        if how == "cut":
            data = data[:at]
        elif how == "drop":
            data = data[:at] + data[at + 5 :]
        elif how == "insert":
            data = data[:at] + what + data[at:]
        elif how == "replace":
            data = data[:at] + what + data[at + len(what) :]
        else:
            data = data[:at] + data[max(0, at - 50) : at] + data[at:]
    return data


def hold(form: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        name = f"people.{form}"
        try:
            taken = take(folder, {f"police/{name}": data})
        except UserError as error:
            said, where = str(error), error.where
        else:
            read, accepted, aside = taken.counts()["people"]
            assert read == accepted + aside
            assert taken.store.value("select count(*) from record") == accepted
            said = str(taken.store.rows("select * from set_aside")) + str(taken.delivery.warnings)
            where = f"police/{name}"
        assert where.startswith(f"police/{name}")
        assert not any(secret in said for secret in SECRETS)


@SLOW
@given(WOUNDS)
@example([(0.0, "drop", b"")])
@example([(0.5, "insert", b'"')])
def test_broken_delimited_text(wounds: list):
    hold("csv", wounded(WHOLE["csv"], wounds))


@SLOW
@given(WOUNDS)
def test_broken_parquet(wounds: list):
    hold("parquet", wounded(WHOLE["parquet"], wounds))


@SLOW
@given(WOUNDS)
def test_broken_workbooks(wounds: list):
    hold("xlsx", wounded(WHOLE["xlsx"], wounds))


@SLOW
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_at_all(data: bytes):
    for form in ("csv", "parquet", "xlsx"):
        hold(form, data)


@SLOW
@given(WOUNDS)
def test_broken_settings(wounds: list):
    with tempfile.TemporaryDirectory() as place:
        files: dict[str, str | bytes] = {
            "police/people.csv": TEXT,
            "police/feed.toml": wounded((FEED + '[people]\nfile = "people.csv"\n').encode(), wounds),
        }
        where = "police"
        try:
            take(Path(place), files)
        except UserError as error:
            where = error.where
        assert where.startswith("police")


@SLOW
@given(st.sampled_from(["csv", "parquet", "xlsx"]), WOUNDS)
@example("csv", [(0.03125, "drop", b"")])  # the line break between header and first row is lost
def test_drafting_a_map_of_a_broken_file_shows_nobody(form: str, wounds: list):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"a.{form}"
        path.write_bytes(wounded(WHOLE[form], wounds))
        try:
            said = draft_feed_file(path)
        except UserError as error:
            said = str(error)
        assert not any(secret in said for secret in SECRETS)
