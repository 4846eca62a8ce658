"""Handing a family over from one lead to another: raised, prepared, visited, accepted, and told to the family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from thinkfamily.casework.access.actions import involvement
from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import Appointment, Worker, within
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions._held import held_now, held_open
from thinkfamily.casework.cases.actions.ceiling import must_carry
from thinkfamily.casework.cases.handover_guards import unmet
from thinkfamily.casework.cases.models import Acceptance, Case, Handover
from thinkfamily.casework.cases.problems import CaseError, place_of_safety
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.pages.basis import Basis, must_stand
from thinkfamily.casework.sharing.permissions import must_hold

UNDER_WAY = (Handover.RAISED, Handover.PREPARED, Handover.VISITED)


@transaction.atomic
def raise_handover(
    part: Involvement,
    *,
    reason: str,
    last_day_on: date,
    by: Any,
    receiver: Worker | None = None,
    over_because: str = "",
) -> Handover:
    """Begin to hand one family over. The old lead leads until the new one accepts, or their last day has passed:
    then their part ends by itself, and until somebody accepts the manager answers for the family.

    Args:
        part: the old lead's part.
        reason: one of `Handover.REASONS`.
        last_day_on: the old lead's last day.
        by: who raises it.
        receiver: who leads next, where a manager raises it and knows.
        over_because: why it may take the receiver above their ceiling.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: the part has ended, is handed over already, would go to the same worker, or takes the receiver above
            their ceiling and nobody says why.
    """
    must_hold(by, part.family, "case.hand_over")
    case = Case.open.filter(family=part.family_id).first()
    if case is None or (part.until_on is not None and part.until_on <= timezone.localdate()):
        raise CaseError("TF-CASE-090", found=gettext("This lead has ended."), do=gettext("Allocate the case anew."))
    held_now(case)
    if Handover.objects.filter(part=part, state__in=UNDER_WAY).exists():
        raise CaseError(
            "TF-CASE-091", found=gettext("This case is being handed over already."), do=gettext("Go on with that one.")
        )
    if receiver is not None:
        must_hold(by, part.family, "case.allocate")
    _other_than(part, receiver)
    share = must_carry(receiver, [case], over_because).share if receiver is not None else 0
    why = heard(by, part.family, place_of_safety, over_because=over_because.strip() if receiver is not None else "")
    made = Handover.objects.create(
        case=case,
        part=part,
        receiver=receiver,
        named_by=by if receiver is not None else None,
        load_percent=share,
        **why,
        reason=reason,
        last_day_on=last_day_on,
        raised_by=by.pk,
    )
    _ends(part, last_day_on, by)
    _recorded(made, "raise", by, ["last_day_on", "over_because", "reason", "receiver"])
    tell("handover", made.pk, [worker for worker in (part.worker, receiver) if worker and worker.pk != by.pk])
    return made


@transaction.atomic
def prepare(
    handover: Handover, *, note: str, risks: str, checked: Sequence[str], by: Any, based_on: Basis | None = None
) -> Handover:
    """Write what the next lead must know. With every line of the checklist done, the handover is prepared.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: it is past that, or nothing was written.
        ChangedMeanwhileError: somebody wrote it since the form was opened.
    """
    held = _held(handover, by)
    must_stand(based_on)
    held_open(held.case)
    _must_be(held, (Handover.RAISED,))
    if not note.strip():
        raise CaseError(
            "TF-CASE-092",
            found=gettext("The note is missing."),
            do=gettext("Write what the next lead must know."),
            field="note",
        )
    said = heard(by, held.case.family, place_of_safety, note=note.strip(), risks=risks.strip())
    held.note, held.risks = said["note"], said["risks"]
    held.checked = [code for code, _ in Handover.CHECKLIST if code in checked]
    if not unmet(held, "prepare"):
        held.prepare()
    held.save()
    _recorded(held, "prepare", by, ["checked", "note", "risks", "state"])
    return held


@transaction.atomic
def record_visit(handover: Handover, *, visit_on: date | None, no_visit_because: str, by: Any) -> Handover:
    """Record that both leads visited together, or why they did not.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: it is not prepared, the day lies ahead, nobody is named who could have come, or neither day nor reason is given.
    """
    held = _held(handover, by)
    held_open(held.case)
    _must_be(held, (Handover.PREPARED,))
    if visit_on is not None and visit_on > timezone.localdate():
        raise CaseError(
            "TF-CASE-093",
            found=gettext("The day lies ahead."),
            do=gettext("Record it when it has been."),
            field="visit_on",
        )
    if visit_on is not None and held.receiver is None:
        raise CaseError(
            "TF-CASE-100",
            found=gettext("Nobody is named to lead next: nobody could visit with you."),
            do=gettext("Name the next lead first, or say why there is no joint visit."),
            field="visit_on",
        )
    why_not = "" if visit_on else no_visit_because.strip()
    held.visit_on = visit_on
    held.no_visit_because = heard(by, held.case.family, place_of_safety, no_visit_because=why_not)["no_visit_because"]
    _go(held, "visit", field="visit_on")
    held.save()
    _recorded(held, "visit", by, ["no_visit_because", "state", "visit_on"])
    return held


@transaction.atomic
def name_receiver(
    handover: Handover, receiver: Worker, *, by: Any, over_because: str = "", based_on: Basis | None = None
) -> Handover:
    """Name who is to lead next, where nobody was named or somebody else must.

    Raises:
        PermissionDenied: the case is not theirs to allocate.
        CaseError: the handover is over, it is the same worker, or takes them above their ceiling and nobody says why.
        ChangedMeanwhileError: somebody named another since the form was opened.
    """
    must_hold(by, handover.case.family, "case.allocate")
    held = Handover.objects.select_for_update(of=("self",)).select_related("case__family", "part").get(pk=handover.pk)
    must_stand(based_on)
    held_open(held.case)
    _must_be(held, UNDER_WAY)
    _other_than(held.part, receiver)
    held.load_percent = must_carry(receiver, [held.case], over_because).share
    held.receiver, held.named_by = receiver, by
    held.over_because = heard(by, held.case.family, place_of_safety, over_because=over_because.strip())["over_because"]
    held.save(update_fields=["load_percent", "named_by", "over_because", "receiver"])
    _recorded(held, "receiver", by, ["load_percent", "over_because", "receiver"])
    if receiver.pk != by.pk:
        tell("handover", held.pk, [receiver])
    return held


@transaction.atomic
def accept(handover: Handover, *, by: Any) -> Handover:
    """Accept a family from its old lead: the new part begins and the old one ends today, so that no day lies between.

    Raises:
        PermissionDenied: another worker was named.
        CaseError: it is not prepared, or they have not visited together.
        NotPossibleError: the worker cannot be given this part.
    """
    if handover.receiver_id != by.pk:
        raise PermissionDenied(gettext("Another worker is to take this case over."))
    held = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("case__family", "part__family", "named_by")
        .get(pk=handover.pk)
    )
    held_open(held.case)
    _must_be(held, (Handover.PREPARED, Handover.VISITED))
    _go(held, "accept")
    # The manager who named them may have lost that power since: then another names the receiver anew.
    part = involvement.take_over(by=held.named_by, old=held.part, worker=by, because="Handed over")
    today = timezone.localdate()
    Acceptance.objects.create(
        involvement=part,
        case=held.case,
        load_percent=held.load_percent,
        over_because=held.over_because,
        asked_by=held.raised_by,
        asked_at=held.raised_at,
        accepted_at=timezone.now(),
    )
    held.new_part, held.accepted_on = part, today
    held.save()
    _recorded(held, "accept", by, ["accepted_on", "new_part", "state"])
    return held


@transaction.atomic
def tell_family(handover: Handover, *, told_on: date, told_words: str, by: Any) -> Handover:
    """Record that the family was told who comes now, in which words, and what it said.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: nobody has accepted yet, or the day or the words are missing.
    """
    held = _held(handover, by)
    _must_be(held, (Handover.ACCEPTED,))
    if told_on > timezone.localdate():
        raise CaseError(
            "TF-CASE-094", found=gettext("The day lies ahead."), do=gettext("Give the day."), field="told_on"
        )
    held.told_on = told_on
    held.told_words = heard(by, held.case.family, place_of_safety, told_words=told_words.strip())["told_words"]
    _go(held, "confirm", field="told_words")
    held.save()
    _recorded(held, "confirm", by, ["state", "told_on", "told_words"])
    return held


@transaction.atomic
def stop(handover: Handover, *, by: Any) -> Handover:
    """Stop a handover that is not needed any longer: a lead whose last day has not passed goes on leading.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: it is over.
    """
    held = _held(handover, by)
    _must_be(held, UNDER_WAY)
    held.stop()
    held.save()
    if held.part.until_on is not None and timezone.localdate() < held.part.until_on == _day_after(held.last_day_on):
        _until(held.part, None, by)
    _recorded(held, "stop", by, ["state"])
    return held


@transaction.atomic
def reassign(
    parts: Sequence[Involvement],
    *,
    receiver: Worker | None,
    last_day_on: date,
    note: str,
    by: Any,
    over_because: str = "",
) -> list[Handover]:
    """Begin to hand over many families of one lead at once, with a note that the receiver reads first.

    Raises:
        PermissionDenied: one of them is not theirs to hand over; then none is.
        CaseError: the note is missing, one of them is handed over already, or all of them take the receiver above their
            ceiling and nobody says why; then none is.
    """
    if len(note.split()) < 5:
        raise CaseError(
            "TF-CASE-095",
            found=gettext("The note is missing, or says next to nothing."),
            do=gettext("Write what the receiver must know first."),
            field="note",
        )
    for part in parts:
        must_hold(by, part.family, "case.allocate" if receiver is not None else "case.hand_over")
    if receiver is not None:
        # All at once, so that what is said of the share is said of all.
        must_carry(receiver, Case.open.filter(family__in=[part.family_id for part in parts]), over_because)
    made = []
    for part in parts:
        one = raise_handover(
            part, reason="leaving", last_day_on=last_day_on, receiver=receiver, by=by, over_because=over_because
        )
        one.note = heard(by, part.family, place_of_safety, note=note.strip())["note"]
        one.save(update_fields=["note"])
        made.append(one)
    return made


def _held(handover: Handover, by: Any) -> Handover:
    must_hold(by, handover.case.family, "case.hand_over")
    return Handover.objects.select_for_update(of=("self",)).select_related("case__family", "part").get(pk=handover.pk)


def _ends(part: Involvement, last_day_on: date, by: Any) -> None:
    """Let a part end by itself after the last day: whoever has gone reads no file, and the manager answers for it."""
    first_without = max(_day_after(last_day_on), timezone.localdate(), part.from_on)
    if part.until_on is None or part.until_on > first_without:
        _until(part, first_without, by)


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


def _until(part: Involvement, until_on: date | None, by: Any) -> None:
    part.until_on = until_on
    part.save(update_fields=["until_on"])
    record(
        "case.end_involvement",
        by=by,
        kind="involvement",
        object=part.pk,
        family=part.family_id,
        others=[part.worker_id],
        fields=["until_on"],
    )


def _must_be(handover: Handover, states: Sequence[str]) -> None:
    if handover.state not in states:
        raise CaseError(
            "TF-CASE-096", found=gettext("The handover is not at this point."), do=gettext("Look at where it stands.")
        )


def _go(handover: Handover, move: str, field: str = "") -> None:
    for words in unmet(handover, move):
        raise CaseError(
            "TF-CASE-097",
            found=gettext("This is not so yet: %(words)s") % {"words": words},
            do=gettext("Do that first."),
            field=field,
        )
    getattr(handover, move)()


def _other_than(part: Involvement, receiver: Worker | None) -> None:
    """Refuse a receiver who is the lead who goes, or who does not hold that lead's role: they could not accept."""
    if receiver is None:
        return
    if receiver.pk == part.worker_id:
        raise CaseError(
            "TF-CASE-098",
            found=gettext("This is the lead who goes."),
            do=gettext("Name somebody else."),
            field="receiver",
        )
    if not Appointment.objects.filter(within(timezone.localdate()), worker=receiver, role=part.role).exists():
        raise CaseError(
            "TF-CASE-099",
            found=gettext("They do not hold the role of the lead who goes."),
            do=gettext("Name somebody who does, or choose the families of one role at a time."),
            field="receiver",
        )


def _recorded(handover: Handover, what: str, by: Any, fields: list[str]) -> None:
    record(
        f"handover.{what}",
        by=by,
        kind="handover",
        object=handover.pk,
        family=handover.case.family_id,
        others=[handover.part.worker_id, *([handover.receiver_id] if handover.receiver_id else [])],
        fields=fields,
    )
