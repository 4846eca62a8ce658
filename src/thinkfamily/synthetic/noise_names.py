"""How names go wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import polars as pl

from thinkfamily.synthetic.draft import Draft
from thinkfamily.synthetic.names import other_forms
from thinkfamily.synthetic.noise import LAM, OURS, Flaw, filled

KEYS_BESIDE = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
LOOKS_LIKE = {
    "l": "i",
    "i": "l",
    "o": "c",
    "c": "e",
    "e": "c",
    "n": "h",
    "h": "n",
    "u": "v",
    "v": "u",
    "m": "rn",
    "a": "o",
}
SOUNDS_LIKE = (
    ("ph", "f"), ("ck", "k"), ("ie", "y"), ("ee", "i"), ("ea", "ee"), ("ai", "ay"), ("ou", "oo"), ("tt", "t"),
    ("ll", "l"), ("ss", "s"), ("nn", "n"), ("c", "k"), ("z", "s"), ("y", "i"), ("s", "z"), ("e", "a"), ("a", "e"),
)  # fmt: skip
KINDS_OF_SLIP = ("beside", "swap", "drop", "double", "looks", "sounds")
SLIP_SHARES = (0.26, 0.16, 0.20, 0.12, 0.10, 0.16)


def slip(text: str, kind: str, where: float, choice: float) -> str:
    """A word with one slip of the pen, the keyboard or the ear; ``where`` and ``choice`` are between 0 and 1."""
    if len(text) < 3:
        return text + text[-1:]
    at = 1 + int(where * (len(text) - 1))
    at = min(at, len(text) - 1)
    letter = text[at].lower()
    if kind == "swap" and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == "drop":
        return text[:at] + text[at + 1 :]
    if kind == "double":
        return text[:at] + text[at] + text[at:]
    if kind == "looks" and letter in LOOKS_LIKE:
        return text[:at] + LOOKS_LIKE[letter] + text[at + 1 :]
    if kind == "sounds":
        for heard, written in SOUNDS_LIKE[int(choice * 6) :]:
            if heard in text[1:]:
                return text[0] + text[1:].replace(heard, written, 1)
    beside = KEYS_BESIDE.get(letter, "e")
    return text[:at] + beside[int(choice * len(beside))] + text[at + 1 :]


def mistype(column: str) -> Callable[[Draft, np.ndarray, np.random.Generator], None]:
    """One slip in a column."""

    def spoil(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
        kinds = rng.choice(len(KINDS_OF_SLIP), len(rows), p=SLIP_SHARES)
        where, choice = rng.random(len(rows)), rng.random(len(rows))
        texts = draft.read(column, rows).to_list()
        new = [
            slip(text, KINDS_OF_SLIP[k], w, c)
            for text, k, w, c in zip(texts, kinds.tolist(), where.tolist(), choice.tolist(), strict=True)
        ]
        draft.write(column, rows, pl.Series(new, dtype=pl.String))

    return spoil


@cache
def _forms(file: str) -> tuple[pl.DataFrame, frozenset[str]]:
    forms = other_forms(file).group_by("name", maintain_order=True).agg("other")
    return forms, frozenset(forms["name"])


def has_form(column: str, file: str) -> Callable[[Draft], np.ndarray]:
    """Records whose name has another form."""

    def among(draft: Draft) -> np.ndarray:
        return draft.columns[column].is_in(list(_forms(file)[1])).fill_null(False).to_numpy()

    return among


def other_form(column: str, file: str) -> Callable[[Draft, np.ndarray, np.random.Generator], None]:
    """Another form of the same name."""

    def spoil(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
        held = pl.DataFrame({"name": draft.read(column, rows), "pick": rng.integers(0, 1 << 20, len(rows))})
        new = held.join(_forms(file)[0], on="name", how="left", maintain_order="left").select(
            pl.col("other").list.get(pl.col("pick") % pl.col("other").list.len())
        )["other"]
        draft.write(column, rows, new)

    return spoil


def _old_surname(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    draft.write("last_name", rows, draft.facts.old_last.gather(draft.person[rows]))


def _kins_surname(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    draft.write("last_name", rows, draft.facts.kin_last.gather(draft.person[rows]))


def _half(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    parts = draft.read("last_name", rows).str.split_exact("-", 1).struct.unnest()
    spaced = draft.read("last_name", rows).str.split_exact(" ", 1).struct.unnest()
    first = parts["field_0"].zip_with(parts["field_1"].is_not_null(), spaced["field_0"])
    second = parts["field_1"].zip_with(parts["field_1"].is_not_null(), spaced["field_1"])
    draft.write("last_name", rows, first.zip_with(pl.Series(rng.random(len(rows)) < 0.6), second).fill_null(first))


def _joined_otherwise(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    held = draft.read("last_name", rows)
    other = held.str.replace(" ", "-", literal=True)
    draft.write("last_name", rows, held.str.replace("-", " ", literal=True).zip_with(held.str.contains("-"), other))


def _middle_for_first(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    first = draft.read("first_name", rows)
    draft.write("first_name", rows, draft.read("middle_names", rows))
    draft.write("middle_names", rows, first)


def _both_as_first(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    draft.write("first_name", rows, draft.read("first_name", rows) + " " + draft.read("middle_names", rows))
    draft.blank("middle_names", rows)


def _initial(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    draft.write("first_name", rows, draft.read("first_name", rows).str.slice(0, 1))


def _swapped(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    first = draft.read("first_name", rows)
    draft.write("first_name", rows, draft.read("last_name", rows))
    draft.write("last_name", rows, first)


def _known_as(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    full = draft.read("first_name", rows)
    other_form("first_name", "nicknames.csv")(draft, rows, rng)
    draft.write("known_as", rows, draft.read("first_name", rows))
    draft.write("first_name", rows, full)


def _changed(recently: bool) -> Callable[[Draft], np.ndarray]:
    def among(draft: Draft) -> np.ndarray:
        recent = draft.town.people.is_case("name_changer")[draft.person]
        return (recent if recently else ~recent) & draft.facts.old_last.is_not_null().to_numpy()[draft.person]

    return among


def _other_name_at_home(draft: Draft) -> np.ndarray:
    kin = draft.facts.kin_last
    differs = (kin != draft.facts.last).fill_null(False).to_numpy()
    return differs[draft.person]


def _of_two_parts(draft: Draft) -> np.ndarray:
    return (draft.town.people.joined_by > 0)[draft.person]


NAME_FLAWS = (
    Flaw(
        "surname_before_change",
        "A surname given up in recent years still stands.",
        0.36,
        LAM,
        _changed(True),
        _old_surname,
    ),
    Flaw(
        "maiden_name",
        "A married woman's record holds the surname she was born with.",
        0.05,
        LAM,
        _changed(False),
        _old_surname,
    ),
    Flaw(
        "surname_of_the_home",
        "A child's record holds the mother's surname, or one partner's holds the other's.",
        0.074,
        LAM,
        _other_name_at_home,
        _kins_surname,
    ),
    Flaw("half_a_surname", "One half of a surname of two parts.", 0.24, LAM, _of_two_parts, _half),
    Flaw(
        "joined_otherwise",
        "A hyphen for a space between two surnames, or a space for a hyphen.",
        0.16,
        LAM,
        _of_two_parts,
        _joined_otherwise,
    ),
    Flaw(
        "nickname_noted",
        "A short form stands as the name the person goes by.",
        0.10,
        OURS,
        has_form("first_name", "nicknames.csv"),
        _known_as,
    ),
    Flaw(
        "nickname",
        "A short form stands in place of the first name.",
        0.07,
        LAM,
        has_form("first_name", "nicknames.csv"),
        other_form("first_name", "nicknames.csv"),
    ),
    Flaw(
        "first_name_spelt_otherwise",
        "Another usual spelling or transliteration of the first name.",
        0.085,
        LAM,
        has_form("first_name", "spellings.csv"),
        other_form("first_name", "spellings.csv"),
    ),
    Flaw(
        "surname_spelt_otherwise",
        "Another usual spelling or transliteration of the surname.",
        0.115,
        LAM,
        has_form("last_name", "spellings.csv"),
        other_form("last_name", "spellings.csv"),
    ),
    Flaw(
        "middle_for_first",
        "The middle name stands first and the first name in the middle.",
        0.008,
        LAM,
        filled("middle_names"),
        _middle_for_first,
    ),
    Flaw(
        "both_as_first",
        "First and middle name stand together as the first name.",
        0.009,
        LAM,
        filled("middle_names"),
        _both_as_first,
    ),
    Flaw("initial_for_first", "Only the initial of the first name.", 0.006, LAM, filled("first_name"), _initial),
    Flaw(
        "names_swapped",
        "First name and surname have changed places.",
        0.0035,
        LAM,
        filled("first_name", "last_name"),
        _swapped,
    ),
    Flaw(
        "first_name_mistyped",
        "One slip in the first name: a key beside, two letters swapped, one dropped or doubled, misread or misheard.",
        0.0165,
        LAM,
        filled("first_name"),
        mistype("first_name"),
    ),
    Flaw("surname_mistyped", "One slip in the surname.", 0.031, LAM, filled("last_name"), mistype("last_name")),
)
