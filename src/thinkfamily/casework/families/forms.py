"""What is asked of a worker on a family's pages. Forms check what was typed; actions decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import AUDIENCES, CATEGORIES, Correction, Member, Person, Statement
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm

# About four hundred words: what fits on less than a page.
LONGEST_SUMMARY = 2500
EARLIEST = date(1900, 1, 1)


def _today() -> date:
    return timezone.localdate()


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Kept with the change. Name nobody."),
        widget=forms.Textarea({"rows": 3}),
    )


def _since() -> PlainDateField:
    return PlainDateField(label=_("From which day"), earliest=EARLIEST, latest=_today, initial=_today)


class ListForm(PlainForm):
    """What a list of families is narrowed to."""

    reference = forms.CharField(label=_("Reference begins with"), max_length=12, required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    state = forms.ChoiceField(
        label=_("Case"),
        required=False,
        choices=[("", _("Any")), ("considered", _("Considered")), ("agreed", _("Agreed"))],
    )

    def __init__(self, *args: Any, teams: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", _("Any")), *((str(team.pk), team.name) for team in teams)]  # type: ignore[attr-defined]


class TimelineForm(PlainForm):
    """What a timeline is narrowed to."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    from_on = PlainDateField(label=_("From"), required=False, earliest=EARLIEST)
    until_on = PlainDateField(label=_("Until"), required=False, earliest=EARLIEST)

    def __init__(self, *args: Any, narrowing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agencies", "categories", "people"):
            field = {"agencies": "agency", "categories": "category", "people": "person"}[name]
            self.fields[field].choices = [("", _("Any")), *getattr(narrowing, name)]  # type: ignore[attr-defined]


class SummaryForm(PlainForm):
    """The one-page summary."""

    text = forms.CharField(
        label=_("Summary"),
        max_length=LONGEST_SUMMARY,
        required=False,
        help_text=_(
            "What somebody who has never met the family must know to act tonight: who, what is happening, what helps, "
            "what to do and whom to call. Less than a page."
        ),
        widget=forms.Textarea({"rows": 16}),
    )


class StatementForm(PlainForm):
    """One thing recorded by hand."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Statement.KINDS,
        widget=forms.RadioSelect,
        help_text=_("Keep what is established apart from what somebody thinks or says."),
    )
    text = forms.CharField(
        label=_("What is recorded"), max_length=4000, widget=forms.Textarea({"rows": 6}),
        help_text=_("Plain words. Write as if the family will read it: they may ask to."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("How it is known"), max_length=200, help_text=_("Such as: seen on a visit, told by the school")
    )
    person = forms.ModelChoiceField(label=_("About"), queryset=Person.objects.none(), required=False)
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("", _("Choose one")), *CATEGORIES],
        help_text=_("Sharing decisions open a file by category. Domestic abuse goes into its own compartment."),
    )
    from_on = PlainDateField(label=_("When it was"), earliest=EARLIEST, latest=_today, initial=_today)
    holds_until_on = PlainDateField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Facts do not hold for ever. After this day it is shown as out of date."),
    )
    outcome = forms.ChoiceField(
        label=_("If it is an allegation: what came of it"),
        choices=[("", _("Not an allegation")), *Statement.OUTCOMES],
        required=False,
    )
    is_disagreement = forms.BooleanField(label=_("It says that the item is wrong"), required=False)
    audience = forms.ChoiceField(label=_("Who may see it"), choices=AUDIENCES, widget=forms.RadioSelect)
    hidden_from = forms.ModelMultipleChoiceField(
        label=_("Never shown to"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Not on any page, print or letter, whatever else is decided."),
    )

    confided_by = forms.ModelChoiceField(
        label=_("Said in confidence by"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody: it was not said in confidence"),
        help_text=_(
            "A young person who understands enough to decide who of the family reads it. No other member of the family ever "
            "does. Professionals do: tell the young person so, and that harm to somebody cannot be kept in confidence."
        ),
    )

    def __init__(
        self, *args: Any, people: list[Any], may_hide: bool, is_about_item: bool, confiding: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, people, "person", "hidden_from")
        _offer(self, confiding, "confided_by")
        if not confiding:
            del self.fields["confided_by"]
        self.fields["person"].empty_label = _("The family as one")  # type: ignore[attr-defined]
        if not may_hide:
            self.fields["audience"].choices = AUDIENCES[1:2]  # type: ignore[attr-defined]
        self.fields["audience"].initial = "professionals"
        if not is_about_item:
            del self.fields["is_disagreement"]

    def clean(self) -> dict[str, Any]:
        """An outcome belongs to an allegation, and every allegation has one."""
        found = super().clean() or {}
        if found.get("kind") == "allegation" and not found.get("outcome"):
            self.add_error("outcome", _("Say what came of the allegation, or that it is still being looked into"))
        elif found.get("kind") and found.get("kind") != "allegation" and found.get("outcome"):
            self.add_error("outcome", _("Only an allegation has an outcome: choose Not an allegation"))
        return found


class VisibilityForm(ChangeForm):
    """Who sees one item."""

    audience = forms.ChoiceField(label=_("Who may see it"), choices=AUDIENCES, widget=forms.RadioSelect)
    hidden_from = forms.ModelMultipleChoiceField(
        label=_("Never shown to"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Not on any page, print or letter, whatever else is decided."),
    )
    why = _why()

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, people, "hidden_from")


class TakeOutForm(PlainForm):
    """Somebody does not belong to this family."""

    from_on = _since()
    why = _why()


class PutInForm(PlainForm):
    """Somebody belongs to this family."""

    person_id = forms.UUIDField(label=_("Who"), widget=forms.Select)
    role = forms.ChoiceField(label=_("As"), choices=Member.ROLES, widget=forms.RadioSelect)
    residence = forms.ChoiceField(label=_("Lives"), choices=Member.RESIDENCES, widget=forms.RadioSelect)
    from_on = _since()
    why = _why()

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].widget.choices = [("", _("Choose one")), *offered]  # type: ignore[attr-defined]


class SameForm(PlainForm):
    """Two people are one human being, or are not."""

    person = forms.ModelChoiceField(label=_("This person"), queryset=Person.objects.none(), empty_label=_("Choose one"))
    other = forms.ModelChoiceField(
        label=_("and this person"), queryset=Person.objects.none(), empty_label=_("Choose one")
    )
    kind = forms.ChoiceField(
        label=_("are"), choices=[pair for pair in Correction.KINDS if "same" in pair[0]], widget=forms.RadioSelect
    )
    from_on = _since()
    why = _why()

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, people, "person", "other")


class UnderstandingForm(PlainForm):
    """What a worker has found of a young person's understanding."""

    is_enough = forms.TypedChoiceField(
        label=_("Do they understand enough to decide who of their family reads what they say?"),
        choices=[("yes", _("Yes")), ("no", _("No, or not yet"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        help_text=_("What it means, what may come of it, and that they can change their mind."),
    )
    judged_on = PlainDateField(label=_("When you found it"), earliest=EARLIEST, latest=_today, initial=_today)
    because = forms.CharField(
        label=_("How you found it"),
        max_length=2000,
        help_text=_("What you asked, and what they said. Write nothing of what they told you in confidence."),
        widget=forms.Textarea({"rows": 5}),
    )


class JoinForm(PlainForm):
    """Whether identities may be joined of which one may be an adopted child's."""

    is_allowed = forms.TypedChoiceField(
        label=_("May they be joined here?"),
        choices=[("no", _("No: they stay apart")), ("yes", _("Yes: they are shown as asked"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=_("Why"),
        max_length=2000,
        help_text=_("Information governance alone reads it. The file says only that it was decided."),
        widget=forms.Textarea({"rows": 5}),
    )


class CommentForm(PlainForm):
    """A family member's own words."""

    text = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        help_text=_("The people who lead the work with your family will read this. Other family members will not."),
        widget=forms.Textarea({"rows": 6}),
    )
    disagrees = forms.BooleanField(label=_("I do not agree with what is written"), required=False)


class ReaderForm(PlainForm):
    """Whose version of the file is wanted."""

    member = forms.ChoiceField(label=_("Whose version"))

    def __init__(self, *args: Any, members: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("Choose one")), *((str(one.pk), str(one)) for one in members)]  # type: ignore[attr-defined]


def _offer(form: forms.Form, people: list[Any], *names: str) -> None:
    """People of the file, as choices."""
    ids = [person.pk for person in people]
    for name in names:
        form.fields[name].queryset = Person.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
