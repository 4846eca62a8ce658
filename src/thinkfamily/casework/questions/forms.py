"""Local questions as fields of the forms that ask them, and the forms by which they are proposed and decided on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import PlainDateField, PlainForm, ReadForm
from thinkfamily.casework.questions import kinds
from thinkfamily.casework.questions.file import NAMES, Words
from thinkfamily.casework.questions.models import LocalQuestion
from thinkfamily.casework.questions.queries import by_name

EARLIEST = date(1900, 1, 1)
IN_SIGHT = 6
_OFF = {"autocomplete": "off"}
# The name under which a browser sends an answer, or a part of a day.
_OF = re.compile(r"(q[0-9a-f]{32}-local(?:_words)?)((?:_day|_month|_year)?)")


class LongAnswerForm(PlainForm):
    """Says that a longer answer is a text that somebody typed: its field's name ends in this one's (see `long_texts`)."""

    local_words = forms.CharField(
        label=_("Answer to a question of this council"), required=False, widget=forms.Textarea(_OFF)
    )


def field_of(question: LocalQuestion) -> forms.Field:
    """A question as a field. None is required here: see `AlsoAsks.look_at_answers`."""
    about: dict[str, Any] = {"label": question.asks, "help_text": question.help, "required": False}
    kind = question.kind
    options = kinds.ANSWERS if kind == kinds.YES_NO else [(one, one) for one in question.options]
    found: forms.Field
    if kind == kinds.SEVERAL:
        found = forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **about)
    elif kind in (kinds.YES_NO, kinds.ONE) and len(options) <= IN_SIGHT:
        found = forms.ChoiceField(choices=options, widget=forms.RadioSelect, **about)
    elif kind == kinds.ONE:
        found = forms.ChoiceField(choices=[("", _("Not answered")), *options], **about)
    elif kind == kinds.NUMBER:
        widget = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5", **_OFF})
        found = forms.IntegerField(min_value=0, max_value=kinds.LARGEST, widget=widget, **about)
    elif kind == kinds.DAY:
        found = PlainDateField(earliest=EARLIEST, **about)
    elif kind == kinds.LONG:
        found = forms.CharField(max_length=kinds.LONGEST_LONG, widget=forms.Textarea({"rows": 3, **_OFF}), **about)
    else:
        found = forms.CharField(max_length=kinds.LONGEST_SHORT, widget=forms.TextInput(_OFF), **about)
    shown: Any = found
    shown.is_asked = question.is_required
    return found


class AlsoAsks:
    """Mixed into a form that asks local questions besides its own."""

    questions: Sequence[LocalQuestion] = ()

    def also_ask(self: Any, questions: Iterable[LocalQuestion], was: Mapping[str, Any] | None = None) -> None:
        """Add a field for each question, in order.

        Args:
            questions: what is asked, as `queries.asked_on` gives it.
            was: what was answered before, where it is put right.
        """
        self.questions = list(questions)
        for one in self.questions:
            self.fields[one.name] = field_of(one)
        first = {one.name: was[one.name] for one in self.questions if was and one.name in was}
        days = {one.name for one in self.questions if one.kind == kinds.DAY}
        form: Any = self
        form.initial = {
            **form.initial,
            **{name: date.fromisoformat(value) if name in days else value for name, value in first.items()},
        }

    @property
    def local(self: Any) -> list[Any]:
        """The fields of local questions."""
        return [self[one.name] for one in self.questions]

    @property
    def opens_local(self: Any) -> bool:
        """Whether they stand open: one must be answered, was answered, or is wrong."""
        return any(one.is_required or one.name in self.errors or _is_typed(self[one.name]) for one in self.questions)

    def answers_of(self: Any, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Take the answers out of what a form holds, by the names of their fields; those left empty are left out."""
        found = {one.name: cleaned.pop(one.name, None) for one in self.questions}
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def look_at_answers(self: Any, cleaned: Mapping[str, Any], *, must_answer: bool = True) -> None:
        """Say where a question was changed while it was answered, and beside each that must be answered that it was not.

        Args:
            cleaned: what the form holds.
            must_answer: whether a question can ask for an answer here. What is urgent is not held up by one that was left empty;
                one that was answered and changed it tells as every form does, for else what somebody wrote would be lost.
        """
        self._say_changed()
        for one in self.questions:
            if (
                must_answer
                and one.is_required
                and one.name not in self.errors
                and cleaned.get(one.name) in (None, "", [])
            ):
                self.add_error(one.name, _("Answer this"))

    def _say_changed(self: Any) -> None:
        """Say that answers were to questions that are asked otherwise by now; each stands beside what took its question's place."""
        told = {name: found for name in self.data if (found := _OF.fullmatch(name)) and found[1] not in self.fields}
        typed = {name for name in told if self.data.get(name, "").strip()}
        # What nobody adopted stood on no form.
        was = {name: row for name, row in by_name({told[name][1] for name in typed}).items() if row.is_adopted}
        if not was:
            return
        now = {one.code: one for one in self.questions}
        self.data = self.data.copy()
        for name in typed:
            row = was.get(told[name][1])
            new = now.get(row.code) if row is not None else None
            if row is not None and new is not None and new.kind == row.kind:
                self.data.setlist(f"{new.name}{told[name][2]}", self.data.getlist(name))
        self.add_error(
            None,
            _(
                "A question was changed after you opened this. Read what is asked now, look at your answer, and send it again."
            ),
        )


