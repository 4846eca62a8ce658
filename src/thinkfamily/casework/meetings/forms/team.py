"""Forms for what is asked of those on a team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.meetings.queries.team import agencies_to_invite
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm


class AskForm(ChangeForm):
    """What is asked of one worker."""

    asked = forms.CharField(
        label=_("What is asked of them"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A task in a sentence, such as: see that the rent account is clear by Easter."),
    )


class AgencyForm(PlainForm):
    """An agency that has named nobody yet."""

    agency: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Agency"), queryset=None, empty_label=_("Choose one")
    )
    asked = forms.CharField(label=_("What is asked of it"), max_length=300, widget=forms.Textarea({"rows": 3}))
    until_on = PlainDateField(label=_("First day without it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_to_invite()  # type: ignore[attr-defined]
