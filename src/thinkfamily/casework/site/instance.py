"""One installation of the site: its folder, its mode and its databases, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from thinkfamily.core.errors import UserError

MODES = ("live", "training", "demo")
# Our choice; and no longer than a year.
SHARING_REVIEW_DAYS, MOST_REVIEW_DAYS = 90, 366


class SiteError(UserError):
    """The site cannot start as it is configured, or a file of its folder is missing or cannot be used."""

    exit_code = 8


@dataclass(frozen=True)
class Instance:
    """What differs from one installation to the next.

    Attributes:
        folder: where keys, the sealed heads of the audit and the SQLite files lie.
        mode: live, training (watermarked, invented data only) or demo (as training, with printed accounts).
        databases: Django's DATABASES.
        hosts: names the site answers to.
        is_https: whether a proxy in front speaks TLS; cookies are then sent over TLS only.
        proxy: the address that this proxy speaks from: what it says of a browser is believed, and of nobody else.
        mail: Django's settings of the server that takes the site's mail; None where none is named, and none is sent.
        sharing_review_days: after so many days a sharing decision is looked at again, where whoever decides gives no day.
        webhook_hosts: names of hosts that notices to programs may go to although they lie within the council's own network.
        manager_after_days: what came due and is not done is told to managers too when it is so many days late.
    """

    folder: Path
    mode: str
    databases: dict[str, dict[str, Any]]
    hosts: tuple[str, ...]
    is_https: bool
    proxy: str = "127.0.0.1"
    mail: dict[str, Any] | None = None
    sharing_review_days: int = SHARING_REVIEW_DAYS
    manager_after_days: int = 7
    webhook_hosts: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where browsers reach the site, as links in mails begin: by the first of its names."""
        return f"{'https' if self.is_https else 'http'}://{self.hosts[0]}"


def from_environment(environ: Mapping[str, str] = os.environ) -> Instance:
    """Read the installation from ``THINKFAMILY_SITE``, ``THINKFAMILY_MODE``, ``DATABASE_URL`` and their like.

    Raises:
        SiteError: a value cannot be used.
    """
    folder = Path(environ.get("THINKFAMILY_SITE", "site")).absolute()
    mode = environ.get("THINKFAMILY_MODE", "live")
    if mode not in MODES:
        raise SiteError(
            "TF-SITE-001",
            "THINKFAMILY_MODE",
            found=f"Found a mode that is none of {', '.join(MODES)}.",
            means="The site did not start.",
            do="Set THINKFAMILY_MODE to one of these, or leave it out for live.",
        )
    main = environ.get("DATABASE_URL", "")
    candidates = environ.get("CANDIDATES_DATABASE_URL", "")
    return Instance(
        folder=folder,
        mode=mode,
        databases={
            "default": database(main, folder / "casework.sqlite3", "DATABASE_URL"),
            "candidates": database(
                candidates or _beside(main),
                folder / "candidates.sqlite3",
                "CANDIDATES_DATABASE_URL",
            ),
        },
        hosts=_names(environ.get("THINKFAMILY_HOSTS", "localhost,127.0.0.1,[::1]")),
        is_https=environ.get("THINKFAMILY_HTTPS", "") == "1",
        proxy=environ.get("THINKFAMILY_PROXY", "127.0.0.1"),
        mail=mail_server(environ.get("MAIL_URL", ""), environ.get("THINKFAMILY_MAIL_FROM", "")),
        sharing_review_days=review_days(environ.get("THINKFAMILY_SHARING_REVIEW_DAYS", str(SHARING_REVIEW_DAYS))),
        manager_after_days=manager_days(environ.get("THINKFAMILY_MANAGER_AFTER_DAYS", "7")),
        webhook_hosts=_names(environ.get("THINKFAMILY_WEBHOOK_HOSTS", "").lower()),
    )


def _names(text: str) -> tuple[str, ...]:
    """Names that stand one after the other, with commas between."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def manager_days(text: str) -> int:
    """After how many days a manager is told of what came due and is not done.

    Raises:
        SiteError: it is no number of days up to a year.
    """
    if not text.isascii() or not text.isdecimal() or int(text) > 365:
        raise SiteError(
            "TF-SITE-014",
            "THINKFAMILY_MANAGER_AFTER_DAYS",
            found="Found no whole number from 0 to 365.",
            means="The site did not start.",
            do="Give the days after which a manager is told of what is overdue, or leave it out for 7.",
        )
    return int(text)


def review_days(text: str) -> int:
    """After how many days a sharing decision is looked at again.

    Raises:
        SiteError: it is no number of days up to a year.
    """
    if not text.isdecimal() or not 0 < int(text) <= MOST_REVIEW_DAYS:
        raise SiteError(
            "TF-SITE-013",
            "THINKFAMILY_SHARING_REVIEW_DAYS",
            found=f"Found no number of days from 1 to {MOST_REVIEW_DAYS}.",
            means="The site did not start.",
            do=f"Give one, or leave it out for {SHARING_REVIEW_DAYS}.",
        )
    return int(text)


def mail_server(url: str, sender: str) -> dict[str, Any] | None:
    """Django's settings of a mail server; None where no address is given.

    Args:
        url: ``smtp://`` (a server on this machine), ``smtp+tls://`` (STARTTLS) or ``smtps://``, with user and password.
        sender: the address that mails come from.

    Raises:
        SiteError: it is no such address, or the sender is missing.
    """
    if not url:
        return None
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname or "@" not in sender:
        raise SiteError(
            "TF-SITE-008",
            "MAIL_URL, THINKFAMILY_MAIL_FROM",
            found="Found no smtps://USER:PASSWORD@HOST, or no address to send from.",
            means="The site did not start.",
            do="Give both, with smtps, smtp+tls or smtp; or leave MAIL_URL out, and nothing is mailed.",
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "DEFAULT_FROM_EMAIL": sender,
    }


def _beside(url: str) -> str:
    """The address of the desk's own database on the same server, where none is given."""
    if not url:
        return ""
    parts = urlsplit(url)
    return parts._replace(path=f"{parts.path}_candidates").geturl()


def database(url: str, file: Path, variable: str) -> dict[str, Any]:
    """Django's settings of one database: PostgreSQL where an address is given, SQLite in ``file`` otherwise.

    Raises:
        SiteError: the address is not one of PostgreSQL.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(file),
            "OPTIONS": {
                # A writer that begins as a reader would fail when another has written since; see the tested stack.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": None},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise SiteError(
            "TF-SITE-002",
            variable,
            found="Found an address that is not postgres://USER@HOST/DATABASE.",
            means="The site did not start.",
            do="Give the address of a PostgreSQL database, or leave it out for SQLite.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # The same few dozen statements at every page: the server works out each once a connection, not each time. And none is
        # so long that compiling it to machine code pays: where the server knew no statistics, that took a second a search.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, "options": "-c jit=off"}
        | dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
