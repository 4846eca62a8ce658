"""The plan as the family sees it: each member their own version, on screen and on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.families.actions.printing import record_printing
from thinkfamily.casework.families.forms import CommentForm
from thinkfamily.casework.families.queries.shared import reader_of
from thinkfamily.casework.families.views.versions import whose_version
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.views._page import kept, mark


@door(GET="family.shared_view")
def shared(request: HttpRequest, family: Any) -> HttpResponse:
    """What the family sees of its plan. A member sees their own version; a lead picks whose, and sees exactly that."""
    whose = whose_version(request, family)
    if whose.reader is not None:
        return _shown(request, family, whose.reader, is_own=whose.is_own)
    return kept(render(request, "plans/shared_pick.html", {"form": whose.form, "family": family}))


@sensitive_post_parameters()
@door(GET="family.comment", POST="family.comment")
def comment(request: HttpRequest, family: Any, item_id: UUID) -> HttpResponse:
    """A family member's own words about a goal, a promise or a task."""
    reader = reader_of(family, request.user.person_id)  # type: ignore[union-attr]
    if reader is None:
        raise Http404
    form = CommentForm(sent(request))

    def write(**told: Any) -> None:
        actions.comment_on_plan(family, reader=reader, item_id=item_id, **told, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Thank you. The people who lead the work with your family will read it."))
        return redirect("plans:shared", family.pk)
    return kept(render(request, "plans/comment.html", {"form": form, "family": family}))


def _shown(request: HttpRequest, family: Any, reader: Any, *, is_own: bool) -> HttpResponse:
    view = queries.shared_plan(family, reader)
    record_printing(family, by=request.user, power="family.shared_view", reader=reader)
    about = {
        "view": view,
        "reader": reader,
        "family": family,
        "is_own": is_own,
        "mark": mark(request, family),
        "printed_at": timezone.now(),
    }
    return kept(render(request, "plans/shared.html", about))
