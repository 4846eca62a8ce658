"""The family, its people, and the items known about them."""

from thinkfamily.casework.families.models.identity import IdentityJoin
from thinkfamily.casework.families.models.items import (
    AUDIENCES,
    CATEGORIES,
    ConfidingItem,
    CostBand,
    Event,
    Item,
    Need,
    Service,
    Statement,
    VisibilityChange,
)
from thinkfamily.casework.families.models.people import (
    IDENTIFIERS,
    Family,
    IdentifierFingerprint,
    KinTie,
    Member,
    NameToken,
    Person,
    PersonChange,
)
from thinkfamily.casework.families.models.places import Address, SafeAddress
from thinkfamily.casework.families.models.supply import Correction, Coverage, Supply
from thinkfamily.casework.families.models.understanding import Understanding

__all__ = [
    "AUDIENCES",
    "CATEGORIES",
    "IDENTIFIERS",
    "Address",
    "ConfidingItem",
    "Correction",
    "CostBand",
    "Coverage",
    "Event",
    "Family",
    "IdentifierFingerprint",
    "IdentityJoin",
    "Item",
    "KinTie",
    "Member",
    "NameToken",
    "Need",
    "Person",
    "PersonChange",
    "SafeAddress",
    "Service",
    "Statement",
    "Supply",
    "Understanding",
    "VisibilityChange",
]
