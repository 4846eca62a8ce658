"""What waits for a worker."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import choose_mails, mark_seen
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.notices import MailsForm
from thinkfamily.casework.access.queries.notices import mails_chosen, waiting_for
from thinkfamily.casework.pages.forms import sent


@door(GET="signed_in", POST="signed_in")
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices; a press of the button marks them seen."""
    if request.method == "POST":
        mark_seen(by=request.user)
        return redirect("access:notices")
    return render(request, "access/notices.html", {"rows": waiting_for(request.user, request.GET.get("page"))})


@door(GET="signed_in", POST="signed_in")
def mails(request: HttpRequest) -> HttpResponse:
    """How often one is mailed of what comes due."""
    form = MailsForm(sent(request), initial={"due": mails_chosen(request.user)})
    if form.is_valid():
        choose_mails(due=form.cleaned_data["due"], by=request.user)
        messages.success(request, _("Noted."))
        return redirect("access:notices")
    return render(request, "access/mails.html", {"form": form})
