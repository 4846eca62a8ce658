"""What changes agencies, teams, accounts, roles, training and the rules of conduct. Each change is audited."""

from thinkfamily.casework.agencies.actions.accounts import (
    MOST_DAYS,
    end_account,
    forget_factor,
    make_account,
    retire_account,
    send_link,
    set_first_password,
)
from thinkfamily.casework.agencies.actions.appointments import end_appointment, give_role
from thinkfamily.casework.agencies.actions.details import change_account
from thinkfamily.casework.agencies.actions.entry import accept_rules, record_training, write_rules
from thinkfamily.casework.agencies.actions.organisations import keep_agency, keep_team, retire_agency, retire_team
from thinkfamily.casework.agencies.actions.site_values import set_value

__all__ = [
    "MOST_DAYS",
    "accept_rules",
    "change_account",
    "end_account",
    "end_appointment",
    "forget_factor",
    "give_role",
    "keep_agency",
    "keep_team",
    "make_account",
    "record_training",
    "retire_account",
    "retire_agency",
    "retire_team",
    "send_link",
    "set_first_password",
    "set_value",
    "write_rules",
]
