"""What goes of requests that led to no case, on its day and with proof. The site's own clock does it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.models import Referral, ReferralPerson, ReferralPurge, ReferralSearch
from thinkfamily.casework.secrets.cipher import fingerprint

# What goes. What was declined and why, where a request came from and when, and how it ended stay: the minimum.
EMPTIED = (
    "happening", "family_words", "abuse", "address", "reach", "referrer", "why_not_told", "acted", "because", "told",
    "returned_because",
)  # fmt: skip


def purge_due() -> int:
    """Purge what is due: first all but the minimum, and after a year by what people are recognised again; how many requests."""
    today = timezone.localdate()
    due = Referral.objects.filter(purge_on__lte=today, purged_at__isnull=True)
    old = timezone.now() - timedelta(days=machine.REPEAT_DAYS)
    done = Referral.objects.filter(purged_at__isnull=False, forgotten_at__isnull=True, made_at__lte=old)
    count = sum(_purge(pk) for pk in list(due.values_list("pk", flat=True)))
    return count + sum(_forget(pk) for pk in list(done.values_list("pk", flat=True)))


@transaction.atomic
def _purge(referral_id: Any) -> bool:
    """Empty one request of all but the minimum; whether it still had to be."""
    row = Referral.objects.select_for_update(of=("self",)).filter(pk=referral_id, purged_at__isnull=True).first()
    if row is None or row.purge_on is None or row.purge_on > timezone.localdate():
        return False
    _empty(row)
    return True


def _empty(row: Referral) -> None:
    people = list(row.people.all())
    gone = {name: getattr(row, name) for name in (*EMPTIED, "categories", "answers", "local")}
    said = [one.text for one in row.additions.all()]
    told = [[one.role, one.first_name, one.last_name, one.born] for one in people]
    for name in EMPTIED:
        setattr(row, name, "")
    row.categories, row.answers, row.local = [], {}, {}
    row.purged_at = timezone.now()
    row.save()
    # Written as a row that has no value, so that nothing encrypted stays either; the fingerprints stay for a year.
    ReferralPerson.objects.filter(referral=row).update(first_name="", last_name="", born="")
    row.additions.all().delete()
    row.searches.update(hits=[])
    _prove(row, "content", [gone, told, *([said] if said else [])], len(people))


@transaction.atomic
def _forget(referral_id: Any) -> bool:
    """Remove the fingerprints of one request; whether it still had to be."""
    rows = Referral.objects.select_for_update(of=("self",))
    row = rows.filter(pk=referral_id, purged_at__isnull=False, forgotten_at__isnull=True).first()
    if row is None:
        return False
    _forget_people(row)
    return True


def _forget_people(row: Referral) -> None:
    marks = [
        *row.people.values_list("fingerprint", "name_fingerprint"),
        *row.people.exclude(marks=None).order_by("marks__mark").values_list("marks__mark"),
    ]
    people = row.people.count()
    row.people.all().delete()
    row.forgotten_at = timezone.now()
    row.save(update_fields=["forgotten_at"])
    _prove(row, "fingerprints", marks, people)


def empty_of_file(family: UUID) -> int:
    """Empty the requests for help that led to a file that goes, in the transaction under way; how many.

    All their words go, by what people are recognised again, and that they were about this family: each stays as a count.
    """
    rows = Referral.objects.select_for_update(of=("self",)).filter(Q(family=family) | Q(case__family=family))
    every = list(rows)
    for row in every:
        if row.purged_at is None:
            _empty(row)
        if row.forgotten_at is None:
            _forget_people(row)
        row.searches.all().delete()
        row.family, row.case, row.earlier = None, None, None
        row.to_whom, row.declined_what = "", ""
        row.save()
    return len(every)


def forget_found(family: UUID, people: Iterable[UUID]) -> int:
    """Take a family that goes, and its people, from what searches of other requests met; how many searches."""
    going = {str(person) for person in people}
    told = ReferralSearch.objects.alias(told=Cast("hits", TextField()))
    wanted = Q(told__contains=str(family))
    for person in going:
        wanted |= Q(told__contains=person)
    rows = list(told.filter(wanted))
    for row in rows:
        left = [hit for hit in row.hits if hit["family"] != str(family)]
        row.hits = [hit | {"people": [one for one in hit["people"] if one not in going]} for hit in left]
        row.save(update_fields=["hits"])
    return len(rows)


def _prove(referral: Referral, step: str, gone: Any, people: int) -> None:
    # Keyed: so little went that a plain hash of it could be guessed back.
    told = json.dumps(gone, sort_keys=True, separators=(",", ":"))
    digest = fingerprint(settings.INSTANCE.folder, told, "referral purge, version 1")
    made = ReferralPurge.objects.create(referral=referral, step=step, people=people, digest=digest)
    record("referral.purge", by=None, kind="referral_purge", object=made.pk, others=[referral.pk], fields=[step])
