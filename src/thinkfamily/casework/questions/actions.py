"""Changing local questions: one person proposes a version, another adopts it, and forms ask it from its day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.questions import kinds
from thinkfamily.casework.questions.file import NAMES, Words, read_text, words_of
from thinkfamily.casework.questions.models import LocalQuestion
from thinkfamily.casework.questions.problems import QuestionError, refuse_where
from thinkfamily.casework.questions.queries import newest_number, on_form, programmes, question_of
from thinkfamily.casework.sharing.permissions import must_hold_on_site

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@transaction.atomic
def propose_question(*, form: str, words: Words, because: str, from_on: date, by: Any) -> LocalQuestion:
    """Propose a question that a form does not ask yet.

    Args:
        form: one of `kinds.FORMS`.
        words: the question.
        because: why it is asked.
        from_on: the day from which the form asks it.
        by: who proposes.

    Raises:
        PermissionDenied: the worker may not.
        QuestionError: it cannot be asked so, or the form asks as many as it can.
    """
    must_hold_on_site(by, "profile.propose")
    return _propose(_free_code(words.asks), form, words, because, from_on, by)


@transaction.atomic
def propose_change(code: str, *, words: Words, because: str, from_on: date, by: Any) -> LocalQuestion:
    """Propose to ask a question otherwise. What was answered before keeps the words that it answered.

    Raises:
        PermissionDenied: the worker may not.
        QuestionError: there is no such question, it cannot be asked so, or another version waits for a decision.
    """
    must_hold_on_site(by, "profile.propose")
    return _propose(code, _known(code).newest.form, words, because, from_on, by)


@transaction.atomic
def propose_retirement(code: str, *, because: str, from_on: date, by: Any) -> LocalQuestion:
    """Propose to ask a question no longer. What was answered stays, and its words with it.

    Raises:
        PermissionDenied: the worker may not.
        QuestionError: it is asked no longer already, or another version waits for a decision.
    """
    must_hold_on_site(by, "profile.propose")
    newest = _known(code).newest
    refuse_where(
        (newest.is_retired, "TF-QUESTION-011", "", _("It is asked no longer already."), _("Look at its versions.")),
    )
    return _propose(code, newest.form, words_of(newest), because, from_on, by, is_retired=True)


@transaction.atomic
def propose_text(*, text: str, because: str, from_on: date, by: Any) -> list[LocalQuestion]:
    """Propose every question of a file that is new here or differs from what is asked; those that it lacks stay as they are.

    Raises:
        PermissionDenied: the worker may not.
        QuestionError: it is no such file, nothing in it differs, or one of its questions cannot be asked; nothing is proposed then.
    """
    must_hold_on_site(by, "profile.propose")
    made = []
    for code, form, words in read_text(text):
        there = question_of(code)
        newest = there.newest if there is not None else None
        if newest is not None and newest.form == form and not newest.is_retired and words_of(newest) == words:
            continue
        refuse_where(
            (
                not _CODE.fullmatch(code) or form not in dict(kinds.FORMS),
                "TF-QUESTION-012",
                "text",
                _("A code or a form is none that can be."),
                _("Codes are small letters, figures and _; forms are named as in an exported file."),
            ),
            (
                newest is not None and newest.form != form,
                "TF-QUESTION-013",
                "text",
                _("A question of this code stands on another form."),
                _("Give yours a code of its own."),
            ),
        )
        try:
            made.append(_propose(code, form, words, because, from_on, by))
        except QuestionError as error:
            where = error.field if error.field in ("because", "from_on") else "text"
            raise QuestionError(
                error.code,
                found=f"{code}: {error.found}",
                do=str(error.do),
                field=where,
            ) from None
    refuse_where(
        (
            not made,
            "TF-QUESTION-014",
            "text",
            _("Nothing in it differs from what is asked here."),
            _("Change it first."),
        )
    )
    return made


@transaction.atomic
def decide(version: LocalQuestion, *, answer: str, by: Any) -> LocalQuestion:
    """Adopt a version that another proposed, or turn it down.

    Raises:
        PermissionDenied: the worker may not.
        QuestionError: it was decided already, or is their own.
    """
    must_hold_on_site(by, "profile.adopt")
    held = LocalQuestion.objects.select_for_update().get(pk=version.pk)
    refuse_where(
        (
            held.is_adopted is not None,
            "TF-QUESTION-004",
            "",
            _("This was decided already."),
            _("Look at the versions."),
        ),
        (
            held.proposed_by == by.pk,
            "TF-QUESTION-005",
            "",
            _("You proposed this version."),
            _("Another person must adopt it."),
        ),
    )
    held.is_adopted, held.decided_by, held.decided_at = answer == "adopt", by.pk, timezone.now()
    held.save()
    record("profile.adopt", by=by, kind="local_question", object=held.pk, fields=["is_adopted"])
    return held


def _known(code: str) -> Any:
    found = question_of(code)
    if found is None:
        raise QuestionError(
            "TF-QUESTION-001", found=_("There is no such question."), do=_("Choose one of those shown.")
        )
    return found


def _propose(
    code: str, form: str, words: Words, because: str, from_on: date, by: Any, *, is_retired: bool = False
) -> LocalQuestion:
    told = replace(words, options=[one.strip() for one in words.options if one.strip()])
    _must_be_right(form, told, because, from_on)
    others = [row for row in on_form(form) if row.code != code]
    refuse_where(
        (
            LocalQuestion.objects.filter(code=code, is_adopted__isnull=True).exists(),
            "TF-QUESTION-008",
            "",
            _("Another version waits for a decision."),
            _("Let that one be decided first."),
        ),
        (
            not is_retired and len(others) >= kinds.MOST,
            "TF-QUESTION-009",
            "",
            ngettext(
                "This form has %(most)d question of yours, and takes no more.",
                "This form has %(most)d questions of yours, and takes no more.",
                kinds.MOST,
            )
            % {"most": kinds.MOST},
            _("Ask one of them no longer: a form that asks much is filled in badly."),
        ),
    )
    made = LocalQuestion.objects.create(
        code=code,
        version=newest_number(code) + 1,
        form=form,
        because=because.strip(),
        from_on=from_on,
        is_retired=is_retired,
        proposed_by=by.pk,
        **{name: getattr(told, name) for name in NAMES},
    )
    record(
        "profile.propose",
        by=by,
        kind="local_question",
        object=made.pk,
        fields=["because", "form", "from_on", "is_retired", *NAMES],
    )
    return made


def _must_be_right(form: str, words: Words, because: str, from_on: date) -> None:
    options, is_of_a_list = words.options, words.kind in kinds.OF_A_LIST
    fits = kinds.FEWEST_OPTIONS <= len(options) <= kinds.MOST_OPTIONS and len(set(options)) == len(options)
    # Of a line within a line a browser sends another end than it was given.
    is_short = all(len(one) <= kinds.LONGEST_OPTION and len(one.splitlines()) == 1 for one in options)
    offered = {code for code, _title in programmes()}
    refuse_where(
        (not because.strip(), "TF-QUESTION-006", "because", _("It is not said why."), _("Say why.")),
        (
            len(because) > 300,
            "TF-QUESTION-006",
            "because",
            _("Why it is asked is too long."),
            _("Say it in 300 signs."),
        ),
        (
            from_on < timezone.localdate(),
            "TF-QUESTION-007",
            "from_on",
            _("The day has passed."),
            _("Choose today or a later day."),
        ),
        (form not in dict(kinds.FORMS), "TF-QUESTION-015", "form", _("There is no such form."), _("Choose one.")),
        (
            not 0 < len(words.asks.strip()) <= 200 or len(words.help) > 300,
            "TF-QUESTION-015",
            "asks",
            _("The question is missing, or it or its help is too long."),
            _("Ask it in 200 signs, and help in 300."),
        ),
        (
            words.kind not in dict(kinds.KINDS) or words.needs not in dict(kinds.NEEDS) or not 0 <= words.place <= 99,
            "TF-QUESTION-015",
            "kind",
            _("How it is answered, who reads it, or its place (0 to 99) cannot be."),
            _("Choose from what is offered."),
        ),
        (
            is_of_a_list and not (fits and is_short),
            "TF-QUESTION-016",
            "options",
            _("What can be chosen is not %(fewest)d to %(most)d different lines of %(longest)d signs at most.")
            % {
                "fewest": kinds.FEWEST_OPTIONS,
                "most": kinds.MOST_OPTIONS,
                "longest": kinds.LONGEST_OPTION,
            },
            _("Write one a line."),
        ),
        (
            not is_of_a_list and bool(options),
            "TF-QUESTION-016",
            "options",
            _("This kind of question has nothing to choose from."),
            _("Leave the list empty."),
        ),
        (
            words.programme != "" and (form in kinds.BEFORE_A_PROGRAMME or words.programme not in offered),
            "TF-QUESTION-017",
            "programme",
            _("A request is made before there is a programme, or there is no such programme."),
            _("Ask it in every programme."),
        ),
        (
            words.is_required and form in kinds.NEVER_REQUIRED,
            "TF-QUESTION-018",
            "is_required",
            _("Nobody who asks for help for themselves is turned away over a question."),
            _("Let it be left empty."),
        ),
        (
            words.is_for_family and (words.needs != kinds.ORDINARY or form not in kinds.WITH_FAMILY_VERSION),
            "TF-QUESTION-019",
            "is_for_family",
            _("Only ordinary answers on a contact stand in the family’s version."),
            _("Leave it to the team."),
        ),
    )


def _free_code(asks: str) -> str:
    """A code from a question's first words that no other has."""
    first = re.sub(r"[^a-z0-9_]", "", slugify(asks).replace("-", "_"))[:30].strip("_")
    code = first if _CODE.fullmatch(first) else "question"
    taken = set(LocalQuestion.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(one for number in range(1, 10_000) if (one := code if number == 1 else f"{code}_{number}") not in taken)
