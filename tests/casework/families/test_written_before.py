"""Texts that stand on a file before somebody says that a place must stay secret: put aside from that moment on."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.families.test_quarantine import SAFE
from tests.casework.meetings.around import Around, day
from tests.casework.posting.world import build
from tests.casework.referrals.asked import asked, screened
from tests.casework.test_planted_safe_address import said, tells, walked_by
from thinkfamily.casework.access.models import Notice, Quarantined
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Step
from thinkfamily.casework.families import quarantine
from thinkfamily.casework.families import safe_address as kept
from thinkfamily.casework.families.actions.corrections import put_in
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.models import Correction, Family, Person, Statement
from thinkfamily.casework.families.written_before import (
    NOBODY,
    look_through_all,
    look_through_recent,
    put_aside_written,
)
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.models import Action, Goal
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.retention.everything import everything
from thinkfamily.casework.secrets.written import NOTHING, Written, WrittenJSON, read_by
from thinkfamily.casework.sharing import actions as sharing

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
# However it is spelt, short enough for every column.
SPELT = "At 77, ZÉPHYRQUINCE mews"
PARTS = ("zéphyrquince", "zephyrquince", "z\\xe9phyrquince", "z\\u00e9phyrquince")


def write_everywhere(family: Family) -> int:
    """Write the place into every column that somebody writes, of every row of a file and of its past; into how many."""
    rows = everything([family.pk]) | {Referral: dict.fromkeys(family.referrals.values_list("pk", flat=True))}
    items = dict(quarantine.KINDS.values())
    count = 0
    for model, keys in rows.items():
        names: list[str] = [*items.get(model, ())]
        new: dict[str, object] = dict.fromkeys(names, SPELT)
        for column in model._meta.concrete_fields:
            if isinstance(column, Written):
                new[column.attname] = {"why": SPELT, "when": "2026-01-02"} if isinstance(column, WrittenJSON) else SPELT
        if new:
            for column, text in new.items():
                # What has to be empty as things stand is left as it is.
                with suppress(IntegrityError), transaction.atomic():
                    count += model._base_manager.filter(pk__in=list(keys)).update(**{column: text})
    return count


def open_tables() -> set[str]:
    """The tables that hold the place in clear."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            told = repr(cursor.fetchall()).lower()
            found |= {table} if any(part in told for part in PARTS) else set()
    return found


def written_in(model):
    """The columns of a table in which somebody writes, but for those of an item that is put aside whole."""
    whole = {name for one, names in quarantine.KINDS.values() if one is model for name in names}
    return [each for each in model._meta.fields if isinstance(each, Written) and each.name not in whole]


def holds_it(model, column):
    """Whether a column of a table holds the place in clear."""
    names = connection.ops.quote_name(column), connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("select {} from {}".format(*names))
        told = repr(cursor.fetchall()).lower()
    return any(part in told for part in PARTS)


def client_of(worker):
    client = Client(raise_request_exception=False)
    client.force_login(worker)
    return client


@pytest.fixture
def at():
    at = Around()
    at.unnamed = make.worker("child_lead")
    make.involve(at.unnamed, at.family, "child_lead")
    at.colleague = make.worker("partner", at=at.school)
    make.involve(at.colleague, at.family, "partner")
    at.governance = make.worker("governance")
    return at


def keep_secret(at, text=SAFE):
    return kept.record_one(by=at.lead, family=at.family, person=at.ada, text=text, named=[at.lead])


def test_a_place_that_every_text_of_a_file_tells_is_read_on_no_page_from_the_moment_it_is_recorded(tmp_path):
    world = build(tmp_path)
    file, lead = world.words["file"], world.who["lead"]
    # A second file of one of the two whose texts tell it, and a request for help that led to the first.
    ada = Person.objects.get(pk=world.words["ada"])
    second = make.family(ada, make.person("Cy", born=date(1991, 2, 3)))
    make.statement(second, "Recorded elsewhere.", recorded_by=world.who["stranger"].pk)
    Family.objects.filter(pk=second.pk).update(summary=SPELT)
    Statement.objects.filter(family=second).update(text=SPELT)
    Referral.objects.filter(pk=world.ids["untold_id"]).update(family=file)
    assert write_everywhere(file) > 150
    looked = {model for model in apps.get_models() if any(isinstance(one, Written) for one in model._meta.fields)}
    assert len(open_tables()) > 30
    kept.record_one(by=lead, family=file, person=ada, text=SAFE, named=[lead])
    items = {model._meta.db_table for model, _names in quarantine.KINDS.values()}
    assert open_tables() <= items, "an item is put aside whole, and keeps its own text"
    # An item can have such a column too, in which each text is put aside by itself: the answers given with a contact.
    assert not [(model, each.name) for model in looked for each in written_in(model) if holds_it(model, each.column)]
    for model, names in quarantine.KINDS.values():
        for row in model._base_manager.filter(**dict.fromkeys(names[:1], SPELT)):
            assert Quarantined.objects.filter(item=row.pk).exists(), model
    assert Quarantined.objects.filter(family=second).count() == 2
    # Whoever wrote nothing of it, in each way that a file is read.
    readers = {role: make.worker(role) for role in ("adult_lead", "child_lead", "governance", "partner", "audit")}
    for role, worker in readers.items():
        make.involve(worker, file, role)
        make.involve(worker, second, role)
    walked = 0
    for role, worker in readers.items():
        client = client_of(worker)
        for route in walked_by(worker):
            if "GET" not in route.door.verbs:
                continue
            urls = [route.url(file.pk), *([route.url(second.pk)] if route.has_family else [])]
            for url in urls:
                for name, value in world.ids.items():
                    if f"<uuid:{name}>" in route.path:
                        url = url.replace("00000000-0000-4000-8000-000000000000", str(value), 1)
                answer = said(client.get(url))
                walked += 1
                assert not tells(answer), (role, url)
                assert "zéphyrquince".encode() not in answer.lower(), (role, url)
    assert walked > 400
    assert not any(tells(vars(event)) for event in AuditEvent.objects.all())


