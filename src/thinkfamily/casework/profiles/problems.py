"""What can be wrong with a change of a programme profile."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.core.errors import UserError


class ProfileError(UserError):
    """A profile cannot be changed as asked. Nothing was changed.

    Attributes:
        field: the field of the form that it is about, if it is about one.
    """

    def __init__(self, code: str, *, found: str, do: str, field: str = "") -> None:
        self.field = field
        super().__init__(code, "profile", found=found, means=_("Nothing was changed."), do=do)
