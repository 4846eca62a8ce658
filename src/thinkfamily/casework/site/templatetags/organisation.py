"""For the organisation screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def of(names: Mapping[Any, str], key: Any) -> str:
    """The name kept under a key."""
    return names.get(key, _("somebody whose account is gone"))
