"""What every form of the site derives from."""

from __future__ import annotations

from typing import Any

from django import forms

from thinkfamily.casework.pages.dates import DateParts, PlainDateField

__all__ = ["DateParts", "PlainDateField", "PlainForm", "PlainModelForm"]


class _Plain:
    """Labels without a colon, and no browser's own bubbles: errors come once, from the server, in plain words."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class PlainForm(_Plain, forms.Form):
    """A form that ``{% include "pages/form.html" %}`` draws."""


class PlainModelForm(_Plain, forms.ModelForm):
    """The same for a model; name dates in ``field_classes = {"from_on": PlainDateField}``."""
