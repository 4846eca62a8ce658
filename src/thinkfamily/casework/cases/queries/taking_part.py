"""What can be read of a case: its state, who agrees, what the children say, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from thinkfamily.casework.access.scope import relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.machine import CONSIDERED, OFFERED, OPEN, UNDER_DUTY, an_adult_agrees, who_can_agree
from thinkfamily.casework.cases.models import (
    STANDS,
    TAKING_PART,
    WAITS_FOR_REVIEW,
    AgreementToTakePart,
    Case,
    ChildView,
)
from thinkfamily.casework.sharing.queries import workers_named

READ = "case.read"
# A case in one of these is agreed as soon as somebody confirms that an agreement counts.
ASKED = (CONSIDERED, OFFERED, UNDER_DUTY)


@dataclass(frozen=True)
class TakingPart:
    """How one family stands to taking part, as one worker may see it.

    Attributes:
        case: the case, or None where the family has none.
        agreeing: how many adults agree now.
        agreements: each agreement, withdrawn ones too; empty for those who may see the count only.
        views: what the children said; empty likewise.
        moves: each state the case has been in, oldest first.
        asking: children whose view has not been recorded.
        is_due: whether an agreement is due to be asked again.
        is_unsupported: whether the case is agreed though no agreement that counts stands, as when an adult left.
        is_waiting: whether it is considered though an agreement has come to count, which somebody must confirm.
        may_record: whether the worker may record agreement and withdrawal.
        may_read: whether the worker may read who agrees, and to what.
    """

    case: Case | None
    agreeing: int
    agreements: list[AgreementToTakePart]
    views: list[ChildView]
    moves: list[Any]
    asking: list[Any]
    is_due: bool
    is_unsupported: bool
    is_waiting: bool
    may_record: bool
    may_read: bool

    @property
    def is_taking_part(self) -> bool:
        """Whether work goes on with the family's agreement."""
        return self.case is not None and self.case.state in TAKING_PART


def case_of(family: Any) -> Case | None:
    """The open case of one family; where it has none, the one that ended last."""
    open_first = Q(state__in=OPEN)
    rows = Case.objects.filter(family=family).select_related("family")
    return rows.order_by(models.Case(models.When(open_first, then=0), default=1), "-opened_at").first()


def taking_part(by: Any, family: Any) -> TakingPart:
    """How one family stands to taking part, as one worker may see it."""
    standing = standing_of(by)
    case = case_of(family)
    may_read = bool(relationships(standing, family, READ))
    may_record = bool(relationships(standing, family, "case.agree"))
    if case is None:
        return TakingPart(None, 0, [], [], [], [], False, False, False, may_record, may_read)
    agreements = list(case.agreements.select_related("person"))
    now = [each for each in agreements if each.stands]
    today = timezone.localdate()
    views, asking, moves = [], [], []
    if may_read:
        views = list(case.child_views.select_related("person"))
        heard = {view.person_id for view in views}
        children = [member.person for member in members_now(family) if member.role == "child"]
        asking = [child for child in children if child.pk not in heard]
        moves = _moves(case)
        _name_recorders([*agreements, *views])
    counts = an_adult_agrees(case)
    return TakingPart(
        case=case,
        agreeing=len(now),
        agreements=agreements if may_read else [],
        views=views,
        moves=moves,
        asking=asking,
        is_due=any(each.review_on is not None and each.review_on <= today for each in now),
        is_unsupported=case.state in TAKING_PART and not counts,
        is_waiting=case.state in ASKED and counts,
        may_record=may_record,
        may_read=may_read,
    )


def who_agrees(case: Case) -> set[Any]:
    """The ids of the adults whose agreement to take part in one case stands."""
    return set(case.agreements.filter(STANDS).values_list("person", flat=True))


def agreement_for(family: Any, agreement_id: Any) -> AgreementToTakePart | None:
    """One agreement of one family's case that stands, or None."""
    rows = AgreementToTakePart.objects.filter(STANDS, case__family=family, pk=agreement_id)
    return rows.select_related("case__family", "person").first()


def withdrawn_for(family: Any, agreement_id: Any) -> AgreementToTakePart | None:
    """One agreement of one family that was withdrawn and after which it is to be decided what is kept, or None."""
    rows = AgreementToTakePart.objects.filter(WAITS_FOR_REVIEW, case__family=family, pk=agreement_id)
    return rows.select_related("case__family", "person").first()


def members_now(family: Any) -> list[Any]:
    """One row per living member of one family today, eldest first."""
    today = timezone.localdate()
    present = (Q(from_on__isnull=True) | Q(from_on__lte=today)) & (Q(until_on__isnull=True) | Q(until_on__gt=today))
    return list(family.members.filter(present, person__died_on__isnull=True).select_related("person"))


def who_counts(case: Case) -> set[Any]:
    """The ids of the people whose agreement lets work begin."""
    return who_can_agree(case)


def _moves(case: Case) -> list[Any]:
    """One row per state the case has been in, oldest first."""
    moves: list[Any] = []
    for row in case.history.select_related("history_user").order_by("history_date", "history_id"):
        if not moves or moves[-1].state != row.state:
            moves.append(row)
    return moves


def _name_recorders(rows: list[Any]) -> None:
    names = workers_named(
        who for row in rows for who in (row.recorded_by, getattr(row, "withdrawn_by", None)) if who is not None
    )
    for row in rows:
        row.recorder = names.get(row.recorded_by, "")
        row.withdrawer = names.get(getattr(row, "withdrawn_by", None), "")


def age_on(born: date | None, day: date) -> int | None:
    """Age in whole years on a day; None where the birth date is not known."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
