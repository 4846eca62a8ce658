"""Bring the families of a file: all that was signed, in one transaction. Until it ends nobody sees anything of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions.bring_in import AgreementBrought, CaseBrought, bring_in_cases
from thinkfamily.casework.families.actions.bring_in import FamilyBrought, FamilyMade, PersonBrought, bring_in_families
from thinkfamily.casework.imports.checking import plan_of
from thinkfamily.casework.imports.checking_family import happened_at, keys_in
from thinkfamily.casework.imports.machine import SIGNED
from thinkfamily.casework.imports.models import BroughtFamily, Import
from thinkfamily.casework.imports.plan import MADE, FamilyRows, Plan, Row
from thinkfamily.casework.imports.problems import out_of_turn
from thinkfamily.casework.imports.reading import Read
from thinkfamily.casework.imports.traces import digests_of, traces_of
from thinkfamily.casework.imports.world import key_of
from thinkfamily.casework.plans.actions.bring_in import ContactBrought, GoalBrought, WorkBrought, bring_in_work
from thinkfamily.casework.plans.models import Contact

Step = Callable[[str, int], None]
# What is told of each part of the work, in order.
READING = noop("Reading the file, and looking who is known")
FAMILIES = noop("Families and people")
CASES = noop("Cases, agreements and leads")
WORK = noop("Goals and contacts")
KEEPING = noop("Keeping what was made")
PARTS = 5
WHY = "Brought in from the council's system."


def bring(
    read: Read, *, by: Any, begin: Step = lambda says, total: None, advance: Callable[[int], None] = lambda done: None
) -> Import:
    """Bring a file that was looked at and signed: the very same, and as long as each row would still become the same.

    Args:
        read: the file.
        by: who brings it; not the one who signed.
        begin: told of each part of the work, in words and with its size.
        advance: told how many of these are done.

    Raises:
        NotAllowedError: it is not this worker's to bring cases in.
        ImportRefusedError: no file of this hash is signed, the signer brings it, or something has changed since.
    """
    must_hold(by, "import.bring")
    begin(READING, 1)
    plan = plan_of(read, standing_of(by))
    with transaction.atomic():
        row = Import.objects.select_for_update().filter(sha256=read.sha256, state=SIGNED).order_by("-signed_at").first()
        if row is None:
            raise out_of_turn(
                "TF-IMPORT-005",
                _("Found no signed dry run of this very file."),
                _("Check the file, let a second person sign it, and bring it unchanged."),
            )
        if row.signed_by == by.pk:
            raise out_of_turn("TF-IMPORT-006", _("You signed this file yourself."), _("Let another person bring it."))
        if row.digest != plan.digest:
            raise out_of_turn(
                "TF-IMPORT-007",
                _("Found that other rows would be made today than when it was signed."),
                _("Check the file again, and let it be signed again."),
            )
        made = _write(row, plan, by, begin, advance)
        row.brought_by, row.brought_at = by.pk, timezone.now()
        row.bring()
        row.save()
        record(
            "import.bring", by=by, kind="import", object=row.pk, others=[row.signed_by], fields=["families", "state"]
        )
        _must_reconcile(plan, made)
    return row


def _write(one: Import, plan: Plan, by: Any, begin: Step, advance: Callable[[int], None]) -> dict[str, int]:
    rows = plan.to_make
    begin(FAMILIES, len(rows))
    made = bring_in_families([_family(each) for each in rows], by=by, advance=advance)
    begin(CASES, 1)
    opened = [_case(each, made[each.key]) for each in rows]
    cases = bring_in_cases(opened, signed_by=one.signed_by, by=by)
    begin(WORK, 1)
    work = [_work(each, made[each.key], cases[made[each.key].family.pk]) for each in rows]
    goals, contacts = bring_in_work(work, by=by)
    begin(KEEPING, 1)
    digests = digests_of(traces_of([made[each.key].family.pk for each in rows]))
    kept = [
        BroughtFamily(
            of_import=one,
            family=made[each.key].family.pk,
            number=each.row.number,
            key=key_of(each.key),
            digest=digests[made[each.key].family.pk],
        )
        for each in rows
    ]
    BroughtFamily.objects.bulk_create(kept, batch_size=500)
    return {
        "families": len(cases),
        "people": sum(len(each.people) for each in made.values()),
        "agreements": sum(len(each.agreements) for each in opened),
        "goals": goals,
        "contacts": contacts,
    }


def _must_reconcile(plan: Plan, made: dict[str, int]) -> None:
    """What was written is what the report says, to the row: otherwise all of it is undone. It can only be a fault of ours."""
    promised = {sheet["name"]: sheet["made"] for sheet in plan.report()["sheets"]}
    if promised != made:
        raise RuntimeError("an import does not reconcile")


def _standing(rows: list[Row]) -> list[dict[str, Any]]:
    return [row.values for row in rows if row.fate == MADE]


def _family(rows: FamilyRows) -> FamilyBrought:
    people = [
        PersonBrought(
            key=key,
            role=told["role"],
            residence=told["lives"] or "with_children",
            first_name=told["first_name"],
            last_name=told["last_name"],
            known_as=told["known_as"],
            date_of_birth=told["born"],
            born_precision=told["precision"],
            sex=told["sex"] or "unknown",
            language=told["language"],
            needs_interpreter=told["interpreter"],
            is_restricted=told["restricted"],
            from_on=told["from_on"],
            until_on=told["until_on"],
        )
        for key, told in ((key, row.values) for key, row in rows.people.items())
    ]
    return FamilyBrought(rows.key, rows.row.values["team"], people)


def _case(rows: FamilyRows, made: FamilyMade) -> CaseBrought:
    told = rows.row.values
    agreements = [
        AgreementBrought(
            person=made.people[one["person"]],
            to_what=one["to_what"],
            was_told=one["was_told"],
            language=one["language"],
            agreed_on=one["agreed_on"],
            review_on=one["review_on"],
            had_interpreter=one["interpreter"],
        )
        for one in _standing(rows.agreements)
    ]
    first = min((one.agreed_on for one in agreements), default=None)
    return CaseBrought(
        family=made.family,
        programme=told["framework"],
        profile=told["profile"],
        tier=told["tier_code"],
        state=told["state"],
        since=told["since"],
        why=told["why"] or WHY,
        agreed_on=told["agreed_on"] or first,
        active_on=told["active_on"],
        council_key=told["council_key"],
        leads=told["leads"],
        agreements=agreements,
    )


def _work(rows: FamilyRows, made: FamilyMade, case: Any) -> WorkBrought:
    goals = [
        GoalBrought(
            **{
                name: told[name]
                for name in ("text", "own_words", "words_of", "baseline", "measure", "target", "target_on")
            },
            state=told["state"] or "agreed",
            person=made.people[told["person"]] if told["person"] else None,
            owner=told["worker"],
            category=told["category"] or "other",
            audience=told["audience"] or "team",
        )
        for told in _standing(rows.goals)
    ]
    contacts = [
        ContactBrought(
            happened_at=happened_at(told),
            way=told["way"],
            outcome=told["outcome"] or Contact.HELD,
            seen=[made.people[key] for key in keys_in(told["seen"])],
            text=told["text"],
            analysis=told["analysis"],
            category=told["category"] or "other",
            audience=told["audience"] or "team",
        )
        for told in _standing(rows.contacts)
    ]
    return WorkBrought(case, rows.row.values["profile"], goals, contacts)
