"""Inviting, and what those invited answer: pages of one's own for workers, partners and members of the family."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.access.views.attempts import do_or_say
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.queries.people import people
from thinkfamily.casework.meetings.actions import invitations as actions
from thinkfamily.casework.meetings.forms.invitations import InviteForm, ReplyForm, ReportForm
from thinkfamily.casework.meetings.queries import meetings as queries
from thinkfamily.casework.meetings.queries.minutes import own_copy
from thinkfamily.casework.meetings.queries.reading import KEEP, reader_of
from thinkfamily.casework.meetings.queries.today import invited_to
from thinkfamily.casework.meetings.views.meetings import one_of
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.questions.kinds import REPORT
from thinkfamily.casework.questions.queries import asked_on


@door(GET="meeting.keep", POST="meeting.keep")
def invite(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Invite workers, agencies and members of the family."""
    row = one_of(request, family, meeting_id)
    offered = queries.invitable(row)
    form = InviteForm(sent(request), offered=offered)
    if form.is_valid() and attempt(form, partial(actions.invite, row), by=request.user):
        messages.success(request, _("Invited. Those with an account have a notice; tell the others."))
        return redirect("meetings:meeting", family.pk, row.pk)
    reader = reader_of(request.user, family)
    about = {
        "family": family,
        "meeting": row,
        "form": form,
        "shut": offered.shut,
        "may_allocate": reader.may("case.allocate"),
        "may_propose": reader.may("case.propose"),
    }
    return render(request, "meetings/invite.html", about)


@door(POST="meeting.keep")
def take_back(request: HttpRequest, family: Any, meeting_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    row = _invitation(request, family, meeting_id, invitation_id)
    if do_or_say(request, actions.take_back, family_id=family.pk, invitation=row):
        messages.success(request, _("The invitation is taken back."))
    return redirect("meetings:meeting", family.pk, meeting_id)


@sensitive_post_parameters()
@door(GET="meeting.answer", POST="meeting.answer")
def reply(request: HttpRequest, family: Any, meeting_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Reply to one's invitation; or write down what somebody replied who has no account."""
    row = _invitation(request, family, meeting_id, invitation_id)
    own = queries.own_invitation(request.user, family, meeting_id)
    is_own = own is not None and own.pk == row.pk
    is_family = is_own and row.person_id is not None
    first = {"reply": row.reply, "note": row.note}
    form = ReplyForm(sent(request), is_own=is_own, is_family=is_family, initial=first)
    if form.is_valid() and attempt(form, partial(actions.reply, row), by=request.user):
        messages.success(
            request, _("Thank you. Those who keep the meeting see your reply.") if is_own else _("Recorded.")
        )
        return redirect("meetings:invitation" if is_own else "meetings:meeting", family.pk, meeting_id)
    about = {"family": family, "meeting": row.meeting, "form": form, "is_own": is_own, "name": queries.name_of(row)}
    return render(request, "meetings/reply.html", about)


@door(GET="meeting.answer")
def invitation(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """One's own invitation: when and where, what is asked, what one replied, and one's own version of the minutes."""
    row = queries.own_invitation(request.user, family, meeting_id)
    if row is None:
        raise Http404
    about = {
        "family": family,
        "meeting": row.meeting,
        "row": row,
        "version": own_copy(request.user, row),
        "is_family": row.person_id is not None,
        "sent": queries.sent_on(reader_of(request.user, family), row) if row.person_id is None else None,
    }
    return render(request, "meetings/invitation.html", about)


@sensitive_post_parameters()
@door(GET="meeting.answer", POST="meeting.answer")
def report(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Send a written report to a meeting one is invited to."""
    row = queries.own_invitation(request.user, family, meeting_id)
    if row is None or row.person_id is not None:
        raise Http404
    reader = reader_of(request.user, family)
    everyone = [someone.person for someone in people(family)]
    questions = asked_on(REPORT, row.meeting.case.profile)
    form = ReportForm(sent(request), people=everyone, may_hide=reader.may("family.hide"), questions=questions)
    if form.is_valid() and attempt(form, partial(actions.send_report, row), by=request.user):
        if queries.is_read_by_the_team(family, request.user, form.cleaned_data["category"]):
            messages.success(request, _("Sent. Those who keep the meeting read it."))
        else:
            messages.warning(
                request,
                _(
                    "Sent. No sharing decision opens this category of your agency's to the team yet: propose one, or ask them to."
                ),
            )
        return redirect("meetings:invitation", family.pk, meeting_id)
    return render(request, "meetings/report.html", {"family": family, "meeting": row.meeting, "form": form})


@door(GET="meeting.answer")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own invitations, meetings to come first."""
    rows = invited_to(standing_of(request.user))
    seen = sorted({str(row.meeting.case.family_id) for row in rows})
    record("meeting.answer", by=request.user, kind="invitation", object="list", outcome="looked", others=seen)
    return render(request, "meetings/mine.html", {"rows": rows})


def _invitation(request: HttpRequest, family: Any, meeting_id: UUID, invitation_id: UUID) -> Any:
    reader = reader_of(request.user, family)
    if reader.may(KEEP):
        one_of(request, family, meeting_id)
    row = queries.invitation_for(reader, meeting_id, invitation_id)
    if row is None:
        raise Http404
    return row
