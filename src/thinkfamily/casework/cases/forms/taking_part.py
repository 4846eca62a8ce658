"""Forms for agreement to take part and for workers' evidence: they validate what was typed; actions decide."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.actions.withdrawals import DECIDED
from thinkfamily.casework.cases.criteria import Asked
from thinkfamily.casework.cases.models import THRESHOLD, ChildView, WorkerEvidence
from thinkfamily.casework.cases.queries import age_on, members_now
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm


class AgreeForm(PlainForm):
    """One adult's agreement to take part; whoever agrees already is not offered, and is told of if sent."""

    person = forms.ChoiceField(label=_("Who agrees"), widget=forms.RadioSelect)
    to_what = forms.CharField(label=_("To what"), widget=forms.Textarea({"rows": 3}))
    was_told = forms.CharField(
        label=_("What they were told"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What the help is, who will see what, that they can stop at any time; the privacy notice."),
    )
    language = forms.CharField(label=_("In which language"), max_length=60)
    had_interpreter = forms.BooleanField(label=_("An interpreter was there"), required=False)
    agreed_on = PlainDateField(label=_("Day they agreed"), latest=localdate, initial=localdate)
    review_on = PlainDateField(label=_("Day to ask them again"))

    def __init__(self, *args: Any, family: Any, agreeing: Collection[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.person_id): each.person for each in members_now(family) if each.role == "adult"}
        fields: Any = self.fields
        fields["person"].choices = [(key, str(person)) for key, person in self.people.items()]
        self.offered = [(key, str(person)) for key, person in self.people.items() if person.pk not in agreeing]
        fields["person"].widget.choices = self.offered

    def clean_person(self) -> Any:
        """The person chosen."""
        return self.people[self.cleaned_data["person"]]


class WithdrawForm(PlainForm):
    """The withdrawal of one agreement."""

    withdrawn_on = PlainDateField(label=_("Day they withdrew"), latest=localdate, initial=localdate)
    effect = forms.CharField(
        label=_("What the withdrawal means"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Which work stops, what goes on without agreement and on what footing, and what they were told."),
    )
    threshold = forms.ChoiceField(
        label=_("Without the help, is the threshold for statutory help met?"),
        help_text=_("Withdrawing is their right, and no sign of risk by itself. Think of each child."),
        choices=THRESHOLD,
        widget=forms.RadioSelect,
    )
    threshold_because = forms.CharField(
        label=_("How that was judged, and with whom"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    data_review_on = PlainDateField(
        label=_("Day by which what is held is looked at again"),
        initial=lambda: localdate() + timedelta(days=28),
        help_text=_("Nothing is deleted by itself, and nothing is kept without a reason: a manager says what is kept."),
    )


class ReviewWithdrawalForm(PlainForm):
    """What a manager decides after a withdrawal."""

    threshold = forms.ChoiceField(
        label=_("Is the threshold for statutory help met?"),
        choices=[pair for pair in THRESHOLD if pair[0] in DECIDED],
        widget=forms.RadioSelect,
    )
    decided = forms.CharField(
        label=_("What is kept and on which lawful basis, and what is shared no longer"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )


class ChildViewForm(PlainForm):
    """What one child says of the family taking part."""

    person = forms.ChoiceField(label=_("Which child"), widget=forms.RadioSelect)
    wish = forms.ChoiceField(label=_("What the child wishes"), choices=ChildView.WISHES, widget=forms.RadioSelect)
    own_words = forms.CharField(label=_("In the child's own words"), widget=forms.Textarea({"rows": 3}), required=False)
    how_asked = forms.CharField(label=_("How the child was asked, and who was there"), max_length=300)
    said_on = PlainDateField(label=_("On which day"), latest=localdate, initial=localdate)

    def __init__(self, *args: Any, family: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.person_id): each.person for each in members_now(family) if each.role == "child"}
        today = localdate()
        choices = []
        for key, person in self.people.items():
            age = age_on(person.date_of_birth, today)
            choices.append((key, str(person) if age is None else _("%(name)s, aged %(age)d") % _named(person, age)))
        fields: Any = self.fields
        fields["person"].choices = choices

    def clean_person(self) -> Any:
        """The child chosen."""
        return self.people[self.cleaned_data["person"]]


class EvidenceForm(PlainForm):
    """One answer to one criterion, and what was seen."""

    FAMILY = "family"

    criterion = forms.ChoiceField(
        label=_("Criterion"),
        help_text=_(
            "Those that no record can answer come first. Records are heard where they know; you, where they do not."
        ),
    )
    person = forms.ChoiceField(label=_("About whom"), widget=forms.RadioSelect)
    answer = forms.ChoiceField(label=_("Answer"), choices=WorkerEvidence.ANSWERS, widget=forms.RadioSelect)
    from_on = PlainDateField(label=_("From which day"), latest=localdate)
    until_on = PlainDateField(
        label=_("First day on which it was no longer so"),
        required=False,
        latest=localdate,
        help_text=_("Leave it empty where it still is."),
    )
    kind = forms.ChoiceField(
        label=_("What you have seen is"),
        choices=[("fact", _("A fact: established")), ("opinion", _("An opinion: your view"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What was seen"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Plain words. It stays on the file, among what is recorded; the answer alone goes to the analysis."
        ),
    )
    source = forms.CharField(
        label=_("How it is known"), max_length=200, help_text=_("Such as: seen on a visit, told by the school")
    )

    def __init__(self, *args: Any, family: Any, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.person_id): each.person for each in members_now(family) if each.role != "expected"}
        by_title: dict[str, list[tuple[str, str]]] = {}
        for each in asked:
            title = str(_("Only a worker can say")) if each.is_for_workers_alone else each.title
            by_title.setdefault(title, []).append((each.criterion.id, each.criterion.says))
        fields: Any = self.fields
        fields["criterion"].choices = [("", _("Choose one")), *by_title.items()]
        fields["person"].choices = [
            (self.FAMILY, _("The family as one")),
            *((key, str(person)) for key, person in self.people.items()),
        ]

    def clean_person(self) -> Any:
        """The member chosen; None for the family as one."""
        return self.people.get(self.cleaned_data["person"])


class TakeBackForm(PlainForm):
    """An answer that no longer stands."""

    why = forms.CharField(
        label=_("Why it no longer stands"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Name nobody."),
    )


def _named(person: Any, age: int) -> dict[str, Any]:
    return {"name": str(person), "age": age}
