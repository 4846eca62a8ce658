"""Who may make accounts and give roles, and what is recorded of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access import role_settings
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies import actions, invitations, permissions, queries
from thinkfamily.casework.agencies.models import Agency, Appointment, Team, Worker
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


def new(by, **changes):
    said = {"email": "New.Worker@Example.org", "name": "New Worker", "agency": make.agency(is_home=True)}
    return actions.make_account(by=by, **(said | changes))


def give(by, who, role, **changes):
    return actions.give_role(who, role, by=by, **({"because": "a test", "from_on": today()} | changes))


def last(action):
    return AuditEvent.objects.filter(action=action).first()


# Accounts


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_who_keeps_accounts_makes_one(role):
    by = make.worker(role)
    if role in ("sysadmin", "manager"):
        assert new(by).made_by == by.pk
    else:
        with pytest.raises(PermissionDenied):
            new(by)


def test_no_role_and_no_password_come_with_an_account():
    by = make.worker("sysadmin")
    made = new(by)
    assert not made.appointments.exists()
    assert not made.has_usable_password()
    assert made.email == "new.worker@example.org"
    assert standing_of(made).roles == frozenset()
    event = last("account.made")
    assert (event.worker, event.object, event.fields) == (by.pk, str(made.pk), ["agency", "email", "name"])


def test_an_address_has_one_account_however_it_is_written():
    by = make.worker("sysadmin")
    new(by)
    with pytest.raises(ValidationError):
        new(by, email="NEW.worker@example.ORG ")


@pytest.mark.parametrize(("until", "is_made"), [(None, False), (-1, False), (0, True), (366, True), (367, False)])
def test_a_partners_account_ends_within_a_year(until, is_made):
    by, school = make.worker("sysadmin"), make.agency("education", kind="school")
    said = {"agency": school, "account_until": None if until is None else today(until)}
    if is_made:
        assert new(by, **said).account_until == today(until)
    else:
        with pytest.raises(ValidationError):
            new(by, **said)


def test_a_partners_account_ends_by_itself():
    school = make.agency("education", kind="school")
    teacher = make.worker("partner", at=school, account_until=today(1))
    assert teacher.is_in_date
    assert standing_of(teacher).roles == {"partner"}
    teacher.account_until = today()
    teacher._standing = None
    assert not teacher.is_in_date
    assert standing_of(teacher).roles == frozenset()


def test_the_end_of_an_account_is_the_end_of_its_roles():
    by, who = make.worker("sysadmin"), make.worker("adult_lead")
    later = Appointment.objects.create(worker=who, role="triage", from_on=today(20), because="a test")
    actions.end_account(who, by=by, on=today(5), because="Leaves.")
    ends = dict(who.appointments.values_list("role", "until_on"))
    assert ends == {"adult_lead": today(5), "triage": later.from_on}, "the second never begins"
    assert last("account.end_set").object == str(who.pk)
    with pytest.raises(ValidationError):
        actions.end_account(who, by=by, on=today(5), because=" ")
    with pytest.raises(ValidationError):
        actions.end_account(who, by=by, on=today(-1), because="Before today.")


def test_a_retired_account_keeps_its_name_and_nothing_else():
    by, who = make.worker("manager"), make.worker("adult_lead")
    actions.retire_account(who, by=by, because="Left.")
    who = Worker.objects.get(pk=who.pk)
    assert not who.is_in_date
    assert not who.has_usable_password()
    assert not Authenticator.objects.filter(user=who).exists()
    assert not who.appointments.filter(until_on__isnull=True).exists()
    assert who.name


@pytest.mark.parametrize(
    "keep",
    [
        lambda who: actions.end_account(who, by=who, on=today(9), because="a test"),
        lambda who: actions.retire_account(who, by=who, because="a test"),
        lambda who: actions.forget_factor(who, by=who, because="a test"),
        lambda who: actions.record_training(who, by=who, course="X", completed_on=today(), until_on=today(9)),
    ],
    ids=["end", "retire", "factor", "training"],
)
def test_nobody_keeps_their_own_account(keep):
    who = make.worker("sysadmin")
    with pytest.raises((ValidationError, PermissionDenied)):
        keep(who)


def test_the_link_works_once_names_nobody_and_goes_to_the_account(django_capture_on_commit_callbacks):
    by = make.worker("sysadmin")
    who = new(by)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_link(who, by=by, address="https://site.example/")
    (sent,) = mail.outbox
    assert sent.to == [who.email]
    for private in (who.name, who.email, "Worker"):
        assert private not in sent.body + sent.subject
    token = sent.body.split("/account/invitation/")[1].split("/")[0]
    with pytest.raises(ValidationError):
        actions.set_first_password(token, "short")
    assert actions.set_first_password(token, "a long invented passphrase").pk == who.pk
    assert actions.set_first_password(token, "another long passphrase") is None
    who.refresh_from_db()
    assert who.check_password("a long invented passphrase")


def test_a_link_dies_of_age_of_a_newer_password_and_with_its_account(monkeypatch):
    who = new(make.worker("sysadmin"))
    token = invitations.make(who)
    assert invitations.read(token) == who
    assert invitations.read(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    monkeypatch.setattr(invitations, "HOURS", -1)
    assert invitations.read(token) is None
    monkeypatch.undo()
    who.account_until = today()
    who.save()
    assert invitations.read(token) is None


# Roles


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"manager", "governance"}))
def test_only_managers_and_governance_give_roles(role):
    with pytest.raises(PermissionDenied):
        give(make.worker(role, of=make.team()), make.worker(), "adult_lead", team=make.team())


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"family_member"}))
def test_governance_gives_any_role(role):
    by, who = make.worker("governance"), make.worker()
    assert give(by, who, role).role == role
    event = last("role.given")
    assert (event.worker, event.object) == (by.pk, str(who.pk))
    assert "role" in event.fields


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"family_member"}))
def test_a_manager_gives_working_roles_in_their_own_team_alone(role):
    own, other = make.team("Northside"), make.team("Southside")
    by = make.worker("manager", of=own)
    if role in permissions.GIVEN_BY_MANAGERS:
        assert give(by, make.worker(), role, team=own).team == own
    else:
        with pytest.raises(PermissionDenied):
            give(by, make.worker(), role, team=own)
    for team in (other, None):
        with pytest.raises(PermissionDenied):
            give(by, make.worker(), role, team=team)


@pytest.mark.parametrize("role", ["manager", "governance"])
def test_nobody_gives_or_ends_their_own_role(role):
    by = make.worker(role, of=make.team() if role == "manager" else None)
    with pytest.raises(PermissionDenied):
        give(by, by, "adult_lead", team=make.team())
    with pytest.raises(PermissionDenied):
        actions.end_appointment(by.appointments.get(), by=by, on=today(), because="a test")


def test_a_manager_ends_roles_in_their_own_team_alone():
    own, other = make.team("Northside"), make.team("Southside")
    by = make.worker("manager", of=own)
    here = make.worker("adult_lead", of=own).appointments.get()
    there = make.worker("adult_lead", of=other).appointments.get()
    actions.end_appointment(here, by=by, on=today(), because="Moved.")
    here.refresh_from_db()
    assert (here.until_on, here.ended_because, here.ended_by) == (today(), "Moved.", by.pk)
    with pytest.raises(PermissionDenied):
        actions.end_appointment(there, by=by, on=today(), because="Moved.")


def test_who_runs_the_site_reads_no_file():
    by = make.worker("governance")
    with pytest.raises(ValidationError):
        give(by, make.worker("sysadmin"), "adult_lead")
    with pytest.raises(ValidationError):
        give(by, make.worker("adult_lead"), "sysadmin")


def test_the_role_of_a_family_member_and_their_account_go_together():
    by = make.worker("governance")
    with pytest.raises(ValidationError):
        give(by, make.worker(), "family_member")
    member = make.worker(person_id=make.person().pk)
    with pytest.raises(ValidationError):
        give(by, member, "adult_lead")
    assert give(by, member, "family_member")


def test_a_role_lasts_no_longer_than_the_account_and_begins_no_earlier_than_today():
    by, who = make.worker("governance"), make.worker(account_until=today(10))
    assert give(by, who, "adult_lead").until_on == today(10)
    for wrong in (
        {"from_on": today(-1)},
        {"from_on": today(10)},
        {"from_on": today(3), "until_on": today(3)},
        {"because": " "},
    ):
        with pytest.raises(ValidationError):
            give(by, who, "triage", **wrong)


def test_a_role_is_not_held_twice_at_a_time():
    by, who = make.worker("governance"), make.worker()
    give(by, who, "adult_lead", until_on=today(5))
    with pytest.raises(ValidationError):
        give(by, who, "adult_lead", from_on=today(4))
    assert give(by, who, "adult_lead", from_on=today(5))
    assert give(by, who, "adult_lead", team=make.team()), "in a team beside the whole area"


def test_governance_that_withdraws_a_power_withdraws_it_from_actions_too():
    by, manager = make.worker("governance"), make.worker("manager", of=make.team())
    role_settings.describe(
        "manager", by=by, description="Manages.", withdrawn={"appointment.give"}, because="Decided so."
    )
    with pytest.raises(PermissionDenied):
        give(manager, make.worker(), "adult_lead", team=make.team())


# Roles described


def test_a_power_can_be_withdrawn_and_given_back_but_never_added():
    by, lead = make.worker("governance"), make.worker("adult_lead")
    assert standing_of(lead).ways("family.read")
    role_settings.describe("adult_lead", by=by, description="Leads.", withdrawn={"family.read"}, because="One.")
    lead._standing = None
    assert not standing_of(lead).ways("family.read")
    with pytest.raises(ValidationError):
        role_settings.describe(
            "adult_lead", by=by, description="Leads.", withdrawn={"desk.purge"}, because="Never had."
        )
    role_settings.describe("adult_lead", by=by, description="Leads.", withdrawn=set(), because="Two.")
    lead._standing = None
    assert standing_of(lead).ways("family.read")
    assert [edit.because for edit in role_settings.edits("adult_lead")] == ["Two.", "One."]
    assert last("role.described").fields == ["withdrawn"]


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"governance"}))
def test_only_governance_describes_roles(role):
    with pytest.raises(PermissionDenied):
        role_settings.describe("adult_lead", by=make.worker(role), description="X", withdrawn=set(), because="X")


def test_governance_cannot_lock_everybody_out():
    with pytest.raises(ValidationError):
        role_settings.describe(
            "governance", by=make.worker("governance"), description="X", withdrawn={"role.describe"}, because="X"
        )


# Organisations, training, rules


def test_agencies_and_teams_are_kept_by_the_system_administrator_alone():
    by = make.worker("sysadmin")
    police = actions.keep_agency(Agency(code="police", name="Police", kind="police"), by=by)
    assert last("agency.added").fields == ["ask", "code", "is_active", "is_home", "kind", "name"]
    police.ask = "The duty desk"
    actions.keep_agency(police, by=by)
    assert last("agency.changed").fields == ["ask"]
    team = actions.keep_team(Team(name="Eastside", wards=["One", "Two"], capacity=40), by=by)
    assert Team.objects.get(pk=team.pk).wards == ["One", "Two"]
    for role in ("manager", "governance", "adult_lead"):
        with pytest.raises(PermissionDenied):
            actions.keep_team(Team(name="Westside"), by=make.worker(role))


def test_what_is_in_use_is_not_retired():
    by = make.worker("sysadmin")
    with pytest.raises(ValidationError):
        actions.retire_agency(make.agency(), by=by)
    school = make.agency("education", kind="school")
    teacher = make.worker("partner", at=school, account_until=today(3), of=make.team())
    with pytest.raises(ValidationError):
        actions.retire_agency(school, by=by)
    with pytest.raises(ValidationError):
        actions.retire_team(make.team(), by=by)
    actions.end_account(teacher, by=by, on=today(), because="Left.")
    actions.retire_agency(school, by=by)
    actions.retire_team(make.team(), by=by)
    assert not Agency.objects.get(pk=school.pk).is_active
    with pytest.raises(ValidationError):
        new(by, agency=Agency.objects.get(pk=school.pk), account_until=today(9))


def test_training_counts_from_the_day_it_was_done_until_it_runs_out():
    by, who = make.worker("manager"), make.worker("adult_lead")
    who.trainings.all().delete()
    assert not queries.entry_of(who).is_trained
    for wrong in ({"completed_on": today(1)}, {"until_on": today()}, {"until_on": today(3000)}):
        said = {"course": "Sharing", "completed_on": today(), "until_on": today(300)} | wrong
        with pytest.raises(ValidationError):
            actions.record_training(who, by=by, **said)
    actions.record_training(who, by=by, course="Sharing", completed_on=today(), until_on=today(300))
    assert queries.entry_of(who).is_trained
    assert last("training.recorded").fields == ["completed_on", "course", "until_on"]


def test_rules_of_conduct_have_versions_written_by_governance():
    by = make.worker("governance")
    made = actions.write_rules("Newer rules.", by=by, from_on=today())
    assert made.version == 2
    assert queries.current_rules() == made
    later = actions.write_rules("Later rules.", by=by, from_on=today(5))
    assert queries.current_rules() == made
    with pytest.raises(ValidationError):
        actions.accept_rules(later, by=by)
    with pytest.raises(PermissionDenied):
        actions.write_rules("Mine.", by=make.worker("sysadmin"), from_on=today())


def test_the_audit_holds_names_of_fields_and_no_values():
    by = make.worker("sysadmin")
    new(by, email="very.private@example.org", name="Very Private", job_title="Quite Private")
    event = last("account.made")
    assert "rivate" not in str([getattr(event, field.name) for field in event._meta.fields])


def test_no_power_is_unknown_to_the_actions():
    for power in ("account.keep", "organisation.keep", "appointment.give", "conduct.write", "role.describe"):
        assert POWERS[power].about == "site"
