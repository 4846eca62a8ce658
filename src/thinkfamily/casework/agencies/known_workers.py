"""Which account a council identity opens: found by a verified address the first time, by its subject ever after."""

from __future__ import annotations

import secrets
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest
from django.shortcuts import render

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.agencies.permissions import address_changes
from thinkfamily.casework.agencies.sign_in import VOUCHED
from thinkfamily.casework.audit.record import record


def match(request: HttpRequest, sociallogin: Any) -> None:
    """Find the account of an identity, and join them on first use.

    Raises:
        ImmediateHttpResponse: the sign-in is refused, with a page that tells nothing about accounts.
    """
    asked = sociallogin.state.get("nonce")
    answered = getattr(sociallogin, "nonce", None)
    if not asked or not answered or not secrets.compare_digest(asked, answered):
        _refuse(request, sociallogin, None)
    if sociallogin.state.get("process") != "login":
        _refuse(request, sociallogin, None)
    worker = sociallogin.user if sociallogin.is_existing else by_address(sociallogin)
    if worker is None or not worker.is_in_date:
        _refuse(request, sociallogin, worker)
    if not sociallogin.is_existing:
        sociallogin.connect(request, worker)
        fields = ["provider", "subject"]
        record("account.identity_joined", by=worker, kind="worker", object=worker.pk, fields=fields)
    request.session.pop(VOUCHED, None)
    if getattr(sociallogin, "has_second_factor", False):
        request.session[VOUCHED] = str(worker.pk)


def by_address(sociallogin: Any) -> Worker | None:
    """The one account with a verified address of this identity, if no identity of this provider is joined to it yet.

    None where the address was changed since its worker last signed in: then it says who changed it, and not who they are.
    """
    verified = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
    worker = Worker.objects.filter(email__in=verified).first() if len(verified) == 1 else None
    if worker and SocialAccount.objects.filter(user=worker, provider=sociallogin.account.provider).exists():
        return None
    if worker and worker.last_login and address_changes(worker).filter(at__gt=worker.last_login).exists():
        return None
    return worker


def _refuse(request: HttpRequest, sociallogin: Any, worker: Worker | None) -> NoReturn:
    record(
        "account.sign_in",
        by=None,
        kind="worker" if worker else "provider",
        object=worker.pk if worker else sociallogin.account.provider,
        outcome="refused",
    )
    raise ImmediateHttpResponse(render(request, "sso/refused.html", status=403))
