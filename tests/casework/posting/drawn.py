"""What somebody clumsy, careless or ill-meaning might send in place of what is right."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.casework.posting.page import Form
from tests.casework.posting.sending import Sent, as_asked, as_form, as_json, as_parts, files_of

# Every text that is drawn holds this word, so that it is found wherever it should not be.
MARK = "Wobblequist"
ODD = [
    "", "\x00", "\x01\x07\x1b[31m", "\u202e\u2066", "\u200b\ufeff", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿", "Z̷̢̛͙͇", "مرحبا", "'; drop table x; --", '"><b>',
    "<script>alert(1)</script>", "{{ 7 }}{% load x %}", "%s%(x)s", "${x}", "\r\n.\r\n", "../../etc", "\u2028", "\t", "=1+1",
    "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape"),
]  # fmt: skip
NUMBERS = ["0", "-1", "1e309", "NaN", "3.7", "٣", "²", "9" * 20, "1" * 5000, " 5 ", "5\n", "0x10", "1_0", "+5", "½"]
DAYS = ["31", "02", "29", "0", "13", "99999999999", "-3", "Feb", "février", "febx", "1e1", "٣"]
YEARS = ["0", "0000", "99999", "9999", "1066", "-202", "2026", "25", "2o26", "٢٠٢٦"]
KINDS = [
    "null",
    "true",
    "[]",
    "{}",
    "[object Object]",
    "undefined",
    "00000000-0000-4000-8000-000000000000",
    "not-an-id",
]
EXTRA = ["id", "pk", "by", "family", "family_id", "person__name", "csrfmiddlewaretoken", "__proto__", "a[b][c]", "page",
         "next", "is_superuser", "\x00", "", "forget", "opened_at", "_method"]  # fmt: skip


def words() -> st.SearchStrategy[bytes]:
    """A text that somebody might type, with the word by which it is known."""
    odd = st.sampled_from(ODD) | st.text(max_size=12)
    typed = st.builds(lambda before, after: before + MARK + after, odd, odd)
    return typed.map(lambda text: text.encode("utf-8", "surrogateescape" if _is_escaped(text) else "surrogatepass"))


def _is_escaped(text: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in text)


def long_words() -> st.SearchStrategy[bytes]:
    """Too much of one thing."""
    return st.sampled_from([79, 121, 301, 2001, 4001, 100_000]).map(
        lambda size: (MARK * (size // 11 + 1)).encode()[:size]
    )


def values(name: str, right: list[bytes], foreign: list[str], offered: list[str]) -> st.SearchStrategy[list[bytes]]:
    """What stands under one name: nothing, one thing or several."""
    if name.endswith(("_day", "_month", "_year")):
        one = st.sampled_from(YEARS if name.endswith("_year") else DAYS).map(str.encode) | words()
    else:
        one = st.one_of(
            words(), words(), long_words(),
            st.sampled_from([b"", b"   ", b"\r\n", *(text.encode() for text in [*NUMBERS, *KINDS, *foreign])]),
        )  # fmt: skip
    if offered:
        one = one | st.sampled_from(offered).map(lambda text: text.encode())
    return st.one_of(st.just([]), one.map(lambda value: [value]), one.map(lambda value: [*right, value]))


def junk(name: str) -> st.SearchStrategy[bytes]:
    """One thing that stands where another should."""
    return values(name, [], [], []).filter(bool).map(lambda drawn: drawn[0][:2000])


@st.composite
def sent(draw: Any, form: Form, right: Sent, foreign: list[str]) -> Sent:
    """A form of which up to three things are not right."""
    names = list(dict.fromkeys([*(name for name, _ in right), *form.names]))
    wrong = draw(st.lists(st.sampled_from(names), min_size=0, max_size=3, unique=True)) if names else []
    found = [(name, value) for name, value in right if name not in wrong]
    for name in wrong:
        held = [value for other, value in right if other == name]
        found += [(name, value) for value in draw(values(name, held, foreign, form.offered(name)))]
    found += draw(st.lists(st.tuples(st.sampled_from(EXTRA), words()), max_size=2))
    return found


@st.composite
def bodies(draw: Any, name: str, form: Form, right: Sent, foreign: list[str]) -> tuple[bytes, str, Sent | None]:
    """What is sent, as which type; and the form in it where it is one."""
    drawn = draw(sent(form, right, foreign))
    how = draw(st.sampled_from(["asked"] * 7 + ["form", "parts", "file", "json", "nested", "raw", "empty", "broken"]))
    if how == "asked":
        return *as_asked(name, form, drawn), None if name.startswith("api:") else drawn
    if how == "form":
        return *as_form(drawn), drawn
    if how == "parts":
        return *as_parts(drawn, files_of(form)), drawn
    if how == "file":
        # A file in place of each word.
        return *as_parts(drawn[:1] if not files_of(form) else drawn, frozenset(name for name, _ in drawn)), None
    if how == "json":
        return *as_json(drawn), None
    if how == "nested":
        leaves = st.none() | st.booleans() | st.floats() | st.text(max_size=5).map(lambda text: text + MARK)
        junk = draw(
            st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6)
        )
        return json.dumps(junk).encode("utf-8", "surrogatepass"), "application/json", None
    if how == "empty":
        return (
            b"",
            draw(st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])),
            None,
        )
    kind = draw(st.sampled_from([
        "text/plain", "application/octet-stream", "multipart/form-data", "multipart/form-data; boundary=", "é/ü",
        "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nonsense",
        "application/json; charset=utf-7", "application/xml", 'multipart/form-data; boundary="--edge"',
    ]))  # fmt: skip
    return draw(st.binary(max_size=60)) if how == "raw" else as_form(drawn)[0], kind, None
