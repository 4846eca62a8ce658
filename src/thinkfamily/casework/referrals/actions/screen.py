"""Looking at a request: take it, look whether the family is known, and judge what was found."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.fitting import Question
from thinkfamily.casework.families.search import find
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.actions._moving import held, moved, must, must_be, written
from thinkfamily.casework.referrals.models import Referral, ReferralSearch
from thinkfamily.casework.referrals.problems import not_offered
from thinkfamily.casework.referrals.queries.likeness import known_families, like

NEW = "new"


@transaction.atomic
def screen(referral: Referral, *, by: Any) -> Referral:
    """Take a request, to look at it.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: somebody has taken it.
    """
    row = held(referral, by, "referral.screen")
    must_be(row, machine.RECEIVED)
    row.screened_by, row.screened_at = by.pk, timezone.now()
    must(row, machine.TO_SCREEN)
    source = row.state
    row.screen()
    moved(row, source, "referral.screen", by=by, fields=["screened_by"])
    return row


@transaction.atomic
def search(referral: Referral, *, by: Any, also: str = "") -> ReferralSearch:
    """Look by name whether the people of a request are known, as any search does, and log it on the request.

    What is met and not to be known to the searcher is in the audit alone: its custodian is told from there. A search that
    is made anew asks for a new judgement.

    Args:
        referral: whose people are looked for.
        by: who looks.
        also: another name that the family may be known by; it is not kept.

    Raises:
        NotAllowedError: it is not this worker's to look at, or to search.
        NotPossibleError: the request is not being looked at.
    """
    must_hold(by, "family.find")
    row = held(referral, by, "referral.screen")
    must_be(row, machine.SCREENING)
    standing = standing_of(by)
    questions = [
        Question(name=name) for name in dict.fromkeys(filter(None, (*(str(one) for one in row.people.all()), also)))
    ]
    for one in row.people.all():
        if one.last_name and one.date_of_birth:
            questions.append(Question(name=one.last_name, born=one.date_of_birth))
    met: dict[str, set[str]] = {}
    for question in questions:
        for hit in find(standing, question).hits:
            met.setdefault(str(hit.family.pk), set()).update(str(person.pk) for person in hit.persons)
    made = ReferralSearch.objects.create(
        referral=row,
        by=by.pk,
        looked_for=sorted({name for question in questions for name in ("name", "born") if getattr(question, name)}),
        hits=[{"family": key, "people": sorted(people)} for key, people in sorted(met.items())],
    )
    row.searched_at, row.judged_by, row.judged_at = made.at, None, None
    row.save()
    written(row, "referral.search", by=by, fields=["searched_at"])
    return made


@transaction.atomic
def judge(referral: Referral, *, about: str, earlier: str = "", level: str = "", by: Any) -> Referral:
    """Say whether one of the families found is meant, and whether an earlier request was about the same.

    Args:
        referral: what is judged.
        about: the id of a family found, or ``new``.
        earlier: the id of another request about the same family, by which what was declined can be taken up again.
        level: the level of help that the questions point to.
        by: who judges.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: nothing was looked for yet, or the choice is none of those offered.
    """
    row = held(referral, by, "referral.screen")
    must_be(row, machine.SCREENING)
    must(row, {machine.search_is_done: ""})
    standing = standing_of(by)
    found = {str(one.family.pk): one.family for one in known_families(standing, row)}
    others = {str(one.pk): one for one in like(standing, row)}
    if about != NEW and about not in found:
        raise not_offered("about")
    if earlier and earlier not in others:
        raise not_offered("earlier")
    row.family = found.get(about)
    row.earlier = others.get(earlier)
    row.level = level
    row.judged_by, row.judged_at = by.pk, timezone.now()
    row.save()
    written(row, "referral.judge", by=by, fields=["earlier", "family", "level"], others=filter(None, [row.earlier_id]))
    return row
