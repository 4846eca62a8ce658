"""Forms of the directory: they check what was typed, and the actions decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.directory.csv_file import MOST_BYTES
from thinkfamily.casework.directory.models import OLDEST, OfferedService, ServiceReferral, UnmetNeed
from thinkfamily.casework.families.models import AUDIENCES, CATEGORIES
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm

ANY = ("", _("Any"))
WHOLE_FAMILY = ("", _("The family as a whole"))


class LookForm(PlainForm):
    """What to look for in the directory. It is about nobody, and so may stand in an address."""

    category = forms.ChoiceField(label=_("Need"), required=False, choices=[ANY, *CATEGORIES])
    ward = forms.ChoiceField(label=_("Ward"), required=False)
    age = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=OLDEST)

    def __init__(self, *args: Any, wards: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["ward"].choices = [ANY, *((ward, ward) for ward in wards)]


class ServiceForm(ChangeForm):
    """What the directory says of one service."""

    name = forms.CharField(label=_("Name of the service"), max_length=120)
    description = forms.CharField(
        label=_("What it does"), max_length=1000, widget=forms.Textarea({"rows": 3}), help_text=_("Name nobody.")
    )
    categories = forms.MultipleChoiceField(
        label=_("Needs that it answers"), choices=CATEGORIES, widget=forms.CheckboxSelectMultiple
    )
    minimum_age = forms.IntegerField(
        label=_("Youngest age"), required=False, min_value=0, max_value=OLDEST, help_text=_("Empty for any")
    )
    maximum_age = forms.IntegerField(
        label=_("Oldest age"), required=False, min_value=0, max_value=OLDEST, help_text=_("Empty for any")
    )
    wards = forms.MultipleChoiceField(
        label=_("Wards"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the whole area"),
    )
    application_process = forms.CharField(
        label=_("How to refer"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A duty line, mailbox or form of the service, never a person."),
    )
    needs_agreement = forms.ChoiceField(
        label=_("Does it take somebody who has not agreed?"),
        choices=[("yes", _("No: only with their agreement")), ("no", _("Yes"))],
        widget=forms.RadioSelect,
    )
    answers_within_days = forms.IntegerField(label=_("Within how many days it answers"), min_value=1, max_value=365)
    room = forms.ChoiceField(label=_("Has it room?"), choices=OfferedService.ROOM, widget=forms.RadioSelect)
    waiting_weeks = forms.IntegerField(label=_("Weeks on its waiting list"), required=False, min_value=0, max_value=520)
    is_active = forms.ChoiceField(
        label=_("Is it offered?"),
        choices=[("yes", _("Yes")), ("no", _("No longer: nobody is referred to it"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, wards: Iterable[str], agencies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["wards"].choices = [(ward, ward) for ward in wards]
        if agencies is not None:
            fields["agency"] = forms.ModelChoiceField(label=_("Agency"), queryset=agencies)
            self.order_fields(["agency", *fields])

    @staticmethod
    def words_of(service: OfferedService) -> dict[str, Any]:
        """What is said of a service, by the names of the fields."""
        held = {name: getattr(service, name) for name in ServiceForm.base_fields if name != "opened"}
        yes = {True: "yes", False: "no"}
        return held | {"needs_agreement": yes[service.needs_agreement], "is_active": yes[service.is_active]}

    @staticmethod
    def as_words(told: dict[str, Any]) -> dict[str, Any]:
        """The same as an action takes it."""
        return told | {
            "needs_agreement": told["needs_agreement"] == "yes",
            "is_active": told["is_active"] == "yes",
        }


class ConfirmForm(PlainForm):
    """That what is said of a service holds, and whether it has room."""

    room = forms.ChoiceField(label=_("Has it room?"), choices=OfferedService.ROOM, widget=forms.RadioSelect)
    waiting_weeks = forms.IntegerField(
        label=_("Weeks on its waiting list"),
        required=False,
        min_value=0,
        max_value=520,
        help_text=_("Where it takes names on a list, as far as it is known"),
    )


class FileForm(PlainForm):
    """One file of services."""

    file = forms.FileField(
        label=_("The file, as CSV"),
        help_text=_("In UTF-8, with the columns of the template. At most 1 MB."),
        error_messages={"required": _("Choose the file")},
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    def clean_file(self) -> Any:
        """Only a file of a size that can be read."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than any that can be read"))
        return sent


class BringForm(PlainForm):
    """Bring in what was looked at."""


class ReferForm(PlainForm):
    """A referral of one family, or of one member of it, to one service."""

    category = forms.ChoiceField(label=_("For which need"))
    person = forms.ChoiceField(label=_("For whom"), required=False)
    says = forms.ChoiceField(label=_("What do they say to it?"), choices=ServiceReferral.SAYS, widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("How is the service asked?"), choices=ServiceReferral.HOW, widget=forms.RadioSelect)
    told = forms.CharField(
        label=_("What the service is told, and what is asked of it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("No more than it needs to answer. Empty where the family gets in touch itself."),
    )
    answer_by_on = PlainDateField(label=_("Answer by"), help_text=_("After this day you are told that it is late."))
    audience = forms.ChoiceField(
        label=_("Who may see this"),
        choices=AUDIENCES,
        initial="professionals",
        widget=forms.RadioSelect,
        help_text=_(
            "Of other agencies, those of the service’s own who work with the family. What the family sees, each of its members "
            "reads: which service, what it is told, and its answer."
        ),
    )

    def __init__(
        self, *args: Any, service: OfferedService, people: Iterable[Any], item: Any = None, **kwargs: Any
    ) -> None:
        first = timezone.localdate() + timedelta(days=service.answers_within_days)
        kwargs["initial"] = {"answer_by_on": first, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.people = {str(person.pk): person for person in people}
        fields["person"].choices = [WHOLE_FAMILY, *((key, str(person)) for key, person in self.people.items())]
        fields["category"].choices = [
            (code, title)
            for code, title in CATEGORIES
            if code in service.categories or (item is not None and code == item.category)
        ]

    def clean_person(self) -> Any:
        """Whoever was chosen; None for the family as a whole."""
        return self.people.get(self.cleaned_data["person"])


class AnswerForm(PlainForm):
    """What a service answered."""

    step = forms.ChoiceField(label=_("What does the service say?"), widget=forms.RadioSelect)
    answer_by_on = PlainDateField(label=_("If it is a waiting list: ask again by"), required=False)
    declined_why = forms.ChoiceField(
        label=_("If it declined: why"), required=False, choices=[("", _("Choose one")), *ServiceReferral.WHY_DECLINED]
    )
    because = forms.CharField(label=_("In words"), required=False, max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, steps: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["step"].choices = steps


class TakeBackForm(PlainForm):
    """That a service is no longer asked."""

    because = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea({"rows": 2}))


class UnmetForm(PlainForm):
    """That nothing answers a need."""

    category = forms.ChoiceField(label=_("Which need"), choices=CATEGORIES)
    person = forms.ChoiceField(label=_("Of whom"), required=False)
    why = forms.ChoiceField(label=_("Why nothing answers it"), choices=UnmetNeed.WHYS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.people = {str(person.pk): person for person in people}
        fields["person"].choices = [WHOLE_FAMILY, *((key, str(person)) for key, person in self.people.items())]

    def clean_person(self) -> Any:
        """Whoever was chosen; None for the family as a whole."""
        return self.people.get(self.cleaned_data["person"])


class EndForm(PlainForm):
    """That something does not stand any longer."""
