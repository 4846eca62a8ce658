"""Forms for inviting, replying and sending a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import AUDIENCES, CATEGORIES
from thinkfamily.casework.meetings.models import Invitation
from thinkfamily.casework.meetings.queries.meetings import Invitable
from thinkfamily.casework.pages.forms import PlainForm
from thinkfamily.casework.questions.forms import AlsoAsks


class Several(forms.MultipleChoiceField):
    """Several rows of those offered: chosen by id, given as rows."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, rows: list[Any], words: Any = str) -> None:
        """Say what can be chosen."""
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [(pk, words(row)) for pk, row in self.rows.items()]

    def clean(self, value: Any) -> list[Any]:
        """The rows chosen."""
        return [self.rows[pk] for pk in dict.fromkeys(super().clean(value))]


class InviteForm(PlainForm):
    """Whom to invite, and what for."""

    workers = Several(label=_("Workers on the team"), required=False)
    agencies = Several(label=_("Agencies that have named nobody"), required=False)
    people = Several(label=_("Members of the family"), required=False)
    asked = forms.ChoiceField(label=_("What they are asked"), choices=Invitation.ASKS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Invitable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["workers"].offer(offered.workers, with_agency)
        fields["agencies"].offer(offered.agencies)
        fields["people"].offer(offered.people)
        fields["asked"].initial = "come"
        for name in ("workers", "agencies", "people"):
            if not fields[name].choices:
                del fields[name]


class ReplyForm(PlainForm):
    """A reply to an invitation."""

    reply = forms.ChoiceField(label=_("Your reply"), choices=Invitation.REPLIES, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Message to those who keep the meeting"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    own_words = forms.CharField(
        label=_("What you want to be said at the meeting"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "In your own words. Those who lead the work with your family will read it; other members will not."
        ),
    )

    def __init__(self, *args: Any, is_own: bool, is_family: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if not is_family:
            del fields["own_words"]
        else:
            fields["reply"].choices = [pair for pair in Invitation.REPLIES if pair[0] != "report"]
        if not is_own:
            fields["reply"].label = _("What they replied")


class ReportForm(AlsoAsks, PlainForm):
    """A written report to a meeting."""

    strengths = forms.CharField(
        label=_("What goes well"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4})
    )
    worries = forms.CharField(
        label=_("What worries us"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4})
    )
    next_steps = forms.CharField(
        label=_("What should happen next"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4})
    )
    text = forms.CharField(
        label=_("What else there is to say"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4})
    )
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("", _("Choose one")), *CATEGORIES],
        help_text=_("A sharing decision opens it to others by category. Send a second report for another category."),
    )
    audience = forms.ChoiceField(label=_("Who may see it"), choices=AUDIENCES, widget=forms.RadioSelect)
    hidden_from = Several(
        label=_("Never shown to"),
        required=False,
        help_text=_("Not on any page, print or letter, whatever else is decided."),
    )

    def __init__(
        self, *args: Any, people: list[Any], may_hide: bool, questions: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["hidden_from"].offer(people)
        if not may_hide:
            fields["audience"].choices = AUDIENCES[1:2]
        fields["audience"].initial = "professionals"
        self.also_ask(questions)
        # What it is about comes first, who sees it last.
        last = ("category", "audience", "hidden_from")
        self.order_fields([*(name for name in fields if name not in last), *last])

    def clean(self) -> dict[str, Any]:
        """Take the answers to local questions together."""
        found = super().clean() or self.cleaned_data
        self.look_at_answers(found)
        found["answers"] = self.answers_of(found)
        return found


def with_agency(worker: Any) -> str:
    return f"{worker.name} ({worker.agency.name})" if worker.agency else str(worker.name)