def test_who_wrote_it_goes_on_seeing_it_and_nobody_else_does(at):
    made = plans.ask(
        at.case,
        plans.Asked(text="Ring", kind="support", owner=f"worker:{at.teacher.pk}", due_on=day(9), category="education"),
        by=at.lead,
    )
    plans.answer_action(at.family, made.pk, step="refuse", because=f"She is at {SAFE}.", by=at.teacher)
    goal = plans.propose_goal(at.case, plans.GoalWords(text=f"Home from {SAFE}"), by=at.unnamed)
    spoken = record_statement(
        at.family, Said(kind="fact", text=f"Seen at {SAFE}.", source="A call", category="other"), by=at.unnamed
    )
    # Somebody else saves its row in the meantime: who wrote it is whoever did so first.
    row = Goal.objects.get(pk=goal.pk)
    row.baseline, row._history_user = "Late", at.lead
    row.save()
    sharing.record_basis(at.family, basis="public_task", purpose=f"For {SAFE}", by=at.unnamed)
    assert not Quarantined.objects.exists()
    address = keep_secret(at)
    assert open_tables() == {"families_statement"}
    for who, reads in ((at.teacher, True), (at.unnamed, False), (at.lead, False), (at.colleague, False)):
        with read_by(who):
            assert (SAFE in Action.objects.get(pk=made.pk).because) == reads, who
    for who, reads in ((at.unnamed, True), (at.lead, False), (at.teacher, False)):
        with read_by(who):
            assert (SAFE in Goal.objects.get(pk=goal.pk).text) == reads
            assert all((SAFE in one.text) == reads for one in Goal.history.filter(id=goal.pk))
    assert Goal.objects.get(pk=goal.pk).text == NOTHING
    page = f"/families/{at.family.pk}/"
    assert b"Zephyrquince" in client_of(at.unnamed).get(page).content
    for who in (at.manager, at.teacher, at.colleague):
        assert b"Zephyrquince" not in client_of(who).get(page).content
    rows = {row.item: row for row in quarantine.quarantined(by=at.lead, family=at.family)}
    assert spoken.pk in rows
    assert {row.author for row in rows.values()} == {at.teacher.pk, at.unnamed.pk}
    assert all(row.about == [str(address)] for row in rows.values())
    told = [quarantine.reveal(by=at.lead, family=at.family, item=item) for item in rows]
    assert sorted(told) == sorted([
        f"She is at {SAFE}.", f"Home from {SAFE}", f"Seen at {SAFE}.\n\nA call", f"For {SAFE}",
    ])  # fmt: skip
    assert Notice.objects.filter(kind="place_told", to=at.lead).count() == 1, "told once of all of it"
    assert set(Notice.objects.filter(kind="place_told").values_list("to", flat=True)) == {at.lead.pk}
    shown = client_of(at.lead).get(f"/families/{at.family.pk}/safe-address/").content.decode()
    assert shown.count("Show it once") == len(rows)
    # What is put aside stays so, whoever looks again.
    assert put_aside_written([at.family.pk]) == look_through_all() == look_through_recent() == 0


def test_on_another_file_of_the_same_person_information_governance_reads_it(at):
    other = make.family(at.ada, make.person("Cy", born=date(1991, 2, 3)), of=make.team("Southside"))
    theirs = make.worker("adult_lead")
    make.involve(theirs, other, "adult_lead")
    make.statement(other, f"Ada is at {SAFE}.", recorded_by=theirs.pk)
    colleague = make.worker("child_lead")
    make.involve(colleague, other, "child_lead")
    make.involve(at.governance, other, "governance")
    keep_secret(at)
    [row] = Quarantined.objects.filter(family=other)
    page = f"/families/{other.pk}/"
    assert b"Zephyrquince" in client_of(theirs).get(page).content
    assert b"Zephyrquince" not in client_of(colleague).get(page).content
    assert Notice.objects.filter(kind="place_told", to=at.governance, about=row.pk).exists()
    assert not Notice.objects.filter(kind="place_told", to__in=[theirs.pk, colleague.pk, at.lead.pk]).exists()
    assert quarantine.reveal(by=at.governance, family=other, item=row.pk) == f"Ada is at {SAFE}."
    assert quarantine.quarantined(by=theirs, family=other) == []


