"""The door that every view carries: who may come in, to what, and that it was recorded.

A view without a door fails the build; the permission matrix is generated from the doors on the URL map.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.scope import family_with
from thinkfamily.casework.access.sent import (
    SentAlreadyError,
    SentOtherwiseError,
    is_sent_again,
    sending,
    was_sent_again,
)
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.audit.record import record, recorded
from thinkfamily.casework.secrets.written import read_by

SAFE = ("GET", "HEAD")


@dataclass(frozen=True)
class Door:
    """What one view asks for, by verb: a power, ``signed_in`` (one's own account) or ``everyone``."""

    verbs: dict[str, str]

    @property
    def about_family(self) -> bool:
        """Whether the view is about one family, named by ``family_id`` in its path."""
        return any(needs in POWERS and POWERS[needs].about == "family" for needs in self.verbs.values())


class NotDoneError(RuntimeError):
    """A door for a change was passed and nothing was recorded: a fault of ours."""


def door(
    *, is_counted: bool = False, **verbs: str
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Guard a view: ``@door(GET="family.read", POST="family.correct")``.

    A view about a family takes ``family_id`` in its path and receives ``family``; out of scope it is not there (404, the
    same for what does not exist), in scope without the power it is refused (403) and says so. Each look and each refusal
    is recorded, a look at the page of a form that failed and an id tried in vain among them; a change is recorded by its
    action, and the door checks that it was. A form that comes a second time is answered as it was the first time, and records
    nothing (see `sent`).
    ``is_counted`` says that each time counts of what has no words: whoever sends it anew within the hour is asked first.
    A search or list has no ``family_id``; its power is checked by role and its query starts from `scope.families`.
    """
    opening = Door(verbs)
    for needs in verbs.values():
        if needs not in POWERS and needs not in ("signed_in", "everyone"):
            raise ValueError(f"no power is called {needs}")

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            verb = "GET" if request.method == "HEAD" else str(request.method)
            if verb not in verbs:
                return HttpResponseNotAllowed(sorted(verbs))
            needs = verbs[verb]
            # Whoever comes without an account has written nothing that is theirs to read.
            reading = nullcontext() if needs == "everyone" else read_by(request.user)
            with reading, sending(request, is_counted) as form:
                if form is None:
                    return _seen(view, request, needs, args, kwargs)
                answered = _once(view, request, needs, args, kwargs, "GET" in verbs)
                form.settle()
                return answered

        guarded.door = opening  # type: ignore[attr-defined]
        return guarded

    return guard


def enter(request: HttpRequest, needs: str, family_id: Any = None) -> Any:
    """Pass one door by hand, as the API does; the family where the power is about one.

    Raises:
        Http404: the family does not exist, or is not in this worker's scope: one answer for both.
        PermissionDenied: it is in scope, but the power is not held.
    """
    worker = request.user
    standing = standing_of(worker)
    if family_id is None:
        if not standing.ways(needs):
            record(needs, by=worker, kind="site", outcome="refused")
            raise PermissionDenied(POWERS[needs].says)
        return None
    family = _file(request, standing, family_id, needs)
    if family is None or not family.may:
        record(needs, by=worker, kind="family", object=family_id, family=family_id, outcome="refused")
        if family is None:
            raise Http404
        raise PermissionDenied(POWERS[needs].says)
    request.file = family  # type: ignore[attr-defined]
    return family


def foresee(request: HttpRequest, standing: Standing, file: tuple[UUID, str]) -> None:
    """Keep with a request the file that its door will ask for, or that there is none: it was asked for with who comes."""
    request.foreseen = (*file, family_with(standing, *file))  # type: ignore[attr-defined]


def file_foreseen(request: HttpRequest) -> tuple[UUID, str] | None:
    """The file that a request names in its path, and the power that the door there asks for; None where it names none."""
    try:
        view, _, named = resolve(request.path_info)
    except Resolver404:
        return None
    needs = (
        view.door.verbs.get("GET" if request.method == "HEAD" else request.method) if hasattr(view, "door") else None
    )
    return (named["family_id"], needs) if needs in POWERS and "family_id" in named else None


def _file(request: HttpRequest, standing: Standing, family_id: Any, needs: str) -> Any:
    *file, family = request.__dict__.pop("foreseen", (None, None, None))
    return family if file == [family_id, needs] else family_with(standing, family_id, needs)


def looked(request: HttpRequest, needs: str, family_id: Any = None) -> None:
    """Record that what a door leads to is about to be shown: if this fails, it is not."""
    record(
        needs,
        by=request.user,
        kind="site" if family_id is None else "family",
        object=family_id or request.resolver_match.view_name,  # type: ignore[union-attr]
        family=family_id,
        outcome="looked",
    )


def _once(
    view: Callable[..., HttpResponse],
    request: HttpRequest,
    needs: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    has_page: bool,
) -> HttpResponse:
    """Answer a form of one of our pages; one that was recorded before as then, or with what it was about."""
    try:
        response = _seen(view, request, needs, args, kwargs)
    except SentAlreadyError as error:
        response = _back(request, kwargs, has_page and not error.is_gone)
    except SentOtherwiseError as error:
        messages.error(request, error.told)
        return _back(request, kwargs, has_page)
    if was_sent_again() and response.status_code == 302 and request.user.is_authenticated:
        messages.info(request, _("You had sent this already. It was recorded once."))
    return response


def _back(request: HttpRequest, kwargs: dict[str, Any], has_page: bool) -> HttpResponse:
    """The page of a form as it stands now; else the file that it was about, or the start page."""
    if has_page:
        return redirect(request.path)
    return redirect("families:page", kwargs["family_id"]) if "family_id" in kwargs else redirect("home")


def _seen(
    view: Callable[..., HttpResponse], request: HttpRequest, needs: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    if needs in ("signed_in", "everyone"):
        return view(request, *args, **kwargs)
    return _through_the_door(view, request, needs, args, kwargs)


def _through_the_door(
    view: Callable[..., HttpResponse], request: HttpRequest, needs: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    family_id = kwargs.get("family_id")
    family = enter(request, needs, family_id)
    if family is not None:
        kwargs = {**kwargs, "family": family}
        del kwargs["family_id"]
    before = recorded.get()
    try:
        response = view(request, *args, **kwargs)
    except (Http404, PermissionDenied):
        if is_sent_again():
            # What it changed is gone, or no longer theirs, because of it.
            raise SentAlreadyError(is_gone=True) from None
        # Past the door, and asking for what is not on this file or not theirs: ids that are tried leave a trace.
        if recorded.get() == before:
            name = request.resolver_match.view_name  # type: ignore[union-attr]
            record(needs, by=request.user, kind="id_tried", object=name, family=family_id, outcome="refused")
        raise
    if recorded.get() == before:
        # A form that was not in order is answered with its page, and that page is seen like any other.
        if response.status_code in (200, 409):
            looked(request, needs, family_id)
        elif request.method not in SAFE and response.status_code < 400 and not was_sent_again():
            raise NotDoneError(f"{request.resolver_match.view_name}: a change was let through and not recorded")  # type: ignore[union-attr]
    return response
