"""What a referrer sees of the requests they made, and what those who work with a family see of how it came."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from thinkfamily.casework.access.scope import sight
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.families.queries.powers import powers_on
from thinkfamily.casework.families.told import hides_address
from thinkfamily.casework.questions.answers import Eyes
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.referrals.queries.queue import needs_in_words
from thinkfamily.casework.referrals.queries.referral import answers_in_words, local_in_words

MOST = 100


@dataclass(frozen=True)
class Receipt:
    """One request as its referrer sees it: what they wrote, and what they are told. Nothing of any file.

    Attributes:
        is_echoed: whether what they wrote of needs, safety and abuse is shown again: not to a member of a family, whose
            screen others at home may see.
        state: in words for a referrer.
    """

    referral: Referral
    is_echoed: bool
    state: str
    needs: list[Any]
    answers: list[tuple[Any, Any, bool]]
    additions: list[Any] = field(default_factory=list)


def made_by(worker: Any) -> list[Receipt]:
    """One row per request that somebody made, the newest first: two queries."""
    rows = Referral.objects.filter(made_by=worker.pk).select_related("agency").prefetch_related("people")
    return [_receipt(row) for row in rows[:MOST]]


def receipt(worker: Any, referral_id: Any) -> Receipt | None:
    """One request that somebody made; None where it is not there or somebody else's."""
    rows = Referral.objects.filter(made_by=worker.pk, pk=referral_id).select_related("agency")
    for row in rows.prefetch_related("people"):
        found = _receipt(row)
        local = local_in_words([row], Eyes(sees_special=True, sees_abuse=True))[row.pk] if found.is_echoed else []
        return replace(found, answers=found.answers + local, additions=list(row.additions.all()))
    return None


def of_family(worker: Any, family: Any) -> list[Referral]:
    """One row per request through which a family came, for those who read its case: with ``is_open`` and ``needs``.

    What another agency wrote is open to whoever the request was made to: workers of the agency that runs the programme.
    Others see that there was one. What it says of domestic abuse takes the power to see that, and where somebody of the
    family must not be found no address is shown.
    """
    standing: Standing = standing_of(worker)
    sees_abuse = bool(powers_on(standing, family, "family.domestic_abuse"))
    is_home = worker.agency is not None and worker.agency.is_home
    found = list(
        Referral.objects.filter(family=family).select_related("agency").prefetch_related("people", "additions")
    )
    is_hidden = hides_address(family)
    is_of_team = "team" in sight(standing, family).audiences
    local = local_in_words(found, Eyes(sees_special=is_of_team, sees_abuse=sees_abuse))
    for row in found:
        row.address = "" if is_hidden else row.address
        row.is_open = is_home or row.agency_id is None or row.agency_id == worker.agency_id  # type: ignore[attr-defined]
        row.sees_abuse = sees_abuse  # type: ignore[attr-defined]
        row.needs = needs_in_words(row, sees_abuse)  # type: ignore[attr-defined]
        row.said = answers_in_words(row, sees_abuse) + local[row.pk]  # type: ignore[attr-defined]
    return found


def _receipt(row: Referral) -> Receipt:
    is_echoed = row.route == "agency"
    words = dict(row.STATES)
    hidden = not is_echoed and row.state == machine.URGENT
    state = words[machine.SCREENING] if hidden else words[row.state]
    return Receipt(
        referral=row,
        is_echoed=is_echoed,
        state=str(state),
        needs=needs_in_words(row, sees_abuse=True) if is_echoed else [],
        answers=answers_in_words(row, sees_abuse=True) if is_echoed else [],
    )
