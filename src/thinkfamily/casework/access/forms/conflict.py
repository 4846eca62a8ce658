"""Forms for being close to a family."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.queries.people import workers_with
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm

KINDS = [
    ("relative", _("A relative")),
    ("own", _("In my own household, or myself")),
    ("other", _("Another close tie")),
]
KINDS_OF_OTHERS = [("relative", _("A relative")), ("own", _("Own family")), ("other", _("Another close tie"))]


ANSWERS = [
    ("none", _("Nobody that I know of")),
    ("named", _("Somebody, or it may be: I will name them on the next page")),
]
MOST_LINES, LONGEST_NAME, LONGEST_POSTCODE = 10, 80, 10


def _off(**more: Any) -> Any:
    return forms.TextInput({"autocomplete": "off", **more})


class _NamedForm(PlainForm):
    """Somebody by name, with what they may be known by besides."""

    first_name = forms.CharField(label=_("First name"), max_length=80, widget=_off())
    last_name = forms.CharField(label=_("Last name"), max_length=80, widget=_off())
    other_names = forms.CharField(
        label=_("Other last names used, now or before"),
        required=False,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        help_text=_("One a line."),
    )
    born = PlainDateField(label=_("Date of birth"))
    postcodes = forms.CharField(
        label=_("Postcodes of homes, now or before"),
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        help_text=_("One a line."),
    )

    def clean_other_names(self) -> list[str]:
        """Each name once."""
        return _lines(self.cleaned_data["other_names"], LONGEST_NAME)

    def clean_postcodes(self) -> list[str]:
        """Each postcode once."""
        return _lines(self.cleaned_data["postcodes"], LONGEST_POSTCODE)


class RelativeForm(_NamedForm):
    """Somebody to whom a worker is close."""

    born = PlainDateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("If you do not know it, give the postcode of a home of theirs instead."),
    )
    kind = forms.ChoiceField(label=_("They are"), choices=KINDS, widget=forms.RadioSelect)


class ClosenessForm(_NamedForm):
    """Who a worker is themselves, and whether anybody close to them may be known here."""

    postcodes = forms.CharField(
        label=_("Postcodes of your homes, now or before"),
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        help_text=_("One a line."),
    )
    answer = forms.ChoiceField(
        label=_("Do you, or does anybody close to you, live in or belong to a family that may be known here?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        help_text=_(
            "Family, whoever lives with you, a former partner, a close friend, a neighbour you know well. You need not know "
            "that they are known here."
        ),
    )


class NearForm(PlainForm):
    """A decision on whether somebody known here is the one whom a worker means."""

    is_close = forms.TypedChoiceField(
        label=_("Is this the person whom the worker means?"),
        choices=[("yes", _("Yes: keep every file of theirs from the worker")), ("no", _("No: somebody else"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label=_("How you know"), widget=forms.Textarea, max_length=2000)


def _lines(text: str, longest: int) -> list[str]:
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(lines) > MOST_LINES or any(len(line) > longest for line in lines):
        raise forms.ValidationError(
            _("Give %(most)d lines at most, each no longer than %(longest)d letters."),
            params={"most": MOST_LINES, "longest": longest},
        )
    return lines


class EndClosenessForm(PlainForm):
    """What was a mistake, to be ended."""

    because = forms.CharField(label=_("Why it is a mistake"), widget=forms.Textarea)


class ConflictForm(PlainForm):
    """A worker to be kept from a file."""

    email = forms.EmailField(label=_("Email address of the worker"))
    kind = forms.ChoiceField(
        label=_("How they are close to the family"), choices=KINDS_OF_OTHERS, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, object]:
        """The worker who has this address."""
        cleaned = super().clean() or self.cleaned_data
        email = cleaned.pop("email", None)
        if email:
            cleaned["worker"] = workers_with([email]).first()
            if cleaned["worker"] is None:
                self.add_error("email", _("No active worker has this address."))
        return cleaned
