"""What can be wrong with a hold or a round. None of these names anybody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.core.errors import UserError


class RetentionError(UserError):
    """A hold or a round cannot be made, changed, signed or carried out as asked."""

    exit_code = 11

    def __init__(self, code: str, where: str, *, found: str, do: str, means: str = "") -> None:
        self.field = where
        super().__init__(code, where, found=found, means=means or _("Nothing was changed."), do=do)


def no_such_file() -> RetentionError:
    """A reference number that is no file's, or of one that is kept from whoever asks."""
    return RetentionError(
        "TF-KEEP-001",
        "reference",
        found=_("Found no file of that number that is open to you here."),
        do=_("Look at the number again, or ask somebody else of information governance."),
    )


def no_reason(field: str) -> RetentionError:
    """Nothing says why."""
    return RetentionError(
        "TF-KEEP-002", field, found=_("It is not said why."), do=_("Say why, without anybody's name.")
    )


def held_already() -> RetentionError:
    """A hold of the same kind stands."""
    return RetentionError(
        "TF-KEEP-003",
        "kind",
        found=_("Found that such a hold stands on this file."),
        do=_("Leave it, or choose another kind."),
    )


def lifted_already() -> RetentionError:
    """The hold stands no longer."""
    return RetentionError(
        "TF-KEEP-004", "hold", found=_("Found that this hold was lifted."), do=_("Read the list again.")
    )


def nothing_due() -> RetentionError:
    """No file can be put forward."""
    return RetentionError(
        "TF-KEEP-005",
        "files",
        found=_("Found no file that is due and that nothing stops."),
        do=_("Look again another day."),
    )


def over_already() -> RetentionError:
    """A round was signed or given back."""
    return RetentionError(
        "TF-KEEP-006", "round", found=_("Found that it was signed or given back already."), do=_("Read it again.")
    )


def proposed_yourself() -> RetentionError:
    """Whoever put a round forward would sign it."""
    return RetentionError(
        "TF-KEEP-007", "round", found=_("You put these files forward yourself."), do=_("Ask another person to sign it.")
    )


def not_yours() -> RetentionError:
    """A round holds a file that is kept from whoever would sign."""
    return RetentionError(
        "TF-KEEP-008",
        "round",
        found=_("Found that you cannot answer for every file of it."),
        do=_("Ask another person to sign it, or give it back."),
    )


def no_such_round() -> RetentionError:
    """A command was given the id of no round."""
    return RetentionError(
        "TF-KEEP-009",
        "round",
        found=_("Found no round of that id."),
        do=_("Take the id from its page, or from the proposal."),
    )
