"""What every page of the desk does: record the look in the desk's own store, and say an error as the page's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404

from thinkfamily.casework.access.sent import SentAlreadyError, SentOtherwiseError, is_sent_again
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.problems import DeskError
from thinkfamily.casework.consideration.queries.candidate import candidate_for
from thinkfamily.core.errors import UserError

A_PAGE = 25


def candidate_or_404(worker: Any, candidate_id: Any) -> Any:
    """One candidate that a worker may see; asking for another is recorded and not told apart from asking for none."""
    candidate = candidate_for(worker, candidate_id)
    if candidate is None:
        actions.refused(worker, "candidate", candidate_id)
        raise Http404
    return candidate


def page_of(rows: Any, number: str | None) -> Page[Any]:
    """One page of a list; a number that is none is the first or the last."""
    return Paginator(rows, A_PAGE).get_page(number)


def done(form: Any, action: Callable[[], Any], field: str | None = None) -> bool:
    """Whether an action is done, now or when the same form was sent before; where it cannot be, the form says why."""
    try:
        action()
    except SentAlreadyError:
        return True
    except (DeskError, SentOtherwiseError) as error:
        if is_sent_again():
            return True
        say(form, error, field)
        return False
    return True


def say(form: Any, error: UserError, field: str | None = None) -> None:
    """Put an error that an action raised on a form, in its own words."""
    form.add_error(field, f"{error.found} {error.means} {error.do}")
