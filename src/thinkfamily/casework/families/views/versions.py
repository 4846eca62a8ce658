"""Whose version a page shows, of the file and of what apps above keep on it: a member's own, or the one that a lead chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.forms import ReaderForm
from thinkfamily.casework.families.queries.powers import powers_on
from thinkfamily.casework.families.queries.shared import reader_of, readers


@dataclass(frozen=True)
class Whose:
    """Whose version is shown.

    Attributes:
        reader: the member; None where a lead has still to choose.
        is_own: whether the member reads it themselves.
        form: by which a lead chooses; None for a member, who chooses nothing.
    """

    reader: Any
    is_own: bool
    form: ReaderForm | None


def whose_version(request: HttpRequest, family: Any) -> Whose:
    """A member sees their own version; a lead picks whose, and sees exactly that.

    Raises:
        Http404: who asks has the account of a member, and is none today.
    """
    may_comment = "family.comment" in powers_on(standing_of(request.user), family, "family.comment")
    person_id = getattr(request.user, "person_id", None)
    if person_id and may_comment:
        reader = reader_of(family, person_id)
        if reader is None:
            raise Http404
        return Whose(reader, is_own=True, form=None)
    members = [someone.person for someone in readers(family)]
    form = ReaderForm(request.GET or None, members=members)
    chosen = None
    if form.is_valid():
        chosen = next(one for one in members if str(one.pk) == form.cleaned_data["member"])
    return Whose(chosen, is_own=False, form=form)
