"""The fields that say who may see an item, and the people and workers that a form offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import AUDIENCES, CATEGORIES
from thinkfamily.casework.pages.forms import PlainForm

FAMILY = "family"


class SeenByForm(PlainForm):
    """A form for an item: its category, who may see it, and from whom it is hidden."""

    category = forms.ChoiceField(
        label=_("Category"),
        choices=CATEGORIES,
        initial="other",
        help_text=_("Sharing decisions open a file by category. Domestic abuse goes into its own compartment."),
    )
    audience = forms.ChoiceField(label=_("Who may see it"), choices=AUDIENCES, widget=forms.RadioSelect)
    hidden_from = forms.MultipleChoiceField(
        label=_("Never shown to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Not on any page, print or letter, whatever else is decided."),
    )

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        fields: Any = self.fields
        fields["hidden_from"].choices = [(key, str(person)) for key, person in self.people.items()]

    def clean_hidden_from(self) -> list[Any]:
        """The people chosen."""
        return [self.people[key] for key in self.cleaned_data["hidden_from"]]
