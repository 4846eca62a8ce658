"""The only writes of requests for help, each in one transaction with its audit event."""

from thinkfamily.casework.referrals.actions.accept import accept
from thinkfamily.casework.referrals.actions.afterwards import add
from thinkfamily.casework.referrals.actions.ask import Asked, Somebody, ask
from thinkfamily.casework.referrals.actions.look import looked
from thinkfamily.casework.referrals.actions.outcomes import advise, close, decline, redirect, sign
from thinkfamily.casework.referrals.actions.purge import purge_due
from thinkfamily.casework.referrals.actions.screen import judge, screen, search
from thinkfamily.casework.referrals.actions.telling import pass_on
from thinkfamily.casework.referrals.actions.urgent import act, go_on, raise_alert, raise_on

__all__ = [
    "Asked",
    "Somebody",
    "accept",
    "act",
    "add",
    "advise",
    "ask",
    "close",
    "decline",
    "go_on",
    "judge",
    "looked",
    "pass_on",
    "purge_due",
    "raise_alert",
    "raise_on",
    "redirect",
    "screen",
    "search",
    "sign",
]
