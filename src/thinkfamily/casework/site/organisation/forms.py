"""The forms of the organisation screens. They check what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Agency, Team
from thinkfamily.casework.agencies.roles import CHOICES
from thinkfamily.casework.agencies.site_values import allowed
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm, PlainModelForm

NO_ROLE = [("", _("Any role"))]
STATES = [
    ("", _("All")),
    ("in_use", _("In use")),
    ("no_role", _("In use, without a role")),
    ("untrained", _("In use, training not in date")),
    ("ended", _("Ended")),
]


class AgencyForm(PlainModelForm):
    """One agency."""

    class Meta:
        model = Agency
        fields = ("name", "code", "kind", "ask", "is_home", "is_active")


class TeamForm(PlainModelForm):
    """One area team, its wards one a line."""

    wards = forms.CharField(
        label=_("Wards"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One on each line")
    )

    class Meta:
        model = Team
        fields = ("name", "wards", "capacity", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["wards"] = "\n".join(self.instance.wards)

    def clean_wards(self) -> list[str]:
        """The wards as a list, each once."""
        lines = (line.strip() for line in self.cleaned_data["wards"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class SearchForm(PlainForm):
    """What to look for among accounts. It is posted, never part of an address: a name is in no URL."""

    text = forms.CharField(label=_("Name, email address or job title"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[*NO_ROLE, *CHOICES])
    state = forms.ChoiceField(label=_("Accounts"), required=False, choices=STATES)


class AccountForm(PlainForm):
    """A new account of a worker."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(label=_("Work email address"), max_length=254)
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.filter(is_active=True))
    account_until = PlainDateField(
        label=_("First day without access"),
        required=False,
        help_text=_("Needed outside the agency that runs the programme; at most a year ahead."),
    )


class DetailsForm(PlainForm):
    """What an account says of its worker."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(
        label=_("Work email address"),
        max_length=254,
        help_text=_("They sign in with it. A new one ends their sessions, and the old one is told."),
    )
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)


class FamilyAccountForm(PlainForm):
    """A new account of a family member."""

    person_id = forms.ChoiceField(label=_("Family member"))
    email = forms.EmailField(label=_("Their email address"), max_length=254)
    account_until = PlainDateField(label=_("First day without access"), help_text=_("At most a year ahead."))
    because = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]


class EndForm(PlainForm):
    """When an account or a role ends, and why."""

    on = PlainDateField(label=_("First day without it"), initial=timezone.localdate)
    because = forms.CharField(label=_("Why"), max_length=300)


class BecauseForm(PlainForm):
    """A reason."""

    because = forms.CharField(label=_("Why"), max_length=300)


class RetireForm(BecauseForm):
    """Why an account ends at once, and who keeps from now on what they kept."""

    def __init__(self, *args: Any, keepers: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if keepers is not None:
            self.fields["keeper"] = forms.ModelChoiceField(
                label=_("Who keeps their restricted files from now on"),
                queryset=keepers,
                required=False,
                empty_label=_("They hand them over first"),
                help_text=_("Only where the account must end at once. Whoever you choose is told."),
            )


class RoleForm(PlainForm):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"), choices=CHOICES)
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.filter(is_active=True),
        required=False,
        empty_label=str(_("The whole area")),
    )
    from_on = PlainDateField(label=_("First day"), initial=timezone.localdate)
    until_on = PlainDateField(label=_("First day without it"), required=False)
    because = forms.CharField(label=_("Why"), max_length=300)


class EndRoleForm(EndForm):
    """Which role ends."""

    appointment: Any = forms.ModelChoiceField(label=_("Role"), queryset=None, empty_label=None)
    field_order = ("appointment", "on", "because")

    def __init__(self, *args: Any, current: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["appointment"]
        field.queryset = current  # type: ignore[attr-defined]
        field.label_from_instance = _role_line  # type: ignore[attr-defined]


class TrainingForm(PlainForm):
    """A training somebody completed."""

    course = forms.CharField(label=_("Course"), max_length=120, initial=_("Information sharing and safeguarding"))
    completed_on = PlainDateField(label=_("Completed on"))
    until_on = PlainDateField(label=_("First day it no longer counts"))


class ConductForm(PlainForm):
    """A new version of the rules of conduct."""

    text = forms.CharField(label=_("The rules"), widget=forms.Textarea(attrs={"rows": 14}))
    from_on = PlainDateField(label=_("In force from"), initial=timezone.localdate)


class ValueForm(PlainForm):
    """A value of this site, from a day on."""

    value = forms.IntegerField(widget=forms.TextInput({"inputmode": "numeric"}))
    from_on = PlainDateField(label=_("In force from"), initial=timezone.localdate)
    because = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, declared: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        field.label = _("In %(unit)s") % {"unit": declared.unit}
        field.help_text = allowed(declared)


class AcceptForm(PlainForm):
    """Accepting the rules of conduct."""

    accepted = forms.BooleanField(label=_("I have read these rules and will keep to them"))


class PasswordForm(PlainForm):
    """A first password, twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters, not a common one, and not your name or address."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", _("The two passwords differ."))
        return said


class DescriptionForm(PlainForm):
    """A role's description, and the powers it has here."""

    description = forms.CharField(label=_("What the role is for"), widget=forms.Textarea(attrs={"rows": 5}))
    kept = forms.MultipleChoiceField(
        label=_("What holders of this role may do here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick a power to withdraw it. Only what the program allows this role is listed."),
    )
    because = forms.CharField(label=_("Why"), max_length=100)

    def __init__(self, *args: Any, powers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = powers  # type: ignore[attr-defined]


def _role_line(appointment: Any) -> str:
    team = f", {appointment.team}" if appointment.team else ""
    return f"{appointment.get_role_display()}{team}"
