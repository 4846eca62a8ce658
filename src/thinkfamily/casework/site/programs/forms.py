"""The forms of programs. They check what was typed; the actions decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.site.api.keys import OPERATIONS
from thinkfamily.casework.site.programs.kinds import KINDS

# How long a key lasts if nobody says otherwise: our choice.
KEY_DAYS = 90


def _in_days() -> date:
    return timezone.localdate() + timedelta(days=KEY_DAYS)


class ProgramForm(PlainForm):
    """What a program may call, from where, and who answers for it."""

    what_for = forms.CharField(label=_("What it does"), max_length=300, help_text=_("In a sentence. Name no family."))
    responsible = forms.EmailField(
        label=_("Who answers for it"),
        max_length=254,
        help_text=_(
            "The work email address of a colleague with an account here, of its agency or of the one that runs the "
            "programme. They make its keys; where somebody else takes over, its keys end."
        ),
    )
    operations = forms.MultipleChoiceField(
        label=_("What it may do"), choices=list(OPERATIONS.items()), widget=forms.CheckboxSelectMultiple
    )
    networks = forms.CharField(
        label=_("From where it calls"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Addresses or networks, as 192.0.2.17 or 192.0.2.0/24, one on each line."),
    )

    def clean_responsible(self) -> Worker:
        """The account with that address."""
        found = Worker.objects.filter(email=self.cleaned_data["responsible"].strip().lower(), is_program=False).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has an account with this address."))
        return found

    def clean_networks(self) -> list[str]:
        """One a line."""
        return [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]


class NewProgramForm(ProgramForm):
    """A new account of a program."""

    name = forms.CharField(label=_("Name of the program"), max_length=120)
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.filter(is_active=True))
    account_until = PlainDateField(label=_("First day without access"), help_text=_("At most a year ahead."))
    field_order = ("name", "what_for", "agency", "responsible", "operations", "networks", "account_until")


class BecauseForm(PlainForm):
    """A reason."""

    because = forms.CharField(label=_("Why"), max_length=300)


class KeyForm(PlainForm):
    """A new key."""

    ends_on = PlainDateField(
        label=_("First day on which it opens nothing"),
        initial=_in_days,
        help_text=_("None after the account's own end."),
    )


class WebhookForm(PlainForm):
    """An address that is told of what is new."""

    url = forms.CharField(
        label=_("Address"), max_length=300, help_text=_("As https://register.example.org/think-family")
    )
    kinds: Any = forms.MultipleChoiceField(
        label=_("What it is told of"),
        choices=[(kind.code, kind.says) for kind in KINDS.values()],
        widget=forms.CheckboxSelectMultiple,
    )
