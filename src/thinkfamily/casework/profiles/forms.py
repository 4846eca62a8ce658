"""Forms about programme profiles: they validate what was typed; actions decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import PlainDateField, PlainForm, ReadForm
from thinkfamily.casework.profiles.words import word
from thinkfamily.programmes.easy_read import MOST_SIGNS, MOST_WORDS, as_kept, names_family_badly, sentence_too_long
from thinkfamily.programmes.profile import Setting


class _ChangeForm(PlainForm):
    because = forms.CharField(label=_("Why it is changed"), max_length=300, widget=forms.Textarea({"rows": 2}))
    from_on = PlainDateField(
        label=_("For cases that begin from"),
        initial=localdate,
        help_text=_("Cases that have begun keep the version they began with."),
    )


class SettingForm(_ChangeForm):
    """One setting's new value."""

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, fields = setting.kind, self.fields
        first: Any = setting.value
        field: forms.Field
        if kind.is_truth:
            field = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)
            first = "yes" if first else "no"
        elif kind.takes_words is not None:
            field = forms.MultipleChoiceField(
                choices=[(code, word(code)) for code in kind.takes_words],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        elif kind.many:
            field = forms.CharField(max_length=100, help_text=_("Numbers, with commas between"), required=False)
            first = ", ".join(str(one) for one in first)
        else:
            field = forms.IntegerField(min_value=kind.least, max_value=kind.most)
        field.label = f"{kind.title} ({kind.unit})" if kind.unit else kind.title
        fields["value"] = field
        self.initial = {**self.initial, "value": first}
        self.kind = kind
        self.order_fields(["value", "because", "from_on"])

    def clean_value(self) -> Any:
        """The value as a profile declares it."""
        given = self.cleaned_data["value"]
        if self.kind.is_truth:
            return given == "yes"
        if self.kind.many:
            try:
                return [int(part) for part in given.replace(",", " ").split()]
            except ValueError:
                raise forms.ValidationError(_("Write whole numbers, with commas between")) from None
        return given


class EasyReadForm(_ChangeForm):
    """The easy-read text of one thing that a family is given to read."""

    english = forms.CharField(
        label=_("Easy read, in English"),
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Short sentences, one idea each. A paragraph a line. Left empty, nothing is shown in its place."),
    )
    welsh = forms.CharField(
        label=_("Easy read, in Welsh"),
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea({"rows": 6, "lang": "cy"}),
        help_text=_("Written by somebody who speaks Welsh: nothing is translated here."),
    )
    field_order = ("english", "welsh", "because", "from_on")

    def __init__(self, *args: Any, texts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "english": texts.get("en", ""), "welsh": texts.get("cy", "")}
        self.fields["from_on"].label = _("From which day")
        self.fields["from_on"].help_text = _("From then on every family of this programme reads it.")

    def clean_english(self) -> str:
        """The English text, in short sentences."""
        return self._in_short_sentences("english")

    def clean_welsh(self) -> str:
        """The Welsh text, likewise."""
        return self._in_short_sentences("welsh")

    def _in_short_sentences(self, name: str) -> str:
        text = as_kept(self.cleaned_data[name])
        if number := sentence_too_long(text):
            told = {"number": number, "most": MOST_WORDS}
            raise forms.ValidationError(
                _("Sentence %(number)d must have %(most)d words or fewer: make two of it") % told, code="long"
            )
        if names_family_badly(text):
            raise forms.ValidationError(_("Say what help there is; no family is called troubled, or a problem"))
        return text


class ImportForm(_ChangeForm):
    """A whole profile."""

    text = forms.CharField(
        label=_("The profile"),
        max_length=60_000,
        widget=forms.Textarea({"rows": 20}),
        help_text=_("As it was exported, with what you changed."),
    )
    field_order = ("text", "because", "from_on")


class DecideForm(ReadForm):
    """Adopt or turn down."""

    answer = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("adopt", _("Adopt it")), ("turn_down", _("Turn it down"))],
        widget=forms.RadioSelect,
    )
