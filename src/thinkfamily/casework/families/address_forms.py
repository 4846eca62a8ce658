"""What is asked to record an ordinary address, and to say that somebody lives there no longer."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.actions.addresses import LONGEST
from thinkfamily.casework.families.forms import EARLIEST
from thinkfamily.casework.families.models import Address, Person
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm

_OFF = {"autocomplete": "off", "spellcheck": "false"}
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.I)


class AddressForm(PlainForm):
    """Where members live, as an ordinary address."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who lives there"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        widget=forms.TextInput(_OFF),
        help_text=_(
            "Without the postcode. A place where somebody must not be found is a safe address, and stands nowhere else."
        ),
    )
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False, widget=forms.TextInput(_OFF))
    from_on = PlainDateField(label=_("Since when"), earliest=EARLIEST, latest=localdate)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [person.pk for person in people]
        self.fields["people"].queryset = Person.objects.filter(pk__in=ids)  # type: ignore[attr-defined]

    def clean_postcode(self) -> str:
        """A whole postcode, or nothing."""
        told = str(self.cleaned_data["postcode"])
        if told and not _POSTCODE.fullmatch(told):
            raise forms.ValidationError(_("Give the whole postcode, or leave it out"))
        return told


class AddressEndForm(PlainForm):
    """Where members live no longer."""

    addresses = forms.ModelMultipleChoiceField(
        label=_("Who no longer lives where"), queryset=Address.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    until_on = PlainDateField(label=_("Since when"), earliest=EARLIEST, latest=localdate)

    def __init__(self, *args: Any, held: list[tuple[str, Address]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["addresses"]
        field.queryset = Address.objects.filter(pk__in=[row.pk for _, row in held])
        field.choices = [(row.pk, f"{name}: {', '.join(filter(None, (row.text, row.postcode)))}") for name, row in held]
