"""What can be done at the desk. Each action asks who may, and records what was done in the store that it changes."""

from thinkfamily.casework.consideration.actions.bring import bring, bring_sent
from thinkfamily.casework.consideration.actions.correct import correct
from thinkfamily.casework.consideration.actions.decide import decide, give_back
from thinkfamily.casework.consideration.actions.feedback import feedback_as_zip, write_feedback
from thinkfamily.casework.consideration.actions.look import looked, refused
from thinkfamily.casework.consideration.actions.promote import promote
from thinkfamily.casework.consideration.actions.purge import purge, purge_due, scrub
from thinkfamily.casework.consideration.actions.sign import sign
from thinkfamily.casework.consideration.actions.update import update, update_sent

__all__ = [
    "bring",
    "bring_sent",
    "correct",
    "decide",
    "feedback_as_zip",
    "give_back",
    "looked",
    "promote",
    "purge",
    "purge_due",
    "refused",
    "scrub",
    "sign",
    "update",
    "update_sent",
    "write_feedback",
]
