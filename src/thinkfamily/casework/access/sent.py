"""Each form is recorded once, however often it is sent: tapped twice, sent again after going back, or by the browser itself.

Every page of ours that is written gives its forms a token that no other page has: the key against forms of other sites, masked
anew each time. Who sends, where to and that token name one form of one page. The name is used up together with what the form
records, in the same transaction and by the same key of the table, so that of two at once one waits and then finds it used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connections
from django.http import HttpRequest
from django.middleware.csrf import CSRF_TOKEN_LENGTH
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.audit.models import AuditEvent, SentForm
from thinkfamily.casework.audit.record import before_first
from thinkfamily.casework.audit.seal import STORES

TOKEN = "csrfmiddlewaretoken"
# Longer than any session: with the next one every page that is open has lost its token.
KEPT = timedelta(days=2)
_INSERT = "INSERT INTO audit_sentform (key, told, object, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"


class SentAlreadyError(Exception):
    """This very form was recorded before. What was done anew is undone, and the answer is what it was the first time."""


class SentOtherwiseError(NotPossibleError):
    """This form was recorded before, and now holds something else: its sender says what they mean by it."""


@dataclass
class Sending:
    """One form that is being sent.

    Attributes:
        name: what names one form of one page, as one worker sends it to one place. Keyed: nothing can be worked out from it.
        told: what stands for all that is sent with it, keyed likewise.
        is_again: whether it was found to be recorded before.
        object: the opaque id of what it had recorded then.
    """

    name: str
    told: str
    is_again: bool = False
    object: str = ""

    def use(self, event: AuditEvent, using: str) -> None:
        """Use its name up with the first change that it makes, in the transaction under way.

        Raises:
            SentAlreadyError: it was used, by the same form with the same words.
            SentOtherwiseError: it was used, with other words.
        """
        connection = connections[using]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [self.name, self.told, event.object, now])
            if cursor.rowcount:
                return
        if self.was_recorded(using):
            raise SentAlreadyError
        raise SentOtherwiseError(
            "TF-ACCESS-090",
            "",
            found=_("You had sent this form before, and it was recorded as it was then."),
            means="Nothing was changed.",
            do=_("If this is something further, send it once more. What was recorded is put right where it stands."),
        )

    def was_recorded(self, using: str = "default") -> bool:
        """Whether the same form was recorded before, with the same words."""
        row = SentForm.objects.using(using).filter(key=self.name, told=self.told).first()
        if row is not None:
            self.is_again, self.object = True, row.object
        return self.is_again


_under_way: ContextVar[Sending | None] = ContextVar("sending", default=None)


@contextmanager
def sending(request: HttpRequest) -> Iterator[Sending | None]:
    """Watch over a form from one of our pages while its view runs; None where there is none, as when a program asks."""
    form = _form_of(request)
    under_way, before = _under_way.set(form), before_first.set(form.use if form is not None else None)
    try:
        yield form
    finally:
        before_first.reset(before)
        _under_way.reset(under_way)


def _form_of(request: HttpRequest) -> Sending | None:
    token = request.POST.get(TOKEN, "") if request.method == "POST" else ""
    # A page's token is masked; a program may send the key itself, which is the same each time.
    if len(token) != CSRF_TOKEN_LENGTH:
        return None
    told = [(name, values) for name, values in sorted(request.POST.lists()) if name != TOKEN]
    files = [(name, file.name, file.size) for name, several in sorted(request.FILES.lists()) for file in several]
    return Sending(_keyed("name", [str(request.user.pk or ""), request.path, token]), _keyed("told", [told, files]))


def _keyed(what: str, of: Any) -> str:
    return salted_hmac(f"sent form: {what}", repr(of), algorithm="sha256").hexdigest()


def is_sent_again() -> bool:
    """Whether the form under way was recorded before, so that what it asks for cannot be done: it is done."""
    form = _under_way.get()
    return form is not None and (form.is_again or form.was_recorded())


def was_sent_again() -> bool:
    """Whether the form under way was found to be recorded before; no database is asked."""
    form = _under_way.get()
    return form is not None and form.is_again


def recorded_before() -> str:
    """The opaque id of what the form under way had recorded before; empty where it had not."""
    form = _under_way.get()
    return form.object if form is not None else ""


def forget_sent() -> int:
    """Forget forms that were sent longer ago than anybody could send them again; how many."""
    past = timezone.now() - KEPT
    return sum(SentForm.objects.using(store).filter(at__lt=past).delete()[0] for store in STORES)
