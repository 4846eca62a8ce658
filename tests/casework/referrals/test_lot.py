"""An auditor reads the requests for help that were drawn by lot, for some days, and anybody can draw them again."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.referrals.asked import asked, long_ago
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.referrals import queries
from thinkfamily.casework.referrals.actions.lot import draw
from thinkfamily.casework.referrals.models import Referral, ReferralSample
from thinkfamily.casework.referrals.permissions import visible

pytestmark = pytest.mark.django_db


def drawn(by, how_many=2, days=9, **about):
    today = timezone.localdate()
    return draw(
        by=by, how_many=how_many, days=days, **({"from_on": today, "to_on": today, "because": "a test"} | about)
    )


def seen(worker):
    return set(visible(standing_of(worker)).values_list("reference", flat=True))


def test_an_auditor_knows_of_nothing_that_was_not_drawn():
    auditor, client = make.worker("audit"), Client()
    client.force_login(auditor)
    rows = [asked() for _ in range(5)]
    assert seen(auditor) == set()
    assert all(row.reference not in client.get("/front-door/").content.decode() for row in rows)
    assert {client.get(f"/front-door/{row.pk}/").status_code for row in rows} == {404}
    made = drawn(auditor)
    picked = set(made.drawn.values_list("reference", flat=True))
    assert (len(picked), seen(auditor)) == (2, picked)
    assert sorted(client.get(f"/front-door/{row.pk}/").status_code for row in rows) == [200, 200, 404, 404, 404]
    assert queries.queue(standing_of(auditor)).overdue == 0
    # Another auditor has drawn nothing.
    assert seen(make.worker("audit")) == set()


def test_what_was_drawn_is_read_until_its_day_and_no_longer():
    auditor = make.worker("audit")
    asked()
    made = drawn(auditor)
    assert len(seen(auditor)) == 1
    ReferralSample.objects.filter(pk=made.pk).update(until_on=timezone.localdate())
    assert seen(auditor) == set()


def test_anybody_can_draw_it_again():
    auditor = make.worker("audit")
    rows = [asked() for _ in range(6)]
    long_ago(rows[0], 40)
    made = drawn(auditor, 3, because="Thresholds in spring.")
    among = sorted(row.reference for row in rows[1:])
    assert (made.of, made.of_sha256) == (5, hashlib.sha256("\n".join(among).encode()).hexdigest())
    again = sorted(among, key=lambda one: hashlib.sha256(f"{made.seed}:{one}".encode()).hexdigest())[:3]
    assert set(made.drawn.values_list("reference", flat=True)) == set(again)
    event = AuditEvent.objects.get(action="sample.draw")
    assert (event.object, set(event.others)) == (
        str(made.pk), {str(pk) for pk in Referral.objects.filter(reference__in=again).values_list("pk", flat=True)},
    )  # fmt: skip


def test_what_is_kept_from_an_auditor_is_never_drawn():
    auditor = make.worker("audit")
    row = asked()
    family = make.family()
    Referral.objects.filter(pk=row.pk).update(family=family)
    make.restrict(family, make.worker("governance"))
    with pytest.raises(NotPossibleError, match="TF-REFER-042"):
        drawn(auditor)


def test_others_read_as_before_and_draw_nothing():
    row = asked()
    for role in ("triage", "manager", "desk_analyst", "governance"):
        worker = make.worker(role)
        assert seen(worker) == {row.reference}
        with pytest.raises(NotAllowedError):
            drawn(worker)
    both = make.worker("audit")
    Appointment.objects.create(worker=both, role="governance", because="a test")
    assert seen(both) == {row.reference}


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"how_many": 31}, "TF-REFER-040"),
        ({"days": 61}, "TF-REFER-040"),
        ({"to_on": In(-1)}, "TF-REFER-041"),
    ],
)
def test_what_cannot_be_drawn_is_said(about, code):
    asked()
    with pytest.raises(NotPossibleError, match=code):
        drawn(make.worker("audit"), **worked_out(about))


def test_the_page_draws_and_says_how_to_draw_again():
    auditor, client = make.worker("audit"), Client()
    client.force_login(auditor)
    row, today = asked(), timezone.localdate()
    parts = {
        f"{name}_{part}": getattr(today, part) for name in ("from_on", "to_on") for part in ("day", "month", "year")
    }
    sent = client.post("/front-door/sample/", {"how_many": "1", "days": "5", "because": "a test", **parts}, follow=True)
    told = sent.content.decode()
    made = ReferralSample.objects.get()
    assert all(words in told for words in (row.reference, made.seed, made.of_sha256, "The sample is drawn."))
