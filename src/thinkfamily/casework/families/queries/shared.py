"""What the family sees of its own file: one version for each member, and never another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.scope import items_for_family
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.families.models import Event, Family, Need, Person, Service, Statement
from thinkfamily.casework.families.queries.items import Met, in_order, met, standing_alone, tell, threaded
from thinkfamily.casework.families.queries.people import Someone, of_today, people
from thinkfamily.casework.families.queries.sharing import told_to
from thinkfamily.casework.families.queries.team import team_around
from thinkfamily.casework.families.queries.timeline import mark


@dataclass(frozen=True)
class SharedView:
    """One member's version of the family's file.

    Attributes:
        reader: whose version it is.
        home: those whom it names: the reader, and members who live with the children.
        sharing: what was decided about sharing, of which the reader was told.
    """

    family: Family
    reader: Person
    home: list[Someone]
    leads: list[Involvement]
    needs: list[Met]
    services: list[Service]
    events: list[Event]
    strengths: list[Statement]
    statements: list[Statement]
    own: list[Statement]
    sharing: list[Any]


def readers(family: Family) -> list[Someone]:
    """Members of today, for each of whom there is a version."""
    return [one for one in of_today(people(family)) if one.member.role != "expected" and one.person.died_on is None]


def reader_of(family: Family, person_id: Any) -> Person | None:
    """The member of today who is this person; None where nobody is."""
    return next((one.person for one in readers(family) if str(one.person.pk) == str(person_id)), None)


def shared_view(family: Family, reader: Person) -> SharedView:
    """One member's version: what is marked for the family and not hidden from this member, and their own words."""
    accounts = set(Worker.objects.filter(person_id=reader.pk).values_list("pk", flat=True))
    mine = Q(family=family, kind="own_words", recorded_by__in=accounts)
    shared = items_for_family(family, Statement.objects.all(), reader.pk)
    every = threaded(in_order(Statement.objects.filter(Q(pk__in=shared.values("pk")) | mine)))
    # That another agency has a worker on the team is not every member's to know.
    leads = [row for row in team_around(family) if row.is_lead]  # type: ignore[attr-defined]
    for row in every:
        if row.recorded_by not in accounts | {one.worker_id for one in leads}:
            row.recorded_by_name = _("the team that works with you")  # type: ignore[attr-defined]
    needs = items_for_family(family, Need.objects.filter(closed_on__isnull=True), reader.pk)
    services = items_for_family(family, Service.objects.all(), reader.pk)
    events = items_for_family(family, Event.objects.all(), reader.pk)
    whole = met(family, needs.select_related("agency", "person"))
    seen = list(services.select_related("agency").order_by("-is_open", "name", "pk"))
    dated = mark(list(events.select_related("agency", "person").order_by("-from_on", "pk")))
    tell([*whole, *seen, *dated], every)
    plain = standing_alone(every)
    home = _named_to(reader, readers(family))
    return SharedView(
        family=family,
        reader=reader,
        home=home,
        leads=[row for row in leads if not row.is_asked],  # type: ignore[attr-defined]
        needs=whole,
        services=seen,
        events=dated,
        strengths=[row for row in plain if row.kind == "strength"],
        statements=[row for row in plain if row.kind not in ("strength", "own_words")],
        own=[row for row in plain if row.kind == "own_words"],
        sharing=told_to(family, reader, home),
    )


def _named_to(reader: Person, everyone: list[Someone]) -> list[Someone]:
    """Whom a version names: the reader, and of the others only who lives at home: where anybody else is, is theirs to say.

    To who lives elsewhere only the children are named: whom their parent lives with now is not a former partner's to read.
    """
    is_home = any(one.person.pk == reader.pk and one.member.residence == "with_children" for one in everyone)
    return [
        one
        for one in everyone
        if one.person.pk == reader.pk
        or (
            one.member.residence == "with_children"
            and not one.person.is_restricted
            and (is_home or one.member.role != "adult")
        )
    ]
