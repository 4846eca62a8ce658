"""Who takes part in a family's case: proposed, allocated, requested, drawn by lot, ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.heard import heard
from thinkfamily.casework.access.models import Conflict, Involvement, InvolvementProposal
from thinkfamily.casework.access.over import LEFT, WITH_CASE, is_over
from thinkfamily.casework.access.permissions import must_hold, not_possible
from thinkfamily.casework.access.queries.recipients import kept_from, managers_of
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment, Worker, within
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.audit.record import record

# The parts that are allocated, and for how many days at most; None where the end may be left open. Our choices.
MOST_DAYS: dict[str, int | None] = {
    "adult_lead": None,
    "child_lead": None,
    "partner": 365,
    "desk_analyst": 60,
    "volunteer": 365,
    "mentor": 365,
    "family_member": None,
}
MOST_REQUEST_DAYS = 28
# One answer for whoever does not hold the role, is not named for a restricted file, is of the family or close to it:
# whose relative somebody is, is not told to whoever tries their name.
CANNOT_BE_GIVEN = noop("This worker cannot be given this part.")
WHOM_ELSE = noop(
    "Choose another who holds the role; a restricted file's custodian names them first. If it must be they, ask "
    "information governance."
)
MOST_SAMPLE, MOST_SAMPLE_DAYS = 30, 60


@transaction.atomic
def allocate(
    *, by: Any, family: Any, worker: Worker, role: str, because: str, until_on: date | None = None
) -> Involvement:
    """Give a worker a part in a family's case.

    Raises:
        NotAllowedError: the file is not theirs to allocate.
        NotPossibleError: the worker does not hold the role, is kept from the file or has the part already, or the end is missing.
    """
    must_hold(by, "case.allocate", family)
    _must_fit(family, worker, role, until_on)
    return _involve(by, "case.allocate", family, worker, role, because, until_on)


@transaction.atomic
def propose(
    *, by: Any, family: Any, worker: Worker, role: str, because: str, until_on: date | None = None
) -> InvolvementProposal:
    """Propose that a worker take part; the manager of the team decides.

    Raises:
        NotAllowedError: the proposer does not lead the case.
        NotPossibleError: as `allocate`.
    """
    must_hold(by, "case.propose", family)
    _must_fit(family, worker, role, until_on)
    made = InvolvementProposal.objects.create(
        family=family,
        worker=worker,
        role=role,
        until_on=until_on,
        proposed_by=by.pk,
        **heard(by, family, because=because),
    )
    record(
        "case.propose",
        by=by,
        kind="involvement_proposal",
        object=made.pk,
        family=family.pk,
        others=[worker.pk],
        fields=["because", "role", "until_on", "worker"],
    )
    return made


@transaction.atomic
def decide_proposal(*, by: Any, proposal: InvolvementProposal, is_accepted: bool) -> None:
    """Accept or turn down a proposal that another worker made.

    Raises:
        NotAllowedError: the file is not theirs to allocate.
        NotPossibleError: it was decided already, is one's own, would make a lead who is asked first, or what it proposes
            no longer fits.
    """
    must_hold(by, "case.allocate", proposal.family)
    row = InvolvementProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.decided_at is not None:
        raise not_possible(
            "TF-ACCESS-010", "proposal", _("This proposal was decided already."), _("Look at who is involved.")
        )
    if row.proposed_by == by.pk:
        raise not_possible(
            "TF-ACCESS-011", "proposal", _("You made this proposal."), _("Another worker must decide it.")
        )
    if is_accepted and row.role in LEADS:
        raise not_possible(
            "TF-ACCESS-025",
            "proposal",
            _("A lead is asked and accepts, or says why not."),
            _("Ask them to lead the case."),
        )
    _decided(row, by, is_accepted=is_accepted)
    if is_accepted:
        _must_fit(row.family, row.worker, row.role, row.until_on)
        _involve(by, "case.allocate", row.family, row.worker, row.role, row.because, row.until_on)


@transaction.atomic
def accept_proposals(*, by: Any, part: Involvement) -> None:
    """Take what proposed a part that somebody was just given as accepted; one's own proposal nobody decides themselves.

    Args:
        by: who gave the part, having been let to.
        part: the part.
    """
    asked = InvolvementProposal.objects.select_for_update().filter(family=part.family_id, worker=part.worker_id)
    for row in asked.filter(role=part.role, is_accepted__isnull=True).exclude(proposed_by=by.pk):
        _decided(row, by, is_accepted=True)


def _decided(row: InvolvementProposal, by: Any, *, is_accepted: bool) -> None:
    row.is_accepted, row.decided_by, row.decided_at = is_accepted, by.pk, timezone.now()
    row.save()
    record(
        "case.decide_proposal",
        by=by,
        kind="involvement_proposal",
        object=row.pk,
        family=row.family_id,
        fields=["is_accepted"],
    )


@transaction.atomic
def end(*, by: Any, involvement: Involvement) -> None:
    """End a worker's part in a family's case today.

    Raises:
        NotAllowedError: the file is not theirs to allocate.
        NotPossibleError: it has ended.
    """
    must_hold(by, "case.allocate", involvement.family)
    today = timezone.localdate()
    row = Involvement.objects.select_for_update().get(pk=involvement.pk)
    if row.until_on is not None and row.until_on <= today:
        raise not_possible(
            "TF-ACCESS-012", "involvement", _("This part has ended already."), _("Look at who is involved.")
        )
    _end_today(row, by)


@transaction.atomic
def end_with_case(*, by: Any, family: Any, state: str) -> None:
    """End today the parts that end with a case, which has just come to a state, and turn down the parts proposed in it.

    Whoever moved it need not be one who allocates it.

    Args:
        by: who moved the case.
        family: whose case.
        state: what it came to.
    """
    roles = (*WITH_CASE, *(sorted(LEADS) if state in LEFT else ()))
    today = timezone.localdate()
    running = Q(until_on__isnull=True) | Q(until_on__gt=today)
    for row in Involvement.objects.select_for_update().filter(running, family=family, role__in=roles):
        _end_today(row, by)
    for asked in InvolvementProposal.objects.select_for_update().filter(family=family, is_accepted__isnull=True):
        # Nobody decides what they proposed themselves: where it is theirs, it ends undecided by anybody.
        asked.is_accepted, asked.decided_at = False, timezone.now()
        asked.decided_by = None if asked.proposed_by == by.pk else by.pk
        asked.save(update_fields=["is_accepted", "decided_at", "decided_by"])
        record(
            "case.decide_proposal",
            by=by,
            kind="involvement_proposal",
            object=asked.pk,
            family=asked.family_id,
            fields=["is_accepted"],
        )


def _end_today(row: Involvement, by: Any) -> None:
    """Let a part end today, or on its first day where that is still to come."""
    row.until_on = max(timezone.localdate(), row.from_on)
    row.save(update_fields=["until_on"])
    record(
        "case.end_involvement",
        by=by,
        kind="involvement",
        object=row.pk,
        family=row.family_id,
        others=[row.worker_id],
        fields=["until_on"],
    )


@transaction.atomic
def take_over(*, by: Any, old: Involvement, worker: Worker, because: str) -> Involvement:
    """Let a worker take one part over from another: theirs begins and the old one ends, both today.

    Args:
        by: the manager who named the worker.
        old: the part that is taken over; it may have ended.
        worker: who takes it over, having accepted.
        because: why.

    Raises:
        NotAllowedError: the case is not the manager's to allocate any longer.
        NotPossibleError: as `allocate`.
    """
    must_hold(by, "case.allocate", old.family)
    _must_fit(old.family, worker, old.role, None)
    made = _involve(by, "case.take_over", old.family, worker, old.role, because, None)
    today = timezone.localdate()
    if old.until_on is None or old.until_on > today:
        old.until_on = max(today, old.from_on)
        old.save(update_fields=["until_on"])
        record(
            "case.end_involvement",
            by=worker,
            kind="involvement",
            object=old.pk,
            family=old.family_id,
            others=[old.worker_id],
            fields=["until_on"],
        )
    return made


@transaction.atomic
def request_to_read(*, by: Any, family: Any, because: str, days: int) -> Involvement:
    """Open a file to the one who asks, as information governance, for some days; managers of its team are told.

    Raises:
        NotAllowedError: they are not information governance, or the file is kept from them.
        NotPossibleError: it is open to them already, or for too long.
    """
    must_hold(by, "family.request", family)
    if not 1 <= days <= MOST_REQUEST_DAYS:
        raise not_possible("TF-ACCESS-013", "days", _("A file is opened for 1 to 28 days."), _("Give fewer days."))
    today = timezone.localdate()
    _must_be_new(family, by, "governance", today)
    made = _involve(by, "family.request", family, by, "governance", because, today + timedelta(days=days))
    tell("file_requested", made.pk, managers_of(family))
    return made


@transaction.atomic
def draw_sample(*, by: Any, how_many: int, days: int, because: str) -> list[Involvement]:
    """Draw files by lot for an auditor to read for some days: whoever reads does not choose.

    Raises:
        NotAllowedError: they are not an internal auditor.
        NotPossibleError: too many files, or for too long.
    """
    must_hold(by, "sample.draw")
    if not (1 <= how_many <= MOST_SAMPLE and 1 <= days <= MOST_SAMPLE_DAYS):
        raise not_possible(
            "TF-ACCESS-014", "sample", _("A sample is of 1 to 30 files, for 1 to 60 days."), _("Give less.")
        )
    today = timezone.localdate()
    held = Involvement.objects.filter(within(today), worker=by, role="audit").values("family")
    drawn = list(not_kept_from(standing_of(by)).exclude(pk__in=held).order_by("?")[:how_many])
    if not drawn:
        raise not_possible("TF-ACCESS-015", "sample", _("There is no further file to draw."), _("Read those you have."))
    return [_involve(by, "sample.draw", family, by, "audit", because, today + timedelta(days=days)) for family in drawn]


def _involve(
    by: Any, action: str, family: Any, worker: Worker, role: str, because: str, until_on: date | None
) -> Involvement:
    made = Involvement.objects.create(
        family=family, worker=worker, role=role, until_on=until_on, given_by=by.pk, **heard(by, family, because=because)
    )
    record(
        action,
        by=by,
        kind="involvement",
        object=made.pk,
        family=family.pk,
        others=[worker.pk],
        fields=["because", "role", "until_on", "worker"],
    )
    return made


def _must_fit(family: Any, worker: Worker, role: str, until_on: date | None) -> None:
    today = timezone.localdate()
    if role not in MOST_DAYS:
        raise not_possible(
            "TF-ACCESS-016", "role", _("Nobody is given a file in this role."), _("Choose another role.")
        )
    # A family reads its own; everybody else's part is in work that goes on.
    if role != "family_member" and is_over(family):
        raise not_possible(
            "TF-ACCESS-024",
            "worker",
            _("The case of this family has ended, or the family said no."),
            _("Reopen it, offer it again or open another case first."),
        )
    if not worker.is_in_date or not Appointment.objects.filter(within(today), worker=worker, role=role).exists():
        raise not_possible("TF-ACCESS-017", "worker", _(CANNOT_BE_GIVEN), _(WHOM_ELSE))
    if Conflict.objects.filter(family=family, worker=worker).exists():
        raise not_possible("TF-ACCESS-018", "worker", _(CANNOT_BE_GIVEN), _(WHOM_ELSE))
    if kept_from(family).filter(pk=worker.pk).exists():
        raise not_possible(
            "TF-ACCESS-019",
            "worker",
            _(CANNOT_BE_GIVEN),
            _(WHOM_ELSE),
        )
    members = apps.get_model("families", "Member").objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=today))
    is_member = worker.person_id is not None and members.filter(family=family, person=worker.person_id).exists()
    if is_member != (role == "family_member"):
        raise not_possible(
            "TF-ACCESS-020",
            "worker",
            _(CANNOT_BE_GIVEN),
            _(WHOM_ELSE),
        )
    most = MOST_DAYS[role]
    if most is not None and (until_on is None or until_on > today + timedelta(days=most)):
        raise not_possible(
            "TF-ACCESS-021",
            "until_on",
            ngettext(
                "This part needs an end, at most %(most)d day from today.",
                "This part needs an end, at most %(most)d days from today.",
                most,
            )
            % {"most": most},
            _("Give an end."),
        )
    if until_on is not None and until_on <= today:
        raise not_possible("TF-ACCESS-022", "until_on", _("The end is not after today."), _("Give a later day."))
    _must_be_new(family, worker, role, today)


def _must_be_new(family: Any, worker: Any, role: str, today: date) -> None:
    # Held, so that of two gifts at one moment the second finds the first.
    Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    if Involvement.objects.filter(within(today), family=family, worker=worker, role=role).exists():
        raise not_possible(
            "TF-ACCESS-023",
            "worker",
            _("This worker has this part already."),
            _("End it first to give it other dates."),
        )
