"""Forms of the audit's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import PlainForm


class AuditSearchForm(PlainForm):
    """One opaque id to look for in one store."""

    id = forms.RegexField(
        r"^[A-Za-z0-9_.:-]{1,64}$",
        label=_("Opaque id"),
        help_text=_("Of a family, a worker or another thing. Never a name."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("Give an id: letters, digits and hyphens, without spaces.")},
    )
    store = forms.ChoiceField(
        label=_("Where"),
        choices=[("default", _("Casework")), ("candidates", _("Consideration desk"))],
        initial="default",
        widget=forms.RadioSelect,
    )


class HomeStreetForm(PlainForm):
    """The street a worker lives in."""

    street = forms.CharField(label=_("Street"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    postcode = forms.CharField(label=_("Postcode"), max_length=10, widget=forms.TextInput({"autocomplete": "off"}))
