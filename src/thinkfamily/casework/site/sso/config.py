"""The instance's ``sso.toml``: which provider signs workers in, and what it must say for its second factor to count."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from thinkfamily.casework.site.instance import SiteError

FILE = "sso.toml"
# Each key: its type, and whether it must be there.
KEYS: dict[str, tuple[type, bool]] = {
    "name": (str, True),
    "issuer": (str, True),
    "client_id": (str, True),
    "client_secret_file": (str, True),
    "second_factor_amr": (list, False),
    "second_factor_acr": (list, False),
    "trusted_domains": (list, False),
}
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class SignOn:
    """One provider as the instance names it.

    Attributes:
        name: what the sign-in page calls it.
        issuer: its issuer, exactly as its tokens say it.
        registered_as: what it knows this site by.
        secret: the secret it gave this site.
        second_factor_amr: values of ``amr`` of which one means that a second factor was used.
        second_factor_acr: values of ``acr`` that mean so.
        trusted_domains: domains whose addresses it vouches for although it does not say that they are verified.
    """

    name: str
    issuer: str
    registered_as: str
    secret: str
    second_factor_amr: tuple[str, ...] = ()
    second_factor_acr: tuple[str, ...] = ()
    trusted_domains: tuple[str, ...] = ()


def read(folder: Path) -> SignOn | None:
    """The provider of an instance; None where it has no ``sso.toml``.

    Raises:
        SiteError: the file or its secret cannot be used.
    """
    file = folder / FILE
    if not file.exists():
        return None
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _error(
            "Found text that is no TOML.", "Mend the file; docs/how-to/set-up-single-sign-on.md shows one."
        ) from error
    unknown = sorted(set(said) - set(KEYS))
    if unknown:
        raise _error(f"Found {len(unknown)} key(s) besides {', '.join(KEYS)}.", "Remove what is not one of these.")
    for key, (kind, is_needed) in KEYS.items():
        if key not in said and not is_needed:
            continue
        if not _is(said.get(key), kind):
            wanted = "a list of texts" if kind is list else "a text"
            raise _error(f"Found no {key}, or one that is not {wanted}.", f"Give {key} as {wanted}.")
    _check_issuer(said["issuer"])
    return SignOn(
        name=said["name"],
        issuer=said["issuer"],
        registered_as=said["client_id"],
        secret=_secret(folder, said["client_secret_file"]),
        second_factor_amr=tuple(said.get("second_factor_amr", ())),
        second_factor_acr=tuple(said.get("second_factor_acr", ())),
        trusted_domains=tuple(domain.lower() for domain in said.get("trusted_domains", ())),
    )


def providers(sign_on: SignOn | None) -> dict[str, Any]:
    """The sign-in library's SOCIALACCOUNT_PROVIDERS for a provider, or for none."""
    # Ours even where there is none, so that the library's own pages for it are never in the URL map.
    council: dict[str, Any] = {"provider_class": "thinkfamily.casework.site.sso.provider.Council", "APPS": []}
    if sign_on is None:
        return {"openid_connect": council}
    app = {
        "provider_id": "council",
        "name": sign_on.name,
        "client_id": sign_on.registered_as,
        "secret": sign_on.secret,
        "settings": {
            "server_url": sign_on.issuer.rstrip("/"),
            "issuer": sign_on.issuer,
            "oauth_pkce_enabled": True,
            "scope": ["openid", "email"],
            "verified_email": list(sign_on.trusted_domains),
            "second_factor_amr": list(sign_on.second_factor_amr),
            "second_factor_acr": list(sign_on.second_factor_acr),
        },
    }
    return {"openid_connect": {**council, "APPS": [app]}}


def origins(sign_on: SignOn | None) -> list[str]:
    """Where the browser is sent for single sign-on, as a content policy names it."""
    if sign_on is None:
        return []
    parts = urlsplit(sign_on.issuer)
    return [f"{parts.scheme}://{parts.netloc}"]


def _is(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(one, str) and one for one in value)
    return isinstance(value, str) and bool(value.strip())


def _check_issuer(issuer: str) -> None:
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        raise _error(
            "Found an issuer that is not an https address without query.",
            "Give issuer exactly as the provider's tokens say it; http serves on this machine alone.",
        )


def _secret(folder: Path, name: str) -> str:
    if not re.fullmatch(r"[\w.-]+", name):
        raise _error(
            "Found a client_secret_file that is not the name of a file.",
            "Put the file into the folder keys/ beside sso.toml.",
        )
    file = folder / "keys" / name
    if not file.is_file():
        raise _error(
            "Found no file of the name that client_secret_file gives.",
            "Put the file into the folder keys/ beside sso.toml.",
        )
    if file.stat().st_mode & 0o077:
        raise _error(
            "Found a secret that other accounts of this machine can read.", "Take the rights of others away: chmod 600."
        )
    secret = file.read_text(encoding="utf-8").strip()
    if not secret:
        raise _error("Found an empty secret.", "Write the provider's secret into it, and nothing else.")
    return secret


def _error(found: str, do: str) -> SiteError:
    return SiteError("TF-SITE-020", FILE, found=found, means="The site did not start.", do=do)
