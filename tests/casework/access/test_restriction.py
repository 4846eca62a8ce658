"""A restricted file leaves no trace, and its custodian is told who looked without the searcher being able to tell."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.answers import answer_of, shape_of
from tests.casework.days import in_days
from thinkfamily.casework.access.actions import restriction as actions
from thinkfamily.casework.access.actions.sightings import gather_sightings
from thinkfamily.casework.access.models import Notice, Restriction, Sighting
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make.worker("manager", of=make.team())


@pytest.fixture
def keeper():
    return make.worker("governance")


def restricted(manager, keeper, *named, members=()):
    family = make.family(*members)
    made = actions.restrict(
        by=manager,
        family=family,
        category="witness",
        custodian=keeper,
        named=named,
        because="a test",
        review_by_on=in_days(60),
    )
    return family, made


@pytest.mark.parametrize("days", [0, 91])
def test_it_is_looked_at_again_within_ninety_days(manager, keeper, days):
    with pytest.raises(NotPossibleError) as raised:
        actions.restrict(
            by=manager,
            family=make.family(),
            category="witness",
            custodian=keeper,
            named=[],
            because="x",
            review_by_on=timezone.localdate() + timedelta(days=days),
        )
    assert raised.value.where == "review_by_on"


def test_only_who_can_keep_one_is_made_custodian(manager):
    with pytest.raises(NotPossibleError) as raised:
        restricted(manager, make.worker("adult_lead"))
    assert raised.value.where == "custodian"


def test_its_custodian_keeps_it_and_nobody_else(manager, keeper):
    _family, made = restricted(manager, keeper, manager)
    with pytest.raises(NotAllowedError):
        actions.lift(by=manager, restriction=made, because="x")
    actions.review(by=keeper, restriction=made, because="still so", review_by_on=in_days(70))
    actions.change_named(by=keeper, restriction=made, custodian=keeper, named=[])
    made.refresh_from_db()
    assert (made.because, list(made.named.all())) == ("still so", [])
    actions.lift(by=keeper, restriction=made, because="over")
    assert Restriction.objects.get().lifted_by == keeper.pk
    assert [event.action for event in AuditEvent.objects.filter(kind="restriction").order_by("pk")] == [
        "restriction.set",
        "restriction.review",
        "restriction.change_named",
        "restriction.lift",
    ]


def test_an_overdue_review_is_shown_and_told(client, manager, keeper):
    _family, made = restricted(manager, keeper)
    made.review_by_on = timezone.localdate()
    made.save()
    client.force_login(keeper)
    assert "Review overdue" in client.get("/restrictions/kept/").content.decode()
    call_command("send_notices", verbosity=0)
    assert Notice.objects.get(to=keeper).kind == "restriction_due"


def search(client, name):
    with CaptureQueriesContext(connection) as asked:
        response = client.post("/search/", {"name": name})
    status, headers, body = answer_of(response)
    shape = [re.sub(r"\(\?(, \?)*\)", "(?)", text) for text in shape_of(asked.captured_queries)]
    return status, headers, body.replace(name.encode(), b""), shape


def test_a_search_that_meets_a_restricted_file_is_no_different_from_one_that_meets_nothing(client, manager, keeper):
    family, _ = restricted(manager, keeper, members=(make.person("Quillon", "Farthingale"),))
    client.force_login(make.worker("adult_lead"))
    client.post("/search/", {"name": "warm up"})
    met, none = search(client, "quillon farthingale"), search(client, "quillon garthingbee")
    assert b"Nothing found" in met[2]
    assert met == none, "status, headers, body and queries"
    events = AuditEvent.objects.filter(kind="search").order_by("-pk")
    assert [event.others for event in events[:2]] == [[], [str(family.pk)]], "but the audit knows"


def test_its_custodian_is_told_who_searched_and_who_tried_its_address(client, manager, keeper):
    family, _ = restricted(manager, keeper, members=(make.person("Quillon", "Farthingale"),))
    one, two = make.worker("adult_lead"), make.worker("triage")
    client.force_login(one)
    client.post("/search/", {"name": "Quillon"})
    assert not Sighting.objects.exists(), "nothing is filed in the searcher's request"
    client.force_login(two)
    assert client.get(f"/families/{family.pk}/known/").status_code == 404
    client.force_login(keeper)
    assert client.get(f"/families/{family.pk}/known/").status_code == 200
    page = client.get("/restrictions/kept/").content.decode()
    assert one.name in page
    assert two.name in page
    assert {(row.worker, row.way) for row in Sighting.objects.all()} == {(one.pk, "search"), (two.pk, "address")}
    assert gather_sightings() == 0, "once each"
    call_command("send_notices", verbosity=0)
    assert [message.to for message in mail.outbox] == [[keeper.email]]
    text = mail.outbox[0].subject + mail.outbox[0].body
    for told in (one.name, family.reference, str(family.pk), "Quillon"):
        assert told not in text
    call_command("send_notices", verbosity=0)
    assert len(mail.outbox) == 1


def test_looks_before_it_was_restricted_and_by_the_named_are_not_told(client, manager, keeper):
    family = make.family()
    lead = make.worker("adult_lead")
    AuditEvent.objects.create(
        worker=make.worker("triage").pk, action="family.read", outcome="refused", kind="family", family=family.pk
    )
    actions.restrict(
        by=manager,
        family=family,
        category="witness",
        custodian=keeper,
        named=[lead],
        because="x",
        review_by_on=in_days(60),
    )
    client.force_login(lead)
    client.get(f"/families/{family.pk}/safe-address/")
    assert gather_sightings() == 0


def test_the_page_restricts_and_its_setter_sees_it_go(client, manager, keeper):
    family = make.family()
    client.force_login(manager)
    given = {
        "category": "staff",
        "because": "x",
        "custodian": str(keeper.pk),
        "named": "",
        "review_by_on_day": in_days(60).day,
        "review_by_on_month": in_days(60).month,
        "review_by_on_year": in_days(60).year,
    }
    wrong = client.post(f"/families/{family.pk}/restriction/", given | {"named": "nobody@example.org"})
    assert "belong to no active worker" in wrong.content.decode()
    assert client.post(f"/families/{family.pk}/restriction/", given)["Location"] == "/"
    assert client.get(f"/families/{family.pk}/known/").status_code == 404
    client.force_login(keeper)
    page = f"/families/{family.pk}/restriction/{Restriction.objects.get().pk}/"
    assert client.get(page).status_code == 200
    assert client.post(f"{page}lift/", {"lift-because": ""}).status_code == 200
    assert client.post(f"{page}lift/", {"lift-because": "over"}).status_code == 302
    client.force_login(manager)
    assert client.get(f"/families/{family.pk}/known/").status_code == 200


def kept_alone(keeper, family=None, **changed):
    told = {"category": "witness", "custodian": keeper, "named": [], "because": "a test", "review_by_on": in_days(60)}
    return actions.restrict(by=keeper, family=family or make.family(), **(told | changed))


def test_who_keeps_what_they_restricted_is_known_to_a_second_of_governance_and_not_which_file(client, manager, keeper):
    second, family = make.worker("governance"), make.family(make.person("Quillon", "Farthingale"))
    close = make.worker("governance")
    make.conflict(close, family)
    made = kept_alone(keeper, family)
    assert [(row.to, row.kind) for row in Notice.objects.all()] == [(second, "kept_alone")], "managers are not asked"
    call_command("send_notices", verbosity=0)
    assert [message.to for message in mail.outbox] == [[second.email]]
    client.force_login(second)
    page = client.get("/notices/").content.decode()
    assert keeper.name in page
    for telling in (family.reference, str(family.pk), "Quillon", "witness"):
        assert telling not in page + mail.outbox[0].body
    client.post("/notices/")
    actions.review(by=keeper, restriction=made, because="still so", review_by_on=in_days(69))
    [row] = Notice.objects.all()
    assert row.seen_at is None, "told again"
    actions.lift(by=keeper, restriction=made, because="over")
    assert "It has been lifted." in client.get("/notices/").content.decode()


def test_without_a_second_of_governance_managers_of_the_area_and_matching_leads_are_told(manager, keeper):
    area, lead = make.worker("manager"), make.worker("matching_lead")
    kept_alone(keeper)
    assert {row.to for row in Notice.objects.all()} == {area, lead}, "not the manager of one team"


def test_nobody_keeps_what_they_restrict_while_nobody_could_be_told(manager, keeper):
    with pytest.raises(NotPossibleError) as raised:
        kept_alone(keeper)
    assert (raised.value.code, raised.value.where) == ("TF-ACCESS-033", "custodian")
    assert not Restriction.objects.exists()


def test_of_one_kept_by_somebody_else_nobody_more_is_told(manager, keeper):
    make.worker("governance")
    _family, made = restricted(manager, keeper)
    actions.review(by=keeper, restriction=made, because="still so", review_by_on=in_days(60))
    assert not Notice.objects.filter(kind="kept_alone").exists()


def test_a_second_restriction_locks_nobody_out_who_keeps_the_first(client, manager, keeper):
    family, first = restricted(manager, keeper, manager)
    client.force_login(manager)
    page = f"/families/{family.pk}/restriction/"
    assert keeper.email in client.get(page).content.decode()
    day = {
        "review_by_on_day": in_days(60).day,
        "review_by_on_month": in_days(60).month,
        "review_by_on_year": in_days(60).year,
    }
    words = {"category": "adoption", "because": "An invented reason.", "named": "", **day}
    stranger = make.worker("governance")
    for custodian, kept in ((manager, ""), (stranger, "on")):
        answer = client.post(page, words | {"custodian": str(custodian.pk), "keep_custodians": kept})
        assert answer.status_code == 200
    assert Restriction.objects.count() == 1
    answer = client.post(page, words | {"custodian": str(manager.pk), "keep_custodians": "on"})
    assert answer.status_code == 302
    second = Restriction.objects.get(category="adoption")
    assert list(second.named.all()) == [keeper]
    for custodian, restriction in ((manager, second), (keeper, first)):
        client.force_login(custodian)
        assert client.get(f"/families/{family.pk}/known/").status_code == 200
        for new, names in ((custodian, []), (stranger, [manager, keeper])):
            with pytest.raises(NotPossibleError):
                actions.change_named(by=custodian, restriction=restriction, custodian=new, named=names)
    actions.lift(by=keeper, restriction=first, because="Over.")
    actions.change_named(by=manager, restriction=second, custodian=manager, named=[])
