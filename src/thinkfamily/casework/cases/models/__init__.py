"""The case of a family: its way, its leads, the agreement to take part, and what workers have seen."""

from thinkfamily.casework.cases.machine import AGREED, CONSIDERED, OPEN, TAKING_PART
from thinkfamily.casework.cases.models.after import SustainCheck
from thinkfamily.casework.cases.models.case import Case, Step, StepProposal
from thinkfamily.casework.cases.models.duty import StatutoryGround
from thinkfamily.casework.cases.models.evidence import WorkerEvidence
from thinkfamily.casework.cases.models.leads import Acceptance, Capacity, Handover
from thinkfamily.casework.cases.models.taking_part import (
    STANDS,
    THRESHOLD,
    WAITS_FOR_REVIEW,
    AgreementToTakePart,
    ChildView,
)

__all__ = [
    "AGREED",
    "CONSIDERED",
    "OPEN",
    "STANDS",
    "TAKING_PART",
    "THRESHOLD",
    "WAITS_FOR_REVIEW",
    "Acceptance",
    "AgreementToTakePart",
    "Capacity",
    "Case",
    "ChildView",
    "Handover",
    "StatutoryGround",
    "Step",
    "StepProposal",
    "SustainCheck",
    "WorkerEvidence",
]
