"""A signed family stands in casework exactly once, whatever was interrupted between the two stores."""

from __future__ import annotations

import sys

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.consideration import desk
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import Candidate, Decision, Print, Purge, TakenUp
from thinkfamily.casework.families.models import Family, Person

pytestmark = desk.BOTH
# The package's name for it is that of the function.
module = sys.modules["thinkfamily.casework.consideration.actions.promote"]


class StoppedError(Exception):
    """The process ended here."""


@pytest.fixture
def manager():
    return make.worker("manager", of=make.team())


@pytest.fixture
def told(tmp_path):
    told = desk.families(3)
    for each in told:
        each.area = "Fable North"
    desk.brought(tmp_path, told)
    return told


@pytest.fixture
def batch(told, manager):
    analyst = make.worker("desk_analyst")
    for each, outcome in zip(told, ("consider", "consider", "not_now"), strict=True):
        made = desk.decided(each, outcome, analyst)
    return desk.signed(made.batch, manager)


def all_is_as_it_should_be(told) -> None:
    taken = {each.handle for each in told[:2]}
    assert {family.handle for family in Family.objects.all()} == taken
    assert sorted(Case.objects.values_list("family__handle", "state")) == [
        (each, "considered") for each in sorted(taken)
    ]
    assert set(TakenUp.objects.values_list("handle", flat=True)) == taken
    assert [each.handle for each in Candidate.objects.all()] == [told[2].handle]
    assert Purge.objects.count() >= 1
    assert sum(purge.taken_up for purge in Purge.objects.all()) == 2
    for handle in (member.handle for each in told[:2] for member in each.members):
        assert Person.objects.filter(handle=handle).count() == 1
        assert not Print.objects.filter(fingerprint=handle).exists()


def test_taking_up_brings_the_family_and_nobody_else(told, batch, manager) -> None:
    assert actions.promote(batch.pk, by=manager) == 2
    all_is_as_it_should_be(told)
    family = Family.objects.get(handle=told[0].handle)
    assert family.team == make.team(), "the team whose wards hold the area"
    assert {member.person.first_name for member in family.members.all()} == {"Testa0", "Sampla0"}
    assert family.cases.get().why == desk.WHY
    assert not Person.objects.filter(handle__in=[member.handle for member in told[2].members]).exists()


def test_both_audits_say_so(told, batch, manager) -> None:
    actions.promote(batch.pk, by=manager)
    taken = Family.objects.get(handle=told[0].handle)
    in_casework = AuditEvent.objects.get(action="family.take_up", family=taken.pk)
    at_desk = AuditEvent.objects.using("candidates").filter(action="candidate.take_up")
    assert in_casework.worker == manager.pk
    assert at_desk.count() == 2
    assert any(event.others[0] in in_casework.others for event in at_desk), "they name one decision"


def test_again_changes_nothing(told, batch, manager) -> None:
    actions.promote(batch.pk, by=manager)
    assert actions.promote(batch.pk, by=manager) == 0
    all_is_as_it_should_be(told)


@pytest.mark.parametrize("step", ["take_up", "open_case", "record", "TakenUp.objects.get_or_create", "erase"])
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("turn", [1, 2])
def test_stopped_anywhere_it_completes_once(told, batch, manager, monkeypatch, step, moment, turn) -> None:
    """The step is reached ``turn`` times, and the process ends before or after it."""
    where, _, name = f"thinkfamily.{step}".rpartition(".")
    owner = module.TakenUp.objects if "TakenUp" in where else module
    real, calls = getattr(owner, name), []

    def stops(*args, **kwargs):
        calls.append(1)
        if len(calls) == turn and moment == "before":
            raise StoppedError
        made = real(*args, **kwargs)
        if len(calls) == turn:
            raise StoppedError
        return made

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, stops)
        if step == "erase" and turn == 2:
            actions.promote(batch.pk, by=manager)
        else:
            with pytest.raises(StoppedError):
                actions.promote(batch.pk, by=manager)
    if Decision.objects.filter(batch=batch.pk).exists():
        actions.promote(batch.pk, by=manager)
    all_is_as_it_should_be(told)


def test_an_interruption_is_shown_and_finished_on_the_page(told, batch, manager, client, monkeypatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(module, "erase", lambda *_: (_ for _ in ()).throw(StoppedError))
        patched.setattr(module, "record", lambda *_, **__: (_ for _ in ()).throw(StoppedError))
        with pytest.raises(StoppedError):
            actions.promote(batch.pk, by=manager)
    client.force_login(manager)
    where = reverse("desk:batch", args=[batch.pk])
    assert b"interrupted" in client.get(reverse("desk:queue")).content
    assert b"Finish taking up" in client.get(where).content
    assert client.post(where).status_code == 302
    all_is_as_it_should_be(told)


def test_an_area_of_no_team_waits_for_triage(tmp_path, manager) -> None:
    told = desk.families(1)
    told[0].area = None
    desk.brought(tmp_path, told)
    made = desk.decided(told[0], "consider", make.worker("desk_analyst"))
    actions.promote(desk.signed(made.batch, manager).pk, by=manager)
    assert Family.objects.get().team is None
