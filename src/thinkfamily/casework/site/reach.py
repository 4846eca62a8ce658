"""Whether both databases let the site in, asked before anything else, so that a wrong address is told as such."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from thinkfamily.casework.site.instance import SiteError


def must_answer() -> None:
    """Connect to both databases.

    Raises:
        SiteError: one does not answer, is not there, or refuses the user.
    """
    from django.db import connections
    from django.db.utils import OperationalError

    for alias in ("default", "candidates"):
        try:
            connections[alias].ensure_connection()
        except OperationalError:
            if connections[alias].vendor != "postgresql":
                raise _shut(str(connections[alias].settings_dict["NAME"])) from None
            name = connections[alias].settings_dict["NAME"]
            own = alias == "default" or "CANDIDATES_DATABASE_URL" in os.environ
            raise SiteError(
                "TF-SITE-011",
                ("DATABASE_URL" if alias == "default" else "CANDIDATES_DATABASE_URL")
                if own
                else "CANDIDATES_DATABASE_URL (left out: DATABASE_URL with _candidates appended)",
                found=f"Found no database {name} that lets this site in.",
                means="Nothing was started or changed.",
                do=f"See that the server runs, that the database is there (createdb {name}), and that host, port, user and "
                "password of the address are right.",
            ) from None


@contextmanager
def writing() -> Iterator[None]:
    """Tell a database that cannot be written as what it is.

    Raises:
        SiteError: its file, folder or disk cannot be written.
    """
    from django.db import connection
    from django.db.utils import OperationalError

    try:
        yield
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
        raise _shut(str(connection.settings_dict["NAME"])) from None


def _shut(file: str) -> SiteError:
    return SiteError(
        "TF-SITE-012",
        file,
        found="Found a database that cannot be opened and written: no right, no space, or held by another process.",
        means="Nothing was started.",
        do="Give whoever runs the site the right to write the folder and what is in it, and see that the disk has space.",
    )
