"""The form by which help is asked for: as much of it as each kind of referrer can answer, on one page and without scripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.forms import EARLIEST
from thinkfamily.casework.families.models import CATEGORIES, Member
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.questions.forms import AlsoAsks
from thinkfamily.casework.questions.kinds import OPEN_REQUEST, REQUEST
from thinkfamily.casework.referrals.actions.ask import Asked, Somebody
from thinkfamily.casework.referrals.models import ROUTES
from thinkfamily.casework.referrals.questions import KNOWS, OF_ADULTS, SAFETY, SERVES, UNKNOWN, URGENCY, YES, YES_NO

PEOPLE, SHOWN = 6, 2
LONGEST = 4000
EITHER = _("Needed where you name nobody above: one of the two.")
OF_THE_FIRST = _(
    "Say who needs help, or further down what is happening: one of the two is needed. Of anybody you name say whether it is a "
    "child, an adult or an expected child; name and date of birth only where you know them."
)
_OFF = {"autocomplete": "off", "spellcheck": "false"}
PARTS = ("role", "first_name", "last_name", "born")
# What each kind of referrer is asked; whoever takes a request down for somebody else is asked everything.
PROFESSIONAL = (
    "serves", "children_at_home", "child_cares", "knows", "why_not_told", "categories", "urgency", "happening",
    "family_words", "abuse", "programme", "area", "address", "reach",
)  # fmt: skip
ASKED_OF = {
    "desk": ("route", "referrer", *PROFESSIONAL),
    "agency": PROFESSIONAL,
    "community": ("knows", "why_not_told", "urgency", "happening", "family_words", "abuse", "address", "reach"),
    "family": ("urgency", "happening", "address", "reach"),
    "public": ("route", "referrer", "urgency", "happening", "address", "reach"),
}


@dataclass(frozen=True)
class Part:
    """One part of the form: a heading, a hint and its fields.

    Attributes:
        is_folded: whether it is folded away until somebody opens it.
    """

    title: Any
    hint: Any
    fields: list[Any]
    is_folded: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it stands open though it is folded: something was typed there, or is wrong."""
        return any(field.errors or any(_typed(field)) for field in self.fields)


def form_of(kind: str) -> str:
    """Under which name a council's own questions stand on the form of one kind of referrer."""
    return REQUEST if kind in ("desk", "agency") else OPEN_REQUEST


def _typed(field: Any) -> list[Any]:
    """What stands in a field, in each of its parts."""
    value = field.value()
    return list(value) if isinstance(value, list | tuple) else [value]


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )


