"""Ways to become somebody else, or to be two people at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access import role_settings
from thinkfamily.casework.access.scope import family_with
from thinkfamily.casework.access.standing import standings_of
from thinkfamily.casework.agencies import actions
from thinkfamily.casework.agencies.known_workers import by_address
from thinkfamily.casework.audit.models import AuditEvent

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


def made_by(manager):
    return actions.make_account(
        by=manager, email="puppet@example.org", name="Puppet Invented", agency=make.agency(is_home=True)
    )


def test_nobody_makes_an_account_and_gives_it_a_role_too():
    """One person with two accounts would decide what they themselves proposed."""
    manager, other = make.worker("manager"), make.worker("manager")
    puppet = made_by(manager)
    given = {"because": "an attack", "from_on": timezone.localdate()}
    with pytest.raises(PermissionDenied):
        actions.give_role(puppet, "adult_lead", by=manager, **given)
    assert actions.give_role(puppet, "adult_lead", by=other, **given)
    family_member = actions.make_account(
        by=manager, email="parent@example.org", name="Ada Invented", agency=None, person_id=make.person().pk,
        account_until=timezone.localdate() + timezone.timedelta(days=9),
    )  # fmt: skip
    assert actions.give_role(family_member, "family_member", by=manager, **given)


@pytest.mark.parametrize(
    "power", ["audit.read", "opening.review", "access.unusual", "who_sees.read", "sharing.register"]
)
def test_governance_cannot_withdraw_from_internal_audit_what_it_is_watched_by(power):
    governance = make.worker("governance")
    with pytest.raises(ValidationError):
        role_settings.describe("audit", by=governance, description="x", withdrawn=[power], because="an attack")
    role_settings.describe("audit", by=governance, description="x", withdrawn=["desk.read"], because="a test")


def test_whose_second_factor_is_removed_is_told(django_capture_on_commit_callbacks):
    """Somebody who keeps accounts and reads another's mail could enter as them: they are told, by mail and in the audit."""
    governance, keeper = make.worker("governance"), make.worker("sysadmin")
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_factor(governance, by=keeper, because="an attack")
    assert [sent.to for sent in mail.outbox] == [[governance.email]]
    assert governance.name not in mail.outbox[0].body + mail.outbox[0].subject
    assert AuditEvent.objects.filter(action="account.factor_forgotten", object=str(governance.pk)).exists()


def test_who_runs_the_site_cannot_make_the_police_another_kind_of_agency():
    """Whether an agency enforces the law decides what its workers may know of: information governance must know of it."""
    keeper = make.worker("sysadmin")
    police = make.agency("police", kind="police")
    make.worker("partner", at=police)
    police.kind = "council"
    with pytest.raises(ValidationError):
        actions.keep_agency(police, by=keeper)
    police.refresh_from_db()
    assert police.kind == "police"
    police.is_home = True
    make.agency(is_home=True)
    with pytest.raises(ValidationError):
        actions.keep_agency(police, by=keeper)


def test_the_agency_that_runs_the_programme_stays_the_one():
    keeper = make.worker("sysadmin")
    home = make.agency(is_home=True)
    home.is_home = False
    with pytest.raises(ValidationError):
        actions.keep_agency(home, by=keeper)


def test_a_role_given_again_after_a_gap_brings_no_old_file_back():
    """Parts in cases outlive a role that ended; held again a year later, it must open none of them by itself."""
    governance, lead = make.worker("governance"), make.worker("adult_lead")
    family = make.family()
    make.involve(lead, family, "adult_lead")
    reads = lambda: family_with(standings_of([lead])[0], family.pk, "family.read")  # noqa: E731
    assert reads().may
    today = timezone.localdate()
    lead.appointments.update(
        from_on=today - timezone.timedelta(days=400), until_on=today - timezone.timedelta(days=300)
    )
    assert reads() is None
    actions.give_role(lead, "adult_lead", by=governance, because="a test", from_on=timezone.localdate())
    assert not reads().may
    part = lead.involvements.get()
    assert part.until_on == timezone.localdate()
    assert AuditEvent.objects.filter(action="case.end_involvement", object=str(part.pk)).exists()


