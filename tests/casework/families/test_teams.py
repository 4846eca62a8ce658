"""Which team has a file: who gives it, to which team, what stays, and that no file is forgotten without one."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.way import steps as how
from thinkfamily.casework.access.actions.notices import mail_notices
from thinkfamily.casework.access.models import Involvement, Notice
from thinkfamily.casework.access.queries.through import Parts
from thinkfamily.casework.access.scope import families
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies import actions as organisation
from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.daily.queries.decisions import waiting_for
from thinkfamily.casework.families.actions.teams import give_to_team
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.families.problems import FamilyError
from thinkfamily.casework.families.queries.teams import teams_of, without_a_team
from thinkfamily.casework.referrals.queries import queue

pytestmark = pytest.mark.django_db


def teamless(**fields) -> Family:
    """A file of no team."""
    family = make.family(**fields)
    family.team = None
    family.save()
    return family


def page(worker, url: str, sent: dict | None = None):
    client = Client()
    client.force_login(worker)
    return client.get(url) if sent is None else client.post(url, sent)


def test_triage_gives_a_file_without_a_team_to_one_and_its_managers_are_told(mailoutbox):
    family, north = teamless(), make.team("Northside")
    triage, manager, other = make.worker("triage"), make.worker("manager", of=north), make.worker("manager", of=None)
    make.involve(make.worker("adult_lead"), family, "adult_lead")
    elsewhere = make.worker("manager", of=make.team("Southside"))
    give_to_team(family, north, because="first", by=triage)
    assert Family.objects.get(pk=family.pk).team == north
    assert set(Notice.objects.filter(kind="team_given").values_list("to", flat=True)) == {manager.pk, other.pk}
    event = AuditEvent.objects.filter(action="family.team").latest("pk")
    assert (event.fields, event.worker) == (["team"], triage.pk)
    given = teams_of(family)[0]
    assert (given.team, given.by, given.because) == ("Northside", triage.name, "The file had no team")
    assert families(standing_of(manager), "case.sign").filter(pk=family.pk).exists()
    assert not families(standing_of(elsewhere), "family.team").filter(pk=family.pk).exists()
    mail_notices()
    assert mailoutbox
    assert not any(family.reference in mail.body + mail.subject for mail in mailoutbox)


def test_triage_gives_no_file_that_has_a_team_and_none_whose_case_has_ended():
    triage, north = make.worker("triage"), make.team("Northside")
    make.worker("manager", of=north)
    taken, ended = make.family(of=make.team("Southside")), teamless(state="closed")
    for family in (taken, ended):
        with pytest.raises(PermissionDenied):
            give_to_team(family, north, because="needs", by=triage)


@pytest.mark.parametrize("of", ["its own", "the area"])
def test_a_manager_moves_a_file_to_another_team_and_leads_and_plan_stay(of):
    at = how.begun()
    how.choose(at)
    how.lead(at, at.lead, "adult_lead")
    south = make.team("Southside")
    theirs = make.worker("manager", of=south)
    by = at.manager if of == "its own" else make.worker("manager")
    before = list(Involvement.objects.filter(family=at.family).values())
    give_to_team(at.family, south, because="moved", by=by)
    assert list(Involvement.objects.filter(family=at.family).values()) == before
    assert families(standing_of(theirs), "case.sign").filter(pk=at.family.pk).exists()
    assert not families(standing_of(at.manager), "family.read").filter(pk=at.family.pk).exists()
    assert families(standing_of(at.lead), "case.move").filter(pk=at.family.pk).exists()


def test_a_manager_of_another_team_and_a_lead_move_nothing():
    family, south = make.family(), make.team("Southside")
    stranger, lead = make.worker("manager", of=south), make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    for by in (stranger, lead, make.worker("governance"), make.worker("triage")):
        with pytest.raises(PermissionDenied):
            give_to_team(family, south, because="room", by=by)


def test_a_file_goes_to_no_team_that_is_retired_has_no_manager_or_has_it_already():
    north, south = make.team("Northside"), make.team("Southside")
    family, manager = make.family(of=north), make.worker("manager", of=north)
    with pytest.raises(FamilyError, match="Nobody manages"):
        give_to_team(family, south, because="needs", by=manager)
    make.worker("manager", of=south)
    with pytest.raises(FamilyError, match="already"):
        give_to_team(family, north, because="needs", by=manager)
    with pytest.raises(FamilyError, match="reason"):
        give_to_team(family, south, because=" ", by=manager)
    south.is_active = False
    south.save()
    with pytest.raises(FamilyError, match="retired"):
        give_to_team(family, south, because="needs", by=manager)
    assert Family.objects.get(pk=family.pk).team == north


def test_files_without_a_team_are_listed_and_counted_for_triage_and_the_whole_area_alone():
    family, ended, kept = teamless(area="Fable North"), teamless(state="archived"), teamless()
    make.restrict(kept, make.worker("governance"))
    triage, area = make.worker("triage"), make.worker("manager")
    manager = make.worker("manager", of=make.team("Northside"))
    for reader in (triage, area):
        assert list(without_a_team(standing_of(reader))) == [family]
        shown = page(reader, "/families/without-a-team/").content.decode()
        assert family.reference in shown
        assert ended.reference not in shown
        assert kept.reference not in shown
    assert list(without_a_team(standing_of(manager))) == []
    assert (waiting_for(area).without_team, waiting_for(manager).without_team) == (1, 0)
    assert "1 file is of no team" in page(area, "/decisions/").content.decode()
    assert queue(standing_of(triage)).without_team == 1
    assert "1 file is of no team" in page(triage, "/front-door/").content.decode()


def test_the_page_proposes_the_team_of_the_area_and_the_case_says_who_has_the_file():
    north = make.team("Northside")
    family, triage = teamless(area="Fable North"), make.worker("triage")
    make.worker("manager", of=north)
    shown = page(triage, f"/families/{family.pk}/which-team/").content.decode()
    assert re.search(rf'<input[^>]*value="{north.pk}"[^>]* checked', shown)
    assert "Allocate to a team" in page(triage, f"/families/{family.pk}/case/").content.decode()
    sent = {"team": str(north.pk), "because": "first"}
    assert page(triage, f"/families/{family.pk}/which-team/", sent).status_code == 302
    shown = page(triage, f"/families/{family.pk}/case/").content.decode()
    assert "Northside" in shown
    assert "Give it to another team" not in shown


def test_no_team_goes_out_of_use_while_a_family_of_it_has_a_case_to_finish():
    by, north = make.worker("sysadmin"), make.team("Northside")
    make.family(of=north)
    make.family(of=north, state="sustaining")
    make.family(of=north, state="archived")
    with pytest.raises(ValidationError, match="2 families"):
        organisation.retire_team(north, by=by)
    assert Team.objects.get(pk=north.pk).is_active
    north.is_active = False
    with pytest.raises(ValidationError, match="2 families"):
        organisation.keep_team(north, by=by)
    Case.objects.update(state="archived")
    organisation.retire_team(Team.objects.get(pk=north.pk), by=by)
    assert not Team.objects.get(pk=north.pk).is_active


def test_what_was_looked_at_is_explained_by_the_team_that_had_the_file_then():
    north, south = make.team("Northside"), make.team("Southside")
    family, manager = make.family(of=north), make.worker("manager", of=north)
    make.worker("manager", of=south)
    then = timezone.now()
    give_to_team(family, south, because="moved", by=manager)
    parts = Parts([manager.pk], [family.pk])
    assert parts.through(manager.pk, family.pk, then) == "team"
    assert parts.through(manager.pk, family.pk, timezone.now()) == ""
