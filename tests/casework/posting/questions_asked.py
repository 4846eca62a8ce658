"""Local questions on each form of the borough: what forms that ask them, and forms about them, need."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.casework.questions.asking import adopted, proposed
from thinkfamily.casework.questions import actions, kinds
from thinkfamily.casework.questions.file import Words, as_text


def ask(world: Any) -> None:
    """A longer text and a choice on every form, one question that waits, and a file with another."""
    one, other = world.who["manager"], world.who["governance"]
    for form, _title in kinds.FORMS:
        adopted(proposed(form, f"What else, on {form}?", kinds.LONG, by=one), by=other)
        adopted(proposed(form, f"Which of both, on {form}?", kinds.ONE, options=["This", "That"], by=one), by=other)
    kept = adopted(proposed("contact", "Kept as it is?", by=one), by=other)
    waiting = proposed("contact", "Waiting?", by=one)
    world.ids |= {"question_code": kept.code, "waiting_question": waiting.code, "form": "contact"}
    another = actions.propose_question(
        form="report",
        words=Words(asks="Elsewhere?", kind=kinds.NUMBER),
        because="x",
        from_on=timezone.localdate(),
        by=one,
    )
    world.words["questions"] = as_text([another]).replace(another.code, "of_another_site")
