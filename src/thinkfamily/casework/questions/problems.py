"""What can be wrong with a local question, or with an answer to one. None of these holds what anybody answered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import NotPossibleError


class QuestionError(NotPossibleError):
    """It cannot be done as asked. Nothing was changed.

    Attributes:
        field: the field of the form that it is about, if it is about one.
    """

    def __init__(self, code: str, *, found: str, do: str, field: str = "") -> None:
        self.field = field
        super().__init__(code, field or "question", found=found, means=_("Nothing was changed."), do=do)


def refuse_where(*checks: tuple[bool, str, str, str, str]) -> None:
    """Refuse at the first of some checks that holds: its code, its field, what was found and what to do.

    Raises:
        QuestionError: one of them holds.
    """
    for is_wrong, code, field, found, do in checks:
        if is_wrong:
            raise QuestionError(code, found=found, do=do, field=field)
