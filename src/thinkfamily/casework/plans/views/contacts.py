"""Contacts and planned visits."""

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
from thinkfamily.casework.access.queries.people import may
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.queries import members_now
from thinkfamily.casework.families.queries.powers import powers_on
from thinkfamily.casework.families.queries.understanding import who_may_confide
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.forms import ContactForm, CorrectionForm, MissedForm, VisitForm
from thinkfamily.casework.plans.forms.contacts import ALONE
from thinkfamily.casework.plans.views._page import file_page, kept, open_case
from thinkfamily.casework.questions.kinds import CONTACT
from thinkfamily.casework.questions.queries import asked_on
from thinkfamily.casework.sharing.forms import attempt


@door(GET="plan.read")
def contacts(request: HttpRequest, family: Any) -> HttpResponse:
    """What happened with the family, and what is planned."""
    return _contacts(request, family)


@sensitive_post_parameters()
@door(GET="contact.record", POST="contact.record")
def record(request: HttpRequest, family: Any, visit_id: UUID | None = None) -> HttpResponse:
    """Record a contact: who was seen, what happened, so what."""
    case, visit = open_case(family), _visit(request, family, visit_id)
    first: dict[str, Any] = {}
    if visit is not None:
        begun = timezone.localtime(min(visit.starts_at, timezone.now()))
        first = {"happened_on": begun.date(), "happened_time": begun.time(), "way": visit.way, "minutes": visit.minutes}
    form = ContactForm(
        sent(request),
        members=members_now(family),
        confiding=who_may_confide(family),
        may_hide=_may_hide(request, family),
        questions=asked_on(CONTACT, case.profile),
        initial=first,
    )

    def write(**told: Any) -> None:
        actions.record_contact(case, actions.Told(**told, visit=visit), by=request.user)

    if form.is_valid() and attempt(form, write):
        _say_recorded(request, family, form.cleaned_data["category"])
        return redirect("plans:contacts", family.pk)
    # Called off or recorded since the form was opened: saved once more, what was written is a contact of its own.
    still = queries.visit_of(family, visit.pk) if visit is not None else None
    about = {"family": family, "form": form, "visit": still, "ladder": queries.ladder_of(case)}
    return kept(render(request, "plans/contact.html", about))


