"""Requests for help are compared with care, as candidates are: who is near is kept apart, and a colleague looks at it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework import factories as make
from thinkfamily.casework.access.actions import conflict as closeness
from thinkfamily.casework.access.models import NearMatch, Notice
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.models import Address
from thinkfamily.casework.referrals.actions.ask import Asked, Somebody, ask
from thinkfamily.casework.referrals.actions.late import raise_late
from thinkfamily.casework.referrals.actions.purge import purge_due
from thinkfamily.casework.referrals.actions.urgent import raise_on
from thinkfamily.casework.referrals.models import Referral, ReferralMark
from thinkfamily.casework.referrals.permissions import close_to, visible

pytestmark = pytest.mark.django_db
BORN = date(2011, 3, 4)


@pytest.fixture
def triage():
    return make.worker("triage")


def declare(who, first="Quillon", last="Farthingale", born=BORN, **more):
    closeness.declare_relative(by=who, first_name=first, last_name=last, born=born, kind="relative", **more)


def asked(first="Quillon", last="Farthingale", born=BORN, address=""):
    told = Asked(route="public", people=[Somebody("child", first, last, born)], address=address)
    return ask(told, by=None)


def sees(who, row):
    return visible(standing_of(who)).filter(pk=row.pk).exists()


NEAR = [
    ("sounds", {"first": "Quilon", "last": "Farthingail"}, {}),
    ("turned round", {}, {"born": date(2011, 4, 3)}),
    (
        "home",
        {"first": "Odo", "born": None, "address": "1 Invented Road, zz9 9zz"},
        {"born": None, "postcodes": ["ZZ99ZZ"]},
    ),
]
OTHERS = [
    ("another birth", {"born": date(2011, 3, 5)}, {}),
    ("another home", {"first": "Odo", "born": None, "address": "ZZ9 8ZZ"}, {"born": None, "postcodes": ["ZZ9 9ZZ"]}),
    ("no postcode", {"first": "Odo", "born": None, "address": "ZZ9"}, {"born": None, "postcodes": ["ZZ9 9ZZ"]}),
]  # fmt: skip


@pytest.mark.parametrize("is_asked_first", [True, False])
@pytest.mark.parametrize(("here", "said", "is_near"), [
    *(pytest.param(here, said, True, id=name) for name, here, said in NEAR),
    *(pytest.param(here, said, False, id=name) for name, here, said in OTHERS),
])  # fmt: skip
def test_who_is_near_is_kept_apart_whichever_came_first(triage, here, said, is_near, is_asked_first):
    if is_asked_first:
        row = asked(**here)
        declare(triage, **said)
    else:
        declare(triage, **said)
        row = asked(**here)
    assert sees(triage, row) is not is_near
    assert close_to(row).filter(pk=triage.pk).exists() is is_near
    colleague = make.worker("triage")
    assert sees(colleague, row)
    assert not close_to(row).filter(pk=colleague.pk).exists()


def test_of_whom_it_was_decided_that_they_are_somebody_else_a_request_is_not_kept_apart(triage):
    declare(triage)
    make.family(make.person("Quilon", "Farthingale", born=BORN))
    row = asked("Quilon")
    assert not sees(triage, row)
    near = NearMatch.objects.get()
    closeness.decide_near(by=make.worker("governance"), near=near, is_close=False, because="Another.")
    assert sees(triage, row)
    assert not close_to(row).filter(pk=triage.pk).exists()
    assert not sees(triage, asked("Quillan"))  # nothing was decided of this one


def test_a_request_to_which_everybody_is_close_is_put_before_information_governance(triage):
    officer = make.worker("governance")
    declare(triage)
    row = asked("Quilon")
    raise_on(row, by=make.worker("manager"))
    Notice.objects.all().delete()
    Referral.objects.update(due_at="2026-01-01T00:00Z")
    for manager in standing_managers():
        declare(manager)
    raise_late()
    assert set(Notice.objects.filter(kind="request_late").values_list("to", flat=True)) == {officer.pk}


def standing_managers():
    from thinkfamily.casework.access.queries.recipients import holding_role

    return list(holding_role("manager"))


def test_the_marks_go_when_people_are_no_longer_recognised(triage):
    row = asked(address="ZZ9 9ZZ")
    assert ReferralMark.objects.count() == 2
    Referral.objects.update(purge_on="2026-01-01", made_at="2024-01-01T00:00Z", state="no_further_action")
    assert purge_due() >= 1
    purge_due()
    assert not ReferralMark.objects.exists()
    assert row.purges.count() == 2


def test_addresses_on_file_play_no_part(triage):
    one = make.person("Odo", "Farthingale", born=None)
    Address.objects.create(person=one, text="1 Invented Street", postcode="ZZ9 9ZZ")
    declare(triage, born=None, postcodes=["ZZ9 9ZZ"])
    assert sees(triage, asked("Odo", born=None))
