"""The app's place in Django."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ConsiderationConfig(AppConfig):
    """Registered under its short name, so that tables are called consideration_…"""

    name = "thinkfamily.casework.consideration"
    label = "consideration"

    def ready(self) -> None:
        """Have both databases write over whatever they delete, on every connection: candidates go, and files of families."""
        connection_created.connect(_write_over_what_is_deleted, dispatch_uid="secure-delete")


def _write_over_what_is_deleted(connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
