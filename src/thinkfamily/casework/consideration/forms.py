"""The desk's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.proposing import Pointer
from thinkfamily.casework.consideration.actions.decide import LEAST_REASONS
from thinkfamily.casework.consideration.models import CandidateCorrection, Decision
from thinkfamily.casework.consideration.queries.desk import STATES
from thinkfamily.casework.consideration.queries.pointing import key_of
from thinkfamily.casework.consideration.unpack import MOST_SENT
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm


class QueueForm(PlainForm):
    """Which candidates to list: by area and state, and by nothing else."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *STATES])

    def __init__(self, *args: Any, areas: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("Any")), *((area, area) for area in areas)]  # type: ignore[attr-defined]


class DecisionForm(PlainForm):
    """One decision on one family, with reasons."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"), choices=Decision.OUTCOMES, widget=forms.RadioSelect, initial=None
    )
    reasons = forms.CharField(
        label=_("Your reasons"),
        help_text=_(
            "What on this page leads you to it, in a sentence or two. Whoever signs reads it; if the family is taken up, it "
            "stands on their file."
        ),
        min_length=LEAST_REASONS,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Give your reasons"),
            "min_length": _("Give reasons of at least %(limit_value)d letters"),
        },
    )
    points_to = forms.ChoiceField(
        label=_("Which programme do you propose, if the family is considered?"),
        help_text=_(
            "Those that its needs point to, with which needs. Your proposal stands on the case; which needs led to it does not. "
            "Whoever works with the family decides."
        ),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, pointing: list[Pointer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(key_of(one), _in_words(one)) for one in pointing]
        self.fields["points_to"].choices = [*every, ("", _("None"))]  # type: ignore[attr-defined]


def _in_words(one: Pointer) -> str:
    needs = ", ".join(str(need) for need in one.needs)
    return _("%(title)s, %(tier)s: %(needs)s") % {"title": one.title, "tier": one.tier_title, "needs": needs}


class ReturnForm(PlainForm):
    """One decision given back, with a comment."""

    because = forms.CharField(
        label=_("Why it should be decided again"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SignForm(PlainForm):
    """A signature under the decisions that were shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    has_read = forms.BooleanField(
        label=_("I have read each decision above and its reasons, and I answer for them"),
        error_messages={"required": _("Say that you have read each decision")},
    )


class PacketForm(PlainForm):
    """One packet, as a zip file."""

    packet = forms.FileField(
        label=_("The packet, as one zip file"),
        help_text=_("The folder that the handover wrote, zipped as it is. At most 50 MB."),
        allow_empty_file=False,
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_packet(self) -> Any:
        """Only a zip file of a packet's size; what is in it is looked at when it is unpacked."""
        sent = self.cleaned_data["packet"]
        if sent.size > MOST_SENT:
            raise forms.ValidationError(_("The file is larger than any packet"))
        start = sent.read(4)
        sent.seek(0)
        if start != b"PK\x03\x04":
            raise forms.ValidationError(_("The file is no zip file"))
        return sent


class CorrectionForm(PlainForm):
    """One correction of who is one person, or who is of this family."""

    kind = forms.ChoiceField(label=_("What is wrong?"), choices=CandidateCorrection.KINDS, widget=forms.RadioSelect)
    person = forms.CharField(
        label=_("Reference of the person"),
        help_text=_(
            "From the table of people. For somebody who belongs here, from the page of the family they are on now."
        ),
        max_length=64,
    )
    other = forms.CharField(
        label=_("Reference of the other person"),
        help_text=_("Only for two people who are one, or are not."),
        max_length=64,
        required=False,
    )
    from_on = PlainDateField(label=_("Since when"), initial=timezone.localdate, latest=timezone.localdate)
    why = forms.ChoiceField(label=_("Why"), choices=CandidateCorrection.WHYS, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """A pair needs two people."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") in ("same", "not_same") and not given.get("other"):
            self.add_error("other", _("Give the reference of the other person"))
        return given


class FeedbackForm(PlainForm):
    """Which packet series feedback is written for."""

    series = forms.ChoiceField(label=_("Packet series"))

    def __init__(self, *args: Any, series: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = [(each, each) for each in series]  # type: ignore[attr-defined]
