"""The sign-in library's forms about one's own account, in the site's words: what they check is the library's."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

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
        _call(self, email=_("Work email address"))


class SetPassword(ResetPasswordKeyForm):
    """A new password for whoever holds the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self, password1=_("New password"), password2=_("New password once more"))
        self.fields["password1"].help_text = NEW_PASSWORD


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
