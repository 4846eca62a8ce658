"""Which files have come to the end of their time, and what stops one: as many queries however many files there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.models import Involvement, Opening, Restriction
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.agencies.site_values import values_in_force
from thinkfamily.casework.cases.machine import ARCHIVED, TRANSFERRED
from thinkfamily.casework.cases.models import Case, StatutoryGround
from thinkfamily.casework.families.models import Family, Member
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.referrals.queries.queue import OPEN
from thinkfamily.casework.retention.models import Hold, RoundFile
from thinkfamily.casework.retention.rules import OUTCOMES, RULES, Ended, Kept, kept_until

OVER = (ARCHIVED, TRANSFERRED)
RESTRICTED, HELD, ASKED, READ, OPENED, WAITS = "restricted", "held", "asked", "read", "opened", "waits"
NOT_DUE, GONE = "not_due", "gone"
STOPS = {
    RESTRICTED: _("It is restricted"),
    HELD: _("A legal hold stands on it"),
    ASKED: _("Somebody asks for help for the family"),
    READ: _("Somebody reads it now as a sample, or on request"),
    OPENED: _("It was opened in an emergency, and nobody has reviewed that yet"),
    WAITS: _("It waits in another round for a second person"),
    NOT_DUE: _("It was due no longer: a case began again, or a rule was changed"),
    GONE: _("It was there no longer"),
}


@dataclass(frozen=True)
class Due:
    """One file that has come to the end of its time.

    Attributes:
        family: its id.
        reference: its number.
        kept: until when it was kept, and by which rule.
        stops: codes of what stops it from going; see `STOPS`.
    """

    family: UUID
    reference: str
    kept: Kept
    stops: tuple[str, ...]

    @property
    def why(self) -> Any:
        """The rule in words."""
        return RULES[self.kept.rule]

    @property
    def outcome(self) -> Any:
        """What the file is of, in words."""
        return OUTCOMES[self.kept.last.outcome]

    @property
    def stopped(self) -> list[Any]:
        """What stops it, in words."""
        return [STOPS[code] for code in self.stops]


def due(today: date, *, of: Standing | None = None, only: Collection[UUID] | None = None) -> list[Due]:
    """One row per file that is due on a day, the longest due first: nine queries, or ten for one reader.

    Args:
        today: the day.
        of: only files that nothing keeps from this worker; None for the site's own clock.
        only: only these files.
    """
    rows = Family.objects.all() if of is None else not_kept_from(of)
    if only is not None:
        rows = rows.filter(pk__in=only)
    over = Case.objects.filter(state__in=OVER, family=OuterRef("pk"))
    going = Case.objects.exclude(state__in=OVER).filter(family=OuterRef("pk"))
    references = dict(rows.filter(Exists(over), ~Exists(going)).values_list("pk", "reference"))
    kept = dict(_kept(references))
    found = {pk: one for pk, one in kept.items() if one.until <= today}
    stops = _stops(found, today)
    listed = [Due(pk, references[pk], one, tuple(stops[pk])) for pk, one in found.items()]
    return sorted(listed, key=lambda one: (one.kept.until, one.reference))


def _among(ids: Iterable[Any]) -> QuerySet[Family]:
    """These families, where they are few; else all, so that a statement never names more than a database takes."""
    every = list(ids)
    return Family.objects.filter(pk__in=every) if len(every) <= 500 else Family.objects.all()


def _kept(references: dict[UUID, str]) -> Iterator[tuple[UUID, Kept]]:
    among = _among(references)
    values = values_in_force()
    grounds = StatutoryGround.objects.filter(case=OuterRef("pk"))
    cases: dict[UUID, list[Ended]] = defaultdict(list)
    rows = Case.objects.filter(state__in=OVER, family__in=among).annotate(duty=Exists(grounds))
    for row in rows.only(
        "family", "state", "ended_on", "state_since", "agreed_on", "active_on", "profile", "programme", "opened_at"
    ):
        helped = bool(row.agreed_on or row.active_on or row.duty)  # type: ignore[attr-defined]
        on = row.ended_on or row.state_since
        cases[row.family_id].append(Ended(on, row.state, helped, row.profile, row.programme, row.opened_at.date()))
    births: dict[UUID, list[date | None]] = defaultdict(list)
    children = Member.objects.filter(role="child", family__in=among)
    for family, born in children.values_list("family", "person__date_of_birth"):
        births[family].append(born)
    for pk in references:
        yield pk, kept_until(cases[pk], births[pk], values)


def _stops(found: Iterable[UUID], today: date) -> dict[UUID, list[str]]:
    """What stops each of some files."""
    among = _among(found)
    stops: dict[UUID, list[str]] = defaultdict(list)
    about = Referral.objects.filter(OPEN)
    for code, rows in (
        (RESTRICTED, Restriction.objects.filter(lifted_at__isnull=True, family__in=among).values_list("family")),
        (HELD, Hold.objects.filter(lifted_at__isnull=True, family__in=among).values_list("family")),
        (ASKED, about.filter(Q(family__in=among) | Q(case__family__in=among)).values_list("family", "case__family")),
        (READ, Involvement.objects.filter(within(today), _READS, family__in=among).values_list("family")),
        (OPENED, Opening.objects.filter(is_allowed=True, reviewed_at=None, family__in=among).values_list("family")),
    ):
        for row in rows.order_by().distinct():
            for pk in {one for one in row if one}:
                stops[pk].append(code)
    return stops


_READS = Q(role__in=("audit", "governance"))


def waiting(families: Iterable[UUID]) -> set[UUID]:
    """Of some files, those that wait in a round for a second person."""
    rows = RoundFile.objects.filter(of_round__signed_at__isnull=True, of_round__returned_at__isnull=True)
    return set(families) & set(rows.filter(family__isnull=False).values_list("family", flat=True))
