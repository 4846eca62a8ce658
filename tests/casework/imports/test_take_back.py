"""A whole import is taken back to the byte, by two people, as long as nobody has worked on any of its families."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.imports import files
from tests.casework.imports.tables import tables
from thinkfamily.casework.access.models import Conflict, Notice, RelativeDeclared
from thinkfamily.casework.access.permissions import NotAllowedError
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family, Member, NameToken, Person
from thinkfamily.casework.imports import actions
from thinkfamily.casework.imports.machine import BROUGHT, TAKEN_BACK
from thinkfamily.casework.imports.models import BroughtFamily, Import
from thinkfamily.casework.imports.problems import ImportRefusedError
from thinkfamily.casework.plans.models import Contact, Goal
from thinkfamily.casework.secrets.fingerprints import person_fingerprint

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


@pytest.fixture
def who():
    return files.people()


@pytest.fixture
def beside(who):
    """A borough that has families of its own, one with a lead, some with statements."""
    for number in range(3):
        family = make.family(make.person(f"Own{number}", "Beside"), make.person("Ada", "Beside", None))
        make.involve(who["lead"], family, "adult_lead")
        make.statement(family, "Recorded before.")


def asked_back(made, who):
    return actions.ask_back(made, because="The wrong team.", by=who["analyst"])


def test_everything_that_an_import_made_is_removed_to_the_byte(who, beside):
    filled = files.rows(20, lead=who["lead"].email)
    child = filled["people"][2]
    born = timezone.datetime.strptime(child["born"], "%d/%m/%Y").date()
    mark = person_fingerprint(child["first_name"], child["last_name"], born)
    RelativeDeclared.objects.create(worker=who["manager"], fingerprint=mark, kind="relative")
    content = files.workbook(filled)
    made = actions.check(files.read(content), by=who["analyst"])
    actions.sign(made, by=who["governance"])
    before = tables()
    actions.bring(files.read(content), by=who["analyst"])
    now = tables()
    # What an import writes reaches far: also a conflict that was found, and the notice of it.
    for model in (Family, Person, Member, NameToken, Case, Goal, Contact, Conflict, Notice, BroughtFamily):
        assert now[f"default.{model._meta.db_table}"] != before[f"default.{model._meta.db_table}"]
    assert now["default.families_historicalfamily"] != before["default.families_historicalfamily"]
    asked_back(made, who)
    actions.answer_back(made, answer="yes", by=who["governance"])
    assert tables() == before
    row = Import.objects.get()
    assert (row.state, row.back_asked_by, row.back_signed_by) == (TAKEN_BACK, who["analyst"].pk, who["governance"].pk)
    told = list(AuditEvent.objects.filter(kind="import").order_by("pk").values_list("action", flat=True))
    assert [one for one in told if one != "import.check"] == [
        "import.sign", "import.bring", "import.ask_back", "import.take_back",
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="family.make").count() == 20
    assert AuditEvent.objects.filter(action="family.take_back").count() == 20


def test_the_same_file_can_be_brought_again_afterwards(who):
    content = files.workbook(files.rows(2))
    made = files.brought(content, who)
    asked_back(made, who)
    actions.answer_back(made, answer="yes", by=who["governance"])
    assert not Family.objects.exists()
    files.brought(content, who)
    assert Family.objects.count() == 2


def of_row(number):
    return Family.objects.get(pk=BroughtFamily.objects.get(number=number).family)


def _statement(family, who):
    make.statement(family)


def _allocated(family, who):
    make.involve(who["lead"], family, "child_lead")


def _changed(family, who):
    Contact.objects.filter(family=family).update(text="Put right.")


def _removed(family, who):
    Goal.objects.get(family=family).delete()


def _restricted(family, who):
    make.restrict(family, who["governance"])


def _account(family, who):
    make.worker(None, person_id=family.members.first().person_id)


def _joined(family, who):
    Member.objects.create(
        family=make.family(),
        person=family.members.first().person,
        role="child",
        residence="elsewhere",
        known_by="a test",
    )


def _case_moved(family, who):
    case = Case.objects.get(family=family)
    Case.objects.filter(pk=case.pk).update(side="paused", paused_until_on=timezone.localdate() + timedelta(days=9))


@pytest.mark.parametrize(
    "work", [_statement, _allocated, _changed, _removed, _restricted, _account, _joined, _case_moved]
)
def test_an_import_that_was_worked_on_stays_whole_and_says_where(who, work):
    made = files.brought(files.workbook(files.rows(5, lead=who["lead"].email)), who)
    work(of_row(4), who)
    with pytest.raises(ImportRefusedError) as refused:
        asked_back(made, who)
    assert refused.value.code == "TF-IMPORT-012"
    assert refused.value.rows == (4,)
    assert "rows 4 of the sheet Families" in refused.value.found
    assert Import.objects.get().state == BROUGHT


def test_work_between_the_two_people_stops_it_too(who):
    made = files.brought(files.workbook(files.rows(3)), who)
    asked_back(made, who)
    make.statement(of_row(2))
    make.statement(of_row(3))
    before = tables()
    with pytest.raises(ImportRefusedError) as refused:
        actions.answer_back(made, answer="yes", by=who["governance"])
    assert refused.value.rows == (2, 3)
    assert tables() == before


def test_looking_at_a_family_is_no_work_on_it(who, client):
    made = files.brought(files.workbook(files.rows(2, lead=who["lead"].email)), who)
    client.force_login(who["lead"])
    assert client.get(f"/families/{of_row(2).pk}/").status_code == 200
    assert client.get(f"/families/{of_row(2).pk}/case/").status_code == 200
    asked_back(made, who)


def test_two_people_take_it_back(who):
    both = make.worker("desk_analyst")
    make.Appointment.objects.create(worker=both, role="manager", because="a test")
    made = files.brought(files.workbook(files.rows(1)), who)
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-010"):
        actions.answer_back(made, answer="yes", by=who["governance"])
    actions.ask_back(made, because="The wrong team.", by=both)
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-011"):
        actions.answer_back(made, answer="yes", by=both)
    for other in (who["lead"], who["analyst"]):
        with pytest.raises(NotAllowedError):
            actions.answer_back(made, answer="yes", by=other)
    actions.answer_back(made, answer="no", by=who["governance"])
    assert Import.objects.get().state == BROUGHT
    assert Family.objects.count() == 1
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-009"):
        actions.ask_back(made, because="  ", by=both)


def test_one_import_is_taken_back_and_another_stays(who):
    first = files.brought(files.workbook(files.rows(3)), who)
    between = tables()
    second = files.brought(files.workbook(files.rows(3, first=50)), who)
    asked_back(second, who)
    actions.answer_back(second, answer="yes", by=who["governance"])
    assert tables() == between
    assert BroughtFamily.objects.filter(of_import=first).count() == 3
