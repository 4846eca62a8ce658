"""A file of cases from the template to the family's page: looked at, signed by another, brought, reconciled."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework import factories as make
from tests.casework.imports import files
from tests.casework.imports.tables import tables
from thinkfamily.casework.access.models import Conflict, Involvement, RelativeDeclared
from thinkfamily.casework.access.permissions import NotAllowedError
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Acceptance, AgreementToTakePart, Case, Step
from thinkfamily.casework.families.models import Family, Member, Person
from thinkfamily.casework.imports import actions, template
from thinkfamily.casework.imports.machine import BROUGHT, SIGNED
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.imports.problems import ImportRefusedError
from thinkfamily.casework.imports.queries import words_of_site
from thinkfamily.casework.plans.models import Contact, Goal, Plan
from thinkfamily.casework.secrets.fingerprints import person_fingerprint

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


@pytest.fixture
def who():
    return files.people()


def test_the_worked_example_of_the_template_is_brought_in(who):
    lead = who["lead"]
    lead.email = "lead@example.org"
    lead.save()
    filled = template.example_rows(words_of_site())
    for content in (template.workbook(words_of_site(), filled), template.tables(words_of_site(), filled)):
        made = actions.check(files.read(content), by=who["analyst"])
        assert made.report["problems"] == []
        assert files.fates(made) == {
            "families": (1, 1, 0, 0), "people": (2, 2, 0, 0), "agreements": (1, 1, 0, 0), "goals": (1, 1, 0, 0),
            "contacts": (1, 1, 0, 0),
        }  # fmt: skip
        assert [one["difference"] for one in made.report["totals"]] == [0]
    actions.sign(made, by=who["manager"])
    actions.bring(files.read(content), by=who["analyst"])
    case = Case.objects.get()
    assert (case.state, case.council_key, case.family.team.name) == ("active", "EX-0001", "Northside")
    assert (case.agreed_on.isoformat(), case.active_on.isoformat()) == ("2026-01-12", "2026-03-02")
    assert Goal.objects.get().state == "in_progress"
    assert Contact.objects.get().seen.count() == 2


def test_the_empty_template_holds_no_row(who):
    for content in (template.workbook(words_of_site()), template.tables(words_of_site())):
        made = actions.check(files.read(content), by=who["analyst"])
        assert {one for counts in files.fates(made).values() for one in counts} == {0}
        with pytest.raises(ImportRefusedError, match="TF-IMPORT-004"):
            actions.sign(made, by=who["manager"])


def test_two_hundred_cases_are_brought_in_and_reconcile_to_the_row(who):
    content = files.workbook(files.rows(200, lead=who["lead"].email))
    made = files.brought(content, who)
    assert made.state == BROUGHT
    assert files.fates(made) == {
        "families": (200, 200, 0, 0), "people": (800, 800, 0, 0), "agreements": (200, 200, 0, 0),
        "goals": (200, 200, 0, 0), "contacts": (200, 200, 0, 0),
    }  # fmt: skip
    counted = [
        (Family, 200), (Person, 800), (Member, 800), (Case, 200), (AgreementToTakePart, 200), (Plan, 200), (Goal, 200),
        (Contact, 200), (Involvement, 200), (Acceptance, 200),
    ]  # fmt: skip
    assert [(model, model.objects.count()) for model, _ in counted] == counted
    assert Family.history.count() == 200
    assert Family.history.first().history_user == who["analyst"]
    step = Step.objects.first()
    assert (step.code, step.after, step.taken_by, step.signed_by) == (
        "brought_in", "active", who["analyst"].pk, who["manager"].pk,
    )  # fmt: skip
    assert Acceptance.objects.filter(accepted_at__isnull=False).count() == 200
    # Each family, case and plan is in the audit as the importer's.
    for action in ("family.make", "case.bring_in", "plan.bring_in"):
        assert AuditEvent.objects.filter(action=action, worker=who["analyst"].pk).count() == 200


def test_a_second_time_everything_is_there_already(who):
    content = files.workbook(files.rows(3))
    files.brought(content, who)
    again = files.workbook(files.rows(4))
    made = actions.check(files.read(again), by=who["matching"])
    assert files.fates(made)["families"] == (4, 1, 3, 0)
    assert files.fates(made)["people"] == (16, 4, 12, 0)
    assert files.fates(made)["goals"] == (4, 1, 3, 0)
    assert made.report["problems"] == []


def test_a_dry_run_writes_nothing(who):
    make.family(make.person("Known", "Invented"))
    content = files.workbook(files.rows(5, lead=who["lead"].email))
    before = tables()
    actions.check(files.read(content), by=who["analyst"])
    assert tables() == before
    assert Import.objects.get().report["sheets"][0]["made"] == 5


def test_the_comparison_would_see_a_write(who):
    before = tables()
    files.brought(files.workbook(files.rows(1)), who)
    assert tables() != before


def test_only_the_very_file_that_was_signed_is_brought(who):
    content, other = files.workbook(files.rows(2)), files.workbook(files.rows(3))
    made = actions.check(files.read(content), by=who["analyst"])
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-005"):
        actions.bring(files.read(content), by=who["analyst"])
    actions.sign(made, by=who["governance"])
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-005"):
        actions.bring(files.read(other), by=who["analyst"])
    assert not Family.objects.exists()
    actions.bring(files.read(content), by=who["analyst"])
    assert Family.objects.count() == 2
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-005"):
        actions.bring(files.read(content), by=who["analyst"])


def test_nobody_signs_what_they_looked_at_or_brings_what_they_signed(who):
    both = make.worker("desk_analyst")
    make.Appointment.objects.create(worker=both, role="manager", because="a test")
    content = files.workbook(files.rows(1))
    made = actions.check(files.read(content), by=both)
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-003"):
        actions.sign(made, by=both)
    second = actions.check(files.read(content), by=who["analyst"])
    actions.sign(second, by=both)
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-006"):
        actions.bring(files.read(content), by=both)
    assert not Family.objects.exists()


@pytest.mark.parametrize("role", ["adult_lead", "triage", "audit", "sysadmin", "partner"])
def test_nobody_else_brings_or_signs(who, role):
    other, content = make.worker(role), files.workbook(files.rows(1))
    for act in (actions.check, actions.bring):
        with pytest.raises(NotAllowedError):
            act(files.read(content), by=other)
    made = actions.check(files.read(content), by=who["analyst"])
    with pytest.raises(NotAllowedError):
        actions.sign(made, by=other)
    with pytest.raises(NotAllowedError):
        actions.sign(made, by=who["matching"])
    with pytest.raises(NotAllowedError):
        actions.bring(files.read(content), by=who["manager"])


def test_what_changed_since_it_was_signed_is_looked_at_anew(who):
    content = files.workbook(files.rows(2, lead=who["lead"].email))
    made = actions.check(files.read(content), by=who["analyst"])
    actions.sign(made, by=who["manager"])
    who["lead"].appointments.all().delete()
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-007"):
        actions.bring(files.read(content), by=who["analyst"])
    assert not Family.objects.exists()
    assert Import.objects.get().state == SIGNED


def test_a_lead_who_is_close_to_a_family_is_not_made_its_lead_and_nobody_is_told_here(who):
    filled = files.rows(2, lead=who["lead"].email)
    child = filled["people"][2]
    born = files.timezone.datetime.strptime(child["born"], "%d/%m/%Y").date()
    mark = person_fingerprint(child["first_name"], child["last_name"], born)
    RelativeDeclared.objects.create(worker=who["lead"], fingerprint=mark, kind="relative")
    made = files.brought(files.workbook(filled), who)
    assert Conflict.objects.get().worker == who["lead"]
    assert not Involvement.objects.filter(family=Conflict.objects.get().family_id).exists()
    assert Involvement.objects.count() == 1
    assert made.report["problems"] == []


def test_control_totals_are_compared_by_team_and_state(who):
    filled = files.rows(3)
    filled["totals"] = [
        {"team": "Northside", "state": "Active", "families": "4"},
        {"team": "Northside", "state": "Considered", "families": "1"},
    ]
    made = actions.check(files.read(files.workbook(filled)), by=who["analyst"])
    found = {
        (one["team"], one["state"]): (one["told"], one["made"], one["difference"]) for one in made.report["totals"]
    }
    assert found == {("Northside", "active"): (4, 3, -1), ("Northside", "considered"): (1, 0, -1)}


def test_queries_grow_by_the_family_and_no_faster(who):
    def asked(count, first):
        content = files.workbook(files.rows(count, lead=who["lead"].email, first=first))
        made = actions.check(files.read(content), by=who["analyst"])
        actions.sign(made, by=who["manager"])
        read = files.read(content)
        with CaptureQueriesContext(connection) as queries:
            actions.bring(read, by=who["analyst"])
        return len(queries)

    ten, twenty, forty = asked(10, 0), asked(20, 100), asked(40, 200)
    assert (forty - twenty) <= 2 * (twenty - ten) * 1.1
    # An event of the audit each for a family, its case and its plan, and a reference that nobody has.
    assert (forty - twenty) / 20 <= 5


def test_a_dry_run_asks_as_many_queries_for_forty_families_as_for_ten(who):
    def asked(count):
        read = files.read(files.workbook(files.rows(count)))
        with CaptureQueriesContext(connection) as queries:
            actions.check(read, by=who["analyst"])
        return len(queries)

    asked(1)
    assert asked(10) == asked(40)
