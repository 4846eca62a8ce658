"""One request for help, as one worker may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.agencies.queries import names
from thinkfamily.casework.cases.proposing import Pointer, pointed_to
from thinkfamily.casework.families.told import hides_address
from thinkfamily.casework.profiles.queries import in_use
from thinkfamily.casework.questions.answers import Eyes, said
from thinkfamily.casework.questions.queries import by_name
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.models import Referral, ReferralMove, ReferralSearch
from thinkfamily.casework.referrals.permissions import may_see_abuse
from thinkfamily.casework.referrals.queries.likeness import Known, known_families, like
from thinkfamily.casework.referrals.queries.queue import needs_in_words
from thinkfamily.casework.referrals.questions import SAFETY, UNKNOWN, YES, YES_NO
from thinkfamily.programmes.profile import Profile


@dataclass(frozen=True)
class Page:
    """All that the page of one request shows.

    Attributes:
        answers: each question on safety that the reader may see, with its answer in words and whether it is an urgent yes.
        sees_reasons: whether the reader sees reasons and what was done: where abuse is known these may speak of it.
        asked_for: the programme that the referrer asked for.
        known: families that a search found.
        like: other requests that look like this one.
        names: who did each step, by id.
        may: which steps the reader can take from here.
    """

    needs: list[Any]
    answers: list[tuple[Any, Any, bool]]
    sees_abuse: bool
    sees_reasons: bool
    asked_for: Profile | None
    chosen: Profile | None
    searches: list[ReferralSearch]
    moves: list[ReferralMove]
    known: list[Known]
    like: list[Referral]
    names: dict[Any, str]
    may: frozenset[str]


def page_of(standing: Standing, referral: Referral) -> Page:
    """What the page of one request shows: as many queries whatever it holds."""
    sees_abuse = may_see_abuse(standing)
    if referral.family is not None and hides_address(referral.family):
        referral.address = ""
    searches, moves = list(referral.searches.all()), list(referral.moves.all())
    profiles = in_use()
    # Who looks at requests reads all of one; an auditor by lot what is ordinary.
    local = local_in_words([referral], Eyes(sees_special=sees_abuse, sees_abuse=sees_abuse))
    ids = (
        referral.made_by, referral.raised_by, referral.acted_by, referral.screened_by, referral.judged_by,
        referral.ended_by, referral.proposed_by, referral.signed_by, referral.told_by,
        *(one.by for one in searches), *(one.by for one in moves),
    )  # fmt: skip
    return Page(
        needs=needs_in_words(referral, sees_abuse),
        answers=answers_in_words(referral, sees_abuse) + local[referral.pk],
        sees_abuse=sees_abuse,
        sees_reasons=sees_abuse or not machine.says_of_abuse(referral),
        asked_for=profiles.get(referral.programme),
        chosen=profiles.get(referral.chosen),
        searches=searches,
        moves=moves,
        known=known_families(standing, referral),
        like=like(standing, referral),
        names=names(ids),
        may=_may(standing, referral),
    )


def answers_in_words(referral: Referral, sees_abuse: bool) -> list[tuple[Any, Any, bool]]:
    """Each question on safety that was asked, with its answer; those of the compartment only for who may see it."""
    words = dict(YES_NO)
    return [
        (
            one.asks,
            words.get(referral.answers.get(one.code, UNKNOWN), ""),
            one.is_urgent and _says_yes(referral, one.code),
        )
        for one in SAFETY
        if one.code in referral.answers and (sees_abuse or not one.is_kept_apart)
    ]


def local_in_words(rows: Iterable[Referral], eyes: Eyes) -> dict[Any, list[tuple[Any, Any, bool]]]:
    """For each of some requests the answers to local questions that a reader sees, as `answers_in_words`: one query, or none."""
    told = {row.pk: row.local for row in rows}
    asked = by_name(name for one in told.values() for name in one)
    return {pk: [(asks, words, False) for asks, words in said(one, eyes, asked)] for pk, one in told.items()}


def proposed(referral: Referral, by: Any) -> list[Pointer]:
    """The programmes that the needs of a request point to, with which needs, best first; nobody is put into one.

    Of the compartment only who may see it is told, by the proposal as by its reason.
    """
    sees = may_see_abuse(standing_of(by))
    return pointed_to(need for need in referral.categories if sees or need != machine.ABUSE)


def asked_programmes() -> list[tuple[str, str]]:
    """The programmes that can be asked for, by code and title."""
    return [(profile.code, profile.title) for profile in in_use().values()]


def areas() -> list[str]:
    """The areas that teams serve."""
    return sorted({str(ward) for team in Team.objects.filter(is_active=True) for ward in team.wards})


def _says_yes(referral: Referral, code: str) -> bool:
    return bool(referral.answers.get(code) == YES)


def _may(standing: Standing, referral: Referral) -> frozenset[str]:
    """The steps that a worker's powers and the state of a request leave open."""
    found: set[str] = set()
    if standing.holds("referral.screen"):
        if referral.state == machine.RECEIVED:
            found |= {"screen"}
        if referral.state == machine.SCREENING:
            found |= {"search", "judge", "end"}
        if referral.waits_to_be_told:
            found |= {"pass_on"}
        if referral.state == machine.URGENT:
            found |= {"act"} if referral.acted_at is None else {"go_on"}
        else:
            found |= {"raise"}
    if standing.holds("referral.sign") and referral.waits_for_signature and referral.proposed_by != standing.worker.pk:
        found |= {"sign"}
    return frozenset(found)
