"""Each form is recorded once, however often it is sent: tapped twice, sent again after going back, or by the browser itself.

Every page of ours that is written gives its forms a token that no other page has: the key against forms of other sites, masked
anew each time. Who sends, where to and that token name one form of one page. The name is used up together with what the form
records, in the same transaction and by the same key of the table, so that of two at once one waits and then finds it used.

A browser that goes back may load the page anew, with a new token, and put the old words into it. Whoever sends the very same
words to the same place within the hour is asked whether they mean something further, and sends them once more if so. So is
whoever presses anew a button without words of which each press counts: its door says that it does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
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
from thinkfamily.casework.pages.forms import long_texts

TOKEN = "csrfmiddlewaretoken"  # noqa: S105
# Longer than any session: with the next one every page that is open has lost its token.
KEPT = timedelta(days=2)
# For so long words that were recorded are not taken a second time without asking: our choice.
ALIKE = timedelta(hours=1)
_INSERT = """
INSERT INTO audit_sentform (key, told, alike, object, at) SELECT %s, %s, %s, %s, %s
WHERE NOT EXISTS (SELECT 1 FROM audit_sentform WHERE alike = %s AND alike <> '' AND at > %s) ON CONFLICT DO NOTHING"""


class SentAlreadyError(Exception):
    """This very form was recorded before. What was done anew is undone, and the answer is what it was the first time.

    Args:
        is_gone: whether what it was about is no longer there for its sender, or no longer theirs.
    """

    def __init__(self, is_gone: bool = False) -> None:
        super().__init__()
        self.is_gone = is_gone


class SentOtherwiseError(NotPossibleError):
    """This form was recorded before and holds something else now, or another held the same: its sender says what they mean."""


def _otherwise(found: str, do: str = "") -> SentOtherwiseError:
    do = do or _("If this is something further, send it once more. What was recorded is put right where it stands.")
    return SentOtherwiseError("TF-ACCESS-090", "", found=found, means=_("Nothing was changed."), do=do)


@dataclass
class Sending:
    """One form that is being sent.

    Attributes:
        name: what names one form of one page, as one worker sends it to one place. Keyed: nothing can be worked out from it.
        told: what stands for all that is sent with it, keyed likewise.
        alike: what stands for it, its sender and its place, but for the page and the hour; empty where there are no words in it,
            unless each counts.
        has_words: whether there are words in it.
        is_again: whether it was found to be recorded before.
        object: the opaque id of what it had recorded then.
        asked_in: the store in which the same words were found; empty where they were not.
    """

    name: str
    told: str
    alike: str = ""
    has_words: bool = True
    is_again: bool = False
    object: str = ""
    asked_in: str = ""

    def use(self, event: AuditEvent, using: str) -> None:
        """Use its name up with the first change that it makes, in the transaction under way.

        Raises:
            SentAlreadyError: it was used, by the same form with the same words.
            SentOtherwiseError: it was used, with other words; or the same words were recorded from another page of late.
        """
        connection, now = connections[using], timezone.now()
        at, since = (connection.ops.adapt_datetimefield_value(one) for one in (now, now - ALIKE))
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [self.name, self.told, self.alike, event.object, at, self.alike, since])
            if cursor.rowcount:
                return
        if self.was_recorded([using]):
            raise SentAlreadyError
        if SentForm.objects.using(using).filter(key=self.name).exists():
            raise _otherwise(_("You had sent this form before, and it was recorded as it was then."))
        self.asked_in = using
        if self.has_words:
            raise _otherwise(_("You recorded the very same words here within the hour."))
        found, do = _("You recorded the very same here within the hour."), _("If it was so again, press it once more.")
        raise _otherwise(found, do)

    def settle(self) -> None:
        """Once its sender was asked, take the same words when they come once more."""
        if self.asked_in:
            SentForm.objects.using(self.asked_in).filter(alike=self.alike).update(alike="")

    def was_recorded(self, stores: Iterable[str] = STORES) -> bool:
        """Whether the same form was recorded before, with the same words."""
        for store in stores:
            row = SentForm.objects.using(store).filter(key=self.name, told=self.told).first()
            if row is not None:
                self.is_again, self.object = True, row.object
                break
        return self.is_again


_under_way: ContextVar[Sending | None] = ContextVar("sending", default=None)


@contextmanager
def sending(request: HttpRequest, is_counted: bool = False) -> Iterator[Sending | None]:
    """Watch over a form from one of our pages while its view runs; None where there is none, as when a program asks.

    Args:
        request: what is sent.
        is_counted: whether each counts, though it has no words: the same within the hour is asked about.
    """
    form = _form_of(request, is_counted)
    under_way, before = _under_way.set(form), before_first.set(form.use if form is not None else None)
    try:
        yield form
    finally:
        before_first.reset(before)
        _under_way.reset(under_way)


def _form_of(request: HttpRequest, is_counted: bool) -> Sending | None:
    token = request.POST.get(TOKEN, "") if request.method == "POST" else ""
    # A page's token is masked; a program may send the key itself, which is the same each time.
    if len(token) != CSRF_TOKEN_LENGTH:
        return None
    told: list[Any] = [(name, values) for name, values in sorted(request.POST.lists()) if name != TOKEN]
    told += [(name, [_digest(file)]) for name, file in sorted(request.FILES.items())]
    who = [str(request.user.pk or ""), request.path]
    # Somebody without an account must not learn by this what another has sent.
    has_words = request.user.is_authenticated and any(
        name in long_texts() and "".join(values).strip() for name, values in told
    )
    same = _keyed("alike", [*who, [one for one in told if not one[0].endswith("_time")]])
    is_asked = has_words or (is_counted and request.user.is_authenticated)
    return Sending(_keyed("name", [*who, token]), _keyed("told", told), same if is_asked else "", has_words)


def _digest(file: Any) -> str:
    found = hashlib.sha256()
    for part in file.chunks():
        found.update(part)
    file.seek(0)
    return found.hexdigest()


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
