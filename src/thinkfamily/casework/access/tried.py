"""Telling somebody that their account, or a program they answer for, is tried by somebody who does not have what opens it."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.access.actions.notices import tell


def sign_in_was_tried(sender: Any, worker: Any, **about: Any) -> None:
    """Put it before whose account it is, as new each time it is told."""
    tell("sign_in_tried", worker.pk, [worker], again=True)


def key_was_tried(sender: Any, worker: Any, **about: Any) -> None:
    """Put it before who answers for the program."""
    tell("key_tried", worker.pk, [worker], again=True)
