"""The council's provider: asks with a nonce, keeps nothing of what it says but the subject."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from thinkfamily.casework.site.sso.tokens import CheckedTokens


class Council(OpenIDConnectProvider):
    """One provider that the instance's ``sso.toml`` names."""

    oauth2_adapter_class = CheckedTokens

    def redirect(self, request: HttpRequest, process: Any, **kwargs: Any) -> HttpResponse:
        """Send the browser to the provider, with a nonce that its token must bring back."""
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        kwargs["scope"] = self.get_scope()
        return super().redirect(request, process, nonce=nonce, **kwargs)  # type: ignore[no-any-return]

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """What is asked for is ours to say, not the address's."""
        return self.get_scope()  # type: ignore[no-any-return]

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing: the account has its own name and address."""
        return {}
