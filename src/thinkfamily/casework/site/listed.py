"""The views without a door of their own, each by name and with the reason. Any other view without a door fails the build.

They are of the sign-in library, which guards its own pages: for people not signed in, or for one's own account.
"""

from __future__ import annotations

_OUT = "for somebody who is not signed in"
_OWN = "one's own account: the library shows and changes nobody else's"
_CLOSED = "closed by the gate at entry: nobody signs up, changes an address or joins identities here"

LISTED: dict[str, str] = {
    "account_login": _OUT,
    "account_logout": _OWN,
    "account_inactive": _OUT,
    "account_reauthenticate": _OWN,
    "account_change_password": _OWN,
    "account_reset_password": _OUT,
    "account_reset_password_done": _OUT,
    "account_reset_password_from_key": _OUT,
    "account_reset_password_from_key_done": _OUT,
    "account_signup": _CLOSED,
    "account_email": _CLOSED,
    "account_email_verification_sent": _CLOSED,
    "account_confirm_email": _CLOSED,
    "account_set_password": _CLOSED,
    "account_confirm_login_code": _CLOSED,
    "mfa_index": _OWN,
    "mfa_authenticate": _OUT,
    "mfa_reauthenticate": _OWN,
    "mfa_activate_totp": _OWN,
    "mfa_deactivate_totp": _OWN,
    "mfa_view_recovery_codes": _OWN,
    "mfa_generate_recovery_codes": _OWN,
    "mfa_download_recovery_codes": _OWN,
    "mfa_list_webauthn": _OWN,
    "mfa_add_webauthn": _OWN,
    "mfa_reauthenticate_webauthn": _OWN,
    "mfa_remove_webauthn": _OWN,
    "mfa_edit_webauthn": _OWN,
    "mfa_login_webauthn": _OUT,
    "usersessions_list": _OWN,
    "socialaccount_login_cancelled": _OUT,
    "socialaccount_login_error": _OUT,
    "socialaccount_signup": _CLOSED,
    "socialaccount_connections": _CLOSED,
    "openid_connect_login": _OUT,
    "openid_connect_callback": _OUT,
    "account/social/login/cancelled/": "an older address of the library: it sends on to the page that is listed",
    "account/social/login/error/": "an older address of the library: it sends on to the page that is listed",
    "account/social/signup/": "an older address of the library: it sends on to the page that is listed",
    "account/social/connections/": "an older address of the library: it sends on to the page that is listed",
    "api:openapi-json": "the description of the interface: it holds no row",
    "api:api-root": "sends nobody anywhere: it is the name of where the interface begins",
}
