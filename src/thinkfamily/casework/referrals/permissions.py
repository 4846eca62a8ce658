"""Which requests for help a worker may see, and who is told of one: never about their own family or relatives.

Requests are found by people who are in no file yet. They are recognised by fingerprints, as the consideration desk does it: who
is the same to the letter, and who is near (see `families.near`), whom a colleague looks at instead without anybody deciding.
Of whom information governance has said that they are somebody else, a request is not kept from the worker.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from thinkfamily.casework.access.models import Conflict, DeclaredMark, NearMatch, RelativeDeclared
from thinkfamily.casework.access.queries.recipients import holding_role, kept_from
from thinkfamily.casework.access.scope import HELPED, not_kept_from
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.families.models import IdentifierFingerprint, Member
from thinkfamily.casework.referrals.models import Referral, ReferralMark, ReferralPerson, ReferralSample

# How a family's people are known again: by the same fingerprint as workers' relatives.
RELATIVE = "relative"


def visible(standing: Standing) -> QuerySet[Referral]:
    """One row per request that a worker may know of: about no relative of theirs, and naming no file kept from them.

    An internal auditor knows of those that were drawn for them, and of no other.
    """
    rows = open_to_lot(standing)
    return rows.filter(pk__in=drawn_for(standing).values("drawn")) if reads_samples_only(standing) else rows


def reads_samples_only(standing: Standing) -> bool:
    """Whether a worker reads requests as an internal auditor and as nobody else."""
    return {role for role, _how in standing.ways("referral.read")} == {"audit"}


def drawn_for(standing: Standing) -> QuerySet[ReferralSample]:
    """One row per sample that a worker drew and still reads."""
    return ReferralSample.objects.filter(drawn_by=standing.worker.pk, until_on__gt=standing.today)


def open_to_lot(standing: Standing) -> QuerySet[Referral]:
    """One row per request that can be drawn for an auditor: the same, whether it was drawn or not."""
    about = ReferralPerson.objects.filter(referral=OuterRef("pk"))
    declared = about.filter(
        fingerprint__in=RelativeDeclared.objects.filter(worker=standing.worker).values("fingerprint")
    )
    own = about.filter(fingerprint__in=_of_own_files(standing))
    near = about.filter(marks__mark__in=DeclaredMark.objects.filter(declared__worker=standing.worker).values("mark"))
    near = near.exclude(fingerprint__in=_of_others(standing.worker))
    named = Q(family__isnull=True) | Q(family__in=not_kept_from(standing))
    return Referral.objects.filter(named, ~Exists(declared), ~Exists(own), ~Exists(near))


def may_see_abuse(standing: Standing) -> bool:
    """Whether a worker sees what a request says of domestic abuse: who looks at requests does, and nobody else."""
    return standing.holds("referral.screen")


def close_to(referral: Referral) -> QuerySet[Worker]:
    """Workers who must not be told of a request: close to somebody it is about, or kept from the file it names."""
    marks = [one.fingerprint for one in referral.people.all() if one.fingerprint]
    met = IdentifierFingerprint.objects.filter(kind=RELATIVE, fingerprint__in=marks).values("person")
    files = Member.objects.filter(person__in=met).values("family")
    close = Q(pk__in=RelativeDeclared.objects.filter(fingerprint__in=marks).values("worker"))
    close |= Q(pk__in=Conflict.objects.filter(family__in=files).values("worker"))
    close |= Q(person_id__in=Member.objects.filter(family__in=files).values("person"))
    close |= Q(pk__in=_near_to(referral))
    if referral.family_id:
        close |= Q(pk__in=kept_from(referral.family).values("pk"))
    return Worker.objects.filter(close)


def without_close(referral: Referral, workers: Iterable[Worker]) -> list[Worker]:
    """Of some workers, those who may be told of a request."""
    close = set(close_to(referral).values_list("pk", flat=True))
    return [worker for worker in {one.pk: one for one in workers}.values() if worker.pk not in close]


def to_tell(referral: Referral, workers: Iterable[Worker]) -> list[Worker]:
    """The same; where all of them are close, information governance, so that no request waits unseen."""
    every = list(workers)
    told = without_close(referral, every)
    return told if told or not every else without_close(referral, holding_role("governance"))


def _near_to(referral: Referral) -> set[Any]:
    """Ids of workers to whom somebody of a request may be close: three queries."""
    hits = ReferralMark.objects.filter(person__referral=referral).filter(mark__in=DeclaredMark.objects.values("mark"))
    found: dict[str, list[str]] = {}
    for mark, whose in hits.values_list("mark", "person__fingerprint"):
        found.setdefault(mark, []).append(whose)
    met: dict[Any, set[str]] = {}
    for worker, mark in DeclaredMark.objects.filter(mark__in=list(found)).values_list("declared__worker", "mark"):
        met.setdefault(worker, set()).update(found[mark])
    others: dict[Any, set[str]] = {}
    decided = NearMatch.objects.filter(worker__in=list(met), is_close=False, person__fingerprints__kind=RELATIVE)
    for worker, whose in decided.values_list("worker", "person__fingerprints__fingerprint"):
        others.setdefault(worker, set()).add(whose)
    return {worker for worker, whose in met.items() if whose - others.get(worker, set())}


def _of_others(worker: Any) -> Any:
    """By what those are known of whom information governance said that they are not whom a worker means."""
    others = NearMatch.objects.filter(worker=worker, is_close=False).values("person")
    return IdentifierFingerprint.objects.filter(kind=RELATIVE, person__in=others).values("fingerprint")


def _of_own_files(standing: Standing) -> Any:
    """By what the members of files are known that a worker is kept from, or of which they are a member themselves."""
    files = Q(person__memberships__family__in=Conflict.objects.filter(worker=standing.worker).values("family"))
    if standing.worker.person_id and standing.roles - HELPED:
        own = Member.objects.filter(person=standing.worker.person_id).values("family")
        files |= Q(person__memberships__family__in=own)
    return IdentifierFingerprint.objects.filter(files, kind=RELATIVE).values("fingerprint")
