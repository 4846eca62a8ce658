"""Forms about who leads, statutory grounds, signing, and looks after the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.models import StatutoryGround, SustainCheck
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm, ReadForm


class AskLeadForm(PlainForm):
    """Asking somebody to lead."""

    who = forms.ChoiceField(label=_("Who is asked to lead"), widget=forms.RadioSelect)
    because = forms.CharField(label=_("Why they"), max_length=300, widget=forms.Textarea({"rows": 2}))
    over_because = forms.CharField(
        label=_("Why beyond their ceiling"),
        max_length=300,
        required=False,
        help_text=_("Only where it would take them above a full caseload."),
    )

    def __init__(self, *args: Any, offered: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["who"].choices = [(one.key, one.says) for one in offered]


class AcceptForm(PlainForm):
    """A lead's answer."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("I accept, and lead from today")), ("no", _("I cannot, for the reason below"))],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label=_("Why not"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """A no needs its reason."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") == "no" and not given.get("because"):
            self.add_error("because", _("Say why not"))
        return given


class CapacityForm(PlainForm):
    """How much one worker carries."""

    percent = forms.IntegerField(label=_("Share of a full caseload, in percent"), min_value=0, max_value=100)
    leaves_on = PlainDateField(label=_("Last day at work"), required=False, help_text=_("Where somebody leaves."))


class GroundForm(PlainForm):
    """A statutory ground."""

    kind = forms.ChoiceField(label=_("On what ground"), choices=StatutoryGround.KINDS, widget=forms.RadioSelect)
    threshold = forms.CharField(
        label=_("Which threshold was met, and how it is known"), widget=forms.Textarea({"rows": 3})
    )
    told = forms.CharField(
        label=_("What the family was told, and that it did not agree"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Or why it was not told."),
    )
    until_on = PlainDateField(label=_("First day on which it no longer stands"))


class SignForm(ReadForm):
    """The second person's answer."""

    answer = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("sign", _("I sign: the step is taken")), ("return", _("I return it, for the reason below"))],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label=_("Why"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """A return needs its reason."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") == "return" and not given.get("because"):
            self.add_error("because", _("Say why it is returned"))
        return given


class LookForm(PlainForm):
    """One look after the end."""

    found = forms.ChoiceField(label=_("What was found"), choices=SustainCheck.FOUND, widget=forms.RadioSelect)
    note = forms.CharField(label=_("In words"), widget=forms.Textarea({"rows": 3}))
    done_on = PlainDateField(label=_("On which day"), latest=localdate, initial=localdate)
