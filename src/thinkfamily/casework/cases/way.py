"""Where a case stands, what can come next and what is missing for it, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.access.scope import marks_on, relationships, sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.cases.actions.bring_in import BROUGHT_IN
from thinkfamily.casework.cases.assessing import assessment_due_on
from thinkfamily.casework.cases.council import link_to
from thinkfamily.casework.cases.forms.steps import FORMS
from thinkfamily.casework.cases.models import Case, Handover, StatutoryGround, Step, StepProposal, SustainCheck
from thinkfamily.casework.cases.proposing import Pointer, named_on, pointed_to
from thinkfamily.casework.cases.queries.duty import duty_until
from thinkfamily.casework.cases.queries.leads import LeadRow, answering_for, lacked_by, leads_of
from thinkfamily.casework.cases.queries.taking_part import case_of
from thinkfamily.casework.cases.queries.waiting import returned_on
from thinkfamily.casework.cases.spells import CHANGED, CHOSEN, Spell, Versions, spells_of, went_by
from thinkfamily.casework.cases.steps import STEPS, possible, unmet
from thinkfamily.casework.families.queries.items import needs
from thinkfamily.casework.profiles.queries import every_version, in_use, profile_of_case
from thinkfamily.casework.questions.answers import Eyes, eyes_of, local_of, said
from thinkfamily.casework.questions.queries import by_name
from thinkfamily.casework.sharing.queries import workers_named
from thinkfamily.programmes.profile import Profile


@dataclass(frozen=True)
class NextStep:
    """One step that could come next: whether it can be taken now, and if not, what is missing.

    Attributes:
        code: which step.
        title: in words.
        missing: what must be so first.
    """

    code: str
    title: Any
    missing: list[str]


@dataclass(frozen=True)
class Way:
    """How one case stands, for one worker.

    Attributes:
        case: the case, or None where the family has none.
        profile: how it is worked; None until somebody has chosen.
        tier: its intensity, in words.
        proposed: programmes that the needs the reader sees point to, with which needs.
        duty_over_on: under a duty of which no ground stands any longer, the day since which that is so.
        named: what was proposed when the family was taken up; None where nothing was, or one is chosen.
        leads: who leads, accepted or asked.
        answering: who answers for it now: the accepted leads, or the team's managers in a gap.
        is_gap: whether a lead that the programme asks for is missing.
        lacking: the roles in which nobody leads, in words, where somebody leads in another.
        next: what can come next.
        waiting: a step that waits for its signature.
        proposer: who proposed it.
        has_signer: False where a restriction keeps the file from every manager but who proposed what waits.
        returned: the step proposed last, where it was returned with a reason and can be proposed again; None otherwise.
        returner: who returned it.
        may_sign: whether the worker may sign it: somebody else's, and theirs to sign.
        grounds: statutory grounds, the newest first.
        looks: the looks after the end.
        handovers: handovers under way.
        may: which of the powers of the page the worker holds.
        council_link: the way to the same family in the council's system; empty where there is none.
        assessment_due: while it is assessed, the day by which the programme wants that done; None otherwise.
    """

    case: Case | None
    profile: Profile | None
    tier: str
    proposed: list[Pointer]
    leads: list[LeadRow]
    answering: list[Worker]
    is_gap: bool
    next: list[NextStep]
    waiting: StepProposal | None
    proposer: str
    may_sign: bool
    grounds: list[StatutoryGround]
    looks: list[SustainCheck]
    handovers: list[Handover]
    may: frozenset[str]
    council_link: str = ""
    lacking: tuple[Any, ...] = ()
    assessment_due: date | None = None
    named: Pointer | None = None
    duty_over_on: date | None = None
    returned: StepProposal | None = None
    returner: str = ""
    has_signer: bool = True

    @property
    def returned_title(self) -> Any:
        """The step that was returned, in words."""
        return STEPS[self.returned.code].title if self.returned is not None else ""

    @property
    def is_assessment_late(self) -> bool:
        """Whether the day has passed by which the assessment should be done."""
        return self.assessment_due is not None and self.assessment_due < timezone.localdate()


PAGE = (
    "case.read",
    "case.offer",
    "case.move",
    "case.sign",
    "case.allocate",
    "family.team",
    "case.hand_over",
    "case.step_up",
    "case.lead",
)


def way_of(by: Any, family: Any) -> Way:
    """How one family's case stands, for one worker."""
    standing, case = standing_of(by), case_of(family)
    may = frozenset(power for power in PAGE if relationships(standing, family, power))
    leads = leads_of(family)
    if case is None:
        gap = not any(row.accepted_at for row in leads)
        return Way(None, None, "", [], leads, [], gap, [], None, "", False, [], [], [], may)
    profile = profile_of_case(case)
    lacks = lacked_by(profile, leads)
    met = {part.category for one in needs(sight(standing, family)) for part in one.parts if part.answer == "yes"}
    # A guard that asks for another person is for the page to say to whom it is said.
    case.mover = by.pk
    steps = [
        NextStep(kind.code, kind.title, unmet(kind, case))
        for kind in STEPS.values()
        if kind.power in may and possible(kind, case)
    ]
    until = duty_until([case]).get(case.pk)
    waiting = case.step_proposals.filter(is_signed__isnull=True).first()
    returned = None if waiting is not None else returned_on(case)
    if returned is not None and not possible(STEPS[returned.code], case):
        returned = None
    asked = [one for one in (waiting and waiting.proposed_by, returned and returned.decided_by) if one]
    names = workers_named(asked) if asked else {}
    return Way(
        case=case,
        profile=profile,
        tier=profile.tier(case.tier).title if profile else "",
        proposed=[] if profile else pointed_to(met),
        named=None if profile else named_on(case),
        leads=leads,
        answering=answering_for(family, leads, profile) if case.is_open else [],
        is_gap=bool(lacks) and case.is_open,
        next=steps,
        waiting=waiting,
        proposer="" if waiting is None else names.get(waiting.proposed_by, ""),
        has_signer=waiting is None or _has_signer(standing, family, waiting),
        returned=returned,
        returner="" if returned is None else names.get(returned.decided_by, ""),
        may_sign=waiting is not None and "case.sign" in may and waiting.proposed_by != by.pk,
        grounds=list(case.grounds.all()),
        looks=list(case.sustain_checks.all()),
        handovers=list(
            case.handovers.exclude(state__in=["confirmed", "stopped"]).select_related("part__worker", "receiver")
        ),
        may=may,
        council_link=link_to(case),
        assessment_due=assessment_due_on(case, profile),
        duty_over_on=until if until is not None and until <= timezone.localdate() else None,
        lacking=tuple(ROLES[role].title for role in lacks) if any(row.accepted_at for row in leads) else (),
    )


