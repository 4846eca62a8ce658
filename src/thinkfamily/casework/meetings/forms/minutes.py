"""Forms for writing the minutes, confirming and sending them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import AUDIENCES, CATEGORIES
from thinkfamily.casework.meetings.forms.invitations import Several, with_agency
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm

# What each part asks for besides its text and who may see it.
MORE = {
    "child_view": ("person", "how"),
    "disagreement": ("whose", "how"),
    "decision": ("worker", "owner", "due_on"),
}
ALL_MORE = ("person", "whose", "how", "worker", "owner", "due_on")


class LineForm(ChangeForm):
    """One paragraph of the minutes."""

    # Which part it stands in: of a paragraph that was taken out meanwhile nothing else says it.
    part = forms.CharField(widget=forms.HiddenInput, required=False)
    person = forms.ChoiceField(label=_("Which child"))
    whose = forms.CharField(label=_("Who disagrees"), max_length=120)
    text = forms.CharField(
        label=_("What is written"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("One thing a paragraph: who may see it is decided for the whole of it."),
    )
    plain = forms.CharField(
        label=_("In plain words, for the family"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Needed where the family sees it. Their versions hold these words and not those above."),
    )
    how = forms.CharField(label=_("Why they disagree"), max_length=300, widget=forms.Textarea({"rows": 3}))
    worker = forms.ChoiceField(
        label=_("Who does it"), required=False, help_text=_("Where the family sees the decision, it reads who does it.")
    )
    owner = forms.CharField(
        label=_("Or who else does it"),
        max_length=120,
        required=False,
        help_text=_("An agency, or a member of the family, in words."),
    )
    due_on = PlainDateField(label=_("By when"))
    category = forms.ChoiceField(
        label=_("Category"),
        choices=CATEGORIES,
        help_text=_("Sharing decisions open minutes to some agencies by category. Domestic abuse is kept apart."),
    )
    audience = forms.ChoiceField(label=_("Who may see it"), choices=AUDIENCES, widget=forms.RadioSelect)
    hidden_from = Several(
        label=_("Never shown to"),
        required=False,
        help_text=_("Not on any page, print or letter, whatever else is decided."),
    )

    def __init__(
        self, *args: Any, part: str, people: list[Any], children: list[Any], workers: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.children = {str(one.pk): one for one in children}
        self.workers = {str(one.pk): one for one in workers}
        fields["person"].choices = [("", _("Choose one")), *((pk, str(one)) for pk, one in self.children.items())]
        fields["worker"].choices = [
            ("", _("Nobody of these")),
            *((pk, with_agency(one)) for pk, one in self.workers.items()),
        ]
        fields["hidden_from"].offer(people)
        for name in set(ALL_MORE) - set(MORE.get(part, ())):
            del fields[name]
        if part == "child_view":
            fields["text"].label = _("What the child says, in their own words")
            fields["how"].label = _("How it was obtained, and who was there")
            fields["plain"].help_text = _("Leave it empty: the family reads the child's own words.")
        for name, first in (("audience", "professionals"), ("category", "other")):
            self.initial.setdefault(name, first)
        self.initial["part"] = part

    def clean_person(self) -> Any:
        """The child chosen."""
        return self.children[self.cleaned_data["person"]]

    def clean_worker(self) -> Any:
        """The worker chosen; None for nobody of these."""
        return self.workers.get(self.cleaned_data["worker"])

    def clean(self) -> dict[str, Any]:
        """Which part it stands in says its page."""
        found = super().clean()
        found.pop("part", None)
        return found


class CameOfForm(ChangeForm):
    """What came of a decision."""

    done_on = PlainDateField(
        label=_("Day on which it was done"),
        required=False,
        latest=localdate,
        help_text=_("Leave it empty where it was not."),
    )
    came_of_it = forms.CharField(label=_("What came of it"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class ConfirmForm(PlainForm):
    """That the minutes are right."""

    no_child_view = forms.CharField(
        label=_("If no child's view is written down: why not"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class SendForm(PlainForm):
    """That these versions are sent."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