class AskForm(AlsoAsks, PlainForm):
    """A request for help.

    Args:
        kind: who asks: one of `ASKED_OF`.
        programmes: what can be asked for, by code and title.
        areas: the areas that teams serve.
        agency_kind: the kind of agency that the referrer is of.
        questions: local questions that are asked besides.
    """

    route = forms.ChoiceField(label=_("Who asks"), choices=ROUTES, widget=forms.RadioSelect)
    referrer = forms.CharField(
        label=_("Name, and how to reach them"),
        max_length=300,
        required=False,
        widget=forms.TextInput(_OFF),
        help_text=_("Somebody rings or writes back. If it is not safe to, say so here."),
    )
    serves = forms.ChoiceField(
        label=_("Your service works with"),
        choices=SERVES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom your service works with")},
    )
    children_at_home = forms.ChoiceField(
        label=_("Are there children in the household of the adult you work with?"),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Asked of every service that works with adults."),
    )
    child_cares = forms.ChoiceField(
        label=_("Does a child there care for somebody?"),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Cooking, lifting, watching over, interpreting: more than is usual at their age."),
    )
    knows = forms.ChoiceField(label=_("What the family knows"), choices=KNOWS, widget=forms.RadioSelect)
    why_not_told = forms.CharField(
        label=_("If they do not know: why"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    categories = forms.MultipleChoiceField(
        label=_("What it is about"),
        choices=CATEGORIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that you know of."),
    )
    urgency = forms.ChoiceField(label=_("When is help needed?"), choices=URGENCY, widget=forms.RadioSelect)
    happening = _words(_("What is happening, and what would help?"), _("Also what goes well, and who helps already."))
    family_words = _words(_("What the family says, in their own words"))
    abuse = _words(
        _("What you know of domestic abuse"),
        _(
            "Write it here and nowhere else on this page. Only those who look at requests read it; no member of the family does."
        ),
    )
    programme = forms.ChoiceField(label=_("Programme you ask for"), required=False)
    area = forms.ChoiceField(label=_("Area where the family lives"), required=False)
    address = forms.CharField(
        label=_("Where the family lives"),
        max_length=300,
        required=False,
        widget=forms.TextInput(_OFF),
        help_text=_("Leave it out if somebody must not find them there."),
    )
    reach = forms.CharField(
        label=_("How to get in touch safely"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        help_text=_("Such as: ring before three, leave no message."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        programmes: Iterable[tuple[str, str]] = (),
        areas: Iterable[str] = (),
        agency_kind: str = "",
        questions: Iterable[Any] = (),
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        self.kind, self.agency_kind = kind, agency_kind
        fields: Any = self.fields
        fields["programme"].choices = [("", _("No matter which")), *programmes]
        fields["area"].choices = [("", _("Not known")), *((one, one) for one in areas)]
        for name in [name for name in fields if name not in ASKED_OF[kind]]:
            del fields[name]
        if kind == "family":
            fields["happening"].label = _("What would help you and your family?")
            fields["happening"].help_text = ""
        if kind == "public":
            fields["route"].choices = [
                ("family", _("Me, or my family")),
                ("public", _("Somebody I know")),
                ("community", _("Somebody our group or club knows")),
                ("agency", _("Somebody I work with, as a professional")),
            ]
            fields["route"].label = _("Who needs help?")
        # One of two is needed, which no single field can say: the first person, or what is happening.
        fields["happening"].is_asked = True
        fields["happening"].help_text = " ".join(filter(None, map(str, (fields["happening"].help_text, EITHER))))
        for question in SAFETY:
            fields[f"safe_{question.code}"] = forms.ChoiceField(
                label=question.asks, choices=YES_NO, required=False, initial=UNKNOWN, widget=forms.RadioSelect
            )
        for number in range(1, PEOPLE + 1):
            fields[f"person_{number}_first_name"] = _name(_("First name"))
            fields[f"person_{number}_last_name"] = _name(_("Last name"))
            fields[f"person_{number}_born"] = PlainDateField(
                label=_("Date of birth, if you know it"), required=False, earliest=EARLIEST, latest=localdate
            )
            fields[f"person_{number}_role"] = forms.ChoiceField(
                label=_("This is"),
                choices=[("", _("Not said")), *Member.ROLES],
                required=False,
                initial="",
            )
            fields[f"person_{number}_role"].is_asked = True
        self.also_ask(questions)

    def clean(self) -> dict[str, Any]:
        """Somebody who is named is a child, an adult or an expected child; an adults' service answers on children."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(1, PEOPLE + 1):
            told = [cleaned.get(f"person_{number}_{part}") for part in PARTS]
            if any(told) and not told[0]:
                self.add_error(f"person_{number}_role", _("Say whether this is a child, an adult or an expected child"))
        if self.kind == "agency" and (cleaned.get("serves") in ("adults", "both") or self.agency_kind in OF_ADULTS):
            for name in ("children_at_home", "child_cares"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Answer this, or say that you do not know"))
        if cleaned.get("knows") == "not_told" and not cleaned.get("why_not_told"):
            self.add_error("why_not_told", _("Say why the family does not know"))
        self.look_at_answers(cleaned, must_answer=not self.is_urgent(cleaned))
        if not self.errors and not self.people() and not cleaned.get("happening"):
            self.add_error("happening", _("Say who needs help, or what is happening: one of the two"))
        return cleaned

    @staticmethod
    def is_urgent(cleaned: dict[str, Any]) -> bool:
        """Whether somebody must act today: no local question holds that up."""
        says_so = any(cleaned.get(f"safe_{one.code}") == YES for one in SAFETY if one.is_urgent)
        return says_so or cleaned.get("urgency") == "today"

    def people(self) -> list[Somebody]:
        """Those who are named."""
        told = self.cleaned_data
        rows = ([told.get(f"person_{number}_{part}") for part in PARTS] for number in range(1, PEOPLE + 1))
        return [Somebody(role, first or "", last or "", born) for role, first, last, born in rows if role]

    def asked(self, route: str) -> Asked:
        """What is asked, of a valid form.

        Args:
            route: by which way it comes, where the form does not ask.
        """
        told = {name: self.cleaned_data[name] for name in ASKED_OF[self.kind] if name in self.cleaned_data}
        answers = {one.code: self.cleaned_data[f"safe_{one.code}"] or UNKNOWN for one in SAFETY}
        local = self.answers_of(dict(self.cleaned_data))
        return Asked(
            **{"route": route, **told}, people=self.people(), answers=answers, local=local, form=form_of(self.kind)
        )

    @property
    def parts(self) -> list[Part]:
        """The form in its parts, in the order in which they are asked."""
        who = ("route", "referrer", "serves", "children_at_home", "child_cares", "knows", "why_not_told")
        what = ("urgency", "happening", "family_words", "categories", "abuse", "programme")
        where = ("area", "address", "reach")
        safety = [f"safe_{one.code}" for one in SAFETY]
        people = [
            Part(
                _("The first person") if number == 1 else _("Person %(number)d") % {"number": number},
                OF_THE_FIRST if number == 1 else "",
                self._named(f"person_{number}_{part}" for part in ("first_name", "last_name", "born", "role")),
                is_folded=number > SHOWN,
            )
            for number in range(1, PEOPLE + 1)
        ]
        found = [
            Part(_("Who asks, and what the family knows"), "", self._named(who)),
            Part(
                _("Is everybody safe?"),
                _("If anybody is in danger now, ring 999 before you go on."),
                self._named(safety),
            ),
            *people,
            Part(_("What is happening"), "", self._named(what)),
            Part(_("Where they are"), "", self._named(where)),
            Part(
                _("A few more questions"), "", self.local, is_folded=not any(one.is_required for one in self.questions)
            ),
        ]
        return [part for part in found if part.fields]

    def _named(self, names: Iterable[str]) -> list[Any]:
        return [self[name] for name in names if name in self.fields]


def _name(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=80, required=False, widget=forms.TextInput(_OFF))


class AddForm(PlainForm):
    """What a referrer says of their request afterwards."""

    text = forms.CharField(label=_("What there is to know"), max_length=4000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == "taken_back":
            self.fields["text"].label = _("Why you take it back")
