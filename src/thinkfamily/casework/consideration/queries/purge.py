"""What is to be purged, and what was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.queries import names
from thinkfamily.casework.consideration.models import CONSIDER, Candidate, CandidatePacket, Decision, Purge


def goes() -> QuerySet[Candidate]:
    """One row per candidate that can be purged today: taken up, decided against and signed, or past its day.

    One that was signed to be considered and is not taken up yet stays: taking it up is finished first.
    """
    standing = Decision.objects.filter(candidate=OuterRef("pk"), returned_at__isnull=True)
    taken_up = standing.filter(promoted_at__isnull=False)
    against = standing.filter(batch__signed_at__isnull=False).exclude(outcome=CONSIDER)
    waiting = standing.filter(outcome=CONSIDER, batch__signed_at__isnull=False, promoted_at__isnull=True)
    past = Q(packet__purge_on__lte=timezone.localdate()) & ~Exists(waiting)
    return Candidate.objects.filter(Exists(taken_up) | Exists(against) | past)


def due() -> QuerySet[CandidatePacket]:
    """One row per packet whose day has come and of which something is still here."""
    left = Candidate.objects.filter(packet=OuterRef("pk"))
    return CandidatePacket.objects.filter(Exists(left), purge_on__lte=timezone.localdate()).order_by("purge_on", "pk")


def soon(days: int) -> QuerySet[CandidatePacket]:
    """One row per packet whose day comes within some days and of which something is still here."""
    today = timezone.localdate()
    left = Candidate.objects.filter(packet=OuterRef("pk"))
    return CandidatePacket.objects.filter(Exists(left), purge_on__gt=today, purge_on__lte=today + timedelta(days=days))


def is_overdue() -> bool:
    """Whether something of a packet is still here on a day after its own."""
    return due().filter(purge_on__lt=timezone.localdate()).exists()


def to_purge() -> QuerySet[CandidatePacket]:
    """One row per packet of which something can be purged today, with how many families that is (``families``)."""
    counted = Count("candidates", filter=Q(candidates__in=goes()))
    return CandidatePacket.objects.annotate(families=counted).filter(families__gt=0).order_by("purge_on", "pk")


def latest_purges(most: int = 200) -> list[Purge]:
    """One row per purge, the latest first, with ``who`` purged."""
    return _with_who(list(Purge.objects.all()[:most]))


def purge_for(purge_id: Any) -> Purge | None:
    """One purge with ``who`` purged, or None."""
    return next(iter(_with_who(list(Purge.objects.filter(pk=purge_id)))), None)


def unscrubbed() -> bool:
    """Whether the database has yet to write over something that it deleted."""
    return Purge.objects.filter(scrubbed_at__isnull=True).exists()


def _with_who(purges: list[Purge]) -> list[Purge]:
    who = names(each.purged_by for each in purges)
    for each in purges:
        each.who = who.get(each.purged_by, "") if each.purged_by else _("The program, on its day")  # type: ignore[attr-defined]
    return purges
