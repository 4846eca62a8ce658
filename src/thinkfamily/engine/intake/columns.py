"""The standard columns of the files agencies hand over (extract contract, section 1), in the contract's order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

SEXES = ("female", "male", "other", "unknown")
YES_NO_UNKNOWN = ("yes", "no", "unknown")
RESTRICTIONS = ("safe_address", "adoption", "witness", "staff")
RELATIONSHIPS = (
    "parent",
    "step_parent",
    "grandparent",
    "sibling",
    "partner",
    "ex_partner",
    "carer",
    "foster_carer",
    "other_kin",
)
DECISIONS = ("same", "not_same", "cannot_tell")


class Kind(Enum):
    """How the text of a column becomes a value."""

    TEXT = auto()
    DAY = auto()
    NUMBER = auto()
    CODE = auto()
    NHS_NUMBER = auto()
    UPN = auto()
    NINO = auto()


@dataclass(frozen=True)
class Column:
    """A standard column.

    Args:
        name: its standard name.
        kind: how it is read.
        is_required: a row without it is set aside.
        codes: the values it can have; empty where any text will do, or where the event vocabulary says.
        in_doubt: (part, value) pairs: the value of the first part that stands in one that cannot be read and is no plain no;
            empty: such a value is ignored.
    """

    name: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    codes: tuple[str, ...] = ()
    in_doubt: tuple[tuple[str, str], ...] = ()


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


PEOPLE = (
    Column("record_id", is_required=True),
    *_texts("first_name", "middle_names", "last_name", "known_as"),
    Column("date_of_birth", Kind.DAY),
    Column("died_on", Kind.DAY),
    Column("sex", Kind.CODE, codes=SEXES),
    *_texts("ethnicity", "language"),
    Column("disability", Kind.CODE, codes=YES_NO_UNKNOWN),
    *_texts("address", "postcode", "uprn"),
    Column("address_from", Kind.DAY),
    Column("address_to", Kind.DAY),
    Column("nhs_number", Kind.NHS_NUMBER),
    Column("upn", Kind.UPN),
    Column("nino", Kind.NINO),
    *_texts("phone", "email", "household_ref", "area"),
    # Whoever wrote a word there that nobody knows meant something by it: the address is not shown in doubt, and of whoever was
    # adopted, in whatever words, no identities are linked.
    Column("restriction", Kind.CODE, codes=RESTRICTIONS, in_doubt=(("adopt", "adoption"), ("", "safe_address"))),
    Column("objection", Kind.CODE, codes=("yes",)),
)
EVENTS = (
    Column("record_id", is_required=True),
    Column("event", is_required=True),
    Column("from_on", Kind.DAY, is_required=True),
    Column("until_on", Kind.DAY),
    Column("quantity", Kind.NUMBER),
    *_texts("role", "reference", "service", "detail"),
)
RELATIONSHIP_COLUMNS = (
    Column("record_id", is_required=True),
    Column("related_record_id", is_required=True),
    Column("relationship", Kind.CODE, is_required=True, codes=RELATIONSHIPS),
    Column("lives_with", Kind.CODE, codes=YES_NO_UNKNOWN),
    Column("from_on", Kind.DAY),
    Column("until_on", Kind.DAY),
)
DECISION_COLUMNS = (
    *(Column(name, is_required=True) for name in ("feed_l", "record_id_l", "feed_r", "record_id_r")),
    Column("decision", Kind.CODE, is_required=True, codes=DECISIONS),
    Column("by", is_required=True),
    Column("decided_on", Kind.DAY, is_required=True),
    Column("why"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "people": PEOPLE,
    "events": EVENTS,
    "relationships": RELATIONSHIP_COLUMNS,
}
