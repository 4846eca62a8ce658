"""What pages show of imports: counts, and what is to be put right by sheet, row and column. No family, and no value of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from thinkfamily.casework.cases.machine import CaseMachine
from thinkfamily.casework.imports.machine import ASKED_BACK, BROUGHT, CHECKED, SIGNED, something_is_to_be_made
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.imports.problems import WORDS
from thinkfamily.casework.imports.sheets import BY_NAME
from thinkfamily.casework.imports.world import choices_of_site
from thinkfamily.casework.sharing.queries import workers_named


@dataclass(frozen=True)
class Told:
    """One thing to put right, in words."""

    sheet: str
    row: int
    column: str
    code: str
    found: Any
    do: Any


@dataclass(frozen=True)
class Shown:
    """One import as its page shows it.

    Attributes:
        row: the import.
        sheets: by sheet, rows read and what became of them.
        totals: by team and state, what the council expected and what was counted.
        has_totals: whether the council gave any.
        problems: what is to be put right.
        more: how many more of these there are.
        who: names of those who took its steps, by id.
        makes_something: whether a family of it is, or would be, made.
        may_sign, may_bring, may_ask_back, may_answer_back: what this worker could do now.
    """

    row: Import
    sheets: list[dict[str, Any]]
    totals: list[dict[str, Any]]
    has_totals: bool
    problems: list[Told]
    more: int
    who: dict[Any, str]
    makes_something: bool
    may_sign: bool
    may_bring: bool
    may_ask_back: bool
    may_answer_back: bool


def imports() -> QuerySet[Import]:
    """One row per import, the newest first."""
    return Import.objects.all()


def import_of(import_id: Any) -> Import | None:
    """One import; None where there is none of the id."""
    return Import.objects.filter(pk=import_id).first()


def newest_of(sha256: str) -> Import | None:
    """The import of one file by its hash, the newest; None where it was never looked at."""
    return Import.objects.filter(sha256=sha256).first()


def shown(row: Import, standing: Any) -> Shown:
    """One import, in words, for one worker."""
    report, by = row.report, standing.worker.pk
    states = {code: str(words) for code, words in CaseMachine.STATES}
    steps = (row.checked_by, row.signed_by, row.brought_by, row.back_asked_by, row.back_signed_by)
    makes = something_is_to_be_made(row)
    bring, sign = bool(standing.ways("import.bring")), bool(standing.ways("import.sign"))
    return Shown(
        row=row,
        sheets=[{**one, "title": BY_NAME[one["name"]].title} for one in report["sheets"]],
        totals=[{**one, "title": states.get(one["state"], one["state"])} for one in report["totals"]],
        has_totals=any(one["told"] is not None for one in report["totals"]),
        problems=told_of(report),
        more=report["more"],
        who=dict(workers_named([one for one in steps if one])),
        makes_something=makes,
        may_sign=sign and makes and row.state == CHECKED and row.checked_by != by,
        may_bring=bring and row.state == SIGNED and row.signed_by != by,
        may_ask_back=bring and row.state == BROUGHT,
        may_answer_back=sign and row.state == ASKED_BACK and row.back_asked_by != by,
    )


def told_of(report: Mapping[str, Any]) -> list[Told]:
    """What is to be put right, in words."""
    return [
        Told(BY_NAME[sheet].title, row, column, code, *WORDS[code]) for sheet, row, column, code in report["problems"]
    ]


def words_of_site() -> Mapping[str, Sequence[str]]:
    """The site's own lists that the template offers to choose from."""
    return choices_of_site()[1]
