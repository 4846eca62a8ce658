"""The one door to the audit: every change, look and refusal is recorded here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from thinkfamily.casework.audit.canonical import EVENT_COLUMNS, code, event_form
from thinkfamily.casework.audit.key import key
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.prepared.inserting import insert

# The id of the request under way, set by the site's middleware; commands have one of their own.
request_id: ContextVar[str] = ContextVar("request_id", default="")
# How many events this request has recorded: a door that changes something and records nothing is a fault.
recorded: ContextVar[int] = ContextVar("recorded", default=0)
# Called before the first change of a request is recorded, in its transaction, with the event and the store; it may refuse it.
before_first: ContextVar[Callable[[AuditEvent, str], None] | None] = ContextVar("before_first", default=None)

# An id or a name of ours. A space, an @ or a letter with an accent is somebody's text.
_OPAQUE = re.compile(r"[A-Za-z0-9_.:-]{0,64}")


class NotOpaqueError(ValueError):
    """Text was handed to the audit where an id or the name of a field belongs: a fault of ours."""


def record(
    action: str,
    *,
    by: Any,
    kind: str,
    object: object = "",
    outcome: str = "done",
    family: UUID | None = None,
    others: Iterable[object] = (),
    fields: Iterable[str] = (),
    relationship: str = "",
    using: str = "default",
) -> AuditEvent:
    """Record one event, in the transaction that is under way.

    Args:
        action: the power or the action, as ``family.read``.
        by: the worker, or None for the program itself.
        kind: what the object is, as ``family``.
        object: its opaque id.
        outcome: done, looked or refused.
        family: the family concerned, if one is.
        others: opaque ids of other things concerned, such as the hits of a search.
        fields: names of the fields changed, never values.
        relationship: through which the worker could.
        using: the database the change lies in: each store keeps its own audit.

    Raises:
        NotOpaqueError: something is neither an opaque id nor a name of ours.
    """
    event = AuditEvent(
        worker=getattr(by, "pk", None),
        agency=getattr(by, "agency_id", None),
        action=action,
        outcome=outcome,
        kind=kind,
        object=str(object),
        family=family if family is None or isinstance(family, UUID) else UUID(str(family)),
        others=[str(other) for other in others],
        fields=sorted(fields),
        relationship=relationship,
        request=request_id.get(),
    )
    for text in (action, outcome, kind, event.object, relationship, event.request, *event.others, *event.fields):
        if _OPAQUE.fullmatch(text) is None:
            # The text itself is not repeated: it may be a person's.
            raise NotOpaqueError(
                f"{_OPAQUE.fullmatch(action) and action}: text of {len(text)} characters is no opaque id"
            )
    event.mac = code(key(), "event", event_form(using, [getattr(event, column) for column in EVENT_COLUMNS]))
    ask = before_first.get()
    if ask is not None and outcome == "done":
        before_first.set(None)
        ask(event, using)
    insert(event, using)
    recorded.set(recorded.get() + 1)
    return event
