"""Forms for being close to a family."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.queries.people import workers_with
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm

KINDS = [
    ("relative", _("A relative")),
    ("own", _("In my own household, or myself")),
    ("other", _("Another close tie")),
]
KINDS_OF_OTHERS = [("relative", _("A relative")), ("own", _("Own family")), ("other", _("Another close tie"))]


class RelativeForm(PlainForm):
    """Somebody to whom a worker is close."""

    first_name = forms.CharField(label=_("First name"), max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    last_name = forms.CharField(label=_("Last name"), max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    born = PlainDateField(label=_("Date of birth"))
    kind = forms.ChoiceField(label=_("They are"), choices=KINDS, widget=forms.RadioSelect)


class EndClosenessForm(PlainForm):
    """What was a mistake, to be ended."""

    because = forms.CharField(label=_("Why it is a mistake"), widget=forms.Textarea)


class ConflictForm(PlainForm):
    """A worker to be kept from a file."""

    email = forms.EmailField(label=_("Email address of the worker"))
    kind = forms.ChoiceField(
        label=_("How they are close to the family"), choices=KINDS_OF_OTHERS, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, object]:
        """The worker who has this address."""
        cleaned = super().clean() or self.cleaned_data
        email = cleaned.pop("email", None)
        if email:
            cleaned["worker"] = workers_with([email]).first()
            if cleaned["worker"] is None:
                self.add_error("email", _("No active worker has this address."))
        return cleaned
