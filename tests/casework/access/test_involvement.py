"""Who is given a part in a family's case, by whom, and when it ends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.days import in_days
from thinkfamily.casework.access.actions import involvement as actions
from thinkfamily.casework.access.models import Involvement, Notice
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def north():
    return make.team("Northside")


@pytest.fixture
def manager(north):
    return make.worker("manager", of=north)


@pytest.fixture
def family(north):
    return make.family(of=north)


def test_a_manager_allocates_a_lead_and_it_is_recorded(manager, family):
    lead = make.worker("adult_lead")
    part = actions.allocate(by=manager, family=family, worker=lead, role="adult_lead", because="a test")
    event = AuditEvent.objects.get(object=str(part.pk))
    assert (event.action, event.worker, event.family, event.others) == (
        "case.allocate",
        manager.pk,
        family.pk,
        [str(lead.pk)],
    )
    assert "worker" in event.fields


def test_a_manager_of_another_team_allocates_nothing(family):
    other = make.worker("manager", of=make.team("Southside"))
    with pytest.raises(NotAllowedError):
        actions.allocate(by=other, family=family, worker=make.worker("adult_lead"), role="adult_lead", because="x")
    assert not Involvement.objects.exists()
    assert not AuditEvent.objects.filter(action="case.allocate").exists()


def test_triage_allocates_until_somebody_leads(family):
    triage = make.worker("triage")
    actions.allocate(by=triage, family=family, worker=make.worker("adult_lead"), role="adult_lead", because="a test")
    with pytest.raises(NotAllowedError):
        actions.allocate(by=triage, family=family, worker=make.worker("child_lead"), role="child_lead", because="x")


@pytest.mark.parametrize(
    ("role", "of_worker", "code"),
    [
        ("adult_lead", "child_lead", "TF-ACCESS-017"),
        ("manager", "manager", "TF-ACCESS-016"),
        ("audit", "audit", "TF-ACCESS-016"),
    ],
)
def test_the_part_must_be_one_that_the_worker_holds(manager, family, role, of_worker, code):
    with pytest.raises(NotPossibleError) as raised:
        actions.allocate(by=manager, family=family, worker=make.worker(of_worker), role=role, because="x")
    assert raised.value.code == code


def test_nobody_is_given_the_file_of_a_family_they_are_close_to(manager, family):
    lead = make.worker("adult_lead")
    make.conflict(lead, family)
    with pytest.raises(NotPossibleError) as raised:
        actions.allocate(by=manager, family=family, worker=lead, role="adult_lead", because="x")
    assert raised.value.code == "TF-ACCESS-018"


def test_who_is_not_named_for_a_restricted_file_is_not_given_it(manager, family):
    make.restrict(family, make.worker("governance"), manager)
    with pytest.raises(NotPossibleError) as raised:
        actions.allocate(by=manager, family=family, worker=make.worker("adult_lead"), role="adult_lead", because="x")
    assert raised.value.code == "TF-ACCESS-019"


@pytest.mark.parametrize("days", [None, 0, 366])
def test_a_partners_part_needs_an_end_within_a_year(manager, family, days):
    end = None if days is None else timezone.localdate() + timedelta(days=days)
    with pytest.raises(NotPossibleError) as raised:
        actions.allocate(
            by=manager, family=family, worker=make.worker("partner"), role="partner", because="x", until_on=end
        )
    assert raised.value.where == "until_on"


def test_the_same_part_is_given_once(manager, family):
    lead = make.worker("adult_lead")
    actions.allocate(by=manager, family=family, worker=lead, role="adult_lead", because="x")
    with pytest.raises(NotPossibleError):
        actions.allocate(by=manager, family=family, worker=lead, role="adult_lead", because="x")


def test_a_family_members_account_reads_its_own_familys_file_only(manager, north):
    parent = make.person("Ada", born=None)
    own, other = make.family(parent, of=north), make.family(of=north)
    account = make.worker("family_member", person_id=parent.pk)
    actions.allocate(by=manager, family=own, worker=account, role="family_member", because="x")
    with pytest.raises(NotPossibleError):
        actions.allocate(by=manager, family=other, worker=account, role="family_member", because="x")
    volunteer = make.worker("volunteer", person_id=own.members.last().person_id if own.members.count() > 1 else None)
    with pytest.raises(NotPossibleError):
        actions.allocate(by=manager, family=own, worker=volunteer, role="family_member", because="x")


def test_a_lead_proposes_and_another_decides(manager, family):
    lead, teacher = make.worker("adult_lead"), make.worker("partner")
    make.involve(lead, family, "adult_lead")
    proposal = actions.propose(
        by=lead, family=family, worker=teacher, role="partner", because="a test", until_on=in_days(30)
    )
    assert not Involvement.objects.filter(worker=teacher).exists()
    with pytest.raises(NotAllowedError):
        actions.decide_proposal(by=lead, proposal=proposal, is_accepted=True)
    actions.decide_proposal(by=manager, proposal=proposal, is_accepted=True)
    assert Involvement.objects.get(worker=teacher).until_on == in_days(30)
    with pytest.raises(NotPossibleError):
        actions.decide_proposal(by=manager, proposal=proposal, is_accepted=True)


def test_an_ended_part_stops_today(manager, family):
    lead = make.worker("adult_lead")
    part = make.involve(lead, family, "adult_lead")
    actions.end(by=manager, involvement=part)
    part.refresh_from_db()
    assert part.until_on == timezone.localdate()
    with pytest.raises(NotPossibleError):
        actions.end(by=manager, involvement=part)


def test_governance_reads_on_a_recorded_request_and_managers_are_told(manager, family):
    officer = make.worker("governance")
    part = actions.request_to_read(by=officer, family=family, because="a complaint", days=7)
    assert (part.role, part.until_on) == ("governance", timezone.localdate() + timedelta(days=7))
    assert Notice.objects.get(to=manager).kind == "file_requested"
    with pytest.raises(NotPossibleError):
        actions.request_to_read(by=officer, family=family, because="again", days=7)


def test_a_sample_is_drawn_by_lot_and_never_from_files_kept_away(north):
    auditor, keeper = make.worker("audit"), make.worker("governance")
    free = {make.family(of=north).pk for _ in range(3)}
    make.restrict(make.family(of=north), keeper)
    make.conflict(auditor, make.family(of=north))
    drawn = actions.draw_sample(by=auditor, how_many=5, days=30, because="a test")
    assert {part.family_id for part in drawn} == free
    with pytest.raises(NotPossibleError):
        actions.draw_sample(by=auditor, how_many=1, days=30, because="no more")


def test_the_page_allocates_without_javascript(client, manager, family):
    teacher, until = make.worker("partner"), in_days(30)
    client.force_login(manager)
    url = f"/families/{family.pk}/people-involved/"
    assert b"Add: Partner professional" in client.get(url).content
    ends = {f"until_on_{part}": getattr(until, part) for part in ("day", "month", "year")}
    answer = client.post(f"{url}add/partner/", {"worker": str(teacher.pk), "because": "a test", **ends})
    assert (answer.status_code, answer["Location"]) == (302, url)
    page = client.get(url)
    assert teacher.name in page.content.decode()
    part = Involvement.objects.get(worker=teacher)
    assert client.post(f"{url}{part.pk}/end/").status_code == 302
    assert b"Not today" in client.get(url).content


def test_the_page_says_what_cannot_be_done(client, manager, family):
    client.force_login(manager)
    teacher = make.worker("partner")
    answer = client.post(
        f"/families/{family.pk}/people-involved/add/partner/", {"worker": str(teacher.pk), "because": "x"}
    )
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_triage_is_led_away_from_a_file_that_is_now_taken(client, family):
    triage, lead = make.worker("triage"), make.worker("adult_lead")
    client.force_login(triage)
    answer = client.post(f"/families/{family.pk}/case/lead/", {"who": f"{lead.pk}:adult_lead", "because": "x"})
    assert answer["Location"].endswith("/known/")
    assert client.get(answer["Location"]).status_code == 200


def test_people_involved_makes_nobody_a_lead_who_was_not_asked(client, manager, family):
    lead, spare = make.worker("adult_lead"), make.worker("child_lead")
    make.involve(lead, family, "adult_lead")
    client.force_login(manager)
    url = f"/families/{family.pk}/people-involved/"
    for role in ("adult_lead", "child_lead"):
        sent = {"worker": str(spare.pk), "because": "a test"}
        assert client.get(f"{url}add/{role}/").status_code == client.post(f"{url}add/{role}/", sent).status_code == 404
    proposal = actions.propose(by=lead, family=family, worker=spare, role="child_lead", because="Knows the school")
    with pytest.raises(NotPossibleError, match="asked and accepts"):
        actions.decide_proposal(by=manager, proposal=proposal, is_accepted=True)
    shown = client.get(url).content.decode()
    assert "Add: Lead" not in shown
    assert f"/families/{family.pk}/case/lead/?who={spare.pk}:child_lead" in shown
    assert re.search(
        rf'<input[^>]*value="{spare.pk}:child_lead"[^>]* checked',
        client.get(f"/families/{family.pk}/case/lead/?who={spare.pk}:child_lead").content.decode(),
    )
    client.post(f"/families/{family.pk}/case/lead/", {"who": f"{spare.pk}:child_lead", "because": "As proposed"})
    assert Involvement.objects.get(worker=spare).acceptance.accepted_at is None
    proposal.refresh_from_db()
    assert (proposal.is_accepted, proposal.decided_by) == (True, manager.pk)
