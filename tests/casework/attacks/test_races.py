"""Two people at the same moment: of two who decide one thing, one does."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.plans.seeded import goal, seeded
from tests.casework.test_meanwhile import SOMEBODY, opened
from thinkfamily.casework.access.actions import involvement, opening
from thinkfamily.casework.access.models import Involvement, Opening
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.agencies import actions as agencies
from thinkfamily.casework.agencies import invitations
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.plans.models import Contact, Goal

pytestmark = [
    pytest.mark.django_db(databases=["default", "candidates"], transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time"),
]
assert connection


def at_once(*deeds):
    """Each deed in a thread of its own, begun together; how many were done."""
    gate, done = Barrier(len(deeds)), []

    def run(deed):
        gate.wait()
        try:
            if deed() is not False:
                done.append(deed)
        except NotPossibleError:
            pass
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


def test_one_proposal_is_decided_once():
    lead, other = make.worker("adult_lead"), make.worker("partner", at=make.agency("school", kind="school"))
    managers = [make.worker("manager") for _ in range(6)]
    family = make.family()
    make.involve(lead, family, "adult_lead")
    until = timezone.localdate() + timedelta(days=90)
    made = involvement.propose(by=lead, family=family, worker=other, role="partner", because="x", until_on=until)
    deeds = [lambda by=by: involvement.decide_proposal(by=by, proposal=made, is_accepted=True) for by in managers]
    assert at_once(*deeds) == 1
    assert Involvement.objects.filter(worker=other).count() == 1


def test_one_file_is_opened_once_however_often_the_button_is_pressed():
    triage, lead = make.worker("triage"), make.worker("adult_lead")
    family = make.family()
    make.involve(lead, family, "adult_lead")
    deeds = [lambda: opening.ask(by=triage, family=family, reason="x", minutes=5) for _ in range(6)]
    assert at_once(*deeds) == 1
    assert Opening.objects.count() == 1


def test_one_part_is_given_once():
    manager, lead = make.worker("manager"), make.worker("adult_lead")
    family = make.family()
    deeds = [
        lambda: involvement.allocate(by=manager, family=family, worker=lead, role="adult_lead", because="x")
        for _ in range(6)
    ]
    assert at_once(*deeds) == 1
    assert Involvement.objects.count() == 1


def test_one_link_sets_one_password():
    keeper = make.worker("sysadmin")
    worker = agencies.make_account(
        by=keeper, email="new@example.org", name="New Invented", agency=make.agency(is_home=True)
    )
    token = invitations.make(worker)
    deeds = [
        lambda number=number: agencies.set_first_password(token, f"obviously-invented-{number}") is not None
        for number in range(6)
    ]
    assert at_once(*deeds) == 1


def test_who_waits_for_the_row_while_another_changes_it_is_told_and_overwrites_nothing():
    s = seeded()
    one = goal(s)
    url = reverse("plans:change", args=[s.family.pk, one.pk])
    client, answers = Client(), []
    client.force_login(s.lead)
    held = opened(client, url)

    def send():
        try:
            answers.append(client.post(url, held | {"baseline": "Late four days in five"}))
        finally:
            connection.close()

    second = Thread(target=send)
    with transaction.atomic():
        # The first holds the case, as its action does, and has not written yet when the second has looked at what is there.
        Case.objects.select_for_update().get(pk=s.case.pk)
        second.start()
        while not somebody_waits() and second.is_alive():
            pass
        Goal.objects.filter(pk=one.pk).update(measure="The school's marks")
    second.join()
    (late,) = answers
    assert SOMEBODY in late.content.decode()
    now = Goal.objects.get(pk=one.pk)
    assert (now.measure, now.baseline) == ("The school's marks", one.baseline)


def somebody_waits():
    """Whether another connection waits for a lock; asked of what is not kept for a whole transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_locks where not granted")
        return cursor.fetchone()[0] > 0


def test_one_form_sent_at_once_is_recorded_once_and_answered_alike():
    s = seeded()
    path = reverse("plans:missed", args=[s.family.pk])
    browsers, urls = [], []
    for _ in range(4):
        browser = Client()
        browser.force_login(s.lead)
        browsers.append(browser)
    told = {"csrfmiddlewaretoken": "x" * 64}
    deeds = [lambda browser=browser: urls.append(browser.post(path, told).url) for browser in browsers]
    at_once(*deeds)
    assert Contact.objects.count() == 1
    assert urls == [reverse("plans:contacts", args=[s.family.pk])] * 4
