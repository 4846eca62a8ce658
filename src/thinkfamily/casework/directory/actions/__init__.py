"""What can be done with the directory: its services kept, families referred to them, answers recorded."""

from thinkfamily.casework.directory.actions.bring import bring_services, check_services
from thinkfamily.casework.directory.actions.keep import Words, add_service, change_service, confirm_service
from thinkfamily.casework.directory.actions.refer import Answer, Asked, answer_referral, refer, take_back_referral
from thinkfamily.casework.directory.actions.unmet import end_unmet, record_unmet

__all__ = [
    "Answer",
    "Asked",
    "Words",
    "add_service",
    "answer_referral",
    "bring_services",
    "change_service",
    "check_services",
    "confirm_service",
    "end_unmet",
    "record_unmet",
    "refer",
    "take_back_referral",
]
