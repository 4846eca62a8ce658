"""What is asked about a person who is on a file already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.actions.person import DETAILS
from thinkfamily.casework.families.forms import EARLIEST
from thinkfamily.casework.families.models import Member, Person, PersonChange
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm

_OFF = {"autocomplete": "off", "spellcheck": "false"}
KINDS = [
    ("nhs_number", _("NHS number")),
    ("upn", _("Unique pupil number")),
    ("nino", _("National Insurance number")),
]


class PersonForm(ChangeForm):
    """What is known of one person now, and where they live."""

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False, widget=forms.TextInput(_OFF))
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False, widget=forms.TextInput(_OFF))
    known_as = forms.CharField(label=_("Known as"), max_length=80, required=False, widget=forms.TextInput(_OFF))
    other_names = forms.CharField(
        label=_("Other names used"),
        max_length=200,
        required=False,
        widget=forms.TextInput(_OFF),
        help_text=_("They are found by these as well. Put a comma between two. A name left out is not brought back."),
    )
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    date_of_birth = PlainDateField(label=_("Date of birth, or when it is expected"), required=False, earliest=EARLIEST)
    born_precision = forms.ChoiceField(
        label=_("How well it is known"), choices=Person.PRECISIONS, widget=forms.RadioSelect
    )
    died_on = PlainDateField(label=_("If they have died: when"), required=False, earliest=EARLIEST, latest=localdate)
    sex = forms.ChoiceField(label=_("Sex"), choices=Person.SEXES, widget=forms.RadioSelect)
    language = forms.CharField(label=_("Language"), max_length=60, required=False)
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    communication = forms.CharField(
        label=_("Communication or access needs"),
        max_length=200,
        required=False,
        help_text=_("Never write an address here."),
    )
    residence = forms.ChoiceField(label=_("Lives"), choices=Member.RESIDENCES, widget=forms.RadioSelect)
    from_on = PlainDateField(
        label=_("If they live elsewhere than before: since when"), required=False, earliest=EARLIEST, latest=localdate
    )
    why = forms.ChoiceField(label=_("How you know"), choices=PersonChange.WHYS, widget=forms.RadioSelect)

    @staticmethod
    def there(member: Member) -> dict[str, Any]:
        """What is there of one member."""
        return {name: getattr(member.person, name) for name in DETAILS} | {"residence": member.residence}

    @property
    def given(self) -> dict[str, Any]:
        """What the action is given: of what is known, what is to be put right."""
        found = super().given
        return {name: one for name, one in found.items() if name not in DETAILS} | {
            "told": {name: found[name] for name in DETAILS if name in found}
        }


class _Unrepeated(forms.TextInput):
    """A box that is always sent empty."""

    def format_value(self, value: Any) -> str:
        """Nothing, whatever was typed."""
        return ""


class IdentifierForm(PlainForm):
    """One identifier of one person. What was typed is never sent back."""

    kind = forms.ChoiceField(label=_("Which"), choices=KINDS, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Number"),
        max_length=20,
        required=False,
        widget=_Unrepeated(_OFF),
        help_text=_("Kept encrypted, and only its end is shown afterwards. Leave it empty to take out a wrong one."),
    )
    why = forms.ChoiceField(label=_("How you know"), choices=PersonChange.WHYS, widget=forms.RadioSelect)
