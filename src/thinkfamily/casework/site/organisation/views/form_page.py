"""What every organisation screen does with a form: run its action, show what the action refused beside the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.access.sent import SentAlreadyError, is_sent_again
from thinkfamily.casework.agencies import queries
from thinkfamily.casework.agencies.models import Worker

PAGE = 25


def done(form: Any, action: Callable[[], Any]) -> bool:
    """Whether a form was right and its action done, now or when it was sent before; what was wrong is told by the form."""
    if not form.is_valid():
        return False
    try:
        action()
    except SentAlreadyError:
        return True
    except (NotPossibleError, PermissionDenied, ValidationError) as error:
        if is_sent_again():
            return True
        _tell(form, error)
        return False
    return True


def _tell(form: Any, error: Exception) -> None:
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    elif isinstance(error, ValidationError):
        form.add_error(None, error)
    else:
        form.add_error(None, error.told if isinstance(error, NotPossibleError) else str(error))


def show_form(request: HttpRequest, form: Any, title: Any, button: Any, back: str, **more: Any) -> HttpResponse:
    """A page that is one form."""
    about = {"form": form, "title": title, "button": button, "back": back, **more}
    return render(request, "organisation/form.html", about)


def page_of(rows: Any, number: Any) -> Page[Any]:
    """One page of a long list; a number out of range gives the nearest."""
    return Paginator(rows, PAGE).get_page(number)


def account_or_404(worker_id: Any) -> Worker:
    """One account.

    Raises:
        Http404: there is none.
    """
    worker = queries.account(worker_id)
    if worker is None:
        raise Http404
    return worker
