"""The form that narrows the register of sharing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.sharing.queries import agencies


class RegisterForm(PlainForm):
    """What the register is narrowed to; nothing narrows nothing."""

    agency: Any = forms.ModelChoiceField(
        label=_("Agency, on either side"), queryset=None, empty_label=_("All"), required=False
    )
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("", _("All")),
            ("shared", _("Shared")),
            ("not_shared", _("Not shared")),
            ("undecided", _("Not decided yet")),
            ("taken_back", _("Proposal taken back")),
        ],
        required=False,
    )
    from_on = PlainDateField(label=_("Proposed from"), required=False)
    until_on = PlainDateField(label=_("Proposed before"), required=False)

    def clean(self) -> dict[str, Any]:
        """What it is narrowed to, where any decision at all could meet it."""
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("from_on"), cleaned.get("until_on")
        if begins and ends and ends <= begins:
            self.add_error("until_on", _("No proposal was made both before this day and on or after the other."))
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agency"].queryset = agencies()
