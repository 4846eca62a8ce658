"""The minutes: written paragraph by paragraph, confirmed, and sent to each recipient in their own version."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.views.attempts import do_or_say
from thinkfamily.casework.cases.queries import members_now
from thinkfamily.casework.families.actions.printing import record_printing
from thinkfamily.casework.families.queries.people import people
from thinkfamily.casework.families.queries.shared import reader_of as member_of
from thinkfamily.casework.meetings.actions import minutes as actions
from thinkfamily.casework.meetings.actions.sending import send_minutes
from thinkfamily.casework.meetings.forms.minutes import CameOfForm, ConfirmForm, LineForm, SendForm
from thinkfamily.casework.meetings.queries import meetings as queries
from thinkfamily.casework.meetings.queries import minutes as copies
from thinkfamily.casework.meetings.queries.reading import reader_of
from thinkfamily.casework.meetings.queries.team import workers_reading
from thinkfamily.casework.meetings.views.meetings import one_of
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def add(request: HttpRequest, family: Any, meeting_id: UUID, part: str) -> HttpResponse:
    """Add a paragraph."""
    row = one_of(request, family, meeting_id)
    if part not in queries.PARTS:
        raise Http404
    form = _line_form(sent(request), family, part)
    if form.is_valid() and attempt(form, _writing(part, partial(actions.write_line, row)), by=request.user):
        messages.success(request, _("The paragraph is added: %(part)s.") % {"part": queries.PARTS[part]})
        return redirect("meetings:meeting", family.pk, row.pk)
    return _line(request, family, row, form, part, None)


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def change(request: HttpRequest, family: Any, meeting_id: UUID, line_id: UUID) -> HttpResponse:
    """Change a paragraph."""
    row = one_of(request, family, meeting_id)
    line = queries.line_for(reader_of(request.user, family), row, line_id)
    if line is None:
        return _taken_out(request, family, row)
    basis = Basis(line, partial(_one_line, request, family, meeting_id, line_id), _there)
    form = _line_form(sent(request), family, line.part, basis)
    if form.is_valid() and attempt(form, _writing(line.part, partial(actions.rewrite_line, line)), by=request.user):
        messages.success(request, _("The paragraph is changed: %(part)s.") % {"part": queries.PARTS[line.part]})
        return redirect("meetings:meeting", family.pk, meeting_id)
    return _line(request, family, line.meeting, form, line.part, line)


@door(POST="meeting.keep")
def remove(request: HttpRequest, family: Any, meeting_id: UUID, line_id: UUID) -> HttpResponse:
    """Take a paragraph out."""
    line = _one_line(request, family, meeting_id, line_id)
    if do_or_say(request, actions.remove_line, family_id=family.pk, line=line):
        messages.success(request, _("The paragraph is taken out."))
    return redirect("meetings:meeting", family.pk, meeting_id)


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def came_of(request: HttpRequest, family: Any, meeting_id: UUID, line_id: UUID) -> HttpResponse:
    """Say what came of a decision."""
    line = _one_line(request, family, meeting_id, line_id)
    if getattr(line, "decision", None) is None:
        raise Http404
    basis = Basis(line, partial(_one_line, request, family, meeting_id, line_id), _came_of)
    form = CameOfForm(sent(request), basis=basis)
    if form.is_valid() and attempt(form, partial(actions.say_what_came_of, line), by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("meetings:meeting", family.pk, meeting_id)
    return render(
        request, "meetings/came_of.html", {"family": family, "meeting": line.meeting, "line": line, "form": form}
    )


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def confirm(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Confirm the minutes."""
    row = one_of(request, family, meeting_id)
    form = ConfirmForm(sent(request), initial={"no_child_view": row.minutes.no_child_view})
    if form.is_valid() and attempt(form, partial(actions.confirm_minutes, row), by=request.user):
        messages.success(request, _("Confirmed. Look at each version before you send them."))
        return redirect("meetings:versions", family.pk, row.pk)
    return render(request, "meetings/confirm.html", {"family": family, "meeting": row, "form": form})


