"""What the model compares, level by level, in the words that its reasons use.

One declaration serves training, scoring, the stored model and the reasons of every link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thinkfamily.engine.linkage import likeness


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison.

    Args:
        name: stable name, the key in a stored model.
        when: SQL over the pair ``l``, ``r``; empty for what is left.
        says: the reason in words, without a value; empty when it is not worth saying.
        m, u: chance of this outcome for one person, and for two: used until the model is trained.
        frequency_of: column whose rarer values weigh more.
    """

    name: str
    when: str
    says: str
    m: float
    u: float
    frequency_of: str = ""


@dataclass(frozen=True)
class Comparison:
    """One fact about a pair: unknown when ``missing``, else the first level that applies."""

    name: str
    missing: str
    levels: tuple[Level, ...]


def _number(name: str, title: str) -> Comparison:
    return Comparison(
        name,
        f"l.{name} is null or r.{name} is null",
        (
            Level("same", f"l.{name} = r.{name}", f"same {title}", 0.95, 0.000_004),
            Level("near", f"damerau_levenshtein(l.{name}, r.{name}) <= 2", f"{title} differs in one or two places", 0.03, 0.000_02),
            Level("else", "", f"different {title}", 0.02, 0.999_976),
        ),
    )  # fmt: skip


def _contact(name: str, title: str) -> Comparison:
    return Comparison(
        name,
        f"l.{name} is null or r.{name} is null",
        (
            Level("same", f"l.{name} = r.{name}", f"same {title}", 0.6, 0.000_01),
            Level("else", "", "", 0.4, 0.999_99),
        ),
    )


COMPARISONS = (
    Comparison(
        "first",
        "l.first is null or r.first is null",
        (
            Level("same", likeness.FIRST_SAME, "same first name", 0.86, 0.006, "first"),
            Level("known", f"{likeness.FIRST_KNOWN} or {likeness.SWAPPED}", "first name is a known form of the other", 0.04, 0.006),
            Level("near", likeness.FIRST_NEAR, "first name nearly the same", 0.05, 0.006),
            Level("short", likeness.FIRST_SHORT, "first name shortened", 0.02, 0.003),
            Level("else", "", "different first name", 0.03, 0.979),
        ),
    ),
    Comparison(
        "last",
        "l.last is null or r.last is null",
        (
            Level("same", likeness.LAST_SAME, "same last name", 0.82, 0.002, "last"),
            Level("known", f"{likeness.LAST_KNOWN} or {likeness.SWAPPED}", "last names share a part", 0.03, 0.002),
            Level("near", likeness.LAST_NEAR, "last name nearly the same", 0.06, 0.004),
            Level("else", "", "different last name", 0.09, 0.992),
        ),
    ),
    Comparison(
        "middle",
        "l.middle is null or r.middle is null",
        (
            Level("same", "l.middle = r.middle", "same middle name", 0.8, 0.01),
            Level("initial", "left(l.middle, 1) = left(r.middle, 1)", "same middle initial", 0.1, 0.08),
            Level("else", "", "different middle name", 0.1, 0.91),
        ),
    ),
    Comparison(
        "born",
        "l.dob is null or r.dob is null",
        (
            Level("same", likeness.DOB_SAME, "same date of birth", 0.9, 0.000_05),
            Level("known", likeness.DOB_KNOWN, "same date of birth on other records", 0.01, 0.000_02),
            Level("near", likeness.DOB_NEAR, "date of birth one slip apart", 0.06, 0.002),
            Level("close", likeness.DOB_CLOSE, "dates of birth close to one another", 0.02, 0.008),
            Level("year", "l.birth_year = r.birth_year", "same year of birth", 0.003, 0.015),
            Level("else", "", "different date of birth", 0.007, 0.975),
        ),
    ),
    Comparison(
        "sex",
        "l.sex is null or r.sex is null",
        (Level("same", "l.sex = r.sex", "", 0.99, 0.5), Level("else", "", "different sex", 0.01, 0.5)),
    ),
    Comparison(
        "place",
        "(l.postcode_key is null and l.property_id is null) or (r.postcode_key is null and r.property_id is null)",
        (
            Level("home", likeness.SAME_HOME, "same home", 0.7, 0.000_02),
            Level("building", "l.building_key = r.building_key", "same building", 0.03, 0.000_03),
            Level("postcode", "l.postcode_key = r.postcode_key", "same postcode", 0.05, 0.000_3),
            Level("sector", "l.sector = r.sector", "nearby postcode", 0.05, 0.02),
            Level("else", "", "different address", 0.17, 0.979_65),
        ),
    ),
    _number("nhs_number", "NHS number"),
    _number("nino", "National Insurance number"),
    _number("upn", "unique pupil number"),
    _contact("phone", "telephone number"),
    _contact("email", "email address"),
)  # fmt: skip

# The columns of which the comparisons ask.
COMPARED = tuple(
    sorted(
        {
            column
            for comparison in COMPARISONS
            for sql in (comparison.missing, *(level.when for level in comparison.levels))
            for column in re.findall(r"\b[lr]\.(\w+)", sql)
        }
    )
)

# A family shares a home, a postcode and a name: of two such records, one of another sex and first name, or born many years
# apart, is of somebody else, and is not worth comparing.
_NOT_OF_KIN = """coalesce(abs(l.birth_year - r.birth_year) <= 10, true)
    and (l.sex is null or r.sex is null or l.sex = r.sex or l.first = r.first)"""

# Pairs that meet any of these are compared; SQL over the pair ``l``, ``r``.
BLOCKS = (
    "l.nhs_number = r.nhs_number",
    "l.nino = r.nino",
    "l.upn = r.upn",
    "l.phone = r.phone",
    "l.email = r.email",
    "l.block_dob = r.block_dob and left(l.first, 2) = left(r.first, 2)",
    "l.block_dob = r.block_dob and l.last_sound = r.last_sound",
    "l.block_dob = r.block_dob and l.block_postcode_key = r.block_postcode_key",
    f"l.block_property_id = r.block_property_id and left(l.first_sound, 2) = left(r.first_sound, 2) and {_NOT_OF_KIN}",
    f"l.block_postcode_key = r.block_postcode_key and l.first = r.first and {_NOT_OF_KIN}",
    f"l.block_postcode_key = r.block_postcode_key and l.last = r.last and left(l.first, 1) = left(r.first, 1) and {_NOT_OF_KIN}",
    "l.rare_name = r.rare_name",
)


def level_sql(comparison: Comparison) -> str:
    """SQL that gives the position of the level that applies to the pair ``l``, ``r``; -1 when a value is missing."""
    cases = " ".join(f"when {level.when} then {at}" for at, level in enumerate(comparison.levels) if level.when)
    return f"case when {comparison.missing} then -1 {cases} else {len(comparison.levels) - 1} end"


def reasons_sql() -> str:
    """SQL that turns the level columns ``at_first``, ``at_last``, … into reasons in words."""
    said = []
    for comparison in COMPARISONS:
        words = " ".join(f"when {at} then '{level.says}'" for at, level in enumerate(comparison.levels) if level.says)
        if words:
            said.append(f"case at_{comparison.name} {words} end")
    return f"concat_ws('; ', {', '.join(said)})"
