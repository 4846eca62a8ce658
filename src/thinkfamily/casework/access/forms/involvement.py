"""Forms for who is involved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.actions.involvement import (
    MOST_DAYS,
    MOST_REQUEST_DAYS,
    MOST_SAMPLE,
    MOST_SAMPLE_DAYS,
)
from thinkfamily.casework.access.queries.people import could_be
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm


class _WorkerField(forms.ModelChoiceField):
    """A worker, shown with their agency: names repeat."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.agency.name})" if obj.agency else obj.name


class PartForm(PlainForm):
    """A worker's part in a family's case: who, until when, why."""

    worker = _WorkerField(label=_("Who"), queryset=None, empty_label=_("Choose one"))
    until_on = PlainDateField(label=_("First day without it"), required=False)
    because = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = could_be(role)  # type: ignore[attr-defined]
        most = MOST_DAYS[role]
        if most is None:
            self.fields["until_on"].help_text = _("Leave it empty while no end is set.")
        else:
            self.fields["until_on"].required = True
            self.fields["until_on"].help_text = _("At most %(days)s days from today.") % {"days": most}


class RequestForm(PlainForm):
    """Why and for how long information governance reads a file."""

    because = forms.CharField(label=_("Why you need to read this file"), max_length=300, widget=forms.Textarea)
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_REQUEST_DAYS, help_text=_("At most 28.")
    )


class SampleForm(PlainForm):
    """How many files are drawn, for how long and what for."""

    how_many = forms.IntegerField(
        label=_("How many files"), min_value=1, max_value=MOST_SAMPLE, help_text=_("At most 30.")
    )
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_SAMPLE_DAYS, help_text=_("At most 60.")
    )
    because = forms.CharField(label=_("What the sample is for"), max_length=300)


class DecisionForm(PlainForm):
    """Whether a proposal is accepted: the button that was pressed."""

    is_accepted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Accept")), ("no", _("Turn down"))],
        coerce=lambda answer: answer == "yes",
    )
