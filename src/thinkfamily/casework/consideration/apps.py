"""The app's place in Django."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ConsiderationConfig(AppConfig):
    """Registered under its short name, so that tables are called consideration_…"""

    name = "thinkfamily.casework.consideration"
    label = "consideration"

    def ready(self) -> None:
        """Have the candidates' database write over whatever it deletes, on every connection."""
        connection_created.connect(_write_over_what_is_deleted, dispatch_uid="candidates-secure-delete")


def _write_over_what_is_deleted(connection: Any, **_: Any) -> None:
    if connection.alias == "candidates" and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
