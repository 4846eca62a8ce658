"""What can be wrong with what is asked on a daily screen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.core.errors import UserError


class DailyError(UserError):
    """A list or a supervision cannot be kept as asked. Nothing was changed.

    Attributes:
        field: the field of the form that it is about, if it is about one.
    """

    def __init__(self, code: str, *, found: str, do: str, field: str = "") -> None:
        self.field = field
        super().__init__(code, "daily", found=found, means=_("Nothing was changed."), do=do)
