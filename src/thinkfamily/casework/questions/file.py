"""Local questions as a file that one site exports and another imports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from thinkfamily.casework.questions.models import LocalQuestion
from thinkfamily.casework.questions.problems import QuestionError
from thinkfamily.core.typed import read_yaml

MOST = 60


@dataclass(frozen=True)
class Words:
    """One question as it is to be asked.

    Attributes:
        asks: the question.
        help: what stands beside it.
        kind: how it is answered.
        options: what can be chosen, in order.
        programme: for which programme; empty for every one.
        is_required: whether it must be answered.
        place: its place among the others.
        needs: who reads the answer.
        is_for_family: whether the family reads it too.
    """

    asks: str
    kind: str
    help: str = ""
    options: list[str] = field(default_factory=list)
    programme: str = ""
    is_required: bool = False
    place: int = 10
    needs: str = "ordinary"
    is_for_family: bool = False


NAMES = tuple(Words.__dataclass_fields__)


def words_of(row: LocalQuestion) -> Words:
    """What a version asks."""
    return Words(**{name: getattr(row, name) for name in NAMES})


def as_text(rows: Iterable[LocalQuestion]) -> str:
    """Questions as a file."""
    told = [{"code": row.code, "form": row.form, **asdict(words_of(row))} for row in rows]
    return yaml.safe_dump({"questions": told}, allow_unicode=True, sort_keys=False, width=110)


def read_text(text: str) -> list[tuple[str, str, Words]]:
    """Questions from the text of a file, as (code, form, words).

    Raises:
        QuestionError: it is no such file; it says which question, and repeats nothing of it.
    """
    try:
        content = read_yaml(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise _no_file(
            _("Line %(number)d is no YAML.") % {"number": mark.line + 1} if mark else _("This is no YAML.")
        ) from None
    rows = content.get("questions") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not rows or len(rows) > MOST:
        raise _no_file(_("There is no list called questions, or it has more than %(most)d.") % {"most": MOST})
    found = [_read(number, row) for number, row in enumerate(rows, start=1)]
    if len({code for code, _form, _words in found}) < len(found):
        raise _no_file(_("Two questions have one code."))
    return found


def _read(number: int, row: Any) -> tuple[str, str, Words]:
    allowed: dict[str, type] = {"code": str, "form": str, "asks": str, "help": str, "kind": str, "options": list}
    allowed |= {"programme": str, "is_required": bool, "place": int, "needs": str, "is_for_family": bool}
    if not isinstance(row, dict) or set(row) - set(allowed) or {"code", "form", "asks", "kind"} - set(row):
        raise _no_file(
            _("Question %(number)s lacks its code, form, question or kind, or says something else besides.")
            % {"number": number}
        )
    wrong = [name for name, value in row.items() if type(value) is not allowed[name]]
    if wrong or not all(isinstance(one, str) for one in row.get("options", ())):
        raise _no_file(
            _("Question %(number)s: a value is of another kind than its name asks for.") % {"number": number}
        )
    told: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}
    return told.pop("code"), told.pop("form"), Words(**told)


def _no_file(found: str) -> QuestionError:
    return QuestionError(
        "TF-QUESTION-010", found=found, do=_("Export the questions and begin from that."), field="text"
    )
