"""Who may sign in: known workers only. Nobody signs up; accounts are made by those who keep them."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):
    """Sign-in with password and second factor, without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see `actions.make_account`."""
        return False


class KnownWorkersOnly(DefaultSocialAccountAdapter):
    """Single sign-on for workers who already have an account, found by the address their provider vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: an identity that no account knows does not enter."""
        return False