def test_when_somebody_is_put_into_a_family_what_stands_there_and_the_reason_are_looked_at(at):
    keep_secret(at)
    other = make.family(make.person("Cy", born=date(1991, 2, 3)), of=at.team)
    make.involve(at.unnamed, other, "child_lead")
    make.involve(at.unnamed, at.family, "child_lead")
    Family.objects.filter(pk=other.pk).update(summary=f"They visit {SAFE}.")
    put_in(other, at.ada.pk, role="adult", residence="away", from_on=day(0), why=f"She is at {SAFE}.", by=at.unnamed)
    assert open_tables() == set()
    assert Correction.objects.get().why == Family.objects.get(pk=other.pk).summary == NOTHING
    with read_by(at.unnamed):
        assert SAFE in Correction.objects.get().why
    assert Quarantined.objects.filter(family=other, author=NOBODY).count() == 1, "nobody can say who wrote the summary"


def test_a_request_is_triages_until_it_is_decided_on_and_a_step_up_is_read_until_then(at):
    triage = make.worker("triage")
    request = screened(asked(by=at.teacher, happening=f"She hides at {SAFE}."), triage)
    Referral.objects.filter(pk=request.pk).update(family=at.family)
    cases.take_step(at.case, "step_up", why=f"He is on his way to {SAFE}.", by=at.teacher)
    keep_secret(at)
    assert SAFE in Referral.objects.get(pk=request.pk).happening
    assert SAFE in str(Step.objects.get(code="step_up").content)
    requests.advise(Referral.objects.get(pk=request.pk), because="Known.", told="Thank you.", by=triage)
    assert Referral.objects.get(pk=request.pk).happening == NOTHING
    with read_by(at.teacher):
        assert SAFE in Referral.objects.get(pk=request.pk).happening
    page = reverse("referrals:receipt", args=[request.pk])
    assert b"Zephyrquince" in client_of(at.teacher).get(page).content
    type(at.case).objects.filter(pk=at.case.pk).update(side="going")
    assert look_through_all() == 1
    assert SAFE not in str(Step.objects.get(code="step_up").content)


def test_what_came_while_it_was_recorded_is_found_within_the_hour(at):
    keep_secret(at)
    Family.objects.filter(pk=at.family.pk).update(summary=f"At {SAFE}.")
    assert look_through_recent() == 1
    assert Family.objects.get(pk=at.family.pk).summary == NOTHING
    assert Notice.objects.filter(kind="place_told", to=at.lead).exists()


def test_what_an_agency_restricts_is_found_and_put_before_information_governance(at):
    kit = at.kit
    kit.addresses.create(text="77 Zephyrquince Mews", postcode="ZZ98 7QX")
    Family.objects.filter(pk=at.family.pk).update(summary=f"At {SAFE}.")
    Person.objects.filter(pk=kit.pk).update(is_restricted=True)
    assert look_through_all() == 1
    assert Family.objects.get(pk=at.family.pk).summary == NOTHING
    assert Notice.objects.filter(kind="place_told", to=at.governance).exists()


def test_a_text_put_aside_for_one_place_is_put_before_those_named_for_another_too(at):
    first = keep_secret(at, "9 Harpsichord Yard, Nowhereshire")
    made = sharing.record_basis(
        at.family, basis="public_task", purpose=f"9 Harpsichord Yard, then {SAFE}", by=at.unnamed
    )
    second = kept.record_one(by=at.manager, family=at.family, person=at.ada, text=SAFE, named=[at.manager])
    assert sorted(Quarantined.objects.get().about) == sorted([str(first), str(second)])
    assert [row.item for row in quarantine.quarantined(by=at.manager, family=at.family)]
    assert Notice.objects.filter(kind="place_told", to=at.manager).exists()
    assert made.purpose == NOTHING or SAFE in made.purpose


def test_it_asks_as_often_however_much_is_written(at):
    def asked_for(texts: int) -> int:
        for _ in range(texts):
            sharing.record_basis(at.family, basis="public_task", purpose=f"For {SAFE}", by=at.unnamed)
            make.statement(at.family, f"At {SAFE}.", recorded_by=at.unnamed.pk)
        address = None
        with CaptureQueriesContext(connection) as asked:
            address = keep_secret(at)
        kept.end(by=at.lead, family=at.family, address=kept.one(by=at.lead, family=at.family, pk=address))
        Quarantined.objects.all().delete()
        return len(asked)

    asked_for(1)  # what is asked once and kept
    counts = [asked_for(1), asked_for(12)]
    assert counts[0] == counts[1]
    assert counts[0] < 200


def test_every_table_that_somebody_writes_in_has_a_way_to_its_file():
    from thinkfamily.casework.families.written_before import _tables, _way

    tables: list[type[Model]] = [model for model in _tables() if model is not Person and model is not Family]
    assert len(tables) > 35
    ways = {model._meta.label: _way(model) for model in tables}
    assert all(way.split("__")[-1] == "family" for way in ways.values()), ways
