"""What every form of the site derives from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.dates import DateParts, PlainDateField

__all__ = ["DateParts", "PlainDateField", "PlainForm", "PlainModelForm", "sent"]


class _Plain:
    """Labels without a colon, and no browser's own bubbles: errors come once, from the server, in plain words.

    No error repeats what was sent, which Django's own do for what is none of the choices.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def add_error(self, field: str | None, error: Any) -> None:
        """Put an error beside its field."""
        told = _unrepeating(error) if isinstance(error, ValidationError) else error
        super().add_error(field, told)  # type: ignore[misc]


def _unrepeating(error: ValidationError) -> ValidationError:
    if hasattr(error, "error_dict"):
        return ValidationError({name: _unrepeating(ValidationError(told)) for name, told in error.error_dict.items()})
    told = [
        ValidationError(_("Choose one of those offered"), code=one.code)
        if any(part in str(one.message) for part in ("%(value)", "%(pk)"))
        else one
        for one in error.error_list
    ]
    return ValidationError(told)


class PlainForm(_Plain, forms.Form):
    """A form that ``{% include "pages/form.html" %}`` draws."""


class PlainModelForm(_Plain, forms.ModelForm):
    """The same for a model; name dates in ``field_classes = {"from_on": PlainDateField}``."""


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, be it nothing at all; None where the form was only asked for.

    A form that comes back says what is wrong even where nothing of it could be read, such as a form sent as another type.
    """
    return request.POST if request.method == "POST" else None
