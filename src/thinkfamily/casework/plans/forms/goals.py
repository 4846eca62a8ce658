"""What is asked of a worker about a goal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm
from thinkfamily.casework.plans.forms._seen_by import FAMILY, SeenByForm
from thinkfamily.casework.plans.models import Goal, GoalRating


def _line(label: Any, hint: Any = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, required=False, help_text=hint, **kwargs)


class GoalForm(SeenByForm):
    """One goal, side by side with the family's words."""

    own_words = forms.CharField(
        label=_("In the family's own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Write down what they say, as they say it. The goal follows from it."),
    )
    words_of = forms.CharField(label=_("Whose words"), max_length=80, required=False)
    text = forms.CharField(
        label=_("What is to change"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One thing, in plain words: what will be different, and for whom."),
    )
    person = forms.ChoiceField(label=_("Whose goal"))
    baseline = _line(_("How it is now"), _("Such as: late for school four days in five"))
    measure = _line(_("How we will know"), _("What anybody could count or see"))
    target = _line(_("What we aim for"), _("Such as: on time four days in five"))
    target_on = PlainDateField(label=_("By when"), required=False)
    owner = forms.ChoiceField(label=_("Which worker sees to it"), required=False)
    phase = forms.TypedChoiceField(
        label=_("When"),
        choices=Goal.PHASES,
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
        help_text=_("A few goals at once. The others keep their place."),
    )
    field_order = (
        "own_words", "words_of", "text", "person", "baseline", "measure", "target", "target_on", "owner", "phase",
        "category", "audience", "hidden_from", "confided_by",
    )  # fmt: skip

    def __init__(self, *args: Any, workers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in workers}
        fields: Any = self.fields
        fields["audience"].initial = "family"
        fields["person"].choices = [
            (FAMILY, _("The family as one")),
            *((key, str(person)) for key, person in self.people.items()),
        ]
        fields["owner"].choices = [
            ("", _("Nobody yet")),
            *((key, worker.name) for key, worker in self.workers.items()),
        ]

    def clean_person(self) -> Any:
        """The member chosen; None for the family as one."""
        return self.people.get(self.cleaned_data["person"])

    def clean_owner(self) -> Any:
        """The worker chosen."""
        return self.workers.get(self.cleaned_data["owner"])


class GoalWordsForm(ChangeForm, GoalForm):
    """The same for a goal that is there: who sees it is changed where the visibility of items is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("category", "audience", "hidden_from"):
            del self.fields[name]
        self.fields.pop("confided_by", None)


class MoveForm(PlainForm):
    """The next state of a goal."""

    step = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Who of the family agreed, or why it moves"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, steps: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["step"].choices = steps


class RatingForm(PlainForm):
    """How far a goal is."""

    value = forms.TypedChoiceField(label=_("From 0 to 10"), coerce=int)
    rater = forms.ChoiceField(label=_("Who says so"), choices=GoalRating.RATERS, widget=forms.RadioSelect)
    rated_on = PlainDateField(label=_("On which day"), latest=localdate, initial=localdate)
    note = forms.CharField(
        label=_("Why this number, and what would make it one more"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        scale = GoalRating.SCALE
        fields["value"].choices = [
            ("", _("Choose one")),
            *((str(n), f"{n}: {scale[n]}" if n in scale else str(n)) for n in range(11)),
        ]


class PlanDatesForm(ChangeForm):
    """Another last day of a plan."""

    until_on = PlainDateField(label=_("First day after the plan"))
    because = forms.CharField(label=_("Why it ends on another day"), max_length=300, widget=forms.Textarea({"rows": 3}))
