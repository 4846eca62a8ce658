"""Sign-ins, failures and changes of password and second factor, as the sign-in library tells of them, into the audit."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import receiver

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record


@receiver(auth.user_logged_in, dispatch_uid="audit_signed_in")
def signed_in(sender: Any, user: Any, **about: Any) -> None:
    """Somebody is signed in."""
    record("account.sign_in", by=user, kind="worker", object=user.pk)


@receiver(auth.user_logged_out, dispatch_uid="audit_signed_out")
def signed_out(sender: Any, user: Any, **about: Any) -> None:
    """Somebody is signed out, by themselves or by the clock."""
    if user is not None:
        record("account.sign_out", by=user, kind="worker", object=user.pk)


@receiver(auth.user_login_failed, dispatch_uid="audit_sign_in_failed")
def failed(sender: Any, credentials: dict[str, Any], **about: Any) -> None:
    """A password was wrong, or the address is nobody's: the same work either way, and the address is not kept."""
    address = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    worker = Worker.objects.filter(email=address).values_list("pk", flat=True).first()
    record("account.sign_in", by=None, kind="worker", object=worker or "", outcome="refused")


@receiver(mfa.authentication_failed, dispatch_uid="audit_factor_failed")
def factor_failed(sender: Any, user: Any, **about: Any) -> None:
    """A second factor was wrong."""
    record("account.factor", by=None, kind="worker", object=user.pk, outcome="refused")


def _factor(action: str) -> Any:
    def changed(sender: Any, user: Any, authenticator: Any, **about: Any) -> None:
        record(action, by=user, kind="worker", object=user.pk, fields=[authenticator.type])

    return changed


def _password(sender: Any, user: Any, **about: Any) -> None:
    record("account.password_set", by=user, kind="worker", object=user.pk, fields=["password"])


def connect() -> None:
    """Listen, once the apps are ready."""
    for action, signal in (
        ("account.factor_added", mfa.authenticator_added),
        ("account.factor_removed", mfa.authenticator_removed),
        ("account.factor_reset", mfa.authenticator_reset),
    ):
        signal.connect(_factor(action), weak=False, dispatch_uid=action)
    for name in ("password_set", "password_changed", "password_reset"):
        getattr(account, name).connect(_password, weak=False, dispatch_uid=f"audit_{name}")
