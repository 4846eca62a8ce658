"""The only writes of a case, each in one transaction with its audit event."""

from thinkfamily.casework.cases.actions.after import record_look
from thinkfamily.casework.cases.actions.agreements import (
    confirm_agreed,
    open_case,
    record_agreement,
    record_child_view,
)
from thinkfamily.casework.cases.actions.duty import end_ground, record_ground, sign_ground
from thinkfamily.casework.cases.actions.evidence import give_evidence, take_back_evidence
from thinkfamily.casework.cases.actions.handovers import accept as accept_handover
from thinkfamily.casework.cases.actions.handovers import name_receiver, raise_handover, reassign
from thinkfamily.casework.cases.actions.handovers import prepare as prepare_handover
from thinkfamily.casework.cases.actions.handovers import record_visit as visit_handover
from thinkfamily.casework.cases.actions.handovers import stop as stop_handover
from thinkfamily.casework.cases.actions.handovers import tell_family as tell_handover
from thinkfamily.casework.cases.actions.leads import answer_lead, ask_to_lead, set_capacity
from thinkfamily.casework.cases.actions.steps import sign_step, take_step
from thinkfamily.casework.cases.actions.withdrawals import review_withdrawal, withdraw_agreement

__all__ = [
    "accept_handover",
    "answer_lead",
    "ask_to_lead",
    "confirm_agreed",
    "end_ground",
    "give_evidence",
    "name_receiver",
    "open_case",
    "prepare_handover",
    "raise_handover",
    "reassign",
    "record_agreement",
    "record_child_view",
    "record_ground",
    "record_look",
    "review_withdrawal",
    "set_capacity",
    "sign_ground",
    "sign_step",
    "stop_handover",
    "take_back_evidence",
    "take_step",
    "tell_handover",
    "visit_handover",
    "withdraw_agreement",
]
