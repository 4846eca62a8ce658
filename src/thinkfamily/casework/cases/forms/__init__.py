"""Forms of the case: they validate what was typed; actions decide."""

from thinkfamily.casework.cases.forms.leads import AcceptForm, AskLeadForm, CapacityForm, GroundForm, LookForm, SignForm
from thinkfamily.casework.cases.forms.taking_part import (
    AgreeForm,
    ChildViewForm,
    EvidenceForm,
    ReviewWithdrawalForm,
    TakeBackForm,
    WithdrawForm,
)

__all__ = [
    "AcceptForm",
    "AgreeForm",
    "AskLeadForm",
    "CapacityForm",
    "ChildViewForm",
    "EvidenceForm",
    "GroundForm",
    "LookForm",
    "ReviewWithdrawalForm",
    "SignForm",
    "TakeBackForm",
    "WithdrawForm",
]
