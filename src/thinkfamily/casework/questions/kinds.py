"""What local questions can be: on which forms they stand, how they are answered, and who reads the answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REQUEST, OPEN_REQUEST, CONTACT, REPORT, CLOSING = "request", "open_request", "contact", "report", "closing"
FORMS = [
    (REQUEST, _("Request for help, by a professional")),
    (OPEN_REQUEST, _("Request for help, by a family, a group or anybody")),
    (CONTACT, _("A visit or another contact")),
    (REPORT, _("An agency’s report to a meeting")),
    (CLOSING, _("Closing a case")),
]
# Made before anybody has chosen a programme: their questions are asked whatever the programme.
BEFORE_A_PROGRAMME = (REQUEST, OPEN_REQUEST)
# Whoever asks for help for themselves is never turned away over a question.
NEVER_REQUIRED = (OPEN_REQUEST,)
# What has a version for the family in which an answer can stand.
WITH_FAMILY_VERSION = (CONTACT,)

YES_NO, ONE, SEVERAL, NUMBER, DAY, SHORT, LONG = "yes_no", "one", "several", "number", "day", "short", "long"
KINDS = [
    (YES_NO, _("Yes, no, or not known")),
    (ONE, _("One of a list")),
    (SEVERAL, _("Several of a list")),
    (NUMBER, _("A whole number")),
    (DAY, _("A date")),
    (SHORT, _("A few words")),
    (LONG, _("A longer text")),
]
OF_A_LIST = (ONE, SEVERAL)
ANSWERS = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]

ORDINARY, SPECIAL, ABUSE = "ordinary", "special", "abuse"
NEEDS = [
    (ORDINARY, _("Whoever reads the contact, report, request or case")),
    (SPECIAL, _("Of these only the leads and their manager: of health, belief, ethnic origin and the like")),
    (ABUSE, _("Of these only who sees what is kept apart as domestic abuse")),
]

# A form that asks much is filled in badly, or not at all: our choice. Waiting ones count, and those to come.
MOST = 12
FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 20, 100
LARGEST = 1_000_000
LONGEST_SHORT, LONGEST_LONG = 200, 4000


def kept_as(kind: str, value: Any) -> Any:
    """An answer as it is kept: a text, a number, or a list of options; None where nothing was answered."""
    if value is None or value in ("", []):
        return None
    return value.isoformat() if kind == DAY and not isinstance(value, str) else value
