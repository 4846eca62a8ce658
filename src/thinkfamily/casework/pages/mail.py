"""Whether the site sends mail at all: what would send one must say so where it does not."""

from __future__ import annotations

from django.conf import settings


def can_mail() -> bool:
    """Whether a mail would reach anybody: what cannot be sent is not marked as sent, nor told of as sent."""
    return settings.INSTANCE.mode == "demo" or settings.INSTANCE.mail is not None
