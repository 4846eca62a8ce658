"""Urgent safeguarding: one step, nothing to fill in, the right people told."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework import factories as make
from tests.casework.referrals.asked import TOLD, asked, screened
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.referrals import actions, machine
from thinkfamily.casework.referrals.models import Referral

pytestmark = pytest.mark.django_db
MAY = sorted(POWERS["safeguarding.raise"].grants)


def signed_in(worker):
    client = Client()
    client.force_login(worker)
    return client


def told_of(referral):
    return {notice.to for notice in Notice.objects.filter(kind="urgent_raised", about=referral.pk)}


@pytest.mark.parametrize("role", MAY)
def test_it_is_one_press_from_every_page_and_can_be_sent_empty(role):
    triage, manager = make.worker("triage"), make.worker("manager")
    worker = make.worker(role)
    client = signed_in(worker)
    for page in ("/", "/notices/"):
        assert 'href="/urgent/"' in client.get(page).content.decode()
    page = client.get("/urgent/").content.decode()
    assert "ring 999" in page
    sent = client.post("/urgent/")
    referral = Referral.objects.get()
    assert sent.headers["Location"] == f"/urgent/raised/{referral.pk}/"
    assert (referral.state, referral.is_alert, referral.raised_by) == (machine.URGENT, True, worker.pk)
    assert referral.raised_at is not None
    assert {triage, manager} <= told_of(referral)
    assert "ring 999" in client.get(sent.headers["Location"]).content.decode()
    first = signed_in(triage).get("/front-door/").content.decode()
    assert referral.reference in first
    assert "1 urgent safeguarding alert" in first
    assert AuditEvent.objects.filter(action="safeguarding.raise", worker=worker.pk, object=str(referral.pk)).exists()


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(MAY)))
def test_others_have_no_such_link(role):
    client = signed_in(make.worker(role))
    assert "/urgent/" not in client.get("/").content.decode()
    assert client.post("/urgent/").status_code == 403
    assert not Referral.objects.exists()


def test_the_council_s_number_is_on_it(settings):
    settings.THEME = type(settings.THEME)(safeguarding="Fable front door on 01632 960999")
    client = signed_in(make.worker("adult_lead"))
    assert "Fable front door on 01632 960999" in client.get("/urgent/").content.decode()
    client.post("/urgent/")
    assert "01632 960999" in client.get(f"/urgent/raised/{Referral.objects.get().pk}/").content.decode()


def test_from_a_family_s_page_it_names_the_family():
    lead, family, manager = make.worker("adult_lead"), make.family(), make.worker("manager", of=make.team())
    other = make.worker("manager", of=make.team("Elsewhere"))
    make.involve(lead, family, "adult_lead")
    client = signed_in(lead)
    link = f"/urgent/{family.pk}/"
    assert f'href="{link}"' in client.get(f"/families/{family.pk}/").content.decode()
    assert family.reference in client.get(link).content.decode()
    client.post(link, {"happening": "Come now."})
    referral = Referral.objects.get()
    assert (referral.family, referral.happening) == (family, "Come now.")
    assert manager in told_of(referral)
    assert other not in told_of(referral)


def test_a_file_that_is_not_there_or_not_theirs_is_passed_over_and_never_in_the_way():
    family, volunteer = make.family(), make.worker("volunteer")
    client = signed_in(volunteer)
    for pk in (family.pk, "00000000-0000-4000-8000-000000000000"):
        page = client.get(f"/urgent/{pk}/")
        assert (page.status_code, family.reference in page.content.decode()) == (200, False)
        assert client.post(f"/urgent/{pk}/").status_code == 302
    assert [one.family for one in Referral.objects.all()] == [None, None]


def test_of_a_restricted_file_only_those_learn_who_may():
    lead, keeper, triage = make.worker("adult_lead"), make.worker("governance"), make.worker("triage")
    manager, stranger = make.worker("manager"), make.worker("adult_lead")
    family = make.family()
    make.involve(lead, family, "adult_lead")
    make.restrict(family, keeper, lead)
    referral = actions.raise_alert(family=family, by=lead)
    assert told_of(referral) == {keeper, lead}
    assert referral.reference not in signed_in(triage).get("/front-door/").content.decode()
    assert signed_in(manager).get(f"/front-door/{referral.pk}/").status_code == 404
    assert referral.reference in signed_in(keeper).get("/front-door/").content.decode()
    with pytest.raises(NotAllowedError):
        actions.raise_alert(family=family, by=stranger)


def test_a_manager_close_to_the_family_is_not_told():
    lead, close, other = make.worker("adult_lead"), make.worker("manager"), make.worker("manager")
    family = make.family()
    make.involve(lead, family, "adult_lead")
    make.conflict(close, family)
    assert told_of(actions.raise_alert(family=family, by=lead)) == {other}


@pytest.mark.parametrize("ended", [False, True])
def test_of_any_request_it_can_be_said_in_one_press(ended):
    triage = make.worker("triage")
    referral = asked()
    if ended:
        actions.decline(
            screened(referral, triage), declined_what="Visits", declined_why="not_now", told=TOLD, by=triage
        )
    signed_in(triage).post(f"/front-door/{referral.pk}/urgent/")
    referral = Referral.objects.get(pk=referral.pk)
    assert (referral.state, referral.purge_on) == (machine.URGENT, None)
    with pytest.raises(NotPossibleError):
        actions.raise_on(referral, by=triage)


def test_somebody_acts_and_it_goes_on():
    triage = make.worker("triage")
    referral = actions.raise_alert(by=make.worker("partner"))
    with pytest.raises(NotPossibleError, match="What was done at once"):
        actions.go_on(referral, by=triage)
    client = signed_in(triage)
    client.post(f"/front-door/{referral.pk}/acted/")
    with pytest.raises(NotPossibleError):
        actions.act(referral, by=triage)
    client.post(f"/front-door/{referral.pk}/go-on/")
    referral = Referral.objects.get(pk=referral.pk)
    assert (referral.state, referral.screened_by, referral.acted_by) == (machine.SCREENING, triage.pk, triage.pk)
