"""What system administrators see of the site beside its health: jobs, versions, sign-in, trusted keys. Nothing of a file."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import thinkfamily
from thinkfamily.casework.consideration.trusted import TRUSTED_KEYS
from thinkfamily.casework.site.models import JobRun
from thinkfamily.casework.site.operations.jobs import JOBS
from thinkfamily.core.errors import UserError
from thinkfamily.packets import read_public_key
from thinkfamily.packets.keys import key_id_of


@dataclass(frozen=True)
class JobLine:
    """One recurring job: what it does, how often, and when it last ended or failed."""

    name: str
    says: Any
    every: str
    ended_at: datetime | None
    failed_at: datetime | None


@dataclass(frozen=True)
class TrustedKey:
    """One operator's key that this site trusts: its number, or None where the file holds no key."""

    number: str | None
    since: datetime


def jobs() -> list[JobLine]:
    """One row per recurring job."""
    runs = JobRun.objects.in_bulk()
    return [
        JobLine(
            job.name,
            job.says,
            _in_words(job.every),
            runs[job.name].ended_at if job.name in runs else None,
            runs[job.name].failed_at if job.name in runs else None,
        )
        for job in JOBS
    ]


def _in_words(every: timedelta) -> str:
    """How often something runs that runs every so many seconds, in the largest unit in which it is a whole number."""
    seconds = int(every.total_seconds())
    if seconds % 86_400 == 0:
        return ngettext("Every day", "Every %(n)d days", seconds // 86_400) % {"n": seconds // 86_400}
    if seconds % 3_600 == 0:
        return ngettext("Every hour", "Every %(n)d hours", seconds // 3_600) % {"n": seconds // 3_600}
    if seconds % 60 == 0:
        return ngettext("Every minute", "Every %(n)d minutes", seconds // 60) % {"n": seconds // 60}
    return ngettext("Every second", "Every %(n)d seconds", seconds) % {"n": seconds}


def versions() -> dict[str, str]:
    """What runs here, by its name."""
    found = {
        "thinkfamily": thinkfamily.__version__,
        "Python": platform.python_version(),
        "Django": django.get_version(),
    }
    connection = connections["default"]
    connection.ensure_connection()
    database: Any = connection
    if connection.vendor == "postgresql":
        found["PostgreSQL"] = ".".join(str(part) for part in divmod(database.pg_version, 10_000))
    else:
        found["SQLite"] = database.Database.sqlite_version
    return found


def sign_on() -> str:
    """How people sign in."""
    if settings.SIGN_ON is None:
        return _("With a password and a second factor of this site. No single sign-on is set up.")
    return _("With %(name)s, or with a password and a second factor of this site.") % {"name": settings.SIGN_ON.name}


def trusted_keys() -> list[TrustedKey]:
    """One row per key in the site's folder of trusted keys, with the day its file was last written."""
    found = []
    for file in sorted((settings.INSTANCE.folder / TRUSTED_KEYS).glob("*.pub")):
        try:
            number = key_id_of(read_public_key(file))
        except UserError:
            number = None
        found.append(TrustedKey(number, datetime.fromtimestamp(file.stat().st_mtime, UTC)))
    return found
