"""The sign-in library's forms about one's own account, in the site's words: what they check is the library's."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context, ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.guessing import known_as

NEW_PASSWORD = _("At least 12 characters, not figures alone, and nothing of your name or address.")


class ChangePassword(ChangePasswordForm):
    """A new password for whoever knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(
            self, oldpassword=_("Your password now"), password1=_("New password"), password2=_("New password once more")
        )
        self.fields["password1"].help_text = NEW_PASSWORD


class AskForPassword(ResetPasswordForm):
    """A link with which to set a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, email=_("Email address with which you sign in"))


class SetPassword(ResetPasswordKeyForm):
    """A new password for whoever holds the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, password1=_("New password"), password2=_("New password once more"))
        self.fields["password1"].help_text = NEW_PASSWORD


class _Once:
    """A code of an app that was used is not taken again for as long as it is good, be it elsewhere.

    The library remembers a used code for as long as it is shown; here codes are good for longer, since clocks differ.
    """

    def clean_code(self) -> str:
        """The code, where nobody has used it."""
        given: Any = self
        request = context.request
        known = known_as(request, given.user.pk)
        # Who tries codes knows the password. They keep out nobody in a browser that is known.
        code: str = self._known_code(known) if known else super().clean_code()  # type: ignore[misc]
        if given.authenticator.type == Authenticator.Type.TOTP and not _is_first_use(given.user, code):
            given._emit_authentication_failed(given.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _known_code(self, known: str) -> str:
        """The code, counted by the browser alone and looked at as the library does."""
        given, key = cast(Any, self), f"codes {cast(Any, self).user.pk} {known}"
        if not ratelimit.consume(context.request, action="known_failed", key=key):
            raise get_account_adapter().validation_error("too_many_login_attempts")
        code: str = given.cleaned_data["code"]
        factors = Authenticator.objects.filter(user=given.user).exclude(type=Authenticator.Type.WEBAUTHN)
        for factor in factors:
            if factor.wrap().validate_code(code):
                factor.user = given.user
                given.authenticator = factor
                ratelimit.clear(context.request, action="known_failed", key=key)
                return code
        for factor in factors[:1]:
            given._emit_authentication_failed(factor)
        raise get_adapter().validation_error("incorrect_code")


class GiveCode(_Once, AuthenticateForm):
    """The second factor at sign-in, as a code."""


class GiveCodeAgain(_Once, ReauthenticateForm):
    """The same, to say once more who one is."""


class _NotGuessed:
    """A key cannot be guessed: wrong codes and passwords that somebody tries elsewhere do not count against it."""

    def clean_credential(self) -> Authenticator:
        """The key that answered, where it is one of theirs."""
        given: Any = self
        credential = given.cleaned_data["credential"]
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(given.user, credential)  # type: ignore[no-any-return]


class UseKey(_NotGuessed, AuthenticateWebAuthnForm):
    """The second factor at sign-in, as a passkey or security key."""


class UseKeyAgain(_NotGuessed, ReauthenticateWebAuthnForm):
    """The same, to say once more who one is."""


class AddKey(AddWebAuthnForm):
    """A passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, name=_("Name of the key"), passwordless=_("Sign in with it alone, without a password"))
        self.fields["passwordless"].help_text = _("It must then ask for your finger, your face or a PIN.")


class RenameKey(EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, name=_("Name of the key"))


def _call(form: forms.Form, **labels: Any) -> None:
    """Give fields their labels."""
    for name, label in labels.items():
        form.fields[name].label = label


def _is_first_use(worker: Any, code: str) -> bool:
    good_for = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
    used = salted_hmac("used code", f"{worker.pk} {normalize_user_code(code)}", algorithm="sha256").hexdigest()
    return bool(cache.add(f"used-code:{used}", 1, timeout=good_for))
