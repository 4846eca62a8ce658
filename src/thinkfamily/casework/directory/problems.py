"""What can be wrong with what somebody asks of the directory: said in words, and where on the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.core.errors import UserError


class DirectoryError(UserError):
    """It cannot be recorded as asked. Nothing was changed.

    Attributes:
        field: the field of the form that it is about, if it is about one.
    """

    def __init__(self, code: str, *, found: str, do: str, field: str = "") -> None:
        self.field = field
        super().__init__(code, "directory", found=found, means=_("Nothing was recorded."), do=do)


def place_of_safety(where: str) -> DirectoryError:
    """The error of a text by which somebody could be found who must not be. It repeats nothing; only who may know is told."""
    return DirectoryError(
        "TF-DIRECTORY-001",
        found=_("This text would tell where somebody is who must not be found."),
        do=_("Leave the place out; say it to those who may know."),
        field=where,
    )


def name_taken() -> DirectoryError:
    """The error of a name by which the agency has another service, whoever put that there and however lately."""
    return DirectoryError(
        "TF-DIRECTORY-011", found=_("The agency has a service of this name."), do=_("Change that one."), field="name"
    )


def refuse_where(*checks: tuple[bool, str, str, str, str]) -> None:
    """Refuse at the first of some checks that holds: what is wrong, its code, its field, what was found and what to do.

    Raises:
        DirectoryError: one of them holds.
    """
    for is_wrong, code, field, found, do in checks:
        if is_wrong:
            raise DirectoryError(code, found=found, do=do, field=field)
