"""Correct who is one person and who is of a family, by handles, for the analysis to honour."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.models import CandidateCorrection
from thinkfamily.casework.consideration.permissions import require
from thinkfamily.casework.consideration.problems import not_now_possible
from thinkfamily.casework.consideration.queries.candidate import candidate_for
from thinkfamily.casework.consideration.queries.people import is_on_desk, is_restricted_on_desk


def correct(
    candidate_id: Any, *, kind: str, person: str, other: str = "", from_on: date, why: str, by: Any
) -> CandidateCorrection:
    """Record one correction on a candidate; it goes back with the next feedback.

    Args:
        candidate_id: the family whose page it was made on.
        kind: same, not_same, in or out.
        person: the handle of a person: a member, or for ``in`` somebody of another candidate.
        other: for same and not_same, the handle of the other.
        from_on: since when.
        why: one of the model's reasons.
        by: who says so.

    Raises:
        ObjectDoesNotExist: the candidate is not there, or not theirs to see.
        DeskError: a person is nobody whom they can see at the desk, or two would be joined of whom one may be adopted.
    """
    require(by, "desk.decide")
    if kind not in dict(CandidateCorrection.KINDS) or why not in dict(CandidateCorrection.WHYS):
        raise ValueError("a correction has one of four kinds, and a reason of the list")
    with transaction.atomic(using=STORE):
        candidate = candidate_for(by, candidate_id)
        if candidate is None:
            raise ObjectDoesNotExist
        members = {each["person"] for each in candidate.content["people"]}
        is_pair = kind in ("same", "not_same")
        elsewhere = ({person} if kind == "in" else set()) | ({other} if is_pair else set())
        if (kind != "in" and person not in members) or not is_on_desk(by, candidate.packet.series, elsewhere - members):
            raise not_now_possible(
                _("Found a reference that is no person's at this desk."),
                _("Nothing was recorded."),
                _("Copy the reference of the person from the page of their family."),
            )
        if (is_pair and person == other) or (kind == "in" and person in members):
            raise not_now_possible(
                _("Found the same person on both sides."), _("Nothing was recorded."), _("Choose somebody else.")
            )
        if kind == "same" and is_restricted_on_desk(by, {person, other}):
            raise not_now_possible(
                _(
                    "Found that who one of these two is must be kept apart, or may have to be: one may be an adopted child."
                ),
                _("Nothing was recorded, and the two stay apart."),
                _("If you are sure that they are one, tell information governance."),
            )
        made = CandidateCorrection.objects.create(
            series=candidate.packet.series,
            kind=kind,
            family="" if is_pair else candidate.handle,
            person=person,
            other=other if is_pair else "",
            from_on=from_on,
            why=why,
            made_by=by.pk,
        )
        record(
            "desk.correct", by=by, kind="candidate", object=candidate.pk, others=[made.pk], fields=["kind"], using=STORE
        )
    return made
