"""Who may sign in: known workers in date, with a second factor. Nobody signs up; accounts are made by those who keep them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit as counting
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.demo import may_enter
from thinkfamily.casework.agencies.guessing import account_of, known_as, make_known
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.prepared import Asking, prepared
from thinkfamily.casework.secrets.cipher import factor_keys

# In the session: the id of the worker for whom the council's provider vouched that a second factor was used.
VOUCHED = "second_factor_vouched_for"
# What may be sent by email, by the stem of its template. Anything else the library would send is not sent.
EMAILS = frozenset(
    {
        "account/email/password_reset_key",
        "account/email/password_changed",
        "account/email/password_reset",
        "account/email/unknown_account",
        "mfa/email/recovery_codes_generated",
        "mfa/email/totp_activated",
        "mfa/email/totp_deactivated",
        "mfa/email/webauthn_added",
        "mfa/email/webauthn_removed",
        "socialaccount/email/account_connected",
    }
)


def is_vouched_for(request: HttpRequest, worker: Any) -> bool:
    """Whether single sign-on said in this session that this worker used a second factor."""
    return worker is not None and request.session.get(VOUCHED) == str(worker.pk)


class InDate(AuthenticationBackend):
    """Accounts that are active and have not ended; one that ends is out at its next request."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked at sign-in and at each request after."""
        return bool(user.is_in_date) and not user.is_program and may_enter(user)

    def get_user(self, user_id: Any) -> Any:
        """Who is signed in, with their agency: asked at each request."""
        for user in _worker(UUID(str(user_id))):
            return user if self.user_can_authenticate(user) else None
        return None


def asked_of_worker(worker_id: UUID) -> list[Asking]:
    """What is asked for who is signed in, for `together`."""
    return [_worker.on(worker_id)]


@prepared
def _worker(worker_id: Any) -> QuerySet[Worker]:
    return Worker.objects.filter(pk=worker_id).select_related("agency")


class FactorStage(AuthenticateStage):
    """The second factor at sign-in: ours, unless the council's provider says that one was used there."""

    def handle(self) -> tuple[Any, bool]:
        """Ask for it, or pass."""
        if is_vouched_for(self.request, self.login.user):
            return None, True
        return super().handle()  # type: ignore[no-any-return]


class ClosedAccounts(DefaultAccountAdapter):
    """Sign-in with password and second factor, without sign-up."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account has ended."),
        "email_password_mismatch": _("The address or the password is not right."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("The code is not right, or it is too old: give the one that is shown now."),
        "incorrect_password": _("This is not your password."),
        "invalid_or_expired_key": _("This link opens nothing: ask for a new one."),
        "invalid_password_reset": _("This link opens nothing: ask for a new one."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or set a new password."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
        "same_as_current": _("That is the password you have now: choose another."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see `actions.make_account`."""
        return False

    def get_login_stages(self) -> list[str]:
        """What lies between a right password and being signed in."""
        return [f"{FactorStage.__module__}.{FactorStage.__name__}"]

    def pre_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse | None:
        """Refuse an account that has ended, or is a program's; only who knew its password learns that it has."""
        if not user.is_in_date or user.is_program or not may_enter(user):
            record("account.sign_in", by=None, kind="worker", object=user.pk, outcome="refused")
            return redirect("account_inactive")
        return super().pre_login(request, user, **hooks)  # type: ignore[no-any-return]

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        """Let the browser be known of who has signed in, so that nobody elsewhere keeps them out."""
        response: HttpResponse = super().post_login(request, user, **hooks)
        make_known(request, response, user)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a password that is tried: by account and network, or by the browser or session that is known.

        A right one is taken out of the count again, as the library does it.
        """
        address = str(credentials.get("email") or "").strip().lower()
        if request.user.is_authenticated:
            address = request.user.email
        known = known_as(request, account_of(address))
        if not known and not ratelimit.consume(request, action="sign_in"):
            raise ImmediateHttpResponse(ratelimit.respond_429(request))
        action, key = ("known_failed", f"{address} {known}") if known else ("login_failed", _from(request, address))
        self._login_failed_rl_usage = counting.consume(request, app="allauth.account", action=action, key=key)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        # After a new password was set: what was tried from here before no longer counts.
        address = str(credentials.get("email") or "").strip().lower()
        ratelimit.clear(request, action="login_failed", key=_from(request, address))
        known = known_as(request, account_of(address))
        if known:
            ratelimit.clear(request, action="known_failed", key=f"{address} {known}")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways in which somebody can say once more who they are, in the site's words."""
        says = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code of your app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": says.get(way["id"], way["description"])} for way in ways]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send what is listed and nothing else. An unknown address gets an answer too, so that both take as long."""
        if template_prefix in EMAILS:
            super().send_mail(template_prefix, email, context)

    def format_email_subject(self, subject: str) -> str:
        """The subject as it stands: the name of the machine adds nothing."""
        return subject


def _from(request: HttpRequest, address: str) -> str:
    return f"{address} {counting.get_ip(request)}"


class SealedFactors(DefaultMFAAdapter):
    """Second factors whose secrets are encrypted in the database and its backups."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "This is your only second factor, and without one you cannot enter: add another first."
        ),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "incorrect_code": _("The code is not right, or it is too old: give the one that is shown now."),
    }

    def encrypt(self, text: str) -> str:
        """On the way in, with the newest key."""
        return factor_keys(settings.INSTANCE.folder).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """On the way out, with any key in use."""
        return factor_keys(settings.INSTANCE.folder).decrypt(encrypted_text.encode("ascii")).decode()

    def get_totp_label(self, user: Any) -> str:
        """What the app on the phone shows: the work address, which its owner knows."""
        return str(user.email)

    def _get_site_name(self) -> str:
        return "Think Family"


class KnownWorkersOnly(DefaultSocialAccountAdapter):
    """Single sign-on for workers who already have an account: found by address once, by the provider's subject after."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: an identity that no account knows does not enter."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Match the identity, or refuse it."""
        from thinkfamily.casework.agencies.known_workers import match

        match(request, sociallogin)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        """Record that a sign-in failed; the error itself may hold what the provider said, and is kept nowhere."""
        record("account.sign_in", by=None, kind="provider", object=provider.sub_id, outcome="refused")
