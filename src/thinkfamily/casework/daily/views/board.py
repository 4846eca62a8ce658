"""The team board, supervision, and everything that waits for a manager's decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.daily import actions
from thinkfamily.casework.daily.forms import SupervisionForm
from thinkfamily.casework.daily.queries import board
from thinkfamily.casework.daily.queries.decisions import waiting_for
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.sharing.forms import attempt


@door(GET="team.board")
def team_board(request: HttpRequest) -> HttpResponse:
    """How the work is shared out, and where it needs its manager."""
    return render(request, "daily/board.html", {"board": board.board_of(request.user)})


@door(GET="team.board")
def decisions(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this manager's decision, the oldest first."""
    return render(request, "daily/decisions.html", {"waiting": waiting_for(request.user)})


@sensitive_post_parameters()
@door(GET="team.board", POST="team.board")
def supervision(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """Record a supervision of one lead, and read one's earlier ones."""
    found = board.supervised(request.user, worker_id)
    if found is None:
        raise Http404
    worker, rows = found
    form = SupervisionForm(sent(request), every=board.supervision_days(worker))
    if form.is_valid() and attempt(form, actions.record_supervision, worker, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("daily:board")
    return render(request, "daily/supervision.html", {"who": worker, "rows": rows, "form": form})
