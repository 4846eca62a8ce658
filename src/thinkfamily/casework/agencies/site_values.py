"""Values that information governance sets for this site, each from a day on: what each is, and how far it may go.

The bounds are the program's: nobody sets a value past them on screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import SiteValue

CLOSENESS_DAYS = "closeness_days"
SMALLEST_SHOWN = "smallest_shown"
CONFIDING_AGE = "confiding_age"


@dataclass(frozen=True)
class Declared:
    """One value that can be set.

    Attributes:
        code: by what it is called in the program.
        title: what it is.
        says: what it means, and why it has its bounds.
        unit: of what it counts.
        default: what holds until somebody sets another.
        least: the least that can be set.
        most: the most that can be set.
        step: it is a multiple of this.
    """

    code: str
    title: Any
    says: Any
    unit: Any
    default: int
    least: int
    most: int
    step: int = 1


VALUES: dict[str, Declared] = {
    one.code: one
    for one in (
        Declared(
            CLOSENESS_DAYS,
            _("How long an answer about people close to a worker counts"),
            _(
                "Everybody says before they enter whether anybody close to them may be of a family known here, and is asked "
                "again once their answer is so old. A year is the longest. Answers given already count as long as they "
                "did when they were given."
            ),
            _("days"),
            365,
            30,
            366,
        ),
        Declared(
            SMALLEST_SHOWN,
            _("The smallest count that figures show"),
            _(
                "Released figures, those of the front door and the equality report hide every count below it, because a small "
                "one can point to a family. It is never less than five, and a multiple of five, because figures are rounded to "
                "five. Figures released before keep what was hidden then."
            ),
            _("families, children or requests"),
            5,
            5,
            100,
            5,
        ),
        Declared(
            CONFIDING_AGE,
            _("From which age a young person may be found to understand enough to speak in confidence"),
            _(
                "What such a young person says in confidence no other member of their family reads. In England, Wales and "
                "Northern Ireland no age is set: it rests on understanding, which a worker judges and records (Gillick v West "
                "Norfolk and Wisbech Area Health Authority, 1985). Twelve is the age from which Scots law presumes it (Data "
                "Protection Act 2018, section 208), and which the Information Commissioner calls reasonable in many cases "
                "elsewhere. From sixteen on it is presumed here, as the Mental Capacity Act 2005 presumes it. The bounds are ours."
            ),
            _("years"),
            12,
            8,
            16,
        ),
    )
}


def allowed(declared: Declared) -> str:
    """What can be set, in words."""
    if declared.step == 1:
        return _("Give a number from %(least)d to %(most)d.") % {"least": declared.least, "most": declared.most}
    return _("Give a multiple of %(step)d from %(least)d to %(most)d.") % {
        "step": declared.step,
        "least": declared.least,
        "most": declared.most,
    }


def value_of(code: str) -> int:
    """What holds of one value today: one query."""
    rows = SiteValue.objects.filter(code=code, from_on__lte=timezone.localdate())
    newest = rows.order_by("-from_on", "-set_at", "-pk").values_list("value", flat=True).first()
    return VALUES[code].default if newest is None else newest


def values_in_force() -> dict[str, int]:
    """What holds of every value today, by its code: one query."""
    rows = SiteValue.objects.filter(from_on__lte=timezone.localdate()).order_by("from_on", "set_at", "pk")
    return {code: one.default for code, one in VALUES.items()} | dict(rows.values_list("code", "value"))
