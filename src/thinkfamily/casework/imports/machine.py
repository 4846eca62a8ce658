"""The way of one import: looked at, signed, brought, and perhaps taken back. Nothing is brought that nobody has signed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

CHECKED, SIGNED, BROUGHT, ASKED_BACK, TAKEN_BACK = "checked", "signed", "brought", "asked_back", "taken_back"
# The families of an import stand in the site in these.
STANDING = (BROUGHT, ASKED_BACK)


def something_is_to_be_made(row: Any) -> bool:
    """At least one family of the file would be made."""
    return any(sheet["name"] == "families" and sheet["made"] for sheet in row.report.get("sheets", ()))


def another_has_signed(row: Any) -> bool:
    """Somebody else than who looked at the file has signed it."""
    return row.signed_by is not None and row.signed_by != row.checked_by


def another_signs_back(row: Any) -> bool:
    """Somebody else than who asked signs that it is taken back."""
    return row.back_signed_by is not None and row.back_signed_by != row.back_asked_by


class ImportMachine(models.Model):
    """The state of one import. It changes through the transitions below and in no other way."""

    STATES = [
        (CHECKED, _("Looked at: nothing was brought")),
        (SIGNED, _("Signed: can be brought")),
        (BROUGHT, _("Brought in")),
        (ASKED_BACK, _("Brought in; somebody asks to take it back")),
        (TAKEN_BACK, _("Taken back")),
    ]

    state = FSMField("state", max_length=12, choices=STATES, default=CHECKED, editable=False, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=CHECKED, target=SIGNED, conditions=[something_is_to_be_made, another_has_signed])
    def sign(self) -> None:
        """A second person answers for it."""

    @transition(field=state, source=SIGNED, target=BROUGHT, conditions=[another_has_signed])
    def bring(self) -> None:
        """The very same file is brought, whole."""

    @transition(field=state, source=BROUGHT, target=ASKED_BACK)
    def ask_back(self) -> None:
        """Somebody asks, with a reason, to take all of it back."""

    @transition(field=state, source=ASKED_BACK, target=BROUGHT)
    def leave(self) -> None:
        """The second person does not agree, and it stays."""

    @transition(field=state, source=ASKED_BACK, target=TAKEN_BACK, conditions=[another_signs_back])
    def take_back(self) -> None:
        """All that it made is removed."""
