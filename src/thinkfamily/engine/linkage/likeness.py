"""When two facts about a person agree, nearly agree or contradict: once as SQL for pairs, once for the facts of clusters.

The two forms say the same; a test holds them to one another.
"""

from __future__ import annotations

from datetime import date

from rapidfuzz.distance import OSA, JaroWinkler

from thinkfamily.engine.linkage.names import full_names, sound

# Fewer consonants than this tell too little: "Dan" and "Dina" sound alike.
_SOUND_LETTERS = 3

FIRST_SAME = "l.first = r.first"


def _share(many: str, one: str) -> str:
    """SQL: the two sides have a value in common; the list is null where it would hold no more than the single value."""
    return f"""(coalesce(l.{many}, r.{many}) is not null
        and list_has_any(coalesce(l.{many}, [l.{one}]), coalesce(r.{many}, [r.{one}])))"""


FIRST_KNOWN = f"({_share('firsts', 'first')} or {_share('full_names', 'first')})"
FIRST_NEAR = f"""((l.first_sound = r.first_sound and length(l.first_sound) >= {_SOUND_LETTERS})
    or jaro_winkler_similarity(l.first, r.first) >= 0.9 or (length(l.first) > 3 and damerau_levenshtein(l.first, r.first) = 1))"""
FIRST_SHORT = "(starts_with(l.first, r.first) or starts_with(r.first, l.first))"
SWAPPED = "(l.first = r.last and l.last = r.first)"

LAST_SAME = "l.last = r.last"
LAST_KNOWN = f"({_share('lasts', 'last')} or {_share('last_parts', 'last')})"
LAST_NEAR = f"""((l.last_sound = r.last_sound and length(l.last_sound) >= {_SOUND_LETTERS})
    or jaro_winkler_similarity(l.last, r.last) >= 0.92 or (length(l.last) > 3 and damerau_levenshtein(l.last, r.last) = 1))"""

DOB_SAME = "l.dob = r.dob"
DOB_KNOWN = _share("dobs", "dob")
SAME_HOME = f"(l.property_id = r.property_id or {_share('homes', 'property_id')})"
# One key wrong, two neighbours transposed, or day and month exchanged.
DOB_NEAR = """(damerau_levenshtein(l.dob, r.dob) <= 1
    or (l.dob[1:4] = r.dob[1:4] and l.dob[5:6] = r.dob[7:8] and l.dob[7:8] = r.dob[5:6]))"""

# The year and one of day and month agree, or within a month; or day and month, too few years apart for a son born on his
# father's birthday.
DOB_CLOSE = """((l.dob[5:8] = r.dob[5:8] and abs(l.dob[1:4]::int - r.dob[1:4]::int) <= 10)
    or (l.dob[1:4] = r.dob[1:4] and (l.dob[5:6] = r.dob[5:6] or l.dob[7:8] = r.dob[7:8]))
    or abs(l.born - r.born) <= 31)"""

FIRST_LIKE = f"({FIRST_SAME} or {FIRST_KNOWN} or {FIRST_SHORT} or {SWAPPED} or {FIRST_NEAR})"
LAST_LIKE = f"({LAST_SAME} or {LAST_KNOWN} or {SWAPPED} or {LAST_NEAR})"
DOB_LIKE = f"({DOB_SAME} or {DOB_KNOWN} or {DOB_NEAR})"


def first_names_alike(one: str, other: str) -> bool:
    """Whether two first names, in comparable form, may be one."""
    if one == other or one.startswith(other) or other.startswith(one):
        return True
    if not set(full_names(one)).isdisjoint(full_names(other)):
        return True
    spoken = sound(one)
    return (
        (len(spoken) >= _SOUND_LETTERS and spoken == sound(other))
        or JaroWinkler.similarity(one, other) >= 0.9
        or (len(one) > 3 and OSA.distance(one, other, score_cutoff=1) <= 1)
    )


def first_names_akin(one: str, other: str) -> bool:
    """A looser likeness, enough only where an identifier agrees: not enough to tell twins apart."""
    return first_names_alike(one, other) or (one[0] == other[0] and JaroWinkler.similarity(one, other) >= 0.7)


def last_names_alike(one: str, other: str) -> bool:
    """Whether two last names, in comparable form, may be one; a double-barrelled name is like each of its parts."""
    spoken = sound(one)
    return (
        one == other
        or one.startswith(other)
        or other.startswith(one)
        or one.endswith(other)
        or other.endswith(one)
        or (len(spoken) >= _SOUND_LETTERS and spoken == sound(other))
        or JaroWinkler.similarity(one, other) >= 0.92
        or (len(one) > 3 and OSA.distance(one, other, score_cutoff=1) <= 1)
    )


def birth_dates_alike(one: str, other: str) -> bool:
    """Whether two dates of birth, written YYYYMMDD, may be one."""
    return (
        one == other
        or OSA.distance(one, other, score_cutoff=1) <= 1
        or (one[:4] == other[:4] and one[4:6] == other[6:] and one[6:] == other[4:6])
    )


def birth_dates_close(one: str, other: str) -> bool:
    """Whether two of day, month and year agree, the years at most ten apart, or the two dates lie within a month."""
    if one[4:] == other[4:] and abs(int(one[:4]) - int(other[:4])) <= 10:
        return True
    same_year = one[:4] == other[:4] and (one[4:6] == other[4:6] or one[6:] == other[6:])
    return same_year or abs(_day_number(one) - _day_number(other)) <= 31


def birth_years_close(one: str, other: str) -> bool:
    """Whether two birth dates lie too near for parent and child."""
    return abs(int(one[:4]) - int(other[:4])) < 5


def _day_number(day: str) -> int:
    return date(max(int(day[:4]), 1), int(day[4:6]), int(day[6:])).toordinal()


def numbers_alike(one: str, other: str) -> bool:
    """Whether two identifiers of one kind may be one, mistyped in at most two places."""
    return one == other or OSA.distance(one, other, score_cutoff=2) <= 2
