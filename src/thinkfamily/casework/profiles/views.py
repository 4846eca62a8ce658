"""Programme profiles on screen: read, changed setting by setting, exported, imported, adopted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.profiles import actions, queries
from thinkfamily.casework.profiles.forms import DecideForm, EasyReadForm, ImportForm, SettingForm
from thinkfamily.casework.profiles.words import word
from thinkfamily.casework.sharing.forms import attempt
from thinkfamily.programmes.easy_read import SLOTS, in_order
from thinkfamily.programmes.profile import as_text

# The slots of easy-read texts, by what stands for them in an address.
EASY_READ = {f"easy-read-{slot}": slot for slot in SLOTS}


@door(GET="profile.read")
def profiles(request: HttpRequest) -> HttpResponse:
    """Every programme."""
    context = {
        "profiles": list(queries.in_use().values()),
        "to_come": queries.to_come(),
        "may_propose": standing_of(request.user).holds("profile.propose"),
    }
    return render(request, "profiles/list.html", context)


@door(GET="profile.propose", POST="profile.propose")
def new(request: HttpRequest) -> HttpResponse:
    """Propose a programme that this site has not."""
    form = ImportForm(sent(request), initial={"text": as_text(next(iter(queries.in_use().values())))})
    if form.is_valid() and attempt(form, actions.propose_new, by=request.user):
        messages.success(request, _("Proposed. Another person adopts it, or turns it down."))
        return redirect("profiles:list")
    return render(request, "profiles/new.html", {"form": form})


@door(GET="profile.read")
def profile(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: each setting with its source or reason, and its versions."""
    found, standing = _profile(code), standing_of(request.user)
    waiting = queries.undecided(code)
    context = {
        "profile": found,
        "versions": queries.versions_of(code),
        "waiting": waiting,
        "differences": queries.differences(found, queries.content_of(waiting)) if waiting else [],
        "easy_read": [(name, word(slot), in_order(found.easy_read.get(slot, {}))) for name, slot in EASY_READ.items()],
        "may_propose": standing.holds("profile.propose") and waiting is None,
        "may_adopt": standing.holds("profile.adopt") and waiting is not None and waiting.proposed_by != request.user.pk,
    }
    return render(request, "profiles/profile.html", context)


@door(GET="profile.read")
def export(request: HttpRequest, code: str) -> HttpResponse:
    """One programme as a file."""
    answer = HttpResponse(as_text(_profile(code)), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    return answer


@door(GET="profile.propose", POST="profile.propose")
def change(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Propose another value of one setting, or another easy-read text."""
    found = _profile(code)
    if name in EASY_READ:
        return _change_easy_read(request, found, EASY_READ[name])
    setting = found.settings.get(name)
    if setting is None:
        raise Http404
    form = SettingForm(sent(request), setting=setting)
    if form.is_valid() and attempt(form, actions.propose_setting, code, name=name, by=request.user):
        messages.success(request, _("Proposed. Another person adopts it, or turns it down."))
        return redirect("profiles:profile", code)
    about = {"profile": found, "title": setting.kind.title, "form": form}
    return render(request, "profiles/change.html", about)


def _change_easy_read(request: HttpRequest, found: Any, slot: str) -> HttpResponse:
    form = EasyReadForm(sent(request), texts=found.easy_read.get(slot, {}))
    if form.is_valid() and attempt(form, actions.propose_easy_read, found.code, slot=slot, by=request.user):
        messages.success(request, _("Proposed. Another person adopts it, or turns it down."))
        return redirect("profiles:profile", found.code)
    title = _("Easy read: %(what)s") % {"what": word(slot)}
    return render(request, "profiles/change.html", {"profile": found, "title": title, "form": form})


@door(GET="profile.propose", POST="profile.propose")
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a whole profile from a file."""
    found = _profile(code)
    form = ImportForm(sent(request), initial={"text": as_text(found)})
    if form.is_valid() and attempt(form, actions.propose_text, code, by=request.user):
        messages.success(request, _("Proposed. Another person adopts it, or turns it down."))
        return redirect("profiles:profile", code)
    return render(request, "profiles/bring.html", {"profile": found, "form": form})


@door(GET="profile.adopt", POST="profile.adopt")
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Adopt a version that another proposed, or turn it down."""
    found, waiting = _profile(code), queries.undecided(code)
    if waiting is None:
        raise Http404
    form = DecideForm(sent(request), read=waiting.pk)
    if form.is_valid() and attempt(form, actions.decide, waiting, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("profiles:profile", code)
    changed = queries.differences(found, queries.content_of(waiting))
    return render(
        request, "profiles/decide.html", {"profile": found, "waiting": waiting, "differences": changed, "form": form}
    )


def _profile(code: str) -> Any:
    found = queries.profile_to_read(code)
    if found is None:
        raise Http404
    return found
