"""The file that an alert is about, where somebody comes from one."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.access.scope import in_scope
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.families.models import Family


def file_for(standing: Standing, family_id: Any) -> Family | None:
    """A family whose existence a worker may know; None for any other, be it there or not."""
    return Family.objects.filter(in_scope(standing), pk=family_id).first()
