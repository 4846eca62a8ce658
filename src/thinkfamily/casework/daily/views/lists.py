"""Lists and indicators that a worker builds on screen."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.daily import actions
from thinkfamily.casework.daily.forms import ChoiceForm, KeepForm
from thinkfamily.casework.daily.queries import lists
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.sharing.forms import attempt


@door(GET="list.build")
def build(request: HttpRequest) -> HttpResponse:
    """Build a list: what is chosen stands in the address, and is codes, numbers, days and opaque ids alone."""
    work = lists.work_of(request.user)
    form = ChoiceForm(request.GET, work=work)
    # What cannot be chosen narrows to nothing, and says why: everything would look like an answer.
    choice = form.choice if form.is_valid() else {}
    context = {
        "form": form,
        "built": work.list_of(choice) if form.is_valid() else work.nothing,
        "kept": lists.counted(request.user, work),
        "query": request.GET.urlencode() if choice else "",
        "is_chosen": bool(choice),
        "worker": request.user,
    }
    return render(request, "daily/lists.html", context)


@door(GET="list.build", POST="list.build")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the list that the address holds."""
    work = lists.work_of(request.user)
    chosen = ChoiceForm(request.GET, work=work)
    if not chosen.is_valid():
        # The page that builds lists says what is wrong with it.
        return redirect(f"{reverse('daily:lists')}?{request.GET.urlencode()}")
    form = KeepForm(sent(request), teams=lists.teams_of(request.user))
    if form.is_valid() and attempt(form, actions.keep_list, choice=chosen.choice, by=request.user):
        messages.success(request, _("The list is kept."))
        return redirect("daily:lists")
    return render(request, "daily/keep.html", {"form": form, "built": work.list_of(chosen.choice)})


@door(GET="list.build", POST="list.build")
def remove(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Remove a list of one's own."""
    saved = lists.saved_one(request.user, list_id)
    if saved is None or saved.owner_id != request.user.pk:
        raise Http404
    form = PlainForm(sent(request))
    if form.is_valid() and attempt(form, actions.remove_list, saved, by=request.user):
        messages.success(request, _("The list is removed."))
        return redirect("daily:lists")
    return render(request, "daily/remove.html", {"form": form, "saved": saved})
