"""A withdrawal asks whether statutory help is needed and what is kept: managers are told, and one of them decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.models import AgreementToTakePart
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.daily.actions.due import raise_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


@pytest.fixture
def at(clock):
    at = how.begun()
    how.to_active(at, clock)
    return at


def page(worker, path):
    client = Client()
    client.force_login(worker)
    return client.get(path)


def withdrawn(at, **told):
    (agreement,) = AgreementToTakePart.objects.filter(case=at.case)
    return actions.withdraw_agreement(agreement, **how.withdrawal(**told), by=at.lead)


def test_managers_are_told_and_decide_until_one_says_what_is_kept(at, clock):
    row = withdrawn(at, threshold="not_clear")
    assert set(Notice.objects.filter(kind="withdrawn").values_list("to", flat=True)) == {
        at.manager.pk,
        at.other_manager.pk,
    }
    shown = page(at.manager, "/decisions/").content.decode()
    assert "After a withdrawal" in shown
    assert "It is not clear: a manager decides" in shown
    url = f"/families/{at.family.pk}/case/agreement/{row.pk}/review/"
    assert url in shown
    assert page(at.lead, url).status_code in (403, 404)
    with pytest.raises(PermissionDenied):
        actions.review_withdrawal(row, decided="All of it", threshold="met", by=at.lead)
    for wrong, code in (({"threshold": "not_clear"}, "TF-CASE-023"), ({"decided": " "}, "TF-CASE-027")):
        with pytest.raises(CaseError, match=code):
            actions.review_withdrawal(row, **{"decided": "The plan", "threshold": "met", **wrong}, by=at.manager)
    client = Client()
    client.force_login(at.manager)
    sent = {"threshold": "not_met", "decided": "The plan is kept as a public task."}
    assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert (row.reviewed_on, row.reviewed_by, row.threshold) == (clock.today, at.manager.pk, "not_met")
    assert "After a withdrawal" not in page(at.manager, "/decisions/").content.decode()
    assert "The plan is kept as a public task." in page(at.manager, f"/families/{at.family.pk}/case/").content.decode()
    with pytest.raises(CaseError, match="TF-CASE-026"):
        actions.review_withdrawal(row, decided="Again", threshold="met", by=at.manager)
    told = Notice.objects.filter(kind="kept_decided")
    assert at.lead.pk in told.values_list("to", flat=True)
    assert set(told.values_list("about", "family")) == {(row.pk, at.family.pk)}
    assert not told.filter(to=at.manager).exists()
    assert f"/families/{at.family.pk}/case/" in page(at.lead, "/notices/").content.decode()


def test_no_lead_is_told_of_a_file_that_is_kept_from_them(at):
    row = withdrawn(at)
    make.restrict(at.family, at.manager)
    actions.review_withdrawal(row, decided="The plan", threshold="not_met", by=at.manager)
    assert not Notice.objects.filter(kind="kept_decided").exists()


def test_who_says_that_the_threshold_is_met_is_led_to_step_up(at):
    (agreement,) = AgreementToTakePart.objects.filter(case=at.case)
    client = Client()
    client.force_login(at.lead)
    sent = {"threshold": "met", "threshold_because": "Seen.", "effect": "Visits stop."}
    for name, day in (("withdrawn_on", (2, 2, 2026)), ("data_review_on", (1, 3, 2026))):
        sent |= dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), day, strict=True))
    answer = client.post(f"/families/{at.family.pk}/case/agreement/{agreement.pk}/withdraw/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == f"/families/{at.family.pk}/case/"
    assert "step the case up now" in answer.content.decode()


def test_when_the_day_has_come_it_is_told_to_the_managers_and_no_more_once_it_is_decided(at, clock):
    row = withdrawn(at)
    clock.on(days=27)
    raise_due()
    assert not Notice.objects.filter(kind="data_due").exists()
    clock.on(days=1)
    raise_due()
    told = Notice.objects.filter(kind="data_due")
    assert at.manager.pk in told.values_list("to", flat=True)
    actions.review_withdrawal(row, decided="Nothing is shared.", threshold="not_met", by=at.manager)
    raise_due()
    assert not told.exists(), "nobody was mailed of it, and nothing is left to do"


def test_another_team_finds_nothing_of_it(at):
    row = withdrawn(at)
    stranger = make.worker("manager", of=make.team("Southside"))
    assert page(stranger, f"/families/{at.family.pk}/case/agreement/{row.pk}/review/").status_code == 403
    assert at.family.reference not in page(stranger, "/decisions/").content.decode()
    assert row.data_review_on == row.withdrawn_on + timedelta(days=28)
