"""What somebody writes and what would tell where a person is who must not be found.

Whoever is named for the address is told so, and takes the place out. Whoever is not is told nothing, be they a lead: a
refusal would say that they guessed right. What they wrote is taken like anything else, and quarantined: they alone see it,
as they would see it anyway. Those named for the address are told, and can read it once, as they read the address.

An item of a file is quarantined whole (`must_not_tell`, then `quarantine_if_telling`). Of anything else each text is, which is
then put aside (`heard`): its column is one of `secrets.written`.
See docs/decisions/0029-quarantine-what-tells-a-safe-address.md and 0033-put-aside-each-text-that-tells.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.models import Quarantined
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.scope import relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import SafeAddress, Statement
from thinkfamily.casework.families.told import TEXT, can_be_named, places_of, say_so, told_by
from thinkfamily.casework.secrets.written import PutAside

# What can be quarantined: its model, and which of its fields hold what was written. Apps above families add their own.
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {"statement": (Statement, ("text", "source"))}
READ = "safe_address.read"


@sensitive_variables()
def must_not_tell(by: Any, family: Any, refuse: Callable[[str], Exception], **texts: str) -> None:
    """Refuse, of whoever knows it, what would tell where somebody must not be found; of anybody else refuse nothing.

    Args:
        by: who writes.
        family: on whose file.
        refuse: makes the error from the name of the field that tells.
        texts: what is written, by field.
    """
    for name, about in _telling(family, texts).items():
        if _knows(by, family, about):
            raise refuse(name)


def must_know_every_place(by: Any, family: Any, refuse: Callable[[], Exception]) -> None:
    """Refuse whoever does not know each place where somebody of a family must not be found, whatever they write.

    It is for what cannot be put aside, because others find by it: a refusal of what tells would confirm a guess, and to take
    it would tell everybody.
    """
    for about in places_of(family):
        if not _knows(by, family, about):
            raise refuse()


@sensitive_variables()
def heard(by: Any, family: Any, refuse: Callable[[str], Exception], **texts: str) -> dict[str, str]:
    """Some texts as they are to be kept, by the names of their fields; what tells such a place is put aside.

    It is asked last, in the transaction that keeps them, after all else was looked at that could be wrong. What it gives is
    kept as it is: cut or joined, it would be a plain text again.

    Args:
        by: who writes.
        family: on whose file.
        refuse: makes the error from the name of the field that tells, for whoever knows the place.
        texts: what is written, by field.
    """
    telling = _telling(family, texts)
    for name, about in telling.items():
        if _knows(by, family, about):
            raise refuse(name)
    return texts | {name: _put_aside(texts[name], family, by, about) for name, about in telling.items()}


@sensitive_variables()
def quarantine_if_telling(kind: str, item: Any, *, family: Any, by: Any) -> None:
    """Quarantine an item that was just written, where it tells such a place; those named for it are told that it was written.

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
    say_so(kind, item.pk, family, about)


@sensitive_variables()
def _telling(family: Any, texts: dict[str, str]) -> dict[str, list[UUID]]:
    """Of some texts those that tell such a place, by their names; with the safe addresses that each tells, as `told_by`."""
    new = {name: text for name, text in texts.items() if text and not isinstance(text, PutAside)}
    if told_by(family, *new.values()) is None:
        return {}
    found = {name: told_by(family, text) for name, text in new.items()}
    return {name: about for name, about in found.items() if about is not None}


def _knows(by: Any, family: Any, about: list[UUID]) -> bool:
    """Whether a worker knows a place that a text tells, and so learns nothing from being told that it does.

    They are named for it or recorded it, and read it through their part in the file. What an agency restricts nobody here
    reads; information governance answers for it, as where nobody is named any longer.
    """
    roles = {role for role, _how in relationships(standing_of(by), family, READ)}
    links = _named_here(family).filter(safeaddress__in=about)
    named = set(links.values_list("worker", flat=True))
    made = SafeAddress.objects.filter(pk__in=about, ended_at=None, recorded_by=by.pk)
    return bool(roles) and (by.pk in named or made.exists() or (not named and "governance" in roles))


@sensitive_variables()
def _put_aside(text: str, family: Any, by: Any, about: list[UUID]) -> PutAside:
    item = uuid4()
    Quarantined.objects.create(
        item=item, kind=TEXT, family=family, author=by.pk, about=[str(pk) for pk in about], text=text
    )
    say_so(TEXT, item, family, about)
    return PutAside(text, item)


def _named_here(family: Any) -> Any:
    """Who is named for which safe address in use, of those who can read one on this file: it may be kept on another one."""
    here = can_be_named(family).values("pk")
    return SafeAddress.named.through.objects.filter(safeaddress__ended_at=None, worker__in=here)


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
    links = _named_here(family)
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
    if row.kind == TEXT:
        return row.text
    model, fields = KINDS[row.kind]
    kept = model.objects.get(pk=item)
    return "\n\n".join(getattr(kept, name) for name in fields if getattr(kept, name))