@door(POST="meeting.keep")
def reopen(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Make confirmed minutes a draft again."""
    row = one_of(request, family, meeting_id)
    if do_or_say(request, actions.reopen_minutes, family_id=family.pk, meeting=row):
        messages.success(request, _("The minutes are a draft again."))
    return redirect("meetings:meeting", family.pk, meeting_id)


@door(GET="meeting.keep", POST="meeting.keep")
def versions(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Each recipient's version as access stands now; and sending them."""
    row = one_of(request, family, meeting_id)
    every = copies.versions(row)
    form = SendForm(sent(request))
    if form.is_valid() and attempt(form, partial(send_minutes, row), by=request.user):
        messages.success(request, _("Sent. Each has their own version; print those of whoever has no account."))
        return redirect("meetings:versions", family.pk, row.pk)
    about = {
        "family": family,
        "meeting": row,
        "form": form,
        "versions": [(one, len(one.lines)) for one in every],
        "digest": copies.digest_of(every),
        "is_confirmed": row.minutes.state == "confirmed",
        "is_sent": row.minutes.state == "sent",
        "reads": copies.lines_in_all(row),
    }
    return render(request, "meetings/versions.html", about)


@door(GET="meeting.keep")
def version(request: HttpRequest, family: Any, meeting_id: UUID, invitation_id: UUID) -> HttpResponse:
    """One recipient's version, as they read it, to print: of minutes that were sent, what they were sent."""
    row = one_of(request, family, meeting_id)
    found = copies.version_for(row, invitation_id)
    if found is None:
        raise Http404
    person = found.invitation.person
    record_printing(family, by=request.user, power="meeting.keep", reader=person)
    about = {
        "family": family,
        "meeting": row,
        "version": found,
        "is_sent": row.minutes.state == "sent",
        "mark": _mark(request, family),
        "printed_at": timezone.now(),
    }
    return render(request, "meetings/version.html", about)


@door(GET="meeting.keep")
def said(request: HttpRequest, family: Any, meeting_id: UUID, person_id: UUID) -> HttpResponse:
    """A sheet for one child: what I said, and what happened because."""
    row = one_of(request, family, meeting_id)
    child = member_of(family, person_id)
    if child is None:
        raise Http404
    record_printing(family, by=request.user, power="meeting.keep", reader=child)
    about = {
        "family": family,
        "meeting": row,
        "sheet": copies.sheet_for(row, child),
        "mark": _mark(request, family),
        "printed_at": timezone.now(),
    }
    return render(request, "meetings/said.html", about)


def _one_line(request: HttpRequest, family: Any, meeting_id: UUID, line_id: UUID) -> Any:
    row = one_of(request, family, meeting_id)
    line = queries.line_for(reader_of(request.user, family), row, line_id)
    if line is None:
        raise Http404
    return line


def _there(line: Any) -> dict[str, Any]:
    """What a paragraph says, as its form shows it."""
    found = {name: getattr(line, name) for name in ("text", "plain", "whose", "how", "category", "audience")}
    found |= {"person": str(line.person_id or ""), "hidden_from": [str(one.pk) for one in line.hidden_from.all()]}
    decision = getattr(line, "decision", None)
    if decision is not None:
        found |= {"worker": str(decision.worker_id or ""), "owner": decision.owner, "due_on": decision.due_on}
    return found


def _came_of(line: Any) -> dict[str, Any]:
    """What is said to have come of a decision, as its form shows it."""
    return {"done_on": line.decision.done_on, "came_of_it": line.decision.came_of_it}


def _taken_out(request: HttpRequest, family: Any, row: Any) -> HttpResponse:
    """What somebody wrote into a paragraph that went meanwhile, to be recorded as a new one.

    Whoever keeps the minutes reads this of every id that they see no paragraph of: not there and not yours are one answer.
    """
    data = request.POST.copy()
    # The mark of a paragraph that went; the new one has nobody's words to be compared with.
    data.pop("opened", None)
    part = data.get("part", "")
    if part not in queries.PARTS or not data.get("text", "").strip():
        raise Http404
    form = _line_form(data, family, part)
    form.is_valid()
    form.add_error(
        None,
        _(
            "This paragraph is no longer there for you: while you wrote, somebody took it out or changed who sees it. What you "
            "wrote is not saved. Record it as a new paragraph if it is to stand, or copy it."
        ),
    )
    action = reverse("meetings:add_line", args=[family.pk, row.pk, part])
    response = _line(request, family, row, form, part, None, action=action)
    response.status_code = 409
    return response


def _line_form(data: Any, family: Any, part: str, basis: Basis | None = None) -> LineForm:
    children = [member.person for member in members_now(family) if member.role == "child"]
    return LineForm(
        data,
        part=part,
        people=[someone.person for someone in people(family)],
        children=children,
        workers=workers_reading(family),
        basis=basis,
    )


def _writing(part: str, action: Any) -> Any:
    def write(*, by: Any, based_on: Basis | None = None, **told: Any) -> None:
        action(actions.Written(part=part, **told), by=by, **({"based_on": based_on} if based_on is not None else {}))

    return write


def _line(
    request: HttpRequest, family: Any, row: Any, form: Any, part: str, line: Any, action: str = ""
) -> HttpResponse:
    about = {"family": family, "meeting": row, "form": form, "title": queries.PARTS[part], "line": line, "part": part}
    return render(request, "meetings/line.html", about | {"action": action})


def _mark(request: HttpRequest, family: Any) -> str:
    """What says whose copy a sheet is, to those who can look it up and to nobody else."""
    return f"{family.reference} / {str(request.user.pk)[:8]} / {timezone.localtime():%Y%m%d-%H%M}"  # type: ignore[union-attr]
