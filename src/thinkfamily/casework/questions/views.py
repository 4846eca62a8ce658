"""Local questions: each form with those that it asks, one question with its versions, and the steps by which they change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.questions import actions, queries
from thinkfamily.casework.questions.file import as_text
from thinkfamily.casework.questions.forms import DecideForm, ImportForm, PreviewForm, QuestionForm, RetireForm
from thinkfamily.casework.questions.kinds import FORMS
from thinkfamily.casework.sharing.forms import attempt


@door(GET="profile.read")
def questions(request: HttpRequest) -> HttpResponse:
    """Every form with its local questions."""
    about = {"forms": queries.by_form(), "may_propose": standing_of(request.user).holds("profile.propose")}
    return render(request, "questions/list.html", about)


@door(GET="profile.propose", POST="profile.propose")
def new(request: HttpRequest) -> HttpResponse:
    """Propose a question."""
    form = QuestionForm(sent(request), programmes=queries.programmes())
    if form.is_valid() and attempt(form, actions.propose_question, by=request.user):
        _say_proposed(request)
        return redirect("questions:list")
    return render(request, "questions/new.html", {"form": form})


@door(GET="profile.read")
def preview(request: HttpRequest, form: str) -> HttpResponse:
    """The questions of one form as it asks them, with those that wait for a decision."""
    if form not in dict(FORMS):
        raise Http404
    rows = queries.on_form(form)
    about = {
        "title": dict(FORMS)[form],
        "form": PreviewForm(questions=rows),
        "waiting": [one for one in rows if one.is_adopted is None],
    }
    return render(request, "questions/preview.html", about)


@door(GET="profile.read")
def question(request: HttpRequest, code: str) -> HttpResponse:
    """One question: its words, how it looks, and its versions."""
    found, standing = _question(code), standing_of(request.user)
    waiting = found.waiting
    about = _about(found) | {
        "may_propose": standing.holds("profile.propose") and waiting is None,
        "may_adopt": standing.holds("profile.adopt") and waiting is not None and waiting.proposed_by != request.user.pk,
    }
    return render(request, "questions/question.html", about)


@door(GET="profile.propose", POST="profile.propose")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Propose to ask a question otherwise."""
    found = _question(code)
    form = QuestionForm(sent(request), programmes=queries.programmes(), now=found.newest)
    if form.is_valid() and attempt(form, actions.propose_change, code, by=request.user):
        _say_proposed(request)
        return redirect("questions:question", code)
    return render(request, "questions/change.html", {"question": found.newest, "form": form})


@door(GET="profile.propose", POST="profile.propose")
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Propose to ask a question no longer."""
    found = _question(code)
    form = RetireForm(sent(request))
    if form.is_valid() and attempt(form, actions.propose_retirement, code, by=request.user):
        _say_proposed(request)
        return redirect("questions:question", code)
    return render(request, "questions/retire.html", {"question": found.newest, "form": form})


@door(GET="profile.adopt", POST="profile.adopt")
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Adopt a version that another proposed, or turn it down."""
    found = _question(code)
    if found.waiting is None:
        raise Http404
    form = DecideForm(sent(request), read=found.waiting.pk)
    if form.is_valid() and attempt(form, actions.decide, found.waiting, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("questions:question", code)
    return render(request, "questions/decide.html", _about(found) | {"form": form})


@door(GET="profile.read")
def export(request: HttpRequest) -> HttpResponse:
    """The questions that are asked or to be asked, as a file."""
    answer = HttpResponse(as_text(queries.to_export()), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="questions.yaml"'
    return answer


@door(GET="profile.propose", POST="profile.propose")
def bring(request: HttpRequest) -> HttpResponse:
    """Propose the questions of a file."""
    form = ImportForm(sent(request))
    if form.is_valid() and attempt(form, actions.propose_text, by=request.user):
        messages.success(request, _("Proposed. Another person adopts each of them, or turns it down."))
        return redirect("questions:list")
    return render(request, "questions/bring.html", {"form": form})


def _about(found: Any) -> dict[str, Any]:
    waiting = found.waiting
    return {
        "question": found.newest,
        "found": found,
        "waiting": waiting,
        "differences": queries.differences(found.now, waiting) if waiting else [],
        "preview": PreviewForm(questions=[waiting or found.newest], auto_id="preview_%s"),
    }


def _question(code: str) -> Any:
    found = queries.question_of(code)
    if found is None:
        raise Http404
    return found


def _say_proposed(request: HttpRequest) -> None:
    messages.success(request, _("Proposed. Another person adopts it, or turns it down."))
