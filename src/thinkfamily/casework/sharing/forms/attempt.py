"""Letting an action speak through the form that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm

from thinkfamily.casework.access.sent import SentAlreadyError, is_sent_again
from thinkfamily.casework.pages.basis import ChangedMeanwhileError
from thinkfamily.core.errors import UserError


def attempt(form: BaseForm, action: Callable[..., Any], *about: Any, **given: Any) -> bool:
    """Do an action with what a valid form holds; where it cannot be done, say so beside the field it is about.

    What the very same form did before is done: it is not done again, and its sender goes on as they did then.
    """
    try:
        action(*about, **given, **getattr(form, "given", form.cleaned_data))
    except SentAlreadyError:
        return True
    except ChangedMeanwhileError:
        if is_sent_again():
            return True
        form.look_again()  # type: ignore[attr-defined]
        return False
    except UserError as error:
        if is_sent_again():
            return True
        field = getattr(error, "field", "")
        form.add_error(field if field in form.fields else None, f"{error.found} {error.do}")
        return False
    return True
