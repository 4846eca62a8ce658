"""The values of a profile in words, as whoever changes or adopts one reads them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thinkfamily.casework.agencies.roles import LEADS, ROLES
from thinkfamily.programmes.profile_settings import Kind

# What stands in a profile's file, and what it is called.
WORDS: dict[str, Any] = {
    **{code: ROLES[code].marked_title for code in LEADS},
    "close": gettext_lazy("Close a case"),
    "remove": gettext_lazy("Take a family off the programme"),
    "step_up": gettext_lazy("Step up"),
    "step_down": gettext_lazy("Step down"),
    "transfer_out": gettext_lazy("Transfer to another area"),
    "change_programme": gettext_lazy("Change the programme or its intensity"),
    "shared": gettext_lazy("What is shared with the family"),
    "plan": gettext_lazy("The family’s plan"),
    "invitation": gettext_lazy("The invitation to a meeting"),
    "minutes": gettext_lazy("The minutes of a meeting"),
    "refuse_referral": gettext_lazy("Take no further action on a request for help"),
}


def word(code: str) -> str:
    """What one word of a profile is called."""
    return str(WORDS.get(code, code.replace("_", " ")))


def in_words(kind: Kind, value: Any) -> str:
    """The value of one setting in words, without its unit."""
    if kind.is_truth:
        return _("Yes") if value else _("No")
    if kind.is_list:
        return ", ".join(word(one) if isinstance(one, str) else str(one) for one in value) or "–"
    return str(value)
