"""The checks that an identity token passes before anybody is let in by it."""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

# Signatures that a provider can make and this site could not: never "none", never a shared secret.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
# How far the clocks of the two may differ, in seconds.
LEEWAY = 30


class CheckedTokens(OpenIDConnectOAuth2Adapter):
    """Reads the provider's answer: signature, issuer, audience and dates are checked here, the nonce when it is matched."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """The identity that the provider's answer proves.

        Raises:
            OAuth2Error: the answer proves none.
        """
        said = self._checked(app, kwargs["response"].get("id_token") or "")
        person = {**self._about(token.token, said["sub"]), **said}
        login = self.get_provider().sociallogin_from_response(request, {"id_token": person})
        login.nonce = said.get("nonce")
        amr, acr = said.get("amr") or [], said.get("acr")
        wanted = app.settings
        login.has_second_factor = (
            bool(set(amr) & set(wanted["second_factor_amr"])) or acr in wanted["second_factor_acr"]
        )
        return login

    def _checked(self, app: Any, credential: str) -> dict[str, Any]:
        """What the identity token says, every part of it verified against the provider's published keys."""
        try:
            kid = jwt.get_unverified_header(credential).get("kid")
            key = next(key for key in self._keys() if kid is None or key.key_id == kid)
            claims: dict[str, Any] = jwt.decode(
                credential,
                key=key.key,
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=app.settings["issuer"],
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except (jwt.PyJWTError, StopIteration) as error:
            raise OAuth2Error("the identity token was refused") from error
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("the identity token was made for another site")
        return claims

    def _keys(self) -> list[Any]:
        """The provider's signing keys, fetched afresh: sign-ins are few, and keys rotate."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            published = jwt.PyJWKSet.from_dict(answer.json())
        return [key for key in published.keys if key.public_key_use in (None, "sig")]

    def _about(self, access_token: str, subject: str) -> dict[str, Any]:
        """What the provider's userinfo adds, if it has one and it speaks of the same subject."""
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            answer.raise_for_status()
            said: dict[str, Any] = answer.json()
        if said.get("sub") != subject:
            raise OAuth2Error("userinfo speaks of somebody else")
        return said
