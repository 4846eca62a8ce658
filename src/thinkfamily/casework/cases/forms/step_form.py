"""What every form of a step has: the day on which it was taken."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.questions.forms import AlsoAsks
from thinkfamily.casework.questions.queries import asked_on


def words(label: Any, rows: int = 3, most: int = 4000, **options: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **options)


def one_of(label: Any, choices: list[tuple[str, Any]], **options: Any) -> forms.ChoiceField:
    """A field for one answer of a few, all in sight."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


class StepForm(AlsoAsks, PlainForm):
    """Any step: the day on which it was taken."""

    # On which form the local questions stand that it asks besides; empty for none.
    ASKS_ALSO: ClassVar[str] = ""

    on = PlainDateField(label=_("On which day"), latest=localdate, initial=localdate)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if self.ASKS_ALSO:
            self.also_ask(asked_on(self.ASKS_ALSO, case.profile))
        # The day comes last, being right as it stands most often.
        self.order_fields([name for name in self.fields if name != "on"])

    def clean(self) -> dict[str, Any]:
        """What must be answered is."""
        found = super().clean() or self.cleaned_data
        self.look_at_answers(found)
        return found

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Fill the choices of a field."""
        fields: Any = self.fields
        fields[name].choices = choices
