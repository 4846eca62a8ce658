"""Who reads the answers to local questions, for the pages of who can see what: which were answered, never what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from thinkfamily.casework.access.queries.who_sees import Reach
from thinkfamily.casework.access.queries.who_sees_items import Before, Part
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.questions import queries
from thinkfamily.casework.questions.answers import FAMILY, eyes_of
from thinkfamily.casework.questions.models import LocalQuestion

# The items of a family's file that hold answers.
ANSWERED_ON = ("plans.Contact", "meetings.MeetingReport")


def on_file(_standing: Standing, reach: Reach) -> str:
    """What somebody who reaches a file sees of answers to local questions on what they read of it, in words."""
    if reach.is_family:
        return _("Answers to local questions: those that are for the family.")
    if not reach.reads:
        return _("Answers to local questions: none.")
    if reach.is_of_team and reach.opens_compartment:
        return _("Answers to local questions: all on what they read.")
    if reach.is_of_team:
        return _("Answers to local questions: those on what they read, but not what is kept apart as domestic abuse.")
    return _("Answers to local questions: those on what they read, but not what is for the leads and their manager.")


def answers_on(item: Any) -> Iterator[Part]:
    """Each local question that was answered on one item, by the rules of its answer."""
    answers = getattr(item, "answers", None)
    if item._meta.label in ANSWERED_ON and answers:
        for question in queries.in_order(queries.by_name(answers).values()):
            yield _part(question, item.recorded_by)


def answered_on_file(_family: Any, items: Iterable[Any]) -> Iterator[Part]:
    """Each local question that was answered on some item of a file: one query where any was, and none otherwise."""
    names = {name for item in items if item._meta.label in ANSWERED_ON for name in item.answers}
    for question in queries.in_order(queries.by_name(names).values()):
        yield _part(question, None)


def _part(question: LocalQuestion, recorded_by: Any) -> Part:
    def sees(one: Before) -> bool:
        return (FAMILY if one.is_family else eyes_of(one.sight)).see(question, recorded_by)

    rule = str(question.get_needs_display())
    if question.is_for_family:
        rule = _("%(who)s; the family too") % {"who": rule}
    return Part(f"{question.asks} ({question.get_form_display()})", rule, sees)
