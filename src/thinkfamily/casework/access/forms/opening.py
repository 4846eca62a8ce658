"""Forms for opening a file in an emergency."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import PlainForm


class OpeningForm(PlainForm):
    """Why a file must be opened now, and for how long."""

    reason = forms.CharField(
        label=_("Why it cannot wait"),
        widget=forms.Textarea,
        help_text=_("Who is in danger, of what, and what you must know to act."),
    )
    minutes = forms.IntegerField(
        label=_("For how many minutes"), min_value=1, max_value=240, initial=60, help_text=_("At most 240.")
    )


class FindingForm(PlainForm):
    """What a review of an opening found."""

    finding = forms.ChoiceField(
        label=_("The opening was"),
        choices=[("justified", _("Justified")), ("not_justified", _("Not justified"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Why"), widget=forms.Textarea)
