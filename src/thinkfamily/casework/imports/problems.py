"""What can be wrong with a file of cases. None of these takes a value of a row: sheet, row and column say where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thinkfamily.core.errors import UserError


class ImportRefusedError(UserError):
    """An import cannot be looked at, signed, brought or taken back as asked.

    Attributes:
        rows: rows of the sheet Families that it is about.
    """

    exit_code = 11

    def __init__(self, code: str, where: str, *, found: str, means: str, do: str, rows: tuple[int, ...] = ()) -> None:
        self.rows, self.field = rows, ""
        super().__init__(code, where, found=found, means=means, do=do)


def unreadable(found: str, do: str) -> ImportRefusedError:
    """The file is none that can be read."""
    return ImportRefusedError(
        "TF-IMPORT-001",
        "the file",
        found=found,
        means=gettext("It was not read further, and nothing was brought."),
        do=do,
    )


def out_of_turn(code: str, found: str, do: str, rows: tuple[int, ...] = ()) -> ImportRefusedError:
    """A step of an import is out of turn."""
    return ImportRefusedError(code, "the import", found=found, means=gettext("Nothing was changed."), do=do, rows=rows)


def no_such_import() -> ImportRefusedError:
    """A command was given the id of no import."""
    return out_of_turn(
        "TF-IMPORT-013",
        gettext("Found no import of that id."),
        gettext("Take the id from its page, or from the dry run."),
    )


# Of a row that is right in itself: something else of its family is not.
WITH_ITS_FAMILY = ("TF-IMPORT-032", "TF-IMPORT-035")


@dataclass(frozen=True)
class Problem:
    """One thing to put right: in which row of which sheet, in which column, and what it is.

    Attributes:
        sheet: the sheet's name.
        row: its row, as the program that wrote the file counts them.
        column: the header of the column; empty where it is about the whole row.
        code: a key of `WORDS`.
    """

    sheet: str
    row: int
    column: str
    code: str

    def kept(self) -> list[Any]:
        """As it is kept with the import."""
        return [self.sheet, self.row, self.column, self.code]


# By code: what was found, and what to do. Every one of them sets aside at least its row.
WORDS: dict[str, tuple[Any, Any]] = {
    "TF-IMPORT-020": (_("Nothing stands here."), _("Fill it in.")),
    "TF-IMPORT-021": (_("No date that can be read, or none that can be."), _("Write it as 31/12/2025 or 2025-12-31.")),
    "TF-IMPORT-022": (_("None of the choices."), _("Choose one from the list in the template.")),
    "TF-IMPORT-023": (_("More letters than can be kept."), _("Shorten it.")),
    "TF-IMPORT-024": (_("No time that can be read."), _("Write it as 14:30.")),
    "TF-IMPORT-025": (_("No whole number."), _("Write a number such as 12.")),
    "TF-IMPORT-026": (_("Signs that no text holds."), _("Type it anew.")),
    "TF-IMPORT-027": (_("A day that lies ahead."), _("Give the day on which it was.")),
    "TF-IMPORT-030": (_("The same key as in a row above."), _("Give each its own key, or remove one row.")),
    "TF-IMPORT-031": (_("No such family on the sheet Families."), _("Correct the key, or add the family.")),
    "TF-IMPORT-032": (_("Its family is set aside."), _("Put right what is said of that family.")),
    "TF-IMPORT-033": (
        _("No such person of this family on the sheet People."),
        _("Correct the key, or add the person."),
    ),
    "TF-IMPORT-034": (_("A family without anybody in it."), _("Add its people to the sheet People.")),
    "TF-IMPORT-035": (
        _("Something is wrong in another row of this family."),
        _("Put that row right: a family comes whole or not at all."),
    ),
    "TF-IMPORT-036": (
        _("A state for which an adult of the family must have agreed, and no agreement."),
        _("Add it to the sheet Agreements, or bring the family as Considered."),
    ),
    "TF-IMPORT-037": (
        _("An agreement, or a day of one, of a family that has not agreed yet by its state."),
        _("Change the state, or remove the agreement or day."),
    ),
    "TF-IMPORT-038": (
        _("A day on which work began that does not fit the state."),
        _("Give it from Active on, and not before; it is not before the agreement."),
    ),
    "TF-IMPORT-039": (_("No worker with this email address and this role today."), _("Ask who keeps accounts here.")),
    "TF-IMPORT-040": (_("An email address without its role, or a role without one."), _("Give both.")),
    "TF-IMPORT-041": (_("No intensity of this programme."), _("Write it as the programme calls it.")),
    "TF-IMPORT-042": (
        _("A key that no address can hold."),
        _("Use letters, figures, dots, hyphens and underscores, and begin with a letter or figure."),
    ),
    "TF-IMPORT-043": (_("No name at all."), _("Give the name that they go by.")),
    "TF-IMPORT-044": (
        _("A date, how well it is known, and whether the child is expected do not agree."),
        _("Make the three agree."),
    ),
    "TF-IMPORT-045": (_("An end before its beginning."), _("Correct one of the two days.")),
    "TF-IMPORT-046": (_("Somebody who is no adult of the family today."), _("Only an adult agrees for themselves.")),
    "TF-IMPORT-047": (_("The day to ask again is not after the agreement."), _("Give a later day.")),
    "TF-IMPORT-048": (_("A second agreement of the same person."), _("Keep the one that stands today.")),
    "TF-IMPORT-049": (
        _("A goal that is worked on now, without how it is, how we will know, by when or who sees to it."),
        _("Fill these in, or bring it as Agreed."),
    ),
    "TF-IMPORT-050": (
        _("More goals worked on now than the programme allows at once."),
        _("Bring some of them as Agreed."),
    ),
    "TF-IMPORT-051": (_("A goal of a family that does not take part."), _("Remove it: a plan follows the agreement.")),
    "TF-IMPORT-052": (
        _("A contact in which nobody was seen, or without what happened."),
        _("Say who was met, and what."),
    ),
    "TF-IMPORT-053": (
        _("Somebody was seen in a contact that nobody came to."),
        _("Remove them, or change what came of it."),
    ),
    "TF-IMPORT-054": (_("The same team and state as in a row above."), _("Keep one of the two.")),
    "TF-IMPORT-055": (
        _("An hour that the clock skipped on that day, or showed twice."),
        _("Write an hour before 1am or from 2am on, or leave it empty."),
    ),
    "TF-IMPORT-060": (
        _("Somebody of this family may be known here: the name sounds like theirs, and the birth date is the same."),
        _(
            "Search for them. If it is another family, write Yes under I have looked; if it is the same, remove it here."
        ),
    ),
}
