"""What every form of the site derives from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.pages.basis import Basis, plain
from thinkfamily.casework.pages.dates import DateParts, PlainDateField

__all__ = [
    "ChangeForm",
    "DateParts",
    "PlainDateField",
    "PlainForm",
    "PlainModelForm",
    "ReadForm",
    "Unrepeated",
    "long_texts",
    "sent",
]


class _Plain:
    """Labels without a colon, and no browser's own bubbles: errors come once, from the server, in plain words.

    No error repeats what was sent, which Django's own do for what is none of the choices.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    @property
    def given(self) -> dict[str, Any]:
        """What an action is given of a valid form."""
        return self.cleaned_data  # type: ignore[attr-defined,no-any-return]

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


SOMEBODY = _(
    "Somebody changed this after you opened it, and yours is not saved yet. Where yours differs, it says what "
    "is there now. Put into yours what must stay, and send it again."
)


class Unrepeated(forms.Textarea):
    """A text area that is always sent empty: what was typed into it is shown to nobody again, not even to its author."""

    def format_value(self, value: Any) -> str:
        """Nothing, whatever was typed."""
        return ""


class _Opened(forms.CharField):
    """The mark of what somebody had before them. A form that comes back carries that of what is there by then."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Never what was sent."""
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A mark is nothing that somebody wrote."""
        return False


class ChangeForm(PlainForm):
    """A form that changes what is there.

    Whoever sends it after somebody else changed what they had before them is told so and reads what it says now, keeps
    what they wrote, and may send it again. That is looked at when the form is read, and by the action once it holds what it
    changes: of two who send at one moment the second is told. What is sent without a mark, as no page sends it, is not compared.

    Args:
        basis: what is there now; without one it is ``initial``, and the action looks at nothing.
    """

    opened = _Opened(required=False, max_length=64)

    def __init__(self, *args: Any, basis: Basis | None = None, **kwargs: Any) -> None:
        self.basis = basis
        if basis is not None:
            kwargs["initial"] = {**(kwargs.get("initial") or {}), **basis.was}
        super().__init__(*args, **kwargs)

    @property
    def given(self) -> dict[str, Any]:
        """What its action is given: besides what was sent, on what it is based."""
        if self.basis is None:
            return self.cleaned_data
        return {**self.cleaned_data, "based_on": self.basis if self.data.get(self.add_prefix("opened")) else None}

    def look_again(self) -> None:
        """Read the form again, beside what somebody has changed while it was sent."""
        assert self.basis is not None  # for the type: nothing else asks
        self.basis.look_again()
        self.initial = {**self.initial, **self.basis.was}
        self._bound_fields_cache: dict[str, Any] = {}
        self.full_clean()
        if self.is_valid():
            # What was sent is what is there now.
            self.add_error(None, SOMEBODY)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What is there now; of the mark, the mark of it. It is keyed: nobody can work out from it what is there."""
        if field_name != "opened":
            return super().get_initial_for_field(field, field_name)
        there = [(name, sorted(self._there(name))) for name in self.fields if name != "opened"]
        return salted_hmac("opened", repr(there), algorithm="sha256").hexdigest()

    def clean(self) -> dict[str, Any]:
        """Compare what was opened with what is there now; who sends what is there loses nothing to anybody."""
        found = super().clean() or {}
        opened = found.pop("opened", "")
        if not opened or opened == self["opened"].initial:
            return found
        names = [name for name in self.fields if name != "opened"]
        other = [name for name in names if self._as_sent(name, self[name].data) != self._there(name)]
        if other:
            self.add_error(None, SOMEBODY)
        for name in other:
            told = ", ".join(self._told(name)) or _("nothing")
            self[name].help_text = _("It says now: %(told)s") % {"told": told}
        return found

    def _there(self, name: str) -> list[str]:
        """What is there now of one field, as its page would send it."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        return self._as_sent(
            name, field.widget.decompress(value) if isinstance(field.widget, forms.MultiWidget) else value
        )

    def _as_sent(self, name: str, value: Any) -> list[str]:
        """A value of one field to be compared; the parts of a date are one."""
        if isinstance(self.fields[name].widget, forms.MultiWidget):
            value = " ".join(str(part or "").strip() for part in value or ())
        return sorted(plain(value))

    def _told(self, name: str) -> list[str]:
        """The same in words."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if isinstance(value, date):
            return [date_format(value)]
        labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
        return [labels.get(one, one) for one in plain(value)]


class ReadForm(PlainForm):
    """A form that decides on what its page shows, and never on what came in its place after somebody had read that.

    What is sent without a mark, as no page sends it, is not compared.

    Args:
        read: what names that which is shown, such as its id.
    """

    read = _Opened(required=False, max_length=64)

    def __init__(self, *args: Any, read: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {**(kwargs.get("initial") or {}), "read": str(read)}})

    def clean(self) -> dict[str, Any]:
        """Compare what was read with what is there now."""
        found = super().clean() or self.cleaned_data
        if found.pop("read", "") not in ("", self.initial["read"]):
            self.add_error(
                None,
                _(
                    "Something else waits here than what you read. Nothing is decided: read what it says now, and decide."
                ),
            )
        return found


class PlainModelForm(_Plain, forms.ModelForm):
    """The same for a model; name dates in ``field_classes = {"from_on": PlainDateField}``."""


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, be it nothing at all; None where the form was only asked for.

    A form that comes back says what is wrong even where nothing of it could be read, such as a form sent as another type.
    """
    return request.POST if request.method == "POST" else None


@cache
def long_texts() -> dict[str, str]:
    """The label of each text that forms of the site take in an area of its own, by the name under which it is sent.

    A label is empty where forms give one name several. A name by which some form never repeats what was typed is left out.
    """
    labels: dict[str, set[str]] = {}
    never: set[str] = set()
    for form in _below(_Plain):
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field.widget, Unrepeated):
                never.add(name)
            elif isinstance(field.widget, forms.Textarea):
                labels.setdefault(name, set()).add(str(field.label or ""))
    return {name: told.pop() if len(told) == 1 else "" for name, told in labels.items() if name not in never}


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    below: list[type[Any]] = kind.__subclasses__()
    for one in below:
        yield one
        yield from _below(one)
