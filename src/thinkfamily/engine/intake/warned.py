"""What reading an extracts folder found beside its tables: warnings, how files were read, which were."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from thinkfamily.engine.intake.area_file import Area


@dataclass(frozen=True)
class Warned:
    """Something odd that was accepted: where, what, how many rows."""

    feed: str
    file: str
    table: str
    code: str
    rows: int
    says: str

    @property
    def sentence(self) -> str:
        """In words, with the place and the count."""
        place = "/".join(part for part in (self.feed, self.file) if part)
        count = f"{self.rows:,} " if self.rows else ""
        return f"{place}: {count}{self.says}."


@dataclass
class Delivery:
    """What reading an extracts folder found beside its tables.

    Args:
        area: the content of area.toml.
        warnings: what was odd but accepted.
        about: per feed and table with its file, how it was read.
        files: every file that was read, relative to the folder, in order.
    """

    area: Area
    warnings: list[Warned] = field(default_factory=list)
    about: dict[tuple[str, str], str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def warn(self, warned: Warned) -> None:
        """Keep a warning; of one kind in one place, the rows are added up."""
        for at, before in enumerate(self.warnings):
            if replace(before, rows=warned.rows) == warned and warned.rows:
                self.warnings[at] = replace(before, rows=before.rows + warned.rows)
                return
        self.warnings.append(warned)


SAYS = {
    "before_birth": "events are dated before their person's birth; the birth date is the likelier error",
    "identical_without_reference": "rows are identical to an earlier one and carry no reference; they are kept",
    "address_ends_before_it_begins": "addresses end before they begin",
    "fields_missing": "rows have fewer fields than the header; the missing ones are read as empty",
    "objection_not_read": "values of objection cannot be read, so nobody knows whether the person objects",
    "other_feeds_event": "events are ones that another feed usually supplies",
    "restriction_not_read": "values of restriction cannot be read, so their addresses are held as safe ones: map the values",
    "mark_without_code": "attendance marks have a code that the table of their day does not hold; they count as no session",
    "stray": "is read by nothing",
    "unsigned": "is not signed: nobody can tell that it came from casework",
    "nothing_to_read": "holds no file of people, events or relationships in a form that is read",
    "undecided": "lacks the column by which the map tells which rows count, so nothing is read from it there",
    "columns_absent": "lacks what the map reads for these columns, so that they are empty: {}",
}
