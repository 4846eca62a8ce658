"""The organisation screens, as those meet them who keep accounts, give roles and describe them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.scope import relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Agency, Team, Worker
from thinkfamily.casework.agencies.roles import ROLES

pytestmark = pytest.mark.django_db


def day(name: str, days: int = 0) -> dict[str, str]:
    """A date as the form asks for it."""
    when = timezone.localdate() + timedelta(days=days)
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


@pytest.fixture
def as_a(client):
    """Sign in as the holder of a role."""

    def sign_in(role, **more):
        who = make.worker(role, **more)
        client.force_login(who)
        client.get("/")
        return who

    return sign_in


def test_an_account_is_made_and_its_link_sent(client, as_a, django_capture_on_commit_callbacks):
    as_a("sysadmin")
    said = {"name": "New Worker", "email": "new@example.org", "agency": str(make.agency().pk)}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("organisation_account_make"), said)
    made = Worker.objects.get(email="new@example.org")
    assert answer.url == reverse("organisation_account", args=[made.pk])
    assert "new" not in answer.url
    assert mail.outbox[0].to == ["new@example.org"]
    page = client.get(answer.url).content.decode()
    assert "An account without a role opens nothing." in page


def test_what_an_action_refuses_stands_at_its_field(client, as_a, django_capture_on_commit_callbacks):
    as_a("sysadmin")
    school = make.agency("education", kind="school")
    said = {"name": "New Worker", "email": "new@example.org", "agency": str(school.pk)}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("organisation_account_make"), said)
    assert answer.status_code == 200
    assert "account_until" in answer.context["form"].errors
    assert 'href="#id_account_until_day"' in answer.content.decode()
    assert not Worker.objects.filter(email="new@example.org").exists()
    assert not mail.outbox


def test_a_role_is_given_and_ended_on_screen(client, as_a):
    as_a("manager", of=make.team())
    who = make.worker()
    address = reverse("organisation_role_give", args=[who.pk])
    said = {"role": "adult_lead", "team": str(make.team().pk), "because": "Leads from today.", **day("from_on")}
    assert client.post(address, said).status_code == 302
    assert standing_of(who).roles == {"adult_lead"}
    page = client.get(reverse("organisation_account", args=[who.pk])).content.decode()
    assert "Leads from today." in page
    held = who.appointments.get()
    end = {"appointment": str(held.pk), "because": "Moves on.", **day("on")}
    assert client.post(reverse("organisation_role_end", args=[who.pk]), end).status_code == 302
    who._standing = None
    assert standing_of(who).roles == frozenset()


def test_a_manager_is_told_why_they_cannot_give_a_role(client, as_a):
    as_a("manager", of=make.team("Northside"))
    who, other = make.worker(), make.team("Southside")
    said = {"role": "adult_lead", "team": str(other.pk), "because": "A try.", **day("from_on")}
    answer = client.post(reverse("organisation_role_give", args=[who.pk]), said)
    assert answer.status_code == 200
    assert "only in a team they manage" in answer.content.decode()
    assert not who.appointments.exists()


def test_accounts_are_searched_without_a_name_in_an_address(client, as_a):
    as_a("governance")
    sought = make.worker("adult_lead")
    answer = client.post(reverse("organisation_accounts"), {"text": sought.email[:9], "role": "", "state": ""})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert sought.name in page
    assert "?" not in "".join(part.split('"')[0] for part in page.split('href="')[1:])


@pytest.mark.parametrize(
    ("state", "names"),
    [("in_use", {"adult_lead", "none"}), ("no_role", {"none"}), ("untrained", {"none"}), ("ended", {"ended"})],
)
def test_accounts_are_listed_by_state(state, names):
    from thinkfamily.casework.agencies import queries

    make.worker("adult_lead", job_title="adult_lead")
    none = make.worker(job_title="none")
    none.trainings.all().delete()
    make.worker("triage", job_title="ended", account_until=timezone.localdate())
    assert {one.job_title for one in queries.accounts(state=state)} == names


def test_the_list_is_paged_and_its_queries_do_not_grow(client, as_a):
    as_a("governance")
    page = reverse("organisation_accounts")

    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get(page)
        return len(found)

    few = asked()
    for _one in range(30):
        make.worker("adult_lead", of=make.team())
    assert asked() == few
    assert "Page 1 of 2" in client.get(page).content.decode()
    second = client.post(page, {"text": "", "role": "", "state": "", "page": "2"})
    assert "Page 2 of 2" in second.content.decode()


def test_agencies_and_teams_are_kept_on_screen(client, as_a):
    as_a("sysadmin")
    said = {"name": "Police", "code": "police", "kind": "police", "ask": "The duty desk", "is_active": "on"}
    assert client.post(reverse("organisation_agency_add"), said).status_code == 302
    police = Agency.objects.get(code="police")
    assert "The duty desk" in client.get(reverse("organisation_agencies")).content.decode()
    assert client.post(reverse("organisation_agency_retire", args=[police.pk])).status_code == 302
    assert not Agency.objects.get(pk=police.pk).is_active
    home = make.agency(is_home=True)
    refused = client.post(reverse("organisation_agency_retire", args=[home.pk]))
    assert "cannot be retired" in refused.content.decode()
    said = {"name": "Eastside", "wards": "One\nTwo\nOne\n", "capacity": "30", "is_active": "on"}
    assert client.post(reverse("organisation_team_add"), said).status_code == 302
    assert Team.objects.get(name="Eastside").wards == ["One", "Two"]


def test_everybody_reads_what_roles_may_do_and_governance_changes_it(client, as_a):
    for role in ("volunteer", "governance"):
        as_a(role)
        page = client.get(reverse("organisation_roles")).content.decode()
        for one in ROLES.values():
            assert one.title in page
    described = client.get(reverse("organisation_role", args=["adult_lead"])).content.decode()
    assert "is involved with this family in this role, in date" in described
    address = reverse("organisation_role_describe", args=["partner"])
    form = client.get(address).context["form"]
    kept = [code for code in form.initial["kept"] if code != "sharing.propose"]
    said = {"description": "Works elsewhere.", "kept": kept, "because": "We propose for them."}
    assert client.post(address, said).status_code == 302
    page = client.get(reverse("organisation_role", args=["partner"])).content.decode()
    for part in ("Works elsewhere.", "Withdrawn here", "We propose for them."):
        assert part in page
    assert not standing_of(make.worker("partner")).ways("sharing.propose")
    as_a("manager")
    assert client.post(address, said).status_code == 403


def test_rules_of_conduct_are_written_on_screen(client, as_a):
    as_a("governance")
    said = {"text": "Newer rules.", **day("from_on")}
    assert client.post(reverse("organisation_conduct_write"), said).status_code == 302
    assert client.get(reverse("organisation_conduct")).url == reverse("entry"), "its writer accepts it first too"
    client.post(reverse("entry_rules"), {"accepted": "on"})
    assert "Newer rules." in client.get(reverse("organisation_conduct")).content.decode()


def test_a_family_member_gets_an_account_that_reaches_their_own_file_alone(client, as_a):
    as_a("manager", of=make.team())
    family, other = make.family(of=make.team()), make.family(of=make.team())
    person = family.members.first().person
    address = reverse("family_account_make", args=[family.pk])
    said = {"person_id": str(person.pk), "email": "ada@example.org", "because": "Agreed.", **day("account_until", 90)}
    answer = client.post(address, said)
    assert answer.status_code == 302, answer.context["form"].errors
    member = Worker.objects.get(email="ada@example.org")
    assert (member.person_id, member.agency) == (person.pk, None)
    assert relationships(standing_of(member), family, "family.shared_view")
    assert not relationships(standing_of(member), other, "family.shared_view")
    assert not relationships(standing_of(member), family, "family.read")
    assert str(person) not in client.get(address).content.decode(), "has one already"


def test_only_who_allocates_makes_a_family_member_an_account(client, as_a):
    family = make.family(of=make.team("Northside"))
    as_a("manager", of=make.team("Southside"))
    answer = client.post(reverse("family_account_make", args=[family.pk]), {})
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize(
    ("page", "roles"),
    [
        ("organisation_accounts", {"sysadmin", "manager", "governance", "audit"}),
        ("organisation_account_make", {"sysadmin", "manager"}),
        ("organisation_agencies", {"sysadmin"}),
        ("organisation_teams", {"sysadmin"}),
        ("organisation_conduct_write", {"governance"}),
        ("organisation_roles", set(ROLES)),
    ],
)
def test_each_page_opens_to_those_whose_it_is(client, page, roles):
    for role in ROLES:
        client.force_login(make.worker(role))
        assert client.get(reverse(page)).status_code == (200 if role in roles else 403), role