@door(is_counted=True, POST="contact.record")
def missed(request: HttpRequest, family: Any, visit_id: UUID | None = None) -> HttpResponse:
    """Nobody was in, just now: one tap."""
    case, visit = open_case(family), _visit(request, family, visit_id)
    form = MissedForm(sent(request))

    def write(tried: str) -> None:
        actions.record_missed(case, tried=tried, visit=visit, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Recorded: nobody was in. An attempt is work, and counts as such."))
        return redirect("plans:contacts", family.pk)
    return _contacts(request, family, form)


@sensitive_post_parameters()
@door(GET="contact.record", POST="contact.record")
def correct(request: HttpRequest, family: Any, contact_id: UUID) -> HttpResponse:
    """Put a contact right: what is right is added beside it."""
    found = queries.contact_of(request.user, family, contact_id)
    if found is None:
        raise Http404
    happened = timezone.localtime(found.happened_at)
    names = ("text", "analysis", "minutes", "help", "way", "outcome", "is_planned", "tried", "category", "audience")
    first = {name: getattr(found, name) for name in names}
    first |= {
        "happened_on": happened.date(),
        "happened_time": happened.time(),
        "seen": [f"{row.person_id}{ALONE if row.is_alone else ''}" for row in found.seen.all()],
        "hidden_from": [str(person.pk) for person in found.hidden_from.all()],
    }
    form = CorrectionForm(
        sent(request),
        members=members_now(family),
        may_hide=_may_hide(request, family),
        questions=asked_on(CONTACT, found.case.profile),
        answered=queries.answers_of(request.user, found),
        initial=first,
    )

    def write(why: str, **told: Any) -> None:
        actions.correct_contact(found, actions.Told(**told), why=why, by=request.user)

    if form.is_valid() and attempt(form, write):
        _say_recorded(request, family, form.cleaned_data["category"])
        return redirect("plans:contacts", family.pk)
    return kept(render(request, "plans/contact.html", {"family": family, "form": form, "contact": found}))


@door(GET="contact.record", POST="contact.record")
def plan_visit(request: HttpRequest, family: Any) -> HttpResponse:
    """Plan a visit."""
    case = open_case(family)
    others = [one for one in queries.workers_of(request.user, family) if one.pk != request.user.pk]
    form = VisitForm(sent(request), workers=others, initial={"risk": case.lone_visit_risk or "low"})
    if form.is_valid() and attempt(form, actions.plan_visit, case, by=request.user):
        messages.success(request, _("The visit is planned."))
        return redirect("plans:contacts", family.pk)
    about = {"family": family, "form": form, "risk": queries.risk_of(family)}
    return kept(render(request, "plans/visit_form.html", about))


@door(POST="contact.record")
def set_out(request: HttpRequest, family: Any, visit_id: UUID) -> HttpResponse:
    """Set out alone."""
    return _one_tap(request, family, visit_id, actions.set_out, _("You are on your way. Say here when you are safe."))


@door(GET="signed_in")
def out(request: HttpRequest) -> HttpResponse:
    """The visits on which a worker is out alone: where they say that they are safe, whatever has become of the case."""
    return kept(render(request, "plans/out.html", {"visits": queries.out_alone(request.user)}))


@door(POST="signed_in")
def say_safe(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Say that one is safe."""
    visit = queries.own_visit(request.user, visit_id)
    if visit is None:
        raise Http404
    form = PlainForm(sent(request))
    is_said = form.is_valid() and attempt(form, actions.say_safe, visit, by=request.user)
    may_record = may(request.user, visit.family, "contact.record")
    if not is_said:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    elif may_record:
        messages.success(request, _("Good. Record the visit while you remember it."))
    else:
        messages.success(request, _("Good. It is recorded that you are safe."))
    return redirect("plans:contacts", visit.family_id) if may_record else redirect("plans:out")


@door(POST="contact.record")
def call_off(request: HttpRequest, family: Any, visit_id: UUID) -> HttpResponse:
    """Call a planned visit off."""
    return _one_tap(request, family, visit_id, actions.call_off_visit, _("The visit is called off."))


def _one_tap(request: HttpRequest, family: Any, visit_id: UUID, action: Any, said: str) -> HttpResponse:
    visit = _visit(request, family, visit_id)
    form = PlainForm(sent(request))
    if form.is_valid() and attempt(form, action, visit, by=request.user):
        messages.success(request, said)
        return redirect("plans:contacts", family.pk)
    return _contacts(request, family, form)


def _contacts(request: HttpRequest, family: Any, wrong: Any = None) -> HttpResponse:
    page = queries.plan_of(request.user, family)
    # When a worker is where is for the team.
    planned = queries.planned_for(family) if page.is_of_team else []
    left = queries.left_behind(family, [row for row in planned if row.worker_id != request.user.pk])  # type: ignore[union-attr]
    about = {
        "page": page,
        "rows": queries.contacts_of(request.user, family, request.GET.get("page")),
        "planned": planned,
        "left": left,
        "risk": queries.risk_of(family) if "contact.record" in page.may else None,
        "form": wrong,
    }
    response = file_page(request, family, "contacts", "contacts", **about)
    response.status_code = 409 if wrong is not None else 200
    return response


def _visit(request: HttpRequest, family: Any, visit_id: UUID | None) -> Any:
    if visit_id is None:
        return None
    # Of what is sent for a visit that is over by now the action says so, and nothing that was written is lost.
    found = queries.visit_of(family, visit_id, or_over=request.method == "POST")
    if found is None:
        raise Http404
    return found


def _may_hide(request: HttpRequest, family: Any) -> bool:
    return bool(powers_on(standing_of(request.user), family, "family.hide"))


def _say_recorded(request: HttpRequest, family: Any, category: str) -> None:
    opens = powers_on(standing_of(request.user), family, "family.domestic_abuse")
    if category == "domestic_abuse" and not opens:
        messages.success(request, _("It is recorded, in a compartment that is not open to you."))
    else:
        messages.success(request, _("It is recorded."))
