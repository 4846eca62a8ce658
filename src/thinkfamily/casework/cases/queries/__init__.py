"""What can be read of a case, as one worker may see it."""

from thinkfamily.casework.cases.queries.evidence import evidence_for, evidence_on
from thinkfamily.casework.cases.queries.taking_part import (
    age_on,
    agreement_for,
    case_of,
    members_now,
    taking_part,
    who_agrees,
    who_counts,
    withdrawn_for,
)
from thinkfamily.casework.cases.queries.waiting import proposal_for

__all__ = [
    "age_on",
    "agreement_for",
    "case_of",
    "evidence_for",
    "evidence_on",
    "members_now",
    "proposal_for",
    "taking_part",
    "who_agrees",
    "who_counts",
    "withdrawn_for",
]
