"""What is asked of a worker in the car: who was seen, what happened, so what. Everything else is as it most often is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import AUDIENCES
from thinkfamily.casework.pages.dates import moment
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.plans.forms._seen_by import SeenByForm
from thinkfamily.casework.plans.ladder import LADDER
from thinkfamily.casework.plans.models import Contact, PlannedVisit
from thinkfamily.casework.questions.forms import AlsoAsks

ALONE = ":alone"
EARLIEST = date(2000, 1, 1)


def _today() -> date:
    return timezone.localdate()


def _now() -> time:
    return timezone.localtime().time().replace(second=0, microsecond=0)


def _clock(**kwargs: Any) -> forms.TimeField:
    return forms.TimeField(
        widget=forms.TimeInput({"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"), **kwargs
    )


class ContactForm(AlsoAsks, SeenByForm):
    """One contact."""

    seen = forms.MultipleChoiceField(
        label=_("Who was seen or spoken with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("What happened"), max_length=8000, required=False, widget=forms.Textarea({"rows": 4})
    )
    analysis = forms.CharField(
        label=_("So what"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("What it means for the children and the plan."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=1440,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    help = forms.ChoiceField(label=_("Practical help"), required=False, choices=[("", _("None")), *Contact.HELP])
    happened_on = PlainDateField(label=_("On which day"), earliest=EARLIEST, latest=_today, initial=_today)
    happened_time = _clock(label=_("At what time"), initial=_now)
    way = forms.ChoiceField(label=_("How"), choices=Contact.WAYS, initial="home")
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Contact.OUTCOMES, initial=Contact.HELD)
    is_planned = forms.BooleanField(label=_("It was planned"), required=False, initial=True)
    tried = forms.ChoiceField(label=_("Another way that was tried"), required=False, choices=[("", _("None")), *LADDER])
    # What stands behind "Change when, how and who may see it".
    MORE = (
        "minutes", "help", "happened_on", "happened_time", "way", "outcome", "is_planned", "tried", "category",
        "audience", "hidden_from", "confided_by",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        members: Iterable[Any],
        may_hide: bool,
        questions: Iterable[Any] = (),
        answered: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        members = [member for member in members if member.role != "expected"]
        super().__init__(*args, people=[member.person for member in members], **kwargs)
        fields: Any = self.fields
        fields["audience"].initial = "team"
        if not may_hide:
            fields["audience"].choices = AUDIENCES[:2]
        choices = []
        for member in members:
            key, name = str(member.person_id), str(member.person)
            if member.role == "child":
                choices += [(key, _("%(name)s, with others") % {"name": name})]
                choices += [(key + ALONE, _("%(name)s, alone") % {"name": name})]
            else:
                choices.append((key, name))
        fields["seen"].choices = choices
        # Whoever met nobody leaves them empty; of a contact that took place each is asked.
        for name in ("seen", "text", "analysis"):
            fields[name].is_asked = True
        self.also_ask(questions, answered)

    @property
    def shown(self) -> list[Any]:
        """The fields that everybody fills in."""
        folded = {*self.MORE, *(one.name for one in self.questions)}
        return [self[name] for name in self.fields if name not in folded]

    @property
    def more(self) -> list[Any]:
        """The fields that are most often as they come."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def is_more_wrong(self) -> bool:
        """Whether something is wrong among these."""
        return any(name in self.errors for name in self.MORE)

    def clean_seen(self) -> dict[Any, bool]:
        """Each person seen, and whether alone."""
        found: dict[Any, bool] = {}
        for value in self.cleaned_data["seen"]:
            person = self.people[value.removesuffix(ALONE)]
            found[person] = found.get(person, False) or value.endswith(ALONE)
        return found

    def clean(self) -> dict[str, Any]:
        """Put the day and the time together; what must be answered is asked of a contact that took place."""
        found = super().clean() or {}
        self.look_at_answers(found, must_answer=found.get("outcome") == Contact.HELD)
        found["answers"] = self.answers_of(found)
        on, at = found.pop("happened_on", None), found.pop("happened_time", None)
        if on is not None and at is not None:
            try:
                found["happened_at"] = moment(on, at, latest=timezone.now())
            except forms.ValidationError as wrong:
                self.add_error("happened_time", wrong)
        return found


class CorrectionForm(ContactForm):
    """What is right in place of a contact that was recorded wrongly."""

    why = forms.CharField(label=_("Why it is corrected"), max_length=300, widget=forms.Textarea({"rows": 2}))


class MissedForm(PlainForm):
    """Nobody was in: one tap, with the way that was tried where it was another one."""

    tried = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_tried(self) -> str:
        """A step of the ladder; what is none is passed over, so that an attempt is never lost."""
        tried = self.cleaned_data["tried"]
        return tried if tried in dict(LADDER) else ""


class VisitForm(PlainForm):
    """One visit that is planned."""

    starts_on = PlainDateField(label=_("On which day"), initial=_today)
    starts_time = _clock(label=_("At what time"))
    minutes = forms.IntegerField(
        label=_("How many minutes"),
        min_value=5,
        max_value=720,
        initial=60,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    way = forms.ChoiceField(label=_("How"), choices=Contact.WAYS, initial="home")
    is_alone = forms.BooleanField(label=_("I go alone"), required=False, initial=True)
    risk = forms.ChoiceField(label=_("Risk to you"), choices=PlannedVisit.RISKS, widget=forms.RadioSelect)
    buddy = forms.ChoiceField(
        label=_("Who rings you if you are not heard of"),
        required=False,
        help_text=_("Another worker on this family's team. After them it is the manager of the team."),
    )

    def __init__(self, *args: Any, workers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in workers}
        fields: Any = self.fields
        fields["buddy"].choices = [
            ("", _("Nobody")),
            *((key, worker.name) for key, worker in self.workers.items()),
        ]

    def clean_buddy(self) -> Any:
        """The worker chosen."""
        return self.workers.get(self.cleaned_data["buddy"])

    def clean(self) -> dict[str, Any]:
        """Put the day and the time together."""
        found = super().clean() or {}
        on, at = found.pop("starts_on", None), found.pop("starts_time", None)
        if on is not None and at is not None:
            try:
                found["starts_at"] = moment(on, at)
            except forms.ValidationError as wrong:
                self.add_error("starts_time", wrong)
        return found