def test_a_role_given_on_without_a_gap_keeps_its_files():
    governance, lead = make.worker("governance"), make.worker("adult_lead", of=make.team())
    family = make.family()
    make.involve(lead, family, "adult_lead")
    given = {"because": "a test", "from_on": timezone.localdate()}
    actions.give_role(lead, "adult_lead", by=governance, team=make.team("Southside"), **given)
    assert family_with(standings_of([lead])[0], family.pk, "family.read").may


def test_signing_out_empties_the_browser_of_what_it_kept():
    """Results of a search may be shown again for two minutes; whoever sits there next must not get them by going back."""
    lead = make.worker("adult_lead")
    client = Client()
    client.force_login(lead)
    assert client.post("/account/logout/").headers["Clear-Site-Data"] == '"cache"'


def change_address(who, by, email):
    actions.change_account(who, by=by, name=who.name, email=email, job_title=who.job_title)


@pytest.mark.parametrize("has_entered", [True, False])
def test_an_address_is_not_changed_where_nothing_else_guards_an_account_with_roles(has_entered):
    """Whoever signs in through the council alone has no factor here: by an address of theirs a keeper would set a password."""
    keeper, governance = make.worker("sysadmin"), make.worker("governance")
    victim = make.worker("adult_lead")
    Authenticator.objects.filter(user=victim).delete()
    type(victim).objects.filter(pk=victim.pk).update(last_login=timezone.now() if has_entered else None)
    with pytest.raises(ValidationError):
        change_address(victim, keeper, "attacker@example.org")
    actions.change_account(victim, by=keeper, name="Wed Invented", email=victim.email, job_title="")
    [held] = victim.appointments.all()
    actions.end_appointment(held, by=governance, on=timezone.localdate(), because="a test")
    change_address(victim, keeper, "right@example.org")
    given = {"because": "a test", "from_on": timezone.localdate()}
    actions.give_role(victim, "adult_lead", by=governance, **given)


def test_whoever_changed_the_address_of_an_unguarded_account_gives_it_no_role():
    """With the power to do both, one manager would be two people, by an account that somebody else made."""
    manager, other = make.worker("manager"), make.worker("manager")
    puppet = made_by(other)
    change_address(puppet, manager, "mine@example.org")
    given = {"because": "an attack", "from_on": timezone.localdate()}
    Authenticator.objects.create(user=puppet, type=Authenticator.Type.TOTP, data={"secret": "an invented secret"})
    with pytest.raises(PermissionDenied):
        actions.give_role(puppet, "adult_lead", by=manager, **given)
    assert actions.give_role(puppet, "adult_lead", by=make.worker("manager"), **given)
    # Where a factor guarded it already, an address says nothing of who enters.
    lead = make.worker()
    Authenticator.objects.filter(user=lead).update(created_at=timezone.now() - timezone.timedelta(days=1))
    change_address(lead, manager, "theirs@example.org")
    assert actions.give_role(lead, "adult_lead", by=manager, **given)


def test_a_changed_address_joins_no_identity_until_its_worker_has_signed_in():
    """A keeper could have a second identity at the council's provider, which vouches for its second factor."""
    keeper, victim = make.worker("sysadmin"), make.worker("adult_lead")
    type(victim).objects.filter(pk=victim.pk).update(last_login=timezone.now() - timezone.timedelta(days=1))
    change_address(victim, keeper, "attacker@example.org")
    identity = SimpleNamespace(
        email_addresses=[SimpleNamespace(email="attacker@example.org", verified=True)],
        account=SimpleNamespace(provider="council"),
    )
    assert by_address(identity) is None
    type(victim).objects.filter(pk=victim.pk).update(last_login=timezone.now() + timezone.timedelta(seconds=1))
    assert by_address(identity) == victim
