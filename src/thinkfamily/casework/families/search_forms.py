"""What a search asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.fitting import Question
from thinkfamily.casework.families.sounds import plain
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm

_OFF = {"autocomplete": "off", "spellcheck": "false"}


class SearchForm(PlainForm):
    """A family looked for by what is known of it; all that is given must fit."""

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        required=False,
        widget=forms.TextInput(_OFF),
        help_text=_("First, last, known-as or other names, in any order. Names that sound alike are found too."),
    )
    born = PlainDateField(label=_("Date of birth"), required=False)
    address = forms.CharField(
        label=_("Old or present address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(_OFF),
        help_text=_("Words of it, or the postcode."),
    )
    reference = forms.CharField(
        label=_("Family reference"), max_length=12, required=False, widget=forms.TextInput(_OFF)
    )
    identifier = forms.CharField(
        label=_("NHS number or unique pupil number"), max_length=20, required=False, widget=forms.TextInput(_OFF)
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_limited: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_limited = is_limited
        if is_limited:
            for name in ("address", "reference", "identifier"):
                del self.fields[name]
            self.fields["name"].help_text = _("First and last name, as you know them.")
            self.fields["name"].required = self.fields["born"].required = True

    def clean(self) -> dict[str, Any]:
        """Something must be looked for; a partner professional gives the whole name."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if self.is_limited and len(plain(cleaned["name"])) < 2:
            self.add_error("name", _("Give the first and the last name."))
        elif not self.is_limited and not any(cleaned.get(name) for name in self.fields if name != "page"):
            raise forms.ValidationError(_("Give at least one thing to look for."))
        return cleaned

    def question(self) -> Question:
        """What was asked, of a valid form."""
        return Question(
            **{name: value for name, value in self.cleaned_data.items() if name != "page" and value is not None}
        )
