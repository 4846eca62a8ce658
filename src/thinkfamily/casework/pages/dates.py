"""A date asked for as day, month and year: the form in which people make the fewest mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = {"day": _("day"), "month": _("month"), "year": _("year")}
# A label that begins with one of these asks: "Enter on which day" is no sentence, "Say on which day" is one.
ASKING = frozenset(["at", "from", "how", "on", "what", "when", "where", "which", "who", "whom", "whose", "why"])
# Nothing here is planned further ahead: from a day at the end of the calendar, no next one can be reckoned.
FURTHEST = date(2199, 12, 31)
LABELS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}


class DateParts(forms.MultiWidget):
    """Three inputs; their names end in ``_day``, ``_month`` and ``_year``."""

    template_name = "pages/date_parts.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput({"inputmode": "numeric"}) for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """The parts of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context with the label of each part."""
        context = super().get_context(name, value, attrs)
        for part, widget in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            width = 4 if part == "year" else 2
            wrong = " govuk-input--error" if "aria-invalid" in widget["attrs"] else ""
            widget["attrs"]["class"] = f"govuk-input govuk-date-input__input govuk-input--width-{width}{wrong}"
            widget["attrs"]["id"] = f"{(attrs or {}).get('id', name)}_{part}"
            widget["label"] = LABELS[part]
        return context

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the three was sent."""
        return all(f"{name}_{part}" not in data for part in PARTS)


class PlainDateField(forms.Field):
    """A date, asked for in three parts; a month may be a number or a name.

    Its errors name the field and the part that is missing, and repeat nothing that was typed.
    """

    widget = DateParts
    default_error_messages = {
        "required": _("Enter %(what)s"),
        "part": _("%(what)s must include a %(parts)s"),
        "unreal": _("%(what)s must be a real date"),
        "early": _("%(what)s must be on or after %(limit)s"),
        "late": _("%(what)s must be on or before %(limit)s"),
    }

    def __init__(self, *, earliest: date | None = None, latest: Any = None, **kwargs: Any) -> None:
        """Make the field.

        Args:
            earliest: the first day allowed.
            latest: the last day allowed, or a callable that gives it, such as `localdate` for no day to come; `FURTHEST`
                where none is given.
            kwargs: as every field of Django takes.
        """
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest or FURTHEST

    def clean(self, value: Any) -> date | None:
        """The date of the three parts, or None where none was given and none is needed."""
        day, month, year = (str(part or "").strip() for part in value or ["", "", ""])
        given = dict(zip(PARTS, (day, month, year), strict=True))
        if not any(given.values()):
            if self.required:
                raise self._wrong("required")
            return None
        missing = [str(PARTS[part]) for part, text in given.items() if not text]
        if missing:
            raise self._wrong("part", parts=str(_(" and ")).join(missing))
        try:
            if len(year) != 4:
                raise ValueError
            found = date(int(year), self._month(month), int(day))
        except (ValueError, OverflowError):
            raise self._wrong("unreal") from None
        latest = self.latest() if callable(self.latest) else self.latest
        if self.earliest and found < self.earliest:
            raise self._wrong("early", limit=_spoken(self.earliest))
        if latest and found > latest:
            raise self._wrong("late", limit=_spoken(latest))
        self.run_validators(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the parts differ from those of the first value."""
        parts = initial if isinstance(initial, list | tuple) else DateParts().decompress(initial)
        return [str(part or "") for part in parts] != [str(part or "").strip() for part in data or ["", "", ""]]

    def _month(self, text: str) -> int:
        name = text.lower()[:3]
        return MONTHS.index(name) + 1 if name in MONTHS else int(text)

    def _wrong(self, code: str, **words: str) -> ValidationError:
        what = str(self.label or _("date"))
        if code == "required":
            what = what[0].lower() + what[1:]
            if asks(what):
                return ValidationError(_("Say %(what)s") % {"what": what}, code=code)
        else:
            what = _("The day under “%(label)s”") % {"label": what} if asks(what) else what[0].upper() + what[1:]
        return ValidationError(self.error_messages[code] % {"what": what, **words}, code=code)


def moment(on: date, at: time, *, latest: datetime | None = None) -> datetime:
    """The moment of a day and an hour by the clock here.

    Args:
        on: the day.
        at: the hour.
        latest: what lies after it is not meant: of an hour that comes twice the one that has been.

    Raises:
        ValidationError: the clock skips that hour on that day, or shows it twice. It repeats no more than was asked for.
    """
    here = timezone.get_current_timezone()
    both = {datetime.combine(on, at, here).replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    if len(both) == 1:
        return both.pop().astimezone(here)
    words = {"day": _spoken(on)}
    if all(one.astimezone(here).replace(tzinfo=None) != datetime.combine(on, at) for one in both):
        raise ValidationError(
            said(
                "This hour does not exist on %(day)s: the clocks go forward from 1am to 2am. Enter a time before 1am, or from 2am"
            )
            % words,
            code="skipped",
        )
    been = [one for one in both if latest is None or one <= latest]
    if len(been) == 1:
        # In no zone but the common one: Python holds an hour that comes twice for equal to no moment elsewhere.
        return been[0]
    raise ValidationError(
        said(
            "This hour comes twice on %(day)s: the clocks go back from 2am to 1am. Enter a time before 1am, or from 2am"
        )
        % words,
        code="twice",
    )


def asks(label: str) -> bool:
    """Whether a label is a question in few words, such as "On which day" or "By when"; "In words" is none."""
    first, _space, rest = label.lower().partition(" ")
    return first in ASKING or (first in ("by", "in", "to") and rest.partition(" ")[0] in ASKING)


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
