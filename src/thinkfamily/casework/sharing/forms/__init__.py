"""Forms of sharing: they validate what was typed; actions decide."""

from thinkfamily.casework.sharing.forms.attempt import attempt
from thinkfamily.casework.sharing.forms.decisions import (
    BecauseForm,
    DecideForm,
    EnquiryForm,
    ProposeForm,
    ReviewForm,
    ToldForm,
)
from thinkfamily.casework.sharing.forms.keeping import AgreementForm, BasisForm
from thinkfamily.casework.sharing.forms.register import RegisterForm

__all__ = [
    "AgreementForm",
    "BasisForm",
    "BecauseForm",
    "DecideForm",
    "EnquiryForm",
    "ProposeForm",
    "RegisterForm",
    "ReviewForm",
    "ToldForm",
    "attempt",
]
