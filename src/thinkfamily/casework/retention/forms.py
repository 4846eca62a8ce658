"""Forms of holds and rounds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import PlainForm
from thinkfamily.casework.retention.models import Hold


class HoldForm(PlainForm):
    """A legal hold: on which file, and why."""

    reference = forms.CharField(
        label=_("Reference number of the file"), help_text=_("As its page shows it, such as FT-0123."), max_length=12
    )
    kind = forms.ChoiceField(label=_("Because of"), choices=Hold.KINDS, widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Why"),
        help_text=_("In a sentence, such as the number of the claim. Whoever may see holds reads it."),
        max_length=300,
    )


class LiftForm(PlainForm):
    """Why a legal hold is lifted."""

    because = forms.CharField(label=_("Why it is lifted"), max_length=300)


class ProposeForm(PlainForm):
    """That these files are put forward."""

    other_copies = forms.CharField(
        label=_("Other copies that still hold these files, and until when (optional)"),
        help_text=_(
            "Such as snapshots, or an archive of the database’s log. The program knows its own backups and names them."
        ),
        max_length=300,
        required=False,
    )
    has_read = forms.BooleanField(
        label=_("I have read the list, and I answer for putting these files forward"),
        error_messages={"required": _("Say that you have read it")},
    )

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return {"other_copies": self.cleaned_data["other_copies"]}


class AnswerForm(PlainForm):
    """Whether a round is signed, or given back and why."""

    answer = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("sign", _("Sign it: the files are deleted for good")), ("back", _("Give it back: nothing goes"))],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=_("Why it is given back"), help_text=_("Only where it is."), max_length=300, required=False
    )

    def __init__(self, *args: Any, may_sign: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_sign:
            answer: Any = self.fields["answer"]
            answer.choices = [choice for choice in answer.choices if choice[0] != "sign"]
