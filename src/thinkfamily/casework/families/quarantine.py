"""What somebody writes and what would tell where a person is who must not be found.

Whoever may read safe addresses on a file is told so, and takes the place out. Whoever may not is told nothing: a refusal
would say that they guessed right. What they wrote is taken like anything else, and quarantined: they alone see it, as they
would see it anyway. Those named for the address are told, and can read it once, as they read the address.
See docs/decisions/0029-quarantine-what-tells-a-safe-address.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Quarantined
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.queries.recipients import governance_of
from thinkfamily.casework.access.scope import relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import SafeAddress, Statement
from thinkfamily.casework.families.safe_address import can_be_named, told_by

# What can be quarantined: its model, and which of its fields hold what was written. Apps above families add their own.
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {"statement": (Statement, ("text", "source"))}
READ = "safe_address.read"


def may_know(by: Any, family: Any) -> bool:
    """Whether a worker may read safe addresses on a file, if named for them: only they are told that a text has one."""
    return bool(relationships(standing_of(by), family, READ))


@sensitive_variables()
def must_not_tell(by: Any, family: Any, refuse: Callable[[str], Exception], **texts: str) -> None:
    """Refuse, of whoever may know it, what would tell where somebody must not be found; of anybody else refuse nothing.

    Args:
        by: who writes.
        family: on whose file.
        refuse: makes the error from the name of the field that tells.
        texts: what is written, by field.
    """
    if told_by(family, *texts.values()) is not None and may_know(by, family):
        raise refuse(next(name for name, text in texts.items() if told_by(family, text) is not None))


@sensitive_variables()
def quarantine_if_telling(kind: str, item: Any, *, family: Any, by: Any) -> None:
    """Quarantine what was just written, where it tells such a place; those who may know it are told that it was written.

    It leaves no event of its author's: what they did is what they would have done with any other text.

    Args:
        kind: one of `KINDS`.
        item: the row.
        family: on whose file.
        by: its author.
    """
    _, fields = KINDS[kind]
    about = told_by(family, *(getattr(item, name) for name in fields))
    if about is None:
        # What is written anew in its place, such as another message, tells no more.
        Quarantined.objects.filter(item=item.pk).delete()
        return
    Quarantined.objects.update_or_create(
        item=item.pk,
        defaults={"kind": kind, "family": family, "author": by.pk, "about": [str(pk) for pk in about]},
    )
    record("safe_address.quarantine", by=None, kind=kind, object=item.pk, family=family.pk)
    named = Worker.objects.filter(
        pk__in=SafeAddress.named.through.objects.filter(safeaddress__in=about).values("worker")
    )
    readers = can_be_named(family).filter(pk__in=named.values("pk"))
    tell("place_told", item.pk, readers if readers.exists() else governance_of(family), again=True)


def quarantined(*, by: Any, family: Any) -> list[Quarantined]:
    """One row per thing quarantined on a file that this worker may read; never with its text.

    They are named for one of the addresses that it tells; where an agency restricts the address, or nobody is named any
    longer, they hold the file as information governance.
    """
    rows = list(Quarantined.objects.filter(family=family))
    if not rows:
        return []
    roles = {role for role, _how in relationships(standing_of(by), family, READ)}
    named: dict[str, set[Any]] = {}
    links = SafeAddress.named.through.objects.filter(safeaddress__ended_at=None)
    for address, worker in links.filter(safeaddress__in={pk for row in rows for pk in row.about}).values_list(
        "safeaddress", "worker"
    ):
        named.setdefault(str(address), set()).add(worker)
    found = []
    for row in rows:
        who = set().union(*(named.get(pk, set()) for pk in row.about))
        if roles and (by.pk in who or (not who and "governance" in roles)):
            found.append(row)
    return found


@sensitive_variables()
@transaction.atomic
def reveal(*, by: Any, family: Any, item: UUID) -> str | None:
    """What was written, for a worker who may read it; None where it is not there or not theirs. It is recorded.

    Raises:
        NotAllowedError: they do not hold the file in a way that reads safe addresses.
    """
    must_hold(by, READ, family)
    row = next((one for one in quarantined(by=by, family=family) if one.item == item), None)
    outcome = "looked" if row else "refused"
    record(READ, by=by, kind="quarantined", object=item, family=family.pk, outcome=outcome)
    if row is None:
        return None
    model, fields = KINDS[row.kind]
    kept = model.objects.get(pk=item)
    return "\n\n".join(getattr(kept, name) for name in fields if getattr(kept, name))
