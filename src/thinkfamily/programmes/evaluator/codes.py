"""Answers as small numbers while they are computed: 0 no, 1 unknown, 2 yes. And why something is unknown."""

from __future__ import annotations

NO, UNKNOWN, YES = 0, 1, 2

# Causes that belong to one member …
NOTHING, NO_WHOLE, PART_OF_TERMS, NO_BIRTH_DATE = 0, 1, 2, 3
NOT_FOUND = 10  # + place of the feed among those that list everyone
# … and causes that belong to the family as a whole: told once, not once a member.
WHOLE_FAMILY = 100
NOT_COVERED, WORKER_ONLY, NO_PARENTS, NO_SUPPORT, MAY_BE_VOID, NOT_OVER = 100, 101, 102, 103, 104, 105
