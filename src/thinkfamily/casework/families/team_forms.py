"""Which team a file is given to, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.families.queries.teams import GIVEN_BECAUSE
from thinkfamily.casework.pages.forms import PlainForm


class GiveForm(PlainForm):
    """The team that has a file from today."""

    team = forms.ChoiceField(label=_("Team"), widget=forms.RadioSelect)
    because = forms.ChoiceField(label=_("Why"), choices=list(GIVEN_BECAUSE.items()), widget=forms.RadioSelect)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {str(team.pk): team for team in teams}
        fields: Any = self.fields
        fields["team"].choices = [(key, team.name) for key, team in self._teams.items()]

    def clean_team(self) -> Team:
        """The team chosen."""
        return self._teams[self.cleaned_data["team"]]
