"""Forms for family group decision-making."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.meetings.forms.invitations import Several
from thinkfamily.casework.meetings.models import GroupOffer
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm


class OfferForm(PlainForm):
    """That it was offered, or why it was not."""

    before = forms.ChoiceField(label=_("What it comes before"), choices=GroupOffer.BEFORE, widget=forms.RadioSelect)
    offered_on = PlainDateField(label=_("Day on which it was offered"), required=False, latest=localdate)
    offered_to = Several(label=_("To whom"), required=False)
    coordinator = forms.CharField(
        label=_("Who coordinates it"),
        max_length=120,
        required=False,
        help_text=_("Somebody who takes no decision about the family."),
    )
    not_offered_because = forms.CharField(
        label=_("If it was not offered: why it would not be in the child's interests"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offered_to"].offer(people)  # type: ignore[attr-defined]


class AnswerForm(ChangeForm):
    """What the family said, and what came of it."""

    answer = forms.ChoiceField(label=_("What they said"), choices=GroupOffer.ANSWERS, widget=forms.RadioSelect)
    answered_on = PlainDateField(label=_("On which day"), latest=localdate)
    why = forms.CharField(
        label=_("If they declined: why"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    coordinator = forms.CharField(label=_("Who coordinates it"), max_length=120, required=False)
    held_on = PlainDateField(label=_("Day on which the group met"), required=False, latest=localdate)
    plan = forms.CharField(
        label=_("The family's plan, in its own words"),
        max_length=8000,
        required=False,
        widget=forms.Textarea({"rows": 8}),
    )
