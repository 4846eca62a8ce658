"""Routes of local questions that take a form, as `routes` has those of the rest."""

from __future__ import annotations

from tests.casework.days import In, worked_out
from tests.casework.posting.routes import Route, day

QUESTION = "questions.LocalQuestion"
PLAIN = {"kind": "yes_no", "options": "", "programme": "", "place": "7", "needs": "ordinary", "from_on": In(1)}
UNTICKED = {"is_required": None, "is_for_family": None}

QUESTIONS: dict[str, Route] = {
    "questions:new": Route("manager", QUESTION, lambda w: worked_out(PLAIN | UNTICKED), unkept="options"),
    "questions:change": Route(
        "manager", QUESTION, lambda w: worked_out(PLAIN | UNTICKED), {"code": "question_code"}, unkept="options"
    ),
    "questions:retire": Route("manager", QUESTION, lambda w: {"from_on": day(1)}, {"code": "question_code"}),
    "questions:bring": Route(
        "manager", QUESTION, lambda w: {"text": w.words["questions"], "from_on": day(1)}, unkept="text"
    ),
    "questions:decide": Route("governance", QUESTION, lambda w: {"answer": "adopt"}, {"code": "waiting_question"}),
}
