"""What every form of the site derives from."""

from __future__ import annotations

from typing import Any

from django import forms
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
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.error_messages |= {
                code: _("Choose one of those offered")
                for code in ("invalid_choice", "invalid_pk_value")
                if "(value)" in str(field.error_messages.get(code, ""))
                or "(pk)" in str(field.error_messages.get(code, ""))
            }


class PlainForm(_Plain, forms.Form):
    """A form that ``{% include "pages/form.html" %}`` draws."""


class PlainModelForm(_Plain, forms.ModelForm):
    """The same for a model; name dates in ``field_classes = {"from_on": PlainDateField}``."""


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, be it nothing at all; None where the form was only asked for.

    A form that comes back says what is wrong even where nothing of it could be read, such as a form sent as another type.
    """
    return request.POST if request.method == "POST" else None
