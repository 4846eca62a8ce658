"""What the processes of a site that is killed do for its test: make workers with sessions, and look that all is whole."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.test import Client

from tests.casework import factories as make
from thinkfamily.casework.audit.models import AuditEvent, SentForm
from thinkfamily.casework.audit.seal import STORES, seal
from thinkfamily.casework.audit.verify import check
from thinkfamily.casework.cases.models import AGREED, CONSIDERED, AgreementToTakePart, Case, Handover, Step
from thinkfamily.casework.families.models import Statement
from thinkfamily.casework.meetings.models import Meeting
from thinkfamily.casework.plans.models import Contact, Goal, PlannedVisit
from thinkfamily.casework.referrals.models import Referral

WRITERS, FAMILIES = 4, 3
# Rows that each have their one event: what they are, the table, the action and the kind of its object.
WRITTEN: tuple[tuple[str, Any, str, str], ...] = (
    ("contacts", Contact, "contact.record", "contact"),
    ("planned visits", PlannedVisit, "contact.record", "planned_visit"),
    ("goals", Goal, "plan.write", "goal"),
    ("meetings", Meeting, "meeting.plan", "meeting"),
    ("requests for help", Referral, "referral.make", "referral"),
    ("handovers", Handover, "handover.raise", "handover"),
)
SIDES = {"pause": "paused", "resume": "going"}


def prepare_people() -> list[dict[str, Any]]:
    """Leads with families of their own that are considered, each signed in."""
    made = []
    make._number = count(1000)  # the site was filled by another process, which began at 1
    for _ in range(WRITERS):
        lead = make.worker("adult_lead")
        families = []
        for _ in range(FAMILIES):
            family = make.family(state=CONSIDERED)
            make.involve(lead, family, "adult_lead")
            adult = family.members.get(role="adult").person_id
            families.append({"id": str(family.pk), "adult": str(adult)})
        at_work = make.family()
        Case.objects.filter(family=at_work).update(profile="family_help", profile_version=1)
        make.involve(lead, at_work, "adult_lead")
        adult = at_work.members.get(role="adult").person_id
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(lead)
        at_work_by_ids = {"id": str(at_work.pk), "adult": str(adult)}
        made.append({"session": browser.session.session_key, "families": families, "at_work": at_work_by_ids})
    return made


def warm_up() -> None:
    """Load what the first page would load, and leave no connection open that a fork would share."""
    Client(SERVER_NAME="localhost").get("/account/login/")
    call_command("migrate", verbosity=0)
    connections.close_all()


def whole() -> dict[str, Any]:
    """What is half-written, and the texts of all statements."""
    faults = [f"{store}: {line}" for store in STORES for line in _damage(store) if line != "ok"]
    statements = {str(pk) for (pk,) in Statement.objects.values_list("pk")}
    faults += _other("statements", statements, "family.record", "statement")
    agreements = AgreementToTakePart.objects.all()
    faults += _other("agreements", {str(each.pk) for each in agreements}, "case.agree", "agreement_to_take_part")
    withdrawn = {str(each.pk) for each in agreements if each.withdrawn_on}
    faults += _other("withdrawals", withdrawn, "case.withdraw", "agreement_to_take_part")
    moves = AuditEvent.objects.filter(action="case.move")
    for case in Case.objects.filter(agreements__isnull=False).distinct():
        is_agreed = case.agreements.filter(withdrawn_on__isnull=True).exists()
        if (case.state == AGREED) != is_agreed:
            faults.append("a case is not in the state that its agreements give it")
        if moves.filter(object=str(case.pk)).count() % 2 != is_agreed:
            faults.append("a case moved and the audit does not say so, or the other way round")
        # The first row of history is the last of the table's own state.
        if case.history.first().state != case.state:  # type: ignore[attr-defined]
            faults.append("a case and its history differ")
    for what, model, action, kind in WRITTEN:
        faults += _other(what, {str(pk) for (pk,) in model.objects.values_list("pk")}, action, kind)
    faults += _cut_through()
    faults += _forms()
    for store in STORES:
        seal(store)
        faults += [str(fault) for fault in check(store).faults]
    texts = [*Statement.objects.values_list("text", flat=True), *Contact.objects.values_list("text", flat=True)]
    return {"faults": faults, "texts": texts}


def _forms() -> list[str]:
    """How forms noted as sent differ from what the audit says they recorded: neither is there without the other."""
    forms = list(SentForm.objects.values_list("object", flat=True))
    done = AuditEvent.objects.filter(outcome="done").exclude(request="")
    requests = set(done.values_list("request", flat=True))
    faults = [] if len(forms) == len(requests) else [f"{len(forms)} forms noted, {len(requests)} recorded something"]
    if not set(forms) <= set(done.values_list("object", flat=True)):
        faults.append("a form is noted that recorded nothing")
    return faults


def _cut_through() -> list[str]:
    """Writes of several tables of which one part is there and another is not."""
    whole = {
        "a contact without whom it met": Contact.objects.filter(seen__isnull=True),
        "a request about nobody": Referral.objects.filter(people__isnull=True),
        "a meeting without its invitations or minutes": Meeting.objects.filter(minutes__isnull=True),
        "a handover of a part that does not end": Handover.objects.filter(
            state=Handover.RAISED, part__until_on__isnull=True
        ),
        "a part that ends though its handover was stopped": Handover.objects.filter(
            state=Handover.STOPPED, part__until_on__isnull=False
        ).exclude(part__in=Handover.objects.filter(state=Handover.RAISED).values("part")),
    }
    faults = [what for what, rows in whole.items() if rows.exists()]
    recorded = AuditEvent.objects.filter(action="case.move").values_list("others", flat=True)
    steps = {str(pk) for (pk,) in Step.objects.values_list("pk")}
    if steps != {others[0] for others in recorded if others}:
        faults.append("a step and the audit differ")
    for case in Case.objects.filter(steps__isnull=False).distinct():
        last = case.steps.order_by("taken_at").last()
        if last.code in SIDES and case.side != SIDES[last.code]:
            faults.append("a case does not stand where its last step brought it")
    return faults


def _damage(store: str) -> list[str]:
    with connections[store].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [str(line) for (line,) in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        return found + ["a row refers to one that is not there" for _ in cursor.fetchall()]


def _other(what: str, there: set[str], action: str, kind: str) -> list[str]:
    """How rows and audit differ: each has its one event, and each event its row."""
    events = list(AuditEvent.objects.filter(action=action, kind=kind, outcome="done").values_list("object", flat=True))
    if set(events) == there and len(events) == len(there):
        return []
    return [f"{what}: {len(there - set(events))} without an event, {len(set(events) - there)} events without a row"]
