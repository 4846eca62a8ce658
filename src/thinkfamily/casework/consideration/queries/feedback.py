"""What goes back to the analysis: workers' words by handle. No note, no name, and nothing of a restricted file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from thinkfamily.casework.access.models import Restriction
from thinkfamily.casework.cases.machine import DECLINED, ENDED
from thinkfamily.casework.cases.models import AGREED, CONSIDERED, TAKING_PART, Case, WorkerEvidence
from thinkfamily.casework.consideration.models import CandidateCorrection, CandidatePacket, TakenUp
from thinkfamily.casework.consideration.queries.apart import kept_apart
from thinkfamily.casework.families.models import Correction, Family

Row = dict[str, Any]
_WHYS = {code: str(label) for code, label in CandidateCorrection.WHYS}
PAIR = ("same", "not_same")
# Who says so where nobody did: the program parted two of whom one may be an adopted child.
RULE = "program"


@dataclass
class Words:
    """All that casework says to one packet series, and which corrections that is.

    Attributes:
        series: the packet series.
        pairs, membership, evidence, cases: rows as the handover contract has them.
        at_desk: ids of the desk's corrections among them.
        on_files: ids of the corrections of families' files among them.
        answers: ids of the workers' evidence among them.
        new: how many of them were never sent.
    """

    series: str
    pairs: list[Row] = field(default_factory=list)
    membership: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    at_desk: list[Any] = field(default_factory=list)
    on_files: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    new: int = 0


def all_series() -> list[str]:
    """The packet series of which something was ever brought."""
    return sorted(set(CandidatePacket.objects.values_list("series", flat=True)))


def words_for(series: str) -> Words:
    """Everything that casework has to say to one series: a word that is no longer sent is forgotten there."""
    apart = kept_apart() | _restricted_families()
    handles = set(TakenUp.objects.filter(series=series).values_list("handle", flat=True)) - apart
    words = Words(series)
    said: list[tuple[datetime, str, str, str, str, CandidateCorrection | Correction]] = [
        (each.made_at, each.kind, each.family, each.person, each.other, each)
        for each in CandidateCorrection.objects.filter(series=series)
    ]
    said += [
        (each.made_at, each.kind, *_handles_of(each), each)
        for each in Correction.objects.filter(family__handle__in=handles).select_related("family", "person", "other")
        if each.goes_back
    ]
    for made_at, kind, family, person, other, each in sorted(said, key=lambda one: (one[0], str(one[5].pk))):
        if {family, person, other} & apart or not person or (kind in PAIR and not other):
            continue
        at_desk = isinstance(each, CandidateCorrection)
        (words.at_desk if at_desk else words.on_files).append(each.pk)
        words.new += each.sent_at is None
        # What a worker writes on a file stays there; at the desk, why is chosen from a list.
        row: Row = {
            "by": str(each.made_by or RULE),
            "why": _WHYS[each.why] if isinstance(each, CandidateCorrection) else None,
        }
        if kind in PAIR:
            row |= {"handle_l": person, "handle_r": other, "decision": kind, "decided_on": _day(made_at)}
            words.pairs.append(row)
        else:
            row |= {"family": family, "person": person, "membership": kind, "from_on": each.from_on}
            words.membership.append(row)
    for answer in _answers(handles):
        if answer.person is not None and (not answer.person.handle or answer.person.handle in apart):
            continue
        words.answers.append(answer.pk)
        words.new += answer.sent_at is None
        words.evidence.append(_as_row(answer))
    words.cases = _states(handles)
    return words


def _answers(handles: set[str]) -> list[WorkerEvidence]:
    """The workers' evidence that stands on families that take part now: one answer a question.

    Where agencies differ, the team's own answer goes back; where partners do, the one given last.
    """
    rows = WorkerEvidence.objects.filter(
        case__family__handle__in=handles, case__state__in=TAKING_PART, ended_at__isnull=True
    ).select_related("case__family", "person")
    chosen: dict[tuple[Any, ...], WorkerEvidence] = {}
    for row in rows.order_by("case__family__handle", "criterion", "person__handle", "recorded_at", "pk"):
        key = (row.case_id, row.criterion, row.person_id)
        if key not in chosen or row.agency_id is None or chosen[key].agency_id is not None:
            chosen[key] = row
    return list(chosen.values())


def _as_row(evidence: WorkerEvidence) -> Row:
    return {
        "family": str(evidence.case.family.handle),
        "person": evidence.person.handle if evidence.person else None,
        "criterion": evidence.criterion,
        "answer": evidence.answer,
        "from_on": evidence.from_on,
        "until_on": evidence.until_on,
        "by": str(evidence.recorded_by),
    }


def _handles_of(correction: Correction) -> tuple[str, str, str]:
    other = correction.other.handle if correction.other else None
    family = correction.family.handle if correction.family else None
    return family or "", correction.person.handle or "", other or ""


def _restricted_families() -> set[str]:
    in_force = Restriction.objects.filter(family=OuterRef("pk"), lifted_at__isnull=True)
    families = Family.objects.filter(Exists(in_force), handle__isnull=False)
    return {str(handle) for handle in families.values_list("handle", flat=True)}


def _states(handles: set[str]) -> list[Row]:
    """One row per family and state that its case has come to; the latest row of a family is how it stands."""
    rows: list[Row] = []
    cases = Case.objects.filter(family__handle__in=handles).select_related("family").prefetch_related("agreements")
    for case in cases.order_by("family__handle", "opened_at"):
        family = str(case.family.handle)
        rows.append({"family": family, "state": CONSIDERED, "from_on": _day(case.opened_at)})
        agreements = list(case.agreements.all())
        standing = [each.agreed_on for each in agreements if each.stands]
        # Withdrawn, or asked anew: considered again from then on.
        ended = [day for each in agreements for day in (each.withdrawn_on, each.lapsed_on) if day is not None]
        if case.state in TAKING_PART:
            since = min(standing, default=_day(case.opened_at))
            # Agreeing can be recorded as of an earlier day than that on which the file was opened.
            rows.append({"family": family, "state": AGREED, "from_on": max(since, _day(case.opened_at))})
        elif case.state in (DECLINED, *ENDED):
            opened = _day(case.opened_at)
            if case.agreed_on is not None:
                rows.append({"family": family, "state": AGREED, "from_on": max(case.agreed_on, opened)})
            state, last = ("declined", case.state_since) if case.state == DECLINED else ("closed", case.ended_on)
            rows.append({"family": family, "state": state, "from_on": max(last or case.state_since, opened)})
        elif ended:
            rows.append({"family": family, "state": CONSIDERED, "from_on": max(max(ended), _day(case.opened_at))})
    return rows


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
