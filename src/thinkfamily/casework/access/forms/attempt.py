"""Letting an action speak through the form that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm

from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.access.sent import SentAlreadyError, is_sent_again
from thinkfamily.casework.pages.basis import ChangedMeanwhileError


def attempt(form: BaseForm, action: Callable[..., Any], **about: Any) -> bool:
    """Do an action with what a valid form holds; where it cannot be done, say so beside the field it is about.

    What the very same form did before is done: it is not done again, and its sender goes on as they did then.
    """
    try:
        action(**about, **getattr(form, "given", form.cleaned_data))
    except SentAlreadyError:
        return True
    except ChangedMeanwhileError:
        if is_sent_again():
            return True
        form.look_again()  # type: ignore[attr-defined]
        return False
    except NotPossibleError as error:
        if is_sent_again():
            return True
        form.add_error(error.where if error.where in form.fields else None, error.told)
        return False
    return True
