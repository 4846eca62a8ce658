"""Letting an action speak through the form that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm

from thinkfamily.casework.access.permissions import NotPossibleError


def attempt(form: BaseForm, action: Callable[..., Any], **about: Any) -> bool:
    """Do an action with what a valid form holds; where it cannot be done, say so beside the field it is about."""
    try:
        action(**about, **form.cleaned_data)
    except NotPossibleError as error:
        form.add_error(error.where if error.where in form.fields else None, error.told)
        return False
    return True
