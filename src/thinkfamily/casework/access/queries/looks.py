"""Who looked, who changed what and who was refused, in words: the audit with names put to its ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from thinkfamily.casework.access.action_words import action_words, outcome_words
from thinkfamily.casework.access.field_words import field_words
from thinkfamily.casework.access.powers import CUSTODIAN, OPENED, OWN, TEAM, TEAMLESS, UNTAKEN
from thinkfamily.casework.access.queries.through import Parts
from thinkfamily.casework.access.scope import in_scope, items_for_family, not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit import queries

A_PAGE = 50
NOBODY = UUID(int=0)
CONFIRMING = Q(action="safe_address.quarantine") | Q(kind="quarantined")


@dataclass(frozen=True)
class Look:
    """One event of the audit as a person reads it.

    Attributes:
        event: the event's number in the audit.
        who: the worker's name, or that it was the program.
        agency: of which agency.
        roles: the roles held on that day.
        outcome: looked, changed or refused.
        what: what was looked at or done.
        through: what the worker had to do with the file at that moment.
        fields: names of the fields changed, in words.
        kind: what sort of thing it is about.
        object: its opaque id.
        family: the family's reference, where the reader may know it.
    """

    event: int
    at: datetime
    who: str
    agency: str
    roles: str
    outcome: str
    what: str
    through: str
    fields: str
    kind: str
    object: str
    family: str


@dataclass(frozen=True)
class SharedLook:
    """One day on which somebody of an agency looked at or changed a family's file, as the family is told."""

    day: date
    agency: str
    roles: str
    what: str


def at_family(family: Any, page: Any) -> Page[Any]:
    """One row per look, change and refusal at one family's file, the newest first; but for what would confirm a guess.

    That something was quarantined, and that it was read, is told to those named for the place, and stands nowhere else but in
    the audit itself: whoever wrote it reads this page too, and would learn here that it told where somebody must not be found.
    """
    told = queries.looks_at(family.pk).exclude(CONFIRMING)
    shown: Page[Any] = Paginator(told, A_PAGE).get_page(page)
    shown.object_list = _in_words(list(shown.object_list), {family.pk: family.reference})
    return shown


def by_worker(worker: Any, page: Any) -> Page[Any]:
    """One row per thing that a worker did, looked at or was refused, the newest first."""
    shown: Page[Any] = Paginator(queries.done_by(worker.pk), A_PAGE).get_page(page)
    events = list(shown.object_list)
    shown.object_list = _in_words(events, _references(worker, events))
    return shown


def about(text: str, store: str, reader: Any, page: Any) -> Page[Any]:
    """One row per event of one store that one opaque id names, the newest first; none of a file kept from the reader.

    What is done on a restricted file is for its custodian and those named to see; a relative's file is nobody's own.
    """
    events = queries.named(text, store)
    if store == "default":
        theirs = not_kept_from(standing_of(reader)).values("pk")
        kept = apps.get_model("families", "Family").objects.filter(pk=OuterRef("family")).exclude(pk__in=theirs)
        events = events.exclude(Exists(kept))
    shown: Page[Any] = Paginator(events, A_PAGE).get_page(page)
    listed = list(shown.object_list)
    shown.object_list = _in_words(listed, _references(reader, listed))
    return shown


def is_opaque(text: str, store: str) -> bool:
    """Whether a text is an id, or names something in the audit: anything else may be somebody's name, and is not kept."""
    try:
        UUID(text)
    except ValueError:
        return queries.named(text, store).exists()
    return True


def shown_to_family(family: Any, reader: UUID | None, page: Any) -> Page[Any]:
    """One row per day, worker and kind of act, as a member of the family is told: of which agency, in which role.

    Names are left out: an agency answers for its workers, and a worker must not be sought out for having looked. An agency is
    named only if it runs the programme or its service is shown to this reader already, for that a certain agency looks can
    itself tell what must not be told. What other members of the family did is left out for the same reason.
    """
    events = queries.looks_at(family.pk).exclude(outcome="refused").exclude(worker=None).exclude(agency=None)
    days = (
        events.annotate(day=TruncDate("at"))
        .values_list("day", "worker", "agency", "outcome")
        .distinct()
        .order_by("-day", "agency", "worker", "outcome")
    )
    shown: Page[Any] = Paginator(days, A_PAGE).get_page(page)
    rows: list[tuple[date, Any, Any, str]] = list(shown.object_list)  # type: ignore[arg-type]
    members = {worker for _day, worker, _agency, _outcome in rows}
    titles = Parts(members, ()).roles
    services = items_for_family(family, apps.get_model("families", "Service").objects.all(), reader or NOBODY)
    told = dict(Agency.objects.filter(pk__in=services.values("agency")).values_list("pk", "name")) | dict(
        Agency.objects.filter(is_home=True).values_list("pk", "name")
    )
    words = [
        SharedLook(
            day=day,
            agency=told.get(agency, _("Another agency that works with families")),
            roles=_roles_on(titles.get(worker, ()), day) if agency in told else "",
            what=_("Looked at your file") if outcome == "looked" else _("Changed something in your file"),
        )
        for day, worker, agency, outcome in rows
    ]
    # Two workers of one agency and role on one day are one line: the family is not told how many there were.
    told_once: Any = list(dict.fromkeys(words))
    shown.object_list = told_once
    return shown


def through_words(how: str) -> str:
    """A relationship in a few words."""
    words = {
        OWN: _("Involved with the family"),
        TEAM: _("Manages the family’s team"),
        UNTAKEN: _("Triage: nobody led the family, whose case had not ended"),
        TEAMLESS: _("Triage: the file was of no team, and its case had not ended"),
        OPENED: _("Opened it in an emergency"),
        CUSTODIAN: _("Keeps a restriction on it"),
    }
    return words.get(how, _("By role alone, or none"))


def _in_words(events: list[Any], references: dict[UUID, str]) -> list[Look]:
    """Names put to a page of events: a number of queries that does not depend on how many."""
    workers = {event.worker for event in events if event.worker}
    named = {one.pk: one for one in Worker.objects.filter(pk__in=workers).select_related("agency")}
    parts = Parts(workers, {event.family for event in events if event.family})
    rows = []
    for event in events:
        who = named.get(event.worker)
        how = event.relationship or parts.through(event.worker, event.family, event.at)
        rows.append(
            Look(
                event=event.pk,
                at=event.at,
                who=who.name if who else (_("The program") if event.worker is None else _("An account that is gone")),
                agency=who.agency.name if who and who.agency else "",
                roles=_titles(parts.roles_at(event.worker, event.at)),
                outcome=outcome_words(event.outcome),
                what=action_words(event.action, event.kind),
                through=through_words(how) if event.family and event.worker else "",
                fields=", ".join(map(field_words, event.fields)),
                kind=event.kind.replace("_", " "),
                object=event.object,
                family=references.get(event.family, ""),
            )
        )
    return rows


def _references(reader: Any, events: list[Any]) -> dict[UUID, str]:
    """References of those families among some events that the reader may know of."""
    families = {event.family for event in events if event.family}
    found = apps.get_model("families", "Family").objects.filter(in_scope(standing_of(reader)), pk__in=families)
    return dict(found.values_list("pk", "reference"))


def _roles_on(held: Iterable[Any], day: date) -> str:
    """Titles of the roles held on a day."""
    return _titles(
        sorted({role for role, _team, since, until in held if since <= day and (until is None or day < until)})
    )


def _titles(roles: Iterable[str]) -> str:
    return ", ".join(str(ROLES[role].title) for role in roles if role in ROLES)
