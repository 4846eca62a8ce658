"""Forms for lawful bases and for the standing agreements between agencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.sharing.models import LawfulBasis
from thinkfamily.casework.sharing.queries import agencies


class BasisForm(PlainForm):
    """A lawful basis on which one family's file is kept."""

    basis = forms.ChoiceField(label=_("Lawful basis"), choices=LawfulBasis.BASES, widget=forms.RadioSelect)
    purpose = forms.CharField(label=_("What the file is kept for"), max_length=300)
    condition = forms.CharField(label=_("Condition for special category data"), max_length=200, required=False)
    note = forms.CharField(label=_("Why this basis"), widget=forms.Textarea({"rows": 4}), required=False)
    from_on = PlainDateField(label=_("From"), latest=localdate, initial=localdate)


class AgreementForm(PlainForm):
    """A standing agreement by which one agency may disclose to another."""

    reference = forms.CharField(label=_("Reference"), max_length=40)
    from_agency: Any = forms.ModelChoiceField(label=_("Who discloses"), queryset=None, empty_label=_("Choose"))
    to_agency: Any = forms.ModelChoiceField(label=_("Who receives"), queryset=None, empty_label=_("Choose"))
    categories = forms.MultipleChoiceField(
        label=_("Which information"), choices=CATEGORIES, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(label=_("What for"), max_length=300)
    power = forms.CharField(
        label=_("Power to disclose"),
        max_length=200,
        help_text=_("The law, with its section. Section 47 is decided family by family and stands in no agreement."),
    )
    lawful_basis = forms.ChoiceField(label=_("Lawful basis"), choices=LawfulBasis.BASES, widget=forms.RadioSelect)
    necessity = forms.CharField(
        label=_("Why it is necessary, and no more than needed"), widget=forms.Textarea({"rows": 4})
    )
    condition = forms.CharField(
        label=_("Condition for special category data"),
        max_length=200,
        required=False,
        help_text=_("Needed for health, mental health, and drugs and alcohol."),
    )
    confidentiality = forms.CharField(
        label=_("Why confidence may be set aside"), max_length=300, required=False, help_text=_("Needed for the same.")
    )
    from_on = PlainDateField(label=_("In force from"), initial=localdate)
    expires_on = PlainDateField(label=_("First day no longer in force"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["from_agency"].queryset = fields["to_agency"].queryset = agencies()
