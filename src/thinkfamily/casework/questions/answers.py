"""Answers to local questions: kept with what they were given on, and shown to whoever may read them, in the words that were asked.

An answer is kept in the row of the contact, report, request or step that it was given on, under the name of the version that
asked. So it is read, corrected, put aside, kept and deleted with that row, and never on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.questions import kinds, queries
from thinkfamily.casework.questions.models import LocalQuestion
from thinkfamily.casework.questions.problems import QuestionError
from thinkfamily.casework.secrets.written import PutAside

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Eyes:
    """What a reader sees of answers, on a record that they read.

    Attributes:
        sees_special: whether they are a lead or their manager; on a request, whether they look at requests.
        sees_abuse: whether they see what is kept apart as domestic abuse.
        is_family: whether they are of the family: then only what its question says is for the family.
        worker: who they are, by id: what they answered themselves on what they recorded they read, but of the compartment.
    """

    sees_special: bool = False
    sees_abuse: bool = False
    is_family: bool = False
    worker: Any = None

    def see(self, question: LocalQuestion, recorded_by: Any = None) -> bool:
        """Whether they see an answer to a question."""
        if self.is_family:
            return question.is_for_family and question.needs == kinds.ORDINARY
        if question.needs == kinds.ABUSE:
            return self.sees_abuse
        is_own = self.worker is not None and recorded_by == self.worker
        return question.needs == kinds.ORDINARY or self.sees_special or is_own


FAMILY = Eyes(is_family=True)


def eyes_of(sight: Any) -> Eyes:
    """What of answers somebody sees who has a sight of a family's items: no query."""
    return Eyes("team" in sight.audiences, sight.opens_compartment, worker=sight.worker_id)


@sensitive_variables()
def fitting(form: str, answers: Answers, *, programme: str = "") -> dict[str, Any]:
    """The answers that are given, as they are to be kept: one query, and none where nothing is answered.

    Whether a question must be answered its form says, and only it: what is recorded in an emergency, by a program or from a
    file is never held up by one.

    Raises:
        QuestionError: an answer is to no question that this form asks today, or does not fit it.
    """
    given = {name: value for name, value in answers.items() if value not in (None, "", [])}
    if not given:
        return {}
    asked = {one.name: one for one in queries.asked_on(form, programme)}
    found = {}
    for name, value in given.items():
        question = asked.get(name)
        if question is None or not fits(question, value):
            raise QuestionError(
                "TF-QUESTION-020",
                found=_("An answer is to a question that is not asked here today, or does not fit it."),
                do=_("Open the form again, and answer what it asks."),
                field=name,
            )
        kept = kinds.kept_as(question.kind, value.strip() if isinstance(value, str) else value)
        if kept is not None:
            found[name] = kept
    return found


@sensitive_variables()
def kept(
    form: str,
    answers: Answers,
    *,
    programme: str = "",
    family: Any,
    refuse: Callable[[str], Exception],
    by: Any,
) -> dict[str, Any]:
    """Answers given on a family's file, as they are to be kept; of their texts what tells a safe address is put aside.

    It is part of an action, and asked last in it, as `quarantine.heard` is.

    Raises:
        QuestionError: as `fitting`; or what ``refuse`` makes, for whoever knows the place that a text tells.
    """
    found = fitting(form, answers, programme=programme)
    texts = {name: value for name, value in found.items() if isinstance(value, str)}
    return found | (heard(by, family, refuse, **texts) if texts else {})


def fits(question: LocalQuestion, value: Any) -> bool:
    """Whether a value can be an answer to a question."""
    kind = question.kind
    if kind == kinds.NUMBER:
        return type(value) is int and 0 <= value <= kinds.LARGEST
    if kind == kinds.DAY:
        return isinstance(value, date) or _is_day(value)
    if kind == kinds.SEVERAL:
        return isinstance(value, list) and all(one in question.options for one in value)
    if not isinstance(value, str):
        return False
    if kind == kinds.YES_NO:
        return value in dict(kinds.ANSWERS)
    if kind == kinds.ONE:
        return value in question.options
    return len(value) <= (kinds.LONGEST_LONG if kind == kinds.LONG else kinds.LONGEST_SHORT)


def in_words(question: LocalQuestion, value: Any) -> str:
    """An answer as a page says it."""
    if question.kind == kinds.YES_NO:
        return str(dict(kinds.ANSWERS).get(value, value))
    if question.kind == kinds.DAY and _is_day(value):
        return date_format(date.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def said(answers: Answers, eyes: Eyes, asked: Mapping[str, LocalQuestion], recorded_by: Any = None) -> list[Any]:
    """One row per answer that a reader sees, as (question, words), in the order in which they are asked."""
    rows = queries.in_order(asked[name] for name in answers if name in asked and eyes.see(asked[name], recorded_by))
    return [(row.asks, in_words(row, answers[row.name])) for row in rows]


def tell_answers(rows: Iterable[Any], eyes: Eyes) -> None:
    """Put beside each record what was answered on it, as ``row.local``: one query however many there are, or none."""
    every = list(rows)
    asked = queries.by_name(name for row in every for name in row.answers)
    for row in every:
        row.local = said(row.answers, eyes, asked, row.recorded_by)


def is_local(name: str) -> bool:
    """Whether a name is that of a local question's field."""
    first, _dash, last = name.partition("-")
    return len(first) == 33 and first[0] == "q" and last in ("local", "local_words")


def local_of(content: Answers) -> dict[str, Any]:
    """The answers among all that a form held."""
    return {name: value for name, value in content.items() if is_local(name)}


def named(content: Answers) -> set[str]:
    """The names of what a form held, for the audit: that there were answers, and not to which questions."""
    answered = local_of(content)
    return {name for name in content if name not in answered} | ({"answers"} if answered else set())


def seen_of(answers: Answers, eyes: Eyes, recorded_by: Any = None) -> dict[str, Any]:
    """Of some answers those that a reader sees: one query, or none."""
    asked = queries.by_name(answers)
    return {name: value for name, value in answers.items() if name in asked and eyes.see(asked[name], recorded_by)}


@sensitive_variables()
def put_right(
    form: str, was: Answers, told: Answers, eyes: Eyes, recorded_by: Any = None, *, programme: str = ""
) -> dict[str, Any]:
    """Of the answers of a record that is put right those that stay as they are: two queries, and none where there were none.

    They are those that its corrector was not asked again or does not see, and did not answer anew; and what is put aside and
    came back as it reads.
    """
    if not was:
        return {}
    again = {one.name for one in queries.asked_on(form, programme)}
    shown = seen_of(was, eyes, recorded_by)
    return {
        name: value
        for name, value in was.items()
        if (isinstance(value, PutAside) and told.get(name) == value)
        or (name not in told and (name not in again or name not in shown))
    }


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
