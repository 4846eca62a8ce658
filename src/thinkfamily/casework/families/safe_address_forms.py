"""What is asked for to keep a safe address. What was typed is never sent back, not even after an error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.safe_address import people_of
from thinkfamily.casework.families.told import can_be_named
from thinkfamily.casework.pages.forms import ChangeForm, PlainForm, Unrepeated


class _Named(PlainForm):
    """Who may read a safe address."""

    named: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Who may read it"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, family: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = can_be_named(family)  # type: ignore[attr-defined]


class ReadersForm(ChangeForm, _Named):
    """Who may read a safe address that is kept."""


class SafeAddressForm(_Named):
    """A safe address to be recorded."""

    person = forms.ChoiceField(label=_("Whose"), widget=forms.RadioSelect)
    # No other form calls a field so: by its name it is left out wherever somebody is shown what they had written.
    safe_address = forms.CharField(
        label=_("Safe address"),
        max_length=400,
        strip=True,
        widget=Unrepeated({"autocomplete": "off", "spellcheck": "false", "rows": 4}),
        help_text=_("Kept encrypted, and found by no search. If the page comes back with an error, type it again."),
    )
    field_order = ("person", "safe_address", "named")

    def __init__(self, *args: Any, family: Any, **kwargs: Any) -> None:
        super().__init__(*args, family=family, **kwargs)
        self.people = {str(person.pk): person for person in people_of(family)}
        self.fields["person"].choices = [(pk, str(person)) for pk, person in self.people.items()]  # type: ignore[attr-defined]

    def clean_person(self) -> Any:
        """The person of this family who was chosen."""
        return self.people[self.cleaned_data["person"]]

    def clean(self) -> dict[str, Any]:
        """The address under the name by which it is kept."""
        found = super().clean() or {}
        if "safe_address" in found:
            found["text"] = found.pop("safe_address")
        return found
