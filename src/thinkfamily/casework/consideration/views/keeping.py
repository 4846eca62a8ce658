"""Bringing packets, purging, sending feedback back, and the equality report."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.access.door import door
from thinkfamily.casework.agencies.site_values import SMALLEST_SHOWN, value_of
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.forms import FeedbackForm, PacketForm
from thinkfamily.casework.consideration.queries import purge as purging
from thinkfamily.casework.consideration.queries.equality import POINTS, equality
from thinkfamily.casework.consideration.queries.feedback import all_series, words_for
from thinkfamily.casework.consideration.views.looking import say
from thinkfamily.casework.pages.forms import sent
from thinkfamily.core.errors import UserError


@door(GET="desk.bring", POST="desk.bring")
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a candidate packet."""
    form = PacketForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["packet"]
        try:
            packet = actions.bring_sent(file, file.size, by=request.user)
        except UserError as error:
            say(form, error, "packet")
        else:
            messages.success(
                request,
                _("The packet is on the desk. It is to be decided by %(day)s.")
                % {"day": packet.purge_on.strftime("%-d %B %Y")},
            )
            if packet.set_aside:
                messages.info(
                    request,
                    ngettext(
                        "%(count)d family of it was not laid on the desk: it is in casework already, or kept apart there.",
                        "%(count)d families of it were not laid on the desk: they are in casework already, or kept apart "
                        "there.",
                        packet.set_aside,
                    )
                    % {"count": packet.set_aside},
                )
            return redirect("desk:bring")
    return render(request, "consideration/bring.html", {"form": form, "due": purging.due().count()})


@door(GET="desk.bring", POST="desk.bring")
def case_update(request: HttpRequest) -> HttpResponse:
    """Bring a case update to the files of agreed families."""
    form = PacketForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["packet"]
        try:
            done = actions.update_sent(file, file.size, by=request.user)
        except UserError as error:
            say(form, error, "packet")
        else:
            messages.success(
                request,
                ngettext(
                    "%(count)d family was brought up to date.",
                    "%(count)d families were brought up to date.",
                    done.families,
                )
                % {"count": done.families},
            )
            for agency, why in done.withheld:
                messages.warning(request, f"{agency}: {why}")
            return redirect("desk:case_update")
    return render(request, "consideration/case_update.html", {"form": form})


@door(GET="desk.purge", POST="desk.purge")
def purge(request: HttpRequest) -> HttpResponse:
    """What is to be purged, and the proofs of what was."""
    if request.method == "POST":
        made = actions.purge(by=request.user)
        gone = sum(each.candidates for each in made)
        messages.success(
            request,
            ngettext("%(count)d family was purged.", "%(count)d families were purged.", gone) % {"count": gone},
        )
        return redirect("desk:purge")
    return render(
        request,
        "consideration/purge.html",
        {
            "packets": purging.to_purge(),
            "due": purging.due(),
            "purges": purging.latest_purges(),
            "is_unscrubbed": purging.unscrubbed(),
        },
    )


@door(GET="desk.purge")
def certificate(request: HttpRequest, purge_id: UUID) -> HttpResponse:
    """The proof of one purge, to print."""
    found = purging.purge_for(purge_id)
    if found is None:
        raise Http404
    actions.looked(request.user, "purge", found.pk, power="desk.purge")
    return render(
        request,
        "consideration/certificate.html",
        {"purge": found},
    )


@door(GET="feedback.send", POST="feedback.send")
def feedback(request: HttpRequest) -> HttpResponse:
    """What goes back to the analysis: the packet, as one zip file."""
    series = all_series()
    form = FeedbackForm(sent(request), series=series)
    if request.method == "POST" and form.is_valid():
        try:
            packed = actions.feedback_as_zip(series=form.cleaned_data["series"], by=request.user)
        except UserError as error:
            say(form, error)
        else:
            response = HttpResponse(packed, content_type="application/zip")
            response["Content-Disposition"] = 'attachment; filename="casework.zip"'
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "consideration/feedback.html", {"form": form, "words": [words_for(each) for each in series]})


@door(GET="desk.sign")
def equality_page(request: HttpRequest) -> HttpResponse:
    """Who was considered and who was not, by group."""
    actions.looked(request.user, "equality", power="desk.sign")
    least = value_of(SMALLEST_SHOWN)
    return render(request, "consideration/equality.html", {"tables": equality(least), "least": least, "points": POINTS})
