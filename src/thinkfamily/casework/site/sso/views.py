"""The two addresses of single sign-on: going to the provider, and coming back."""

from __future__ import annotations

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from thinkfamily.casework.site.sso.tokens import CheckedTokens


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider."""
    return _view(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from it."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: type, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return kind.adapter_view(CheckedTokens(request, provider_id))(request)  # type: ignore[attr-defined, no-any-return]
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
