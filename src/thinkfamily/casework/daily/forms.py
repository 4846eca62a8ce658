"""Forms of the daily screens: they validate what was typed; actions decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.daily.queries.lists import Work
from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.profiles.queries import in_use


def _several(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False)


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=3650)


class ChoiceForm(PlainForm):
    """What a list is narrowed to; nothing chosen is everything."""

    states = _several(_("In one of these states"), Case.STATES)
    sides = _several(_("And how it goes"), Case.SIDES)
    profiles = _several(_("Of one of these programmes"))
    days_in_state = _days(_("In its state for at least so many days"))
    days_without_contact = _days(_("Nobody met for at least so many days"))
    changes = forms.IntegerField(
        label=_("The lead has changed at least so many times"), required=False, min_value=1, max_value=50
    )
    leads = _several(_("Led by one of these"))
    teams = _several(_("Of one of these teams"))
    tiers = _several(_("At one of these intensities"))
    needs = _several(_("With a need of one of these kinds, as far as you may see it"), CATEGORIES)
    opened_from = PlainDateField(label=_("Taken up on or after"), required=False)
    opened_before = PlainDateField(label=_("Taken up before"), required=False)

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name in ("leads", "teams", "tiers"):
            fields[name].choices = getattr(work, name)
        # ``with`` is a word of the language, and the right name in an address.
        fields["with"] = _several(
            _("And all of these"),
            [
                ("no_lead", _("A lead is missing")),
                ("review_overdue", _("A plan review is overdue")),
                ("assessment_late", _("The assessment is late")),
                ("duty_over", _("Under a duty, and no ground stands any longer")),
                ("drifting", _("Nobody met for longer than the programme allows")),
                ("look_due", _("A look after the end is due")),
            ],
        )
        fields["profiles"].choices = [(one.code, one.title) for one in in_use().values()]

    @property
    def choice(self) -> dict[str, Any]:
        """What was chosen, without what was left open; a day as it is written in a file."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in chosen.items()}

    def clean(self) -> dict[str, Any]:
        """What was chosen, where it can be met by any case at all."""
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("opened_from"), cleaned.get("opened_before")
        if begins and ends and ends <= begins:
            self.add_error("opened_before", _("No case was taken up both before this day and on or after the other."))
        return cleaned


class KeepForm(PlainForm):
    """Keeping a list."""

    name = forms.CharField(label=_("Name of the list"), max_length=80, help_text=_("Name nobody."))
    team = forms.ChoiceField(label=_("Who sees it"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, teams: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        fields: Any = self.fields
        fields["team"].choices = [
            ("", _("Only me")),
            *((key, _("%(team)s, each with their own families") % {"team": team}) for key, team in self.teams.items()),
        ]

    def clean_team(self) -> Any:
        """The team chosen; None for nobody else."""
        return self.teams.get(self.cleaned_data["team"])


class SupervisionForm(PlainForm):
    """One supervision."""

    held_on = PlainDateField(label=_("Day it was"), latest=localdate, initial=localdate)
    next_on = PlainDateField(label=_("Day of the next"))
    note = forms.CharField(
        label=_("What was said, for the two of you"),
        max_length=8000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("A decision on a family is recorded on its case, not here."),
    )

    def __init__(self, *args: Any, every: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_on"].initial = lambda: localdate() + timedelta(days=every)
