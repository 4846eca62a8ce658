"""Joinings of identities of which one may be an adopted child's: information governance decides them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.families.actions.identities import decide_join
from thinkfamily.casework.families.forms import JoinForm
from thinkfamily.casework.families.queries.identities import join_shown, joins_shown_to
from thinkfamily.casework.pages.forms import sent


@door(GET="identity.decide")
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits to be decided: by file, and no name."""
    return render(request, "families/identities.html", {"rows": joins_shown_to(request.user)})


@door(GET="identity.decide", POST="identity.decide")
def decide(request: HttpRequest, join_id: UUID) -> HttpResponse:
    """Decide one."""
    row = join_shown(request.user, join_id)
    if row is None:
        raise Http404
    form = JoinForm(sent(request))
    if form.is_valid() and attempt(form, decide_join, by=request.user, join=row):
        messages.success(request, _("It is decided. The analysis is not told of what is joined."))
        return redirect("families:identities")
    return render(request, "families/joining.html", {"row": row, "form": form})
