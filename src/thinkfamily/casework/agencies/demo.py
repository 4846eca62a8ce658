"""Accounts whose password is printed: they exist in demo mode, enter without a second factor there, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.conf import settings

# Nobody can own an address in ``.example``, so no such account can be anybody's.
DOMAIN = "demo.example"


def is_of_a_demo(worker: Any) -> bool:
    """Whether an account is one of those that a demo prints."""
    return bool(worker.email.endswith(f"@{DOMAIN}"))


def may_enter(worker: Any) -> bool:
    """Whether such an account may be used here; any other may."""
    return settings.INSTANCE.mode == "demo" or not is_of_a_demo(worker)


def needs_no_factor(worker: Any) -> bool:
    """Whether an account enters with its password alone: nobody can carry an authenticator for an invented person."""
    return settings.INSTANCE.mode == "demo" and is_of_a_demo(worker)
