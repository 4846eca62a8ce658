"""Form of what a worker is mailed of."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.models import MailChoice
from thinkfamily.casework.pages.forms import PlainForm


class MailsForm(PlainForm):
    """How often one is mailed of what comes due."""

    due = forms.ChoiceField(
        label=_("When are you mailed of what comes due?"),
        help_text=_("What somebody asks of you, and an emergency, is mailed at once. No mail names a family."),
        choices=MailChoice.WHEN,
        widget=forms.RadioSelect,
    )
