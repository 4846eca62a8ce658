"""What stands between being signed in and being let in.

An unbroken session, a second factor, the rules, training, and having said to whom one is close.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thinkfamily.casework.access.door import file_foreseen, foresee
from thinkfamily.casework.access.scope import asked_of_file
from thinkfamily.casework.access.standing import Standing, asked_of_standing, forget_standing, standing_of
from thinkfamily.casework.agencies.demo import needs_no_factor
from thinkfamily.casework.agencies.queries import Entry, asked_of_entry, entry_of
from thinkfamily.casework.agencies.sign_in import asked_of_worker, is_vouched_for
from thinkfamily.casework.prepared import Asking, together
from thinkfamily.casework.prepared.days import today_here
from thinkfamily.casework.site.errors import not_let_in, signed_out
from thinkfamily.casework.site.sessions import asked_of_session, suppose, supposed, worker_of
from thinkfamily.casework.site.written import written

# A session ends after half an hour without a request, and after a working day whatever happens: our choice.
IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 60 * 60
# How often a session notes that it is in use.
NOTE_EVERY_SECONDS = 60
BEGAN, SEEN = "began_at", "seen_at"

# Pages that somebody not yet let in can use: to do what is missing, or to leave.
OPEN_BEFORE_ENTRY = frozenset(
    {
        "entry",
        "entry_rules",
        "access:closeness",
        "access:closeness_named",
        "access:relatives",
        "invitation",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_login_webauthn",
        "usersessions_list",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    }
)
# Pages of the sign-in library that this site does not use: nobody signs up, changes an address, or joins identities.
CLOSED = frozenset(
    {
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_set_password",
        "account_confirm_login_code",
        "account_request_login_code",
        "socialaccount_signup",
        "socialaccount_connections",
    }
)


class SignInRequired(LoginRequiredMiddleware):
    """Sends whoever is not signed in to do that; a form that they sent is answered with a page that loses no word of it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        """The page to sign in; to a form of one of our own views, that nothing was recorded, and what was written in it."""
        if request.method == "POST" and hasattr(view_func, "door"):
            return signed_out(request)
        return super().handle_no_permission(request, view_func)


class Sessions:
    """Ends sessions that were idle too long or have lasted too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the clock, then go on."""
        _see_who_comes(request)
        if request.user.is_authenticated:
            now = int(time.time())
            began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, now)
            if now - seen >= IDLE_SECONDS or now - began >= LONGEST_SECONDS:
                logout(request)
            elif SEEN not in request.session or now - seen >= NOTE_EVERY_SECONDS:
                request.session[BEGAN], request.session[SEEN] = began, now
                UserSession.objects.create_from_request(request)
        try:
            return self.get_response(request)
        finally:
            forget_standing(request.user)


def _see_who_comes(request: HttpRequest) -> None:
    """Ask as one who is signed in, what they have done of what must be done before entering, and which roles they hold.

    Whose session it is, and what they hold, goes without saying most of the time: then the session itself is asked for with
    the rest, and so is the file that the path names. It is theirs only if what they hold is still that.
    """
    held = supposed(request.session)
    if held is not None:
        moment, file = (today_here(), timezone.now()), file_foreseen(request)
        of_file = asked_of_file((*held, *moment), *file) if file else []
        with together(*asked_of_session(request.session), *_asked_of(held[0]), *of_file):
            if worker_of(request.session) == held[0]:
                standing = _know(request)
                if file and standing and standing.held() == held:
                    foresee(request, standing.stands_still(moment), file)
                return
    worker_id = worker_of(request.session)
    if worker_id is not None:
        with together(*_asked_of(worker_id)):
            _know(request)


def _asked_of(worker_id: UUID) -> list[Asking]:
    return [*asked_of_worker(worker_id), *asked_of_entry(worker_id), *asked_of_standing(worker_id)]


def _know(request: HttpRequest) -> Standing | None:
    """Keep with the request who asks and what is asked of them at each; their standing, where they are still let sign in."""
    if not request.user.is_authenticated:
        return None
    # Known now: who asks for it need not go by what stood for it.
    request.user = request._cached_user  # type: ignore[attr-defined]
    request.entry = entry_of(request.user)  # type: ignore[arg-type, attr-defined]
    standing = standing_of(request.user)
    suppose(request.session, standing.held())
    return standing


class EntryGate:
    """Lets in nobody who has not done what must be done before entering, as it stands at this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the gate stands where the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send somebody who lacks something to the page that says what, and nobody to what is closed."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in CLOSED:
            raise Http404
        if not request.user.is_authenticated or name in OPEN_BEFORE_ENTRY:
            return None
        if not getattr(view, "login_required", True):
            return None  # open to everybody: the styles, the statements
        if is_let_in(request, request.entry):  # type: ignore[attr-defined]
            return None
        return not_let_in(request) if written(request) else redirect(reverse("entry"))


def is_let_in(request: HttpRequest, entry: Entry) -> bool:
    """Whether nothing is missing."""
    return has_factor(request, entry) and entry.has_accepted and entry.is_trained and entry.has_answered


def has_factor(request: HttpRequest, entry: Entry) -> bool:
    """Whether a second factor stands: ours, or one that the council's provider vouched for in this session."""
    return entry.has_factor or needs_no_factor(request.user) or is_vouched_for(request, request.user)
