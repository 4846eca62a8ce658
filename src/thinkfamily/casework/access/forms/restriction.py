"""Forms for restricting a file."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.queries.people import workers_with
from thinkfamily.casework.access.queries.restrictions import categories, custodians
from thinkfamily.casework.pages.forms import ChangeForm, PlainDateField, PlainForm


class NamedForm(PlainForm):
    """Who keeps a restriction, and who is named for it."""

    custodian: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Who keeps it"),
        queryset=None,
        empty_label=_("Choose one"),
        help_text=_(
            "A manager or information governance. They see the file, review the restriction and are told who looks."
        ),
    )
    named = forms.CharField(
        label=_("Who else may see the file"),
        required=False,
        widget=forms.Textarea,
        help_text=_(
            "Email addresses of workers, one a line. Nobody else will find any trace of the file, you included."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["custodian"].queryset = custodians()  # type: ignore[attr-defined]

    def clean_named(self) -> list[Any]:
        """The workers who have these addresses."""
        addresses = {one.lower() for one in re.split(r"[\s,;]+", self.cleaned_data["named"]) if one}
        found = list(workers_with(addresses))
        if len(found) < len(addresses):
            lost = len(addresses) - len(found)
            raise forms.ValidationError(
                _("%(lost)s of these addresses belong to no active worker. Correct or remove them."),
                params={"lost": lost},
            )
        return found


class KeptNamedForm(ChangeForm, NamedForm):
    """The same of a restriction in force, as it stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="named", **kwargs)

    @staticmethod
    def there(row: Any) -> dict[str, Any]:
        """What is there of a restriction. Lines end as a browser ends them."""
        return {"custodian": row.custodian_id, "named": "\r\n".join(worker.email for worker in row.named.all())}


class RestrictForm(NamedForm):
    """A restriction to be set."""

    category = forms.ChoiceField(label=_("Kind of restriction"), choices=categories)
    because = forms.CharField(label=_("Why"), widget=forms.Textarea)
    review_by_on = PlainDateField(label=_("To be looked at again by"), help_text=_("Within 90 days."))
    field_order = ("category", "because", "custodian", "named", "keep_custodians", "review_by_on")

    def __init__(self, *args: Any, in_force: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if in_force:
            self.fields["keep_custodians"] = forms.BooleanField(
                label=_("Name here too whoever keeps it restricted already"),
                required=False,
                help_text=_(
                    "They go on keeping theirs, and see the file. If they must not, ask them to lift theirs first: "
                    "while it holds, a file that they cannot see could never be opened again."
                ),
            )
            self.order_fields(self.field_order)


class ReviewForm(PlainForm):
    """A restriction looked at again."""

    because = forms.CharField(label=_("Why it still holds"), widget=forms.Textarea)
    review_by_on = PlainDateField(label=_("To be looked at again by"), help_text=_("Within 90 days."))


class LiftForm(PlainForm):
    """A restriction to be lifted."""

    because = forms.CharField(label=_("Why it no longer holds"), widget=forms.Textarea)
