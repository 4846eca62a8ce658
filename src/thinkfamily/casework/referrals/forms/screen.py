"""Forms for looking at a request, and for what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.declining import WHY_DECLINED
from thinkfamily.casework.cases.proposing import Pointer, intensities
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm, ReadForm
from thinkfamily.casework.referrals.models import HOW_TOLD, Referral
from thinkfamily.casework.referrals.questions import LEVELS
from thinkfamily.programmes.profile import Profile

_OFF = {"autocomplete": "off", "spellcheck": "false"}


def _told() -> forms.CharField:
    return forms.CharField(
        label=_("What the referrer is told"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("They read these words. Nothing of what you found, and nothing of any file."),
    )


def _because(help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=_("Reasons"), max_length=2000, widget=forms.Textarea({"rows": 4}), help_text=help_text)


class QueueForm(PlainForm):
    """What the queue is narrowed to."""

    state = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All that wait for somebody")), *Referral.STATES]
    )


class UrgentForm(PlainForm):
    """An urgent safeguarding alert: it can be sent empty."""

    happening = forms.CharField(
        label=_("What is happening"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    address = forms.CharField(label=_("Where"), required=False, max_length=300, widget=forms.TextInput(_OFF))
    reach = forms.CharField(
        label=_("How to get back to you"), required=False, max_length=200, widget=forms.TextInput(_OFF)
    )


class ActedForm(PlainForm):
    """What was done at once."""

    acted = forms.CharField(
        label=_("What was done, and with whom it is now"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


class PassOnForm(PlainForm):
    """Whoever asked, and has no account, was told."""

    told_on = PlainDateField(label=_("When they were told"), latest=localdate, initial=localdate)
    told_how = forms.ChoiceField(label=_("How they were told"), choices=HOW_TOLD, widget=forms.RadioSelect)


class SearchForm(PlainForm):
    """Looking whether the people of a request are known."""

    also = forms.CharField(
        label=_("Another name they may be known by"), required=False, max_length=160, widget=forms.TextInput(_OFF)
    )


class JudgeForm(PlainForm):
    """Whether one of those found is meant."""

    about = forms.ChoiceField(label=_("This request is about"), widget=forms.RadioSelect)
    earlier = forms.ChoiceField(
        label=_("An earlier request about the same family"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("So a family that said no before is not asked everything again."),
    )
    level = forms.ChoiceField(
        label=_("Level of help"), required=False, choices=[("", _("Not said")), *LEVELS], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, known: Iterable[Any], like: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        fields: Any = self.fields
        found = [(str(one.family.pk), _("Family %(reference)s") % {"reference": one.family.reference}) for one in known]
        fields["about"].choices = [*found, ("new", _("A family that is not among those found"))]
        others = [(str(one.pk), _("Request %(reference)s") % {"reference": one.reference}) for one in like]
        fields["earlier"].choices = [("", _("None of them")), *others]


class AdviseForm(PlainForm):
    """Information and advice are enough."""

    because = _because()
    told = _told()


class RedirectForm(PlainForm):
    """Another service is the right one."""

    to_whom = forms.CharField(
        label=_("Which service has been given it"),
        max_length=120,
        help_text=_("A service, never a person. The referrer does not read it here."),
    )
    because = _because()
    told = _told()


class DeclineForm(PlainForm):
    """The family says no."""

    declined_what = forms.CharField(
        label=_("What the family declined"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It is kept when the rest goes. Name nobody."),
    )
    declined_why = forms.ChoiceField(label=_("Why"), choices=WHY_DECLINED, widget=forms.RadioSelect)
    told = _told()


class CloseForm(PlainForm):
    """Nothing is to be done."""

    because = _because(_("Why nothing is to be done, and what the family was told."))
    told = _told()


class SignForm(ReadForm):
    """A second person signs that nothing is to be done, or returns it."""

    is_signed = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("I sign: nothing is to be done")), ("no", _("I return it: look again"))],
        widget=forms.RadioSelect,
    )
    returned_because = forms.CharField(
        label=_("If you return it: why"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )

    def clean_is_signed(self) -> bool:
        """The decision as a truth."""
        return bool(self.cleaned_data["is_signed"] == "yes")


class AcceptForm(PlainForm):
    """The family is considered."""

    chosen = forms.ChoiceField(
        label=_("Programme"),
        widget=forms.RadioSelect,
        help_text=_("Those that the needs point to come first. You choose; nobody is put into one."),
    )
    tier = forms.ChoiceField(
        label=_("How intensive"),
        widget=forms.RadioSelect,
        help_text=_("What as many needs propose stands chosen. Whoever leads the family may change it."),
    )
    programme = forms.ChoiceField(label=_("Rules by which the family is counted"))
    team = forms.ChoiceField(
        label=_("Team"),
        required=False,
        help_text=_("The one that serves the area of the request stands there. A file of no team has no manager."),
    )
    because = _because(_("Why the family is considered."))
    told = _told()

    def __init__(
        self,
        *args: Any,
        proposed: Iterable[Any],
        others: Iterable[Profile],
        programmes: Iterable[tuple[str, str]],
        teams: Iterable[Any],
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        fields: Any = self.fields
        first = [(one.code, _pointed(one)) for one in proposed]
        codes = {code for code, _title in first}
        self._profiles = {one.code: one for one in others}
        rest = [(code, one.title) for code, one in self._profiles.items() if code not in codes]
        fields["chosen"].choices = [*first, *rest]
        fields["tier"].choices = intensities(self._profiles.values())
        fields["programme"].choices = list(programmes)
        self._teams = {str(one.pk): one for one in teams}
        fields["team"].choices = [("", _("None yet")), *((key, one.name) for key, one in self._teams.items())]

    def clean_team(self) -> Any:
        """The team chosen; None for none."""
        return self._teams.get(self.cleaned_data["team"])

    def clean(self) -> dict[str, Any]:
        """The intensity must be one of the programme's."""
        given: dict[str, Any] = super().clean() or {}
        chosen = self._profiles.get(given.get("chosen", ""))
        if chosen is not None and given.get("tier") not in {tier.code for tier in chosen.tiers}:
            titles = ", ".join(tier.title for tier in chosen.tiers)
            self.add_error("tier", _("This programme has: %(titles)s") % {"titles": titles})
        return given


def _pointed(one: Pointer) -> str:
    needs = ", ".join(str(need) for need in one.needs)
    return _("%(title)s, %(tier)s: the needs point to it (%(needs)s)") % {
        "title": one.title,
        "tier": one.tier_title,
        "needs": needs,
    }
