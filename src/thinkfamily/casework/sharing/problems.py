"""What can be wrong with what a worker asks of sharing: said in words, and where on the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.core.errors import UserError


class SharingError(UserError):
    """A basis, agreement or decision cannot be recorded as asked. Nothing was changed.

    Attributes:
        field: the field of the form that it is about, if it is about one.
    """

    def __init__(self, code: str, *, found: str, do: str, field: str = "") -> None:
        self.field = field
        super().__init__(
            code, "sharing", found=found, means=_("Nothing was recorded, and nothing is shared by it."), do=do
        )


def place_of_safety(where: str) -> SharingError:
    """The error of a text by which somebody could be found who must not be. It repeats nothing; only who knows is told."""
    return SharingError(
        "TF-SHARING-005",
        found=_("This text would tell where somebody is who must not be found."),
        do=_("Leave the place out; say it to those who may know."),
        field=where,
    )
