"""Forms of imports: a file, a signature, and a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.imports.reading import MOST_SENT
from thinkfamily.casework.pages.forms import PlainForm


class FileForm(PlainForm):
    """One file of cases."""

    file = forms.FileField(
        label=_("The file, as a workbook (.xlsx) or as CSV files in one zip file"),
        help_text=_("The template, filled in. At most 20 MB. The file itself is not kept."),
        allow_empty_file=False,
        error_messages={"required": _("Choose the file")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip"}),
    )

    def clean_file(self) -> Any:
        """Only a workbook or a zip file of a size that can be read; what is in it is looked at when it is read."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_SENT:
            raise forms.ValidationError(_("The file is larger than any that can be read"))
        start = sent.read(4)
        sent.seek(0)
        if start != b"PK\x03\x04":
            raise forms.ValidationError(_("The file is no workbook (.xlsx) and no zip file"))
        return sent


class SignForm(PlainForm):
    """A signature under what was shown."""

    has_read = forms.BooleanField(
        label=_("I have read the counts and what is set aside, and I answer for bringing it in"),
        error_messages={"required": _("Say that you have read it")},
    )


class AskBackForm(PlainForm):
    """Why an import is to be taken back."""

    because = forms.CharField(
        label=_("Why it is to be taken back"),
        help_text=_("In a sentence, and without anybody's name."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerBackForm(PlainForm):
    """Whether an import is taken back."""

    answer = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("yes", _("Take all of it back")), ("no", _("Leave it as it is"))],
        widget=forms.RadioSelect,
    )
