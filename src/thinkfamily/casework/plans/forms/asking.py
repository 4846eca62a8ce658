"""What is asked of a worker about an action, and what is asked of whoever owns one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.plans.forms._seen_by import SeenByForm
from thinkfamily.casework.plans.models import Action


class ActionForm(SeenByForm):
    """One thing asked of one worker, one agency or one member of the family."""

    text = forms.CharField(
        label=_("What is to be done"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One thing that somebody can do and say that it is done."),
    )
    owner = forms.ChoiceField(label=_("Of whom it is asked"))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Action.KINDS,
        widget=forms.RadioSelect,
        help_text=_("What services promise counts as much as what the family is asked."),
    )
    due_on = PlainDateField(label=_("By when"))
    field_order = ("text", "owner", "kind", "due_on", "category", "audience", "hidden_from")

    def __init__(self, *args: Any, owners: list[tuple[Any, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["audience"].initial = "family"
        fields["audience"].help_text = _("Who sees it sees of whom it is asked.")
        fields["owner"].choices = [("", _("Choose one")), *owners]


class AnswerForm(PlainForm):
    """The answer to something asked."""

    step = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("If it is done: how that is known"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    because = forms.CharField(
        label=_("If not: why"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, steps: list[tuple[str, Any]], of_family: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if of_family:
            fields["evidence"].label = _("If you have done it: how it went")
            fields["because"].label = _("If it is too much, or not right for you: why")
        fields["step"].choices = steps


class TakeBackForm(PlainForm):
    """Something that is no longer asked."""

    because = forms.CharField(label=_("Why it is no longer asked"), max_length=300, widget=forms.Textarea({"rows": 3}))
