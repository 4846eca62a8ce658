"""What is asked about a person nobody had recorded, and about ties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.actions.kin import ENDED, HOLDS, NEVER
from thinkfamily.casework.families.fitting import Question
from thinkfamily.casework.families.forms import EARLIEST
from thinkfamily.casework.families.models import KinTie, Member, Person
from thinkfamily.casework.families.queries.kin import KnownTie
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm

_OFF = {"autocomplete": "off", "spellcheck": "false"}
AS_IT_IS = ("", _("Leave it as it is"))


def _how_known() -> forms.CharField:
    return forms.CharField(
        label=_("How it is known"),
        max_length=300,
        help_text=_("Such as: told by the mother, seen on the birth certificate"),
    )


class NewcomerForm(PlainForm):
    """Somebody nobody had recorded. It is sent twice: first to look whether they are known, then to record them."""

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False, widget=forms.TextInput(_OFF))
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False, widget=forms.TextInput(_OFF))
    known_as = forms.CharField(label=_("Known as"), max_length=80, required=False, widget=forms.TextInput(_OFF))
    date_of_birth = PlainDateField(label=_("Date of birth, or when it is expected"), required=False, earliest=EARLIEST)
    born_precision = forms.ChoiceField(
        label=_("How well it is known"), choices=Person.PRECISIONS, widget=forms.RadioSelect, initial="day"
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Person.SEXES, widget=forms.RadioSelect, initial="unknown")
    role = forms.ChoiceField(label=_("As"), choices=Member.ROLES, widget=forms.RadioSelect)
    residence = forms.ChoiceField(label=_("Lives"), choices=Member.RESIDENCES, widget=forms.RadioSelect)
    from_on = PlainDateField(label=_("From which day"), earliest=EARLIEST, latest=localdate, initial=localdate)
    language = forms.CharField(label=_("Language"), max_length=60, required=False)
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    communication = forms.CharField(label=_("Communication or access needs"), max_length=200, required=False)
    is_restricted = forms.BooleanField(
        label=_("An agency restricts their address or identity"),
        required=False,
        help_text=_(
            "No address of theirs is then shown or searched. It cannot be unsaid here. Never write an address on this page."
        ),
    )
    known_by = _how_known()
    looked = forms.CharField(required=False, widget=forms.HiddenInput)
    is_none_of_them = forms.BooleanField(label=_("I have looked: they are none of these"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.data.get("looked"):
            self.fields["is_none_of_them"].widget = forms.HiddenInput()

    def question(self) -> Question:
        """What is looked for, of a valid form: the whole name."""
        told = self.cleaned_data
        return Question(name=" ".join(filter(None, (told["first_name"] or told["known_as"], told["last_name"]))))

    @property
    def seal(self) -> str:
        """What shows that this very name was looked for; it holds nothing of the name."""
        told = "\x00".join(
            str(self.cleaned_data.get(name)) for name in ("first_name", "last_name", "known_as", "date_of_birth")
        )
        return salted_hmac("families.newcomer", told, algorithm="sha256").hexdigest()

    @property
    def was_shown(self) -> bool:
        """Whether the worker was shown what a search for this very name finds."""
        return constant_time_compare(self.cleaned_data["looked"], self.seal)

    @property
    def has_looked(self) -> bool:
        """Whether they say besides that it is none of those."""
        return self.was_shown and bool(self.cleaned_data["is_none_of_them"])

    def told(self) -> dict[str, Any]:
        """What is to be recorded."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("looked", "is_none_of_them")}


class TieForm(PlainForm):
    """One member is the … of another."""

    person = forms.ModelChoiceField(label=_("This person"), queryset=Person.objects.none(), empty_label=_("Choose one"))
    kind = forms.ChoiceField(label=_("is the"), choices=[("", _("Choose one")), *KinTie.KINDS])
    other = forms.ModelChoiceField(
        label=_("of this person"), queryset=Person.objects.none(), empty_label=_("Choose one")
    )
    from_on = PlainDateField(label=_("Since when"), required=False, earliest=EARLIEST, latest=localdate)
    lives_with = forms.ChoiceField(
        label=_("They live together"), choices=KinTie.YES_NO, widget=forms.RadioSelect, initial="unknown"
    )
    has_parental_responsibility = forms.ChoiceField(
        label=_("The first holds parental responsibility for the second"),
        choices=KinTie.YES_NO,
        widget=forms.RadioSelect,
        initial="unknown",
        help_text=_("It decides whose agreement counts: say yes only if you have seen or been told on what it rests."),
    )
    is_safe_together = forms.ChoiceField(
        label=_("Safe to bring together"), choices=KinTie.YES_NO, widget=forms.RadioSelect, initial="unknown"
    )
    known_by = _how_known()

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [person.pk for person in people]
        for name in ("person", "other"):
            self.fields[name].queryset = Person.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class TieChangeForm(PlainForm):
    """What has changed of a tie."""

    tie_id = forms.ChoiceField(label=_("Which tie"), widget=forms.RadioSelect)
    stands = forms.ChoiceField(
        label=_("How it stands"),
        choices=[(HOLDS, _("It holds")), (ENDED, _("It has ended")), (NEVER, _("It was never so"))],
        widget=forms.RadioSelect,
    )
    until_on = PlainDateField(
        label=_("If it has ended: since when"), required=False, earliest=EARLIEST, latest=localdate
    )
    lives_with = forms.ChoiceField(label=_("They live together"), choices=[AS_IT_IS, *KinTie.YES_NO], required=False)
    has_parental_responsibility = forms.ChoiceField(
        label=_("The first holds parental responsibility for the second"),
        choices=[AS_IT_IS, *KinTie.YES_NO],
        required=False,
        help_text=_("It decides whose agreement counts: say yes only if you have seen or been told on what it rests."),
    )
    is_safe_together = forms.ChoiceField(
        label=_("Safe to bring together"), choices=[AS_IT_IS, *KinTie.YES_NO], required=False
    )
    known_by = _how_known()

    def __init__(self, *args: Any, ties: list[KnownTie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tie_id"].choices = [(str(each.tie.pk), each.says) for each in ties]  # type: ignore[attr-defined]
