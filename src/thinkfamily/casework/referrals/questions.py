"""What is asked of whoever asks for help, and what helps to decide. All of it is our choice; a council changes it here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

YES, NO, UNKNOWN = "yes", "no", "unknown"
YES_NO = [(YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("I do not know"))]


@dataclass(frozen=True)
class Question:
    """One question on immediate safety.

    Attributes:
        code: what is stored.
        asks: the question.
        is_urgent: whether a yes means that somebody must act today.
        is_kept_apart: whether the answer lies in the domestic abuse compartment.
    """

    code: str
    asks: Any
    is_urgent: bool = False
    is_kept_apart: bool = False


SAFETY = (
    Question("danger", _("Is anybody in danger now?"), is_urgent=True),
    Question("hurt", _("Is a child hurt, or left alone?"), is_urgent=True),
    Question("afraid", _("Is anybody at home afraid of somebody?"), is_kept_apart=True),
    Question("visit", _("Is there anything that a visitor should know to be safe?")),
)

URGENCY = [
    ("today", _("Today")),
    ("days", _("Within days")),
    ("weeks", _("It can wait for some weeks")),
]

KNOWS = [
    ("wants", _("The family knows of this request and wants help")),
    ("knows", _("The family knows of this request and has not said yes")),
    ("not_told", _("The family does not know of this request")),
]

# Whom a referrer's service works with: who works with adults is asked about the children of their household.
SERVES = [("children", _("Children")), ("adults", _("Adults")), ("both", _("Children and adults"))]
# Kinds of agency that meet adults first, whatever their worker says of themselves.
OF_ADULTS = ("health", "jobcentre", "justice", "landlord")

LEVELS = [
    ("universal", _("What every family can use")),
    ("early", _("One service, early")),
    ("joined_up", _("Joined-up help for the whole family")),
    ("statutory", _("A statutory service")),
]


@dataclass(frozen=True)
class Prompt:
    """One question that helps to find the level of help; it decides nothing.

    Attributes:
        asks: the question.
        points_to: the level that a yes speaks for.
    """

    asks: Any
    points_to: str


PROMPTS = (
    Prompt(_("Can a school, a health visitor or a GP do what is needed by themselves?"), "universal"),
    Prompt(_("Is it one need, of one person, that one service answers?"), "early"),
    Prompt(_("Are there several needs, or several people whose needs hang together?"), "joined_up"),
    Prompt(_("Do several agencies work with the family without one plan?"), "joined_up"),
    Prompt(_("Does a child care for somebody in the household?"), "joined_up"),
    Prompt(_("Might a child be at risk of significant harm?"), "statutory"),
    Prompt(_("Did help like this end within a year, and the same came back?"), "statutory"),
)
