"""Workers' evidence on one file, beside what records answer, as one reader may see both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from thinkfamily.casework.access.scope import Sight, relationships, sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.criteria import Asked, asked_by
from thinkfamily.casework.cases.models import TAKING_PART, Case, WorkerEvidence
from thinkfamily.casework.cases.queries.taking_part import case_of
from thinkfamily.casework.families.models import Statement
from thinkfamily.casework.families.queries.items import Met, needs
from thinkfamily.casework.sharing.queries import workers_named


@dataclass
class Question:
    """One criterion, what records answer to it, and what workers do.

    Attributes:
        asked: the criterion.
        met: the answers of records that the reader may see: yes, or not known.
        given: workers' answers that stand and that the reader may see, the newest first.
    """

    asked: Asked
    met: list[Met] = field(default_factory=list)
    given: list[WorkerEvidence] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """The criteria that only a worker can answer, or the others: those with an answer that the reader may see, and those without."""

    is_for_workers_alone: bool
    answered: list[Question]
    open: list[Question]


@dataclass(frozen=True)
class EvidencePage:
    """Workers' evidence on one file.

    Attributes:
        case: the case, or None where the family has none.
        questions: one a criterion of the programme; none where this release does not ship it.
        ended: answers that stand no longer, the newest first.
        may_give: whether the worker may answer now.
        may_answer: whether they could, were the case agreed.
    """

    case: Case | None
    questions: list[Question]
    ended: list[WorkerEvidence]
    may_give: bool
    may_answer: bool

    @property
    def kinds(self) -> list[Kind]:
        """The criteria as they stand on the page, those first that only a worker can answer."""
        found = []
        for alone in (True, False):
            rows = [each for each in self.questions if each.asked.is_for_workers_alone is alone]
            answered = [each for each in rows if each.met or each.given]
            if rows:
                found.append(Kind(alone, answered, [each for each in rows if each not in answered]))
        return found


def evidence_on(by: Any, family: Any) -> EvidencePage:
    """Everything about workers' evidence on one file that this worker may see."""
    standing = standing_of(by)
    seen = sight(standing, family)
    case = case_of(family)
    may_answer = bool(relationships(standing, family, "case.evidence"))
    if case is None:
        return EvidencePage(None, [], [], False, may_answer)
    rows = _seen(seen, case)
    _tell(by, rows, family)
    answered: dict[str, list[Met]] = {}
    for met in needs(seen):
        answered.setdefault(met.first.criterion, []).append(met)
    questions = [
        Question(
            asked,
            answered.get(asked.criterion.id, []),
            [row for row in rows if row.criterion == asked.criterion.id and row.ended_at is None],
        )
        for asked in asked_by(case.programme)
    ]
    asked_ids = {each.asked.criterion.id for each in questions}
    ended = [row for row in rows if row.ended_at is not None or row.criterion not in asked_ids]
    return EvidencePage(case, questions, ended, may_answer and case.state in TAKING_PART, may_answer)


def evidence_for(by: Any, family: Any, evidence_id: Any) -> WorkerEvidence | None:
    """One answer of the worker's own agency that stands and that they may see, or None."""
    case = case_of(family)
    rows = _seen(sight(standing_of(by), family), case) if case is not None else []
    _tell(by, rows, family)
    return next((row for row in rows if row.pk == evidence_id and row.is_own and row.ended_at is None), None)  # type: ignore[attr-defined]


def _seen(seen: Sight, case: Case) -> list[WorkerEvidence]:
    """The answers whose statement the reader may see, the newest first."""
    shown = seen.of(Statement.objects.all()).values("pk")
    rows = WorkerEvidence.objects.filter(case=case, statement__in=shown)
    return list(rows.select_related("person", "agency", "statement", "case__family"))


def _tell(by: Any, rows: list[WorkerEvidence], family: Any) -> None:
    """Put beside each answer who gave and ended it, whether it is the reader's agency's, and whether it can go back."""
    own = None if by.agency is not None and by.agency.is_home else by.agency_id
    names = workers_named(who for row in rows for who in (row.recorded_by, row.ended_by) if who is not None)
    for row in rows:
        told: Any = row
        told.recorder, told.ender = names.get(row.recorded_by, ""), names.get(row.ended_by, "")
        told.is_own = row.agency_id == own
        # The analysis knows families and people by handle, and nobody whom it did not hand over.
        told.goes_back = bool(family.handle) and (row.person is None or bool(row.person.handle))
