"""The file as it is printed, and as the family sees it: each reader only theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.actions.printing import record_printing
from thinkfamily.casework.families.actions.statements import comment as add_comment
from thinkfamily.casework.families.forms import CommentForm
from thinkfamily.casework.families.genogram import draw, sentences
from thinkfamily.casework.families.queries import people
from thinkfamily.casework.families.queries.page import family_page
from thinkfamily.casework.families.queries.shared import reader_of, shared_view
from thinkfamily.casework.families.views.versions import whose_version
from thinkfamily.casework.pages.forms import sent


@door(GET="family.read")
def print_file(request: HttpRequest, family: Any) -> HttpResponse:
    """The file on paper for a professional: only what this reader may see, marked with who they are."""
    page = family_page(standing_of(request.user), family)
    everyone = page.people + page.left
    figures, ties = people.figures(everyone), people.ties(family, everyone)
    record_printing(family, by=request.user, power="family.read")
    about = {
        "page": page,
        "head": page.head,
        "family": family,
        "drawing": mark_safe(draw(figures, ties, title=_("Genogram"), says=_("Told in sentences below."))),  # noqa: S308
        "sentences": sentences(figures, ties),
        "mark": _mark(request, family),
        "printed_at": timezone.now(),
    }
    return _kept(render(request, "families/print.html", about))


@door(GET="family.shared_view")
def shared(request: HttpRequest, family: Any) -> HttpResponse:
    """What the family sees. A member sees their own version; a lead picks whose, and sees exactly that."""
    whose = whose_version(request, family)
    if whose.reader is not None:
        return _shown(request, family, whose.reader, is_own=whose.is_own)
    return _kept(render(request, "families/shared_pick.html", {"form": whose.form, "family": family}))


@sensitive_post_parameters()
@door(GET="family.comment", POST="family.comment")
def comment(request: HttpRequest, family: Any, item_id: UUID | None = None) -> HttpResponse:
    """A family member's own words, about the file or about one thing on it."""
    reader = reader_of(family, request.user.person_id)  # type: ignore[union-attr]
    if reader is None:
        raise Http404
    form = CommentForm(sent(request))
    if item_id is None:
        del form.fields["disagrees"]
    if form.is_valid() and attempt(form, add_comment, family=family, by=request.user, on_item=item_id):
        messages.success(request, _("Thank you. The people who lead the work with your family will read it."))
        return redirect("families:shared", family.pk)
    return _kept(render(request, "families/comment.html", {"form": form, "family": family, "item_id": item_id}))


def _shown(request: HttpRequest, family: Any, reader: Any, *, is_own: bool) -> HttpResponse:
    view = shared_view(family, reader)
    record_printing(family, by=request.user, power="family.shared_view", reader=reader)
    about = {
        "view": view,
        "family": family,
        "is_own": is_own,
        "mark": _mark(request, family),
        "printed_at": timezone.now(),
    }
    return _kept(render(request, "families/shared.html", about))


def _mark(request: HttpRequest, family: Any) -> str:
    """What says whose copy a sheet is, to those who can look it up and to nobody else."""
    return f"{family.reference} / {str(request.user.pk)[:8]} / {timezone.localtime():%Y%m%d-%H%M}"  # type: ignore[union-attr]


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response
