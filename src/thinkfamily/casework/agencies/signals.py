"""Sign-ins, failures and changes of password and second factor, as the sign-in library tells of them, into the audit."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from thinkfamily.casework.agencies.guessing import note_failure
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
    note_failure(about.get("request"), worker, address)


@receiver(mfa.authentication_failed, dispatch_uid="audit_factor_failed")
def factor_failed(sender: Any, user: Any, **about: Any) -> None:
    """A second factor was wrong."""
    record("account.factor", by=None, kind="worker", object=user.pk, outcome="refused")


@receiver(post_save, sender=Authenticator, dispatch_uid="audit_factor_added")
def factor_added(sender: Any, instance: Authenticator, created: bool, **about: Any) -> None:
    """A second factor was set up on a page: recorded with the row itself, before the library's own signal."""
    if created and context.request is not None:
        _record_factor("account.factor_added", instance)


@receiver(post_delete, sender=Authenticator, dispatch_uid="audit_factor_removed")
def factor_removed(sender: Any, instance: Authenticator, **about: Any) -> None:
    """A second factor was removed on a page, by its owner or by whoever keeps accounts."""
    if context.request is not None:
        _record_factor("account.factor_removed", instance)


def _record_factor(action: str, instance: Authenticator) -> None:
    user = context.request.user
    by = user if user.is_authenticated else None
    record(action, by=by, kind="worker", object=instance.user_id, fields=[instance.type])


def _password(sender: Any, user: Any, **about: Any) -> None:
    record("account.password_set", by=user, kind="worker", object=user.pk, fields=["password"])


def connect() -> None:
    """Listen, once the apps are ready."""
    for name in ("password_set", "password_changed", "password_reset"):
        getattr(account, name).connect(_password, dispatch_uid=f"audit_{name}")
