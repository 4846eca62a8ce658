"""What is asked of whom: of a worker, an agency or a member of the family; answered by its owner, and done with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.queries import members_now
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.plans.actions._held import as_close_as, held_for_plan, held_open, must_fit
from thinkfamily.casework.plans.machine import ACTION_STEPS, OPEN_GOALS, TO_TAKE_BACK, unmet
from thinkfamily.casework.plans.models import Action, Goal
from thinkfamily.casework.plans.permissions import agency_could_see, person_could_see, worker_could_see
from thinkfamily.casework.plans.problems import PlanError, place_of_safety, refuse_where
from thinkfamily.casework.plans.queries.own import asked_of
from thinkfamily.casework.plans.queries.plan import owners, to_answer
from thinkfamily.casework.sharing.permissions import must_hold


@dataclass(frozen=True)
class Asked:
    """What is asked.

    Attributes:
        text: what is to be done.
        kind: support, which is promised to the family, or a requirement, which is asked of it.
        owner: of whom, as ``worker:id``, ``agency:id`` or ``person:id``.
        due_on: by when.
        goal: for which goal; None for none.
        category: its category.
        audience: who may see it.
        hidden_from: the people who must not see it.
    """

    text: str
    kind: str
    owner: str
    due_on: date
    goal: Goal | None = None
    category: str = "other"
    audience: str = "family"
    hidden_from: Sequence[Any] = ()


@transaction.atomic
def ask(case: Any, asked: Asked, *, by: Any) -> Action:
    """Ask something of somebody, who is told. What is asked for a goal is kept as close as it at least, and in the same confidence.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the family does not take part, the owner could not be shown what is asked, or a date cannot be.
    """
    how = must_hold(by, case.family, "plan.write")[0][1]
    held = held_for_plan(case)
    family = held.family
    must_fit(family, category=asked.category, audience=asked.audience, people=asked.hidden_from)
    about = [asked.goal] if asked.goal is not None else []
    category, audience, hidden = as_close_as(
        about, category=asked.category, audience=asked.audience, hidden_from=asked.hidden_from
    )
    trusted = asked.goal.confided_by if asked.goal is not None else None
    if trusted is not None:
        # Whoever joins the family later reads no goal of theirs, and so nothing that is asked for it.
        hidden |= {member.person for member in members_now(family) if member.person_id != trusted.pk}
    offered = {value for _group, options in owners(by, family) for value, _label in options}
    refuse_where(
        (not asked.text.strip(), "TF-PLAN-020", "text", _("Nothing is asked."), _("Say what is to be done.")),
        (asked.kind not in dict(Action.KINDS), "TF-PLAN-021", "kind", _("What it is is missing."), _("Choose one.")),
        (
            asked.owner not in offered,
            "TF-PLAN-022",
            "owner",
            _("Nobody is asked."),
            _("Choose from what the page offers."),
        ),
        (
            asked.due_on < timezone.localdate(),
            "TF-PLAN-023",
            "due_on",
            _("The day has passed."),
            _("Give a day by which it can still be done."),
        ),
        (
            asked.goal is not None and (asked.goal.case_id != held.pk or asked.goal.state not in OPEN_GOALS),
            "TF-PLAN-024",
            "",
            _("The goal is over, or of another case."),
            _("Ask it for another goal, or for none."),
        ),
    )
    owner, could_see = _owner(family, asked.owner, category=category, audience=audience, hidden=hidden)
    refuse_where(
        (
            not could_see,
            "TF-PLAN-025",
            "owner",
            _(
                "They could not be shown what is asked of them: of its category, who may see it, or whom it is hidden from."
            ),
            _("Ask somebody else, let it be seen more widely, or have a sharing decision made first."),
        ),
        (
            asked.kind == "requirement" and "owner_person" not in owner,
            "TF-PLAN-026",
            "kind",
            _("Only the family is asked for something; a worker or an agency promises support."),
            _("Choose support."),
        ),
    )
    made = Action(
        case=held,
        family=family,
        goal=asked.goal,
        kind=asked.kind,
        text=heard(by, family, place_of_safety, text=asked.text.strip())["text"],
        due_on=asked.due_on,
        category=category,
        audience=audience,
        from_on=timezone.localdate(),
        recorded_by=by.pk,
        **owner,
    )
    save(made, by)
    made.hidden_from.set(hidden)
    tell("action_asked", made.pk, [worker for worker in asked_of(made) if worker.pk != by.pk])
    _recorded("plan.write", made, by, ["audience", "category", "due_on", "kind", "text", *owner], how)
    return made


@transaction.atomic
def answer_action(family: Any, action_id: Any, *, step: str, evidence: str = "", because: str = "", by: Any) -> Action:
    """Accept, refuse or finish what is asked of oneself, of one's agency, or of oneself as a family member.

    Whoever writes the plan can record what an agency or a family member has told them; a worker answers for themselves.

    Raises:
        PermissionDenied: the worker may not answer on this family.
        PlanError: the case has ended, it was answered already, or a guard of the machine is not met.
    """
    how = must_hold(by, family, "plan.answer")[0][1]
    answerable = to_answer(by, family, action_id)
    if answerable is None:
        raise PermissionDenied(_("It is answered by whoever is asked."))
    found, is_as_told = answerable
    held_open(found.case)
    row = Action.objects.select_for_update(of=("self",)).select_related("family", "case").get(pk=found.pk)
    if step not in ACTION_STEPS:
        raise PlanError("TF-PLAN-030", found=_("No answer was given."), do=_("Choose one."), field="step")
    method = getattr(row, step)
    if row.state not in [each.source for each in method._django_fsm.transitions.values()]:
        raise PlanError(
            "TF-PLAN-031",
            found=_("It was answered already."),
            do=_("Read it again: nothing may be left to do."),
            field="step",
        )
    said = heard(by, row.family, place_of_safety, evidence=evidence.strip(), because=because.strip())
    row.evidence, row.because = said["evidence"] or row.evidence, said["because"] or row.because
    row.answered_by, row.answered_at, row.is_as_told = by.pk, timezone.now(), is_as_told
    problem = unmet(ACTION_STEPS[step][0], row)
    if problem is not None:
        raise PlanError("TF-PLAN-032", found=problem[0], do=_("Then answer."), field=problem[1])
    method()
    save(row, by)
    given = [name for name, words in (("evidence", evidence), ("because", because)) if words.strip()]
    _recorded("plan.answer", row, by, ["state", *given], how)
    return row


@transaction.atomic
def take_back_action(action: Action, *, because: str, by: Any) -> Action:
    """Say that something is no longer asked. It stays on the plan as what was asked once.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: it is done or refused, or the reason is missing.
    """
    how = must_hold(by, action.family, "plan.write")[0][1]
    row = Action.objects.select_for_update(of=("self",)).select_related("family", "case").get(pk=action.pk)
    row.because = heard(by, row.family, place_of_safety, because=because.strip())["because"]
    refuse_where(
        (not row.is_open, "TF-PLAN-033", "", _("It is over already."), _("Nothing is left to do.")),
    )
    problem = unmet(TO_TAKE_BACK, row)
    if problem is not None:
        raise PlanError("TF-PLAN-034", found=problem[0], do=_("Then take it back."), field=problem[1])
    row.take_back()
    save(row, by)
    _recorded("plan.write", row, by, ["because", "state"], how)
    return row


def _owner(family: Any, owner: str, *, category: str, audience: str, hidden: set[Any]) -> tuple[dict[str, Any], bool]:
    """Of whom something is asked, and whether they could be shown it."""
    kind, _colon, pk = owner.partition(":")
    if kind == "worker":
        worker = Worker.objects.select_related("agency").get(pk=pk)
        return {"owner_worker": worker}, worker_could_see(worker, family, category=category, audience=audience)
    if kind == "agency":
        agency = Agency.objects.get(pk=pk)
        return {"owner_agency": agency}, agency_could_see(agency, family, category=category, audience=audience)
    person = next(member.person for member in members_now(family) if str(member.person_id) == pk)
    return (
        {"owner_person": person},
        person_could_see(person, category=category, audience=audience, hidden_from=hidden),
    )


def _recorded(power: str, row: Action, by: Any, changed: Sequence[str], how: str) -> None:
    record(
        power,
        by=by,
        kind="action",
        object=row.pk,
        family=row.family_id,
        others=[row.goal_id] if row.goal_id else [],
        fields=changed,
        relationship=how,
    )
