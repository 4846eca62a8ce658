"""Forms for planning a meeting and for what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.meetings.models import Invitation, Meeting
from thinkfamily.casework.meetings.queries.meetings import name_of
from thinkfamily.casework.pages.dates import moment
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm

ATTENDANCE = "attendance_"


class MeetingForm(ChangeForm):
    """A meeting to be held."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=Meeting.KINDS, widget=forms.RadioSelect)
    planned_on = PlainDateField(label=_("Day"))
    begins_at = forms.TimeField(
        label=_("Begins at"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
        help_text=_("Such as 14:30"),
        error_messages={"invalid": _("Enter a time such as 14:30")},
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Everybody invited reads it. Never a place where somebody must not be found."),
    )
    why = forms.CharField(
        label=_("Why it is held without the family, or at once"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed for professionals only and for an urgent meeting. It is not shown to those invited."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an hour that the clock skips or shows twice on that day."""
        found = super().clean()
        on, at = found.get("planned_on"), found.get("begins_at")
        if on is not None and at is not None:
            try:
                moment(on, at)
            except forms.ValidationError as wrong:
                self.add_error("begins_at", wrong)
        return found


class HeldForm(PlainForm):
    """A meeting that was held: when, who came, and the next."""

    held_on = PlainDateField(label=_("Day it was held"), latest=localdate)
    next_on = PlainDateField(label=_("Day of the next meeting"), required=False)

    def __init__(self, *args: Any, invited: list[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = invited
        for row in invited:
            self.fields[f"{ATTENDANCE}{row.pk}"] = forms.ChoiceField(
                label=name_of(row),
                choices=Invitation.ATTENDANCES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether %(name)s came") % {"name": name_of(row)}},
            )
        self.order_fields(["held_on", *(f"{ATTENDANCE}{row.pk}" for row in invited), "next_on"])

    def clean(self) -> dict[str, Any]:
        """The attendance of each, by the id of the invitation."""
        found = super().clean() or {}
        attendance = {row.pk: found.pop(f"{ATTENDANCE}{row.pk}", "") for row in self.invited}
        return {**found, "attendance": attendance}


class FailedForm(PlainForm):
    """A meeting that was to be held and was not."""

    held_on = PlainDateField(label=_("Day on which it was to be held"), latest=localdate)
    why_not = forms.CharField(label=_("Why it failed"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    instead = forms.CharField(
        label=_("What is done instead"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who sees or calls whom, and when. With this the day on which the meeting was due is met."),
    )
    next_on = PlainDateField(label=_("Day of the next meeting"), required=False)


class CancelForm(PlainForm):
    """A meeting that will not be held."""

    why_not = forms.CharField(label=_("Why it is cancelled"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class AnchorForm(ChangeForm):
    """The day from which a timetable is counted."""

    anchor_on = PlainDateField(
        label=_("Day from which it is counted"), help_text=_("The day of the application to the court.")
    )
