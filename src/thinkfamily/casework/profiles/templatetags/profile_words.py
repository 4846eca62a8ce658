"""For the pages of programmes."""

from __future__ import annotations

from django import template

from thinkfamily.casework.profiles.words import in_words
from thinkfamily.programmes.profile import Setting

register = template.Library()


@register.filter
def value_in_words(setting: Setting) -> str:
    """The value of a setting as a person reads it."""
    return in_words(setting.kind, setting.value)