def _is_typed(field: Any) -> bool:
    """Whether something stands in a field, or in one of its parts."""
    value = field.value()
    return any(value) if isinstance(value, list | tuple) else value not in (None, "")


class PreviewForm(AlsoAsks, PlainForm):
    """Questions as the form shows them on which they stand."""

    def __init__(self, *args: Any, questions: Iterable[LocalQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.also_ask(questions)


class _BecauseForm(PlainForm):
    because = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea({"rows": 2}))
    from_on = PlainDateField(
        label=_("From which day"),
        initial=localdate,
        help_text=_("What was answered before keeps the words that it answered."),
    )


class QuestionForm(_BecauseForm):
    """One question's words: of a new one, or in place of those it has."""

    form = forms.ChoiceField(label=_("On which form"), choices=kinds.FORMS, widget=forms.RadioSelect)
    asks = forms.CharField(
        label=_("The question"), max_length=200, widget=forms.TextInput(_OFF), help_text=_("Name nobody in it.")
    )
    help = forms.CharField(
        label=_("Help beside it"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    kind = forms.ChoiceField(label=_("How it is answered"), choices=kinds.KINDS, widget=forms.RadioSelect)
    options = forms.CharField(
        label=_("What can be chosen, one a line"),
        max_length=2500,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Only where it is answered from a list."),
    )
    programme = forms.ChoiceField(label=_("In which programme"), required=False)
    is_required = forms.BooleanField(
        label=_("It must be answered"),
        required=False,
        help_text=_(
            "Never of who asks for help for themselves, where somebody may be in danger, or where nobody was in."
        ),
    )
    place = forms.IntegerField(
        label=_("Its place among the others"),
        min_value=0,
        max_value=99,
        initial=10,
        help_text=_("The lowest number comes first."),
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    needs = forms.ChoiceField(
        label=_("Who reads the answer"), choices=kinds.NEEDS, initial=kinds.ORDINARY, widget=forms.RadioSelect
    )
    is_for_family = forms.BooleanField(
        label=_("The family reads the answer too"),
        required=False,
        help_text=_("In its version of the plan, of a contact that is for the family."),
    )
    field_order = ("form", "asks", "help", "kind", "options", "programme")

    def __init__(
        self, *args: Any, programmes: Iterable[tuple[str, str]], now: LocalQuestion | None = None, **kwargs: Any
    ) -> None:
        if now is not None:
            told = {name: getattr(now, name) for name in NAMES}
            kwargs["initial"] = {**told, "options": "\n".join(now.options), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        offered = [("", _("Every programme")), *programmes]
        if now is not None:
            del fields["form"]
            if now.programme not in dict(offered):
                offered.append((now.programme, now.programme))
        fields["programme"].choices = offered
        # Why and from when come last.
        self.order_fields([*(name for name in fields if name not in ("because", "from_on")), "because", "from_on"])

    def clean(self) -> dict[str, Any]:
        """Put its words together."""
        found = super().clean() or self.cleaned_data
        if self.errors:
            return found
        told = {name: found.pop(name) for name in NAMES}
        options = [line.strip() for line in told["options"].splitlines() if line.strip()]
        return found | {"words": Words(**{**told, "options": options})}


class RetireForm(_BecauseForm):
    """From when a question is asked no longer."""


class ImportForm(_BecauseForm):
    """A file of questions."""

    text = forms.CharField(
        label=_("The questions"),
        max_length=60_000,
        widget=forms.Textarea({"rows": 20}),
        help_text=_("As they were exported, with what you changed. Questions that it lacks stay as they are."),
    )
    field_order = ("text", "because", "from_on")


class DecideForm(ReadForm):
    """Adopt or turn down."""

    answer = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("adopt", _("Adopt it")), ("turn_down", _("Turn it down"))],
        widget=forms.RadioSelect,
    )
