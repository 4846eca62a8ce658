"""A restricted file always has a custodian who can lift it, and nobody else comes to see it when that one goes."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.days import in_days
from thinkfamily.casework.access.actions import restriction as actions
from thinkfamily.casework.access.actions.custody import pass_on_lapsed
from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.actions.sightings import gather_sightings
from thinkfamily.casework.access.models import Notice, Restriction
from thinkfamily.casework.access.queries.people import may
from thinkfamily.casework.agencies import actions as accounts
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.record import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def sysadmin():
    return make.worker("sysadmin")


@pytest.fixture
def keeper():
    return make.worker("governance")


def lapse(who):
    Worker.objects.filter(pk=who.pk).update(account_until=in_days(0))


def custodian_of(row):
    return Restriction.objects.get(pk=row.pk).custodian


def test_who_keeps_restricted_files_cannot_leave_before_they_are_handed_over(sysadmin, keeper):
    family, other = make.family(), make.worker("governance")
    rows = [make.restrict(family, keeper), make.restrict(make.family(), keeper)]
    with pytest.raises(ValidationError) as raised:
        accounts.end_account(keeper, by=sysadmin, on=in_days(5), because="Leaves.")
    said = " ".join(raised.value.messages)
    assert "2 restricted files" in said
    assert "Restrictions you keep" in said
    assert family.reference not in said
    for row in rows:
        actions.change_named(by=keeper, restriction=row, custodian=other, named=[])
    accounts.end_account(keeper, by=sysadmin, on=in_days(5), because="Leaves.")


def test_an_account_that_is_to_last_longer_is_not_asked_for_what_it_keeps(sysadmin, keeper):
    make.restrict(make.family(), keeper)
    Worker.objects.filter(pk=keeper.pk).update(account_until=in_days(5))
    keeper.refresh_from_db()
    accounts.end_account(keeper, by=sysadmin, on=in_days(9), because="Stays.")


def test_a_custodians_role_ends_only_where_they_can_keep_by_another(keeper):
    by = make.worker("governance")
    make.restrict(make.family(), keeper)
    role = keeper.appointments.get()
    with pytest.raises(ValidationError):
        accounts.end_appointment(role, by=by, on=in_days(0), because="Moves.")
    manages = Appointment.objects.create(worker=keeper, role="manager", because="a test", until_on=in_days(0))
    with pytest.raises(ValidationError):
        accounts.end_appointment(role, by=by, on=in_days(0), because="Moves.")
    Appointment.objects.filter(pk=manages.pk).update(until_on=None)
    accounts.end_appointment(role, by=by, on=in_days(0), because="Moves.")
    assert custodian_of(Restriction.objects.get()) == keeper


def test_an_account_that_must_end_at_once_passes_custody_to_who_is_named_and_to_nobody_else(sysadmin, keeper):
    family, other, third = make.family(), make.worker("governance"), make.worker("governance")
    row = make.restrict(family, keeper)
    with pytest.raises(ValidationError) as raised:
        accounts.retire_account(keeper, by=sysadmin, because="Dismissed.")
    assert list(raised.value.error_dict) == ["keeper"]
    assert Worker.objects.get(pk=keeper.pk).is_active
    accounts.retire_account(keeper, by=sysadmin, because="Dismissed.", keeper=third)
    assert custodian_of(row) == third
    assert [(one.to, one.kind) for one in Notice.objects.all()] == [(third, "custody_passed")]
    assert may(third, family, "restriction.keep")
    assert not may(other, family, "family.find")
    event = AuditEvent.objects.get(action="restriction.pass_on")
    assert (event.worker, event.others, event.fields) == (sysadmin.pk, [str(keeper.pk), str(third.pk)], ["custodian"])
    actions.change_named(by=third, restriction=row, custodian=other, named=[])


@pytest.mark.parametrize("who", ["manager", "retired", "oneself", "themselves"])
def test_custody_passes_to_nobody_who_gains_by_it_or_cannot_keep_it(keeper, who):
    by = make.worker("sysadmin")
    Appointment.objects.create(worker=by, role="governance", because="a test")
    make.worker("governance")
    row = make.restrict(make.family(), keeper)
    named = {"manager": make.worker("manager"), "oneself": by, "themselves": keeper}
    wrong = named.get(who) or make.worker("governance", is_active=False)
    with pytest.raises(ValidationError):
        accounts.retire_account(keeper, by=by, because="Dismissed.", keeper=wrong)
    assert custodian_of(row) == keeper


def test_who_is_close_to_the_family_is_passed_over_and_whoever_named_them_learns_nothing(client, sysadmin, keeper):
    close, other = make.worker("governance"), make.worker("governance")
    mine, else_ = make.restrict(make.family(), keeper), make.restrict(make.family(), keeper)
    make.conflict(close, mine.family)
    client.force_login(sysadmin)
    page = reverse("organisation_account_retire", args=[keeper.pk])
    assert close.name in client.get(page).content.decode()
    assert client.post(page, {"because": "Dismissed.", "keeper": ""}).status_code == 200
    assert client.post(page, {"because": "Dismissed.", "keeper": str(close.pk)}).status_code == 302
    assert (custodian_of(mine), custodian_of(else_)) == (other, close)


def test_of_who_keeps_nothing_the_page_asks_nothing(client, sysadmin, keeper):
    client.force_login(sysadmin)
    page = reverse("organisation_account_retire", args=[keeper.pk])
    assert "restricted" not in client.get(page).content.decode()
    assert client.post(page, {"because": "Left."}).status_code == 302


def test_where_nobody_else_is_of_information_governance_an_account_ends_and_custody_waits(sysadmin, keeper):
    row = make.restrict(make.family(), keeper)
    accounts.retire_account(keeper, by=sysadmin, because="Dismissed.")
    assert pass_on_lapsed() == 0
    new = make.worker("governance")
    assert pass_on_lapsed() == 1
    assert custodian_of(row) == new


def test_what_a_custodian_kept_whose_time_ran_out_passes_to_governance_with_what_waits(keeper):
    lead, close = make.worker("adult_lead"), make.worker("governance")
    first, _second = make.worker("governance"), make.worker("governance")
    family = make.family()
    row = make.restrict(family, keeper, lead)
    make.conflict(close, family)
    record(
        "family.read", by=make.worker("triage"), kind="family", object=family.pk, family=family.pk, outcome="refused"
    )
    gather_sightings()
    tell("restriction_due", row.pk, [keeper])
    assert pass_on_lapsed() == 0, "in date"
    lapse(keeper)
    assert pass_on_lapsed() == 1
    assert custodian_of(row) == first, "always the same: the eldest account that nothing keeps from it"
    kinds = set(Notice.objects.filter(to=first).values_list("kind", flat=True))
    assert kinds == {"custody_passed", "sighting", "restriction_due"}
    assert AuditEvent.objects.get(action="restriction.pass_on").worker is None
    assert list(row.named.all()) == [lead]
    assert pass_on_lapsed() == 0, "once"
    actions.change_named(by=first, restriction=row, custodian=make.worker("manager"), named=[lead])


@pytest.mark.parametrize("how", ["role", "conflict"])
def test_it_passes_too_when_the_role_has_run_out_or_the_custodian_is_of_the_family(keeper, how):
    other, family = make.worker("governance"), make.family()
    row = make.restrict(family, keeper)
    if how == "role":
        keeper.appointments.update(from_on=in_days(-9), until_on=in_days(0))
    else:
        make.conflict(keeper, family)
    assert pass_on_lapsed() == 1
    assert custodian_of(row) == other


def test_who_may_see_the_file_already_takes_over_before_others(keeper):
    _eldest, inside = make.worker("governance"), make.worker("governance")
    row = make.restrict(make.family(), keeper, inside)
    lapse(keeper)
    pass_on_lapsed()
    assert custodian_of(row) == inside


def test_of_two_restrictions_the_new_custodian_can_reach_the_file_and_the_other_custodian_is_told(keeper):
    manager, new = make.worker("manager"), make.worker("governance")
    family = make.family()
    row, beside = make.restrict(family, keeper, manager), make.restrict(family, manager, keeper)
    lapse(keeper)
    pass_on_lapsed()
    assert may(new, family, "restriction.keep")
    assert set(beside.named.all()) == {keeper, new}
    assert Notice.objects.filter(to=manager, kind="custody_passed", about=beside.pk).exists()
    actions.lift(by=new, restriction=row, because="over")


def test_who_set_a_restriction_takes_it_over_last_and_then_another_is_told(keeper):
    setter, area = make.worker("governance"), make.worker("manager")
    row = make.restrict(make.family(), keeper)
    Restriction.objects.filter(pk=row.pk).update(set_by=setter.pk)
    lapse(keeper)
    pass_on_lapsed()
    assert custodian_of(row) == setter
    assert Notice.objects.filter(to=area, kind="kept_alone").exists()
