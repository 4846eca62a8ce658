"""The only writes of a case, each in one transaction with its audit event."""

from thinkfamily.casework.cases.actions.agreements import (
    confirm_agreed,
    open_case,
    record_agreement,
    record_child_view,
    withdraw_agreement,
)
from thinkfamily.casework.cases.actions.evidence import give_evidence, take_back_evidence

__all__ = [
    "confirm_agreed",
    "give_evidence",
    "open_case",
    "record_agreement",
    "record_child_view",
    "take_back_evidence",
    "withdraw_agreement",
]
