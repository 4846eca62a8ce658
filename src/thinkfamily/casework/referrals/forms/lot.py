"""The form by which an auditor has requests drawn."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.actions.involvement import MOST_SAMPLE, MOST_SAMPLE_DAYS
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm


class LotForm(PlainForm):
    """How many requests are drawn, of which period, for how long and what for."""

    how_many = forms.IntegerField(
        label=_("How many requests"), min_value=1, max_value=MOST_SAMPLE, help_text=_("At most 30.")
    )
    from_on = PlainDateField(label=_("Received from"))
    to_on = PlainDateField(label=_("Received until"))
    days = forms.IntegerField(
        label=_("For how many days you read them"), min_value=1, max_value=MOST_SAMPLE_DAYS, help_text=_("At most 60.")
    )
    because = forms.CharField(label=_("What the sample is for"), max_length=300)
