"""What is asked of a worker about a line of the chronology."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.plans.models import ChronologyEntry


class PromoteForm(PlainForm):
    """One line, from what stands on the file."""

    text = forms.CharField(
        label=_("What happened, in one line"),
        max_length=200,
        help_text=_("The fact alone. What it means goes below."),
    )
    on = PlainDateField(label=_("When"), earliest=date(1900, 1, 1), latest=localdate)
    precision = forms.ChoiceField(
        label=_("How well the day is known"), choices=ChronologyEntry.PRECISIONS, initial="day"
    )
    significance = forms.ChoiceField(
        label=_("What it is"), choices=ChronologyEntry.SIGNIFICANCES, widget=forms.RadioSelect
    )
    why = forms.CharField(label=_("Why it matters"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))