def _has_signer(standing: Any, family: Any, waiting: StepProposal) -> bool:
    # Of any other file it is not asked: that a manager cannot open it would tell that they are close to the family.
    if not marks_on(standing, family).is_restricted:
        return True
    return managers_of(family).exclude(pk=waiting.proposed_by).exists()


@dataclass(frozen=True)
class Told:
    """One step as the page tells it: the step, its title, who took and who signed it, and what was recorded."""

    step: Step
    title: Any
    taker: str
    signer: str
    lines: list[tuple[Any, str]]


# What somebody decides upon at a step, or signs: nobody puts their name to what they have not read.
DECIDES_ON = {
    "authorise": "assessed",
    "decide_step_up": "step_up",
    "close": "step_down",
    "remove": "breach_heard",
    "transfer_out": "transfer_accepted",
}


def decided_upon(case: Case, code: str, by: Any) -> list[Told]:
    """What was recorded before a step of one case, on which it decides, the newest first; none where it decides on nothing."""
    if code not in DECIDES_ON:
        return []
    rows = case.steps.filter(code=DECIDES_ON[code])
    if code == "decide_step_up":
        # It stands beside the state: the case can have moved on since, and an earlier fear was decided on already.
        decided = case.steps.filter(code=code).order_by("-taken_at").values_list("taken_at", flat=True).first()
        rows = rows.filter(taken_at__gt=decided) if decided is not None else rows
    else:
        rows = rows.filter(on__gte=case.state_since)
    return _told(list(rows.order_by("-taken_at", "-pk")), case, by)


def told_of(case: Case, by: Any) -> list[Told]:
    """Each step of one case, the newest first, with what was recorded in words, as a worker may read it."""
    return _told(list(case.steps.order_by("-taken_at", "-pk")), case, by)


def _told(rows: list[Step], case: Case, by: Any) -> list[Told]:
    versions = every_version() if any(row.code in (CHOSEN, CHANGED) for row in rows) else {}
    asked = by_name(name for row in rows for name in local_of(row.content))
    eyes = eyes_of(sight(standing_of(by), case.family)) if asked else Eyes()
    names = workers_named({who for row in rows for who in (row.taken_by, row.signed_by) if who})
    told = []
    for row in rows:
        kind = STEPS.get(row.code)
        title = (
            kind.title
            if kind
            else _("Brought in")
            if row.code == BROUGHT_IN
            else dict(Case.STATES).get(row.after, row.after)
        )
        lines = lines_of(row.code, row.content, versions)
        lines += said(local_of(row.content), eyes, asked, row.taken_by)
        told.append(Told(row, title, names.get(row.taken_by, ""), names.get(row.signed_by, ""), lines))
    return told


