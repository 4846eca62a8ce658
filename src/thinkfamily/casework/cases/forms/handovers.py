"""Forms of a handover, and of everything that a leaver leads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.cases.models import Handover
from thinkfamily.casework.cases.queries.leads import who_can_lead
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm


class RaiseForm(PlainForm):
    """A handover begins."""

    part = forms.ChoiceField(label=_("Who hands over"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Why"), choices=Handover.REASONS, widget=forms.RadioSelect)
    last_day_on = PlainDateField(label=_("Their last day with the family"))

    def __init__(self, *args: Any, parts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["part"].choices = [(str(one.pk), f"{one.worker.name}, {ROLES[one.role].title}") for one in parts]
        if len(parts) == 1:
            fields["part"].initial = str(parts[0].pk)


class _OfHandover(PlainForm):
    """A form about one handover. One that changes what is there says ``there`` what that is."""

    def __init__(self, *args: Any, handover: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handover = handover


class PrepareForm(ChangeForm, _OfHandover):
    """The note and the checklist."""

    note = forms.CharField(label=_("What the next lead must know"), max_length=8000, widget=forms.Textarea({"rows": 6}))
    risks = forms.CharField(
        label=_("Risks and tasks that are open"), max_length=4000, required=False, widget=forms.Textarea({"rows": 3})
    )
    checked = forms.MultipleChoiceField(
        label=_("Done"),
        choices=Handover.CHECKLIST,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "The handover is prepared when every line is done. What is not yet done can be saved and done later."
        ),
    )

    @staticmethod
    def there(handover: Any) -> dict[str, Any]:
        """What is there of a handover."""
        return {"note": handover.note, "risks": handover.risks, "checked": handover.checked}


class VisitForm(_OfHandover):
    """The joint visit, or why there was none."""

    visit_on = PlainDateField(label=_("Day both leads visited"), required=False, latest=localdate)
    no_visit_because = forms.CharField(
        label=_("Why they did not"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        found = super().clean() or {}
        if not self.errors and found.get("visit_on") is None and not found.get("no_visit_because", "").strip():
            self.add_error("visit_on", _("Give the day on which both visited, or say why they did not"))
        return found


class ToldForm(_OfHandover):
    """What the family was told."""

    told_on = PlainDateField(label=_("Day the family was told"), latest=localdate, initial=localdate)
    told_words = forms.CharField(label=_("What it was told, and what it said"), widget=forms.Textarea({"rows": 3}))


def _over_because() -> forms.CharField:
    return forms.CharField(
        label=_("Why beyond their ceiling"),
        max_length=300,
        required=False,
        help_text=_("Only where it would take them above a full caseload."),
    )


class ReceiverForm(ChangeForm, _OfHandover):
    """Who leads next."""

    receiver = forms.ChoiceField(label=_("Who leads next"), widget=forms.RadioSelect)
    over_because = _over_because()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case, role = self.handover.case, self.handover.part.role
        offered = [one for one in who_can_lead(case.family, case) if one.role == role]
        self.offered = {str(one.worker.pk): one.worker for one in offered}
        fields: Any = self.fields
        fields["receiver"].choices = [(str(one.worker.pk), one.says) for one in offered]

    @staticmethod
    def there(handover: Any) -> dict[str, Any]:
        """What is there of a handover."""
        return {"receiver": handover.receiver_id, "over_because": handover.over_because}

    def clean_receiver(self) -> Any:
        """The worker chosen."""
        return self.offered[self.cleaned_data["receiver"]]


class LeaverForm(PlainForm):
    """Everything that a leaver leads, handed over at once."""

    parts = forms.MultipleChoiceField(label=_("Families to hand over"), widget=forms.CheckboxSelectMultiple)
    receiver = forms.ChoiceField(
        label=_("Who takes them over"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "Whoever cannot be given one of them is not told why. A receiver can be named family by family later."
        ),
    )
    over_because = _over_because()
    last_day_on = PlainDateField(label=_("Last day of the leaver"))
    note = forms.CharField(
        label=_("What the receiver must know first"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("It is shown to the receiver before they accept. Name nobody."),
    )

    def __init__(self, *args: Any, parts: list[Any], receivers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.led = {str(one.pk): one for one in parts}
        self.receivers = {str(one.load.worker.pk): one.load.worker for one in receivers}
        fields: Any = self.fields
        fields["parts"].choices = [
            (key, f"{one.family.reference}, {ROLES[one.role].title}") for key, one in self.led.items()
        ]
        fields["receiver"].choices = [
            ("", _("Nobody yet")),
            *(
                (
                    str(one.load.worker.pk),
                    _("%(name)s, at %(share)d%% now and at %(after)d%% with these families (%(families)d)")
                    % {
                        "name": one.load.worker.name,
                        "share": one.load.share,
                        "after": one.after,
                        "families": one.families,
                    },
                )
                for one in receivers
            ),
        ]

    def leave_out(self, begun: set[Any]) -> None:
        """Offer no longer what is being handed over already. It still counts as chosen: the answer then says what became of it."""
        fields: Any = self.fields
        fields["parts"].choices = [
            (key, words) for key, words in fields["parts"].choices if self.led[key].pk not in begun
        ]

    def clean_parts(self) -> list[Any]:
        """The parts chosen."""
        return [self.led[key] for key in self.cleaned_data["parts"]]

    def clean_receiver(self) -> Any:
        """The worker chosen; None for nobody yet."""
        return self.receivers.get(self.cleaned_data["receiver"])
