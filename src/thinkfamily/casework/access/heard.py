"""What somebody writes about who may see a file is looked at as what is written on it: by `families.quarantine`, an app above."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import NotPossibleError, not_possible

Hear = Callable[..., dict[str, str]]
_HEARS: list[Hear] = []


def hears(hear: Hear) -> None:
    """Have texts looked at by a function, called as `families.quarantine.heard` is."""
    _HEARS[:] = [hear]


def heard(by: Any, family: Any, **texts: str) -> dict[str, str]:
    """Some texts as they are to be kept, by the names of their fields.

    Raises:
        NotPossibleError: one would tell where somebody must not be found, and whoever writes it may know that.
    """
    for hear in _HEARS:
        texts = hear(by, family, _place_of_safety, **texts)
    return texts


def _place_of_safety(where: str) -> NotPossibleError:
    return not_possible(
        "TF-ACCESS-070",
        where,
        _("This text would tell where somebody is who must not be found."),
        _("Leave the place out; say it to those who may know."),
    )