def lines_to_sign(proposal: StepProposal, by: Any) -> list[tuple[Any, str]]:
    """What a step holds that waits for its signature, as the second person may read it."""
    answered = local_of(proposal.content)
    eyes = eyes_of(sight(standing_of(by), proposal.case.family)) if answered else Eyes()
    lines = lines_of(proposal.code, proposal.content)
    return lines + said(answered, eyes, by_name(answered), proposal.proposed_by)


def spells_told(told: list[Told]) -> list[tuple[Spell, Told | None]]:
    """One row per spell of a case, the newest first, with the step that began it; none where there was only one."""
    if sum(one.step.code in (CHOSEN, CHANGED) and (1 + ("was" in one.step.content)) for one in told) < 2:
        return []
    by_step = {one.step.pk: one for one in told}
    found = spells_of([one.step for one in reversed(told)], every_version())
    return [(one, by_step.get(one.step.pk) if one.step else None) for one in reversed(found)]


@dataclass(frozen=True)
class Choice:
    """What one intensity of one programme means: how much of a caseload, how often somebody is met, and when the plan is looked at.

    Attributes:
        profile: the programme, at that intensity.
        tier: how intensively, in words.
        share: what a case takes of a full caseload, in percent.
        is_now: whether the case goes by it.
    """

    profile: Profile
    tier: str
    share: float
    is_now: bool

    @property
    def contact_days(self) -> Any:
        """How often somebody is in touch with the family."""
        return self.profile["contact_days"]

    @property
    def professional_review_days(self) -> Any:
        """How often the professionals meet."""
        return self.profile["professional_review_days"]

    @property
    def family_review_days(self) -> Any:
        """How often the family joins."""
        return self.profile["family_review_days"]


def choices_of(case: Case) -> list[Choice]:
    """One row per programme and intensity that a case could go by, and what each means: that of the case first."""
    now = profile_of_case(case)
    every = {(one.code, one.version): one for one in ([now] if now else [])} | {
        (one.code, one.version): one for one in in_use().values()
    }
    found = []
    for key, one in every.items():
        for tier in one.tiers:
            is_now = (*key, tier.code) == (case.profile, case.profile_version or 1, case.tier)
            found.append(Choice(one.at(tier.code), tier.title, 100 * tier.points / one["caseload_ceiling"], is_now))
    return sorted(found, key=lambda row: not row.is_now)


def lines_of(code: str, content: dict[str, Any], versions: Versions | None = None) -> list[tuple[Any, str]]:
    """What a step recorded, as (label, words); people are counted, and never named here.

    Args:
        code: which step.
        content: what it recorded.
        versions: each version of each profile; asked for where none is given and the step is about one.
    """
    lines = []
    chosen = _by_what(content, every_version() if versions is None else versions) if code in (CHOSEN, CHANGED) else {}
    for name, made in FORMS[code].base_fields.items() if code in FORMS else ():
        value = content.get(name)
        if name == "on" or value in (None, "", [], False):
            continue
        choices = {str(key): str(says) for key, says in getattr(made, "choices", [])}
        if name in chosen:
            words = chosen[name]
        elif isinstance(value, list):
            words = ", ".join(choices.get(str(one), "") for one in value) if choices else str(len(value))
        elif value is True:
            words = "✓"
        else:
            words = choices.get(str(value), str(value))
        lines.append((made.label, words))
    return lines


def _by_what(content: dict[str, Any], versions: Versions) -> dict[str, str]:
    """The programme and the intensity of a step in words, each with what it was before, where that was another."""
    found = versions.get((content["profile"], content.get("version") or 1))
    if found is None:
        return {}
    words = {"profile": _title(found), "tier": found.tier(content["tier"]).title}
    if content.get("was"):
        code, version, tier = went_by(content["was"])
        before = versions.get((code, version))
        if before is not None:
            was = {"profile": _title(before), "tier": before.tier(tier).title}
            for name, one in words.items():
                if was[name] != one:
                    words[name] = _("%(now)s (before: %(was)s)") % {"now": one, "was": was[name]}
    return words


def _title(profile: Profile) -> str:
    return _("%(title)s, version %(version)d") % {"title": profile.title, "version": profile.version}
