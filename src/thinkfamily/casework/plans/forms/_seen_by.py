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

    confided_by = forms.ChoiceField(
        label=_("In confidence of"),
        required=False,
        help_text=_(
            "A young person who understands enough, and asked that nobody else of the family reads it. No other member ever "
            "does. Professionals do: tell the young person so, and that harm to somebody cannot be kept in confidence."
        ),
    )

    def __init__(self, *args: Any, people: Iterable[Any], confiding: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        fields: Any = self.fields
        fields["hidden_from"].choices = [(key, str(person)) for key, person in self.people.items()]

        offered = [(str(person.pk), str(person)) for person in confiding]
        fields["confided_by"].choices = [("", _("Nobody: nothing was asked")), *offered]
        if not offered:
            del fields["confided_by"]

    def clean_confided_by(self) -> Any:
        """The young person chosen; None for nobody."""
        return self.people.get(self.cleaned_data["confided_by"])

    def clean_hidden_from(self) -> list[Any]:
        """The people chosen."""
        return [self.people[key] for key in self.cleaned_data["hidden_from"]]
