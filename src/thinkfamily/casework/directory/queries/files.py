"""Files of services that somebody looked at."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.directory.models import ServiceFile


def file_of(worker: Any, file_id: Any) -> ServiceFile | None:
    """One file, for whoever looked at it."""
    return ServiceFile.objects.filter(pk=file_id, checked_by=worker.pk).first()
