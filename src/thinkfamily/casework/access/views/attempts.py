"""A press of a button that asks for nothing more: done, or said why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.access.sent import SentAlreadyError, is_sent_again
from thinkfamily.casework.audit.record import record


def do_or_say(request: HttpRequest, action: Callable[..., Any], *, family_id: Any, **about: Any) -> bool:
    """Do it; where it cannot be done as things stand, record that it was not and put the reason on the next page.

    Whether it was done is told; a button that was pressed twice has done it.
    """
    try:
        action(by=request.user, **about)
    except SentAlreadyError:
        return True
    except NotPossibleError as error:
        if is_sent_again():
            return True
        record(action.__name__, by=request.user, kind="attempt", object=error.code, family=family_id, outcome="refused")
        messages.error(request, error.told)
        return False
    return True
