"""What can be done: lawful bases, sharing agreements, urgent enquiries, sharing decisions."""

from thinkfamily.casework.sharing.actions.agreements import add_agreement, end_agreement
from thinkfamily.casework.sharing.actions.bases import end_basis, record_basis
from thinkfamily.casework.sharing.actions.decisions import decide, end_sharing, propose, take_back
from thinkfamily.casework.sharing.actions.enquiries import sign_enquiry
from thinkfamily.casework.sharing.actions.inbound import record_inbound
from thinkfamily.casework.sharing.actions.reviews import acknowledge, review
from thinkfamily.casework.sharing.actions.telling import note_told

__all__ = [
    "acknowledge",
    "add_agreement",
    "decide",
    "end_agreement",
    "end_basis",
    "end_sharing",
    "note_told",
    "propose",
    "record_basis",
    "record_inbound",
    "review",
    "sign_enquiry",
    "take_back",
]
