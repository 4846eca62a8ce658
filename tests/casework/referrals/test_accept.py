"""Accepting: a new family gets a file and a case, a known one is considered anew, one with a case keeps that."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.referrals.asked import BORN, FIRST, LAST, TOLD, asked, screened, somebody
from thinkfamily.casework.access.actions.conflict import declare_relative
from thinkfamily.casework.access.models import Conflict, Notice
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family, NameToken
from thinkfamily.casework.families.safe_address import record_one
from thinkfamily.casework.referrals import actions, machine, queries
from thinkfamily.casework.referrals.models import Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def triage():
    return make.worker("triage")


def accepting(referral, by, **told):
    given = {
        "chosen": "family_help",
        "programme": "family_help_2025",
        "team": None,
        "because": "Many needs.",
        "told": TOLD,
    }
    return actions.accept(referral, by=by, **(given | told))


def without_a_case(*people):
    family = make.family(*people)
    family.cases.all().delete()
    return family


def test_a_new_family_gets_a_file_its_people_and_a_case_that_is_considered(triage):
    team = make.team()
    people = (somebody(), somebody("Ada", LAST, None, "adult"), somebody("", "", None, "expected"))
    referral = accepting(screened(asked(*people, area="Fable North"), triage), triage, team=team)
    family, case = referral.family, referral.case
    assert referral.state == machine.ACCEPTED
    assert (family.team, family.area, family.handle) == (team, "Fable North", None)
    assert {(str(one.person), one.role) for one in family.members.all()} == {
        (f"{FIRST} {LAST}", "child"),
        (f"Ada {LAST}", "adult"),
        ("Name not known", "expected"),
    }
    assert (case.state, case.programme, case.why, case.opened_by) == (
        "considered", "family_help_2025", "Many needs.", triage.pk,
    )  # fmt: skip
    assert (case.profile, case.profile_version) == ("family_help", 1)
    assert NameToken.objects.filter(token="farthingale", person__memberships__family=family).exists()
    assert family.members.first().person.history.first().history_user == triage


def test_somebody_close_to_a_new_family_is_kept_from_it(triage):
    lead = make.worker("adult_lead")
    declare_relative(by=lead, kind="relative", first_name=FIRST, last_name=LAST, born=BORN)
    family = accepting(screened(asked(), triage), triage).family
    assert Conflict.objects.filter(worker=lead, family=family).exists()


def test_a_known_family_without_a_case_is_considered_anew(triage):
    family = without_a_case(make.person(FIRST, LAST, born=BORN))
    referral = accepting(screened(asked(), triage, about=str(family.pk)), triage)
    assert (referral.family, referral.case.state) == (family, "considered")
    assert Family.objects.count() == 1
    assert family.members.count() == 1


def test_a_family_with_an_open_case_keeps_it_and_its_leads_are_told(triage):
    family, lead = make.family(make.person(FIRST, LAST, born=BORN)), make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    referral = accepting(screened(asked(), triage, about=str(family.pk)), triage)
    assert referral.case == family.cases.get()
    assert Case.objects.count() == 1
    assert Notice.objects.get(kind="request_joined").to == lead


@pytest.mark.parametrize("state", ["declined", "closed", "transferred_out"])
def test_a_family_whose_case_ended_gets_another(triage, state):
    family = make.family(make.person(FIRST, LAST, born=BORN), state=state)
    referral = accepting(screened(asked(), triage, about=str(family.pk)), triage)
    assert (referral.case.state, family.cases.count()) == ("considered", 2)


def test_a_manager_of_another_team_accepts_and_leaves_the_offer_to_its_own(triage):
    manager = make.worker("manager", of=make.team("Elsewhere"))
    referral = accepting(screened(asked(), manager), manager, team=make.team())
    assert (referral.case.state, referral.case.profile, referral.chosen) == ("considered", "", "family_help")


def test_only_a_programme_in_use_is_chosen(triage):
    with pytest.raises(NotPossibleError, match="none of those offered"):
        accepting(screened(asked(), triage), triage, chosen="invented")


def test_where_somebody_leads_a_family_without_a_case_triage_asks_its_manager(triage):
    family, lead = without_a_case(make.person(FIRST, LAST, born=BORN)), make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    referral = screened(asked(), triage, about=str(family.pk))
    with pytest.raises(NotPossibleError, match="somebody leads it"):
        accepting(referral, triage)
    assert Referral.objects.get().state == machine.SCREENING
    assert accepting(referral, make.worker("manager")).state == machine.ACCEPTED


def test_programmes_are_proposed_and_a_person_chooses(triage):
    referral = screened(asked(categories=["police", "education", "social_care", "housing"]), triage)
    proposed = queries.proposed(referral, triage)
    assert proposed
    client = Client()
    client.force_login(triage)
    page = client.get(f"/front-door/{referral.pk}/accept/").content.decode()
    assert f"{proposed[0].title}, {proposed[0].tier_title}: the needs point to it (" in page
    answer = client.post(f"/front-door/{referral.pk}/accept/", {"because": "x", "told": "y"})
    assert "id_chosen_error" in answer.content.decode()
    told = {
        "chosen": "young_carers",
        "tier": "usual",
        "programme": "family_help_2025",
        "team": "",
        "because": "She cares.",
        "told": "Yes.",
    }
    client.post(f"/front-door/{referral.pk}/accept/", told)
    assert Referral.objects.get().chosen == "young_carers"


def test_a_family_that_said_no_comes_back_and_is_known_by_its_handle(triage):
    first = screened(asked(), triage)
    actions.decline(first, declined_what="Visits at home", declined_why="trust", told=TOLD, by=triage)
    later = screened(asked(), triage, has_looked=False)
    actions.search(later, by=triage)
    client = Client()
    client.force_login(triage)
    page = client.get(f"/front-door/{later.pk}/").content.decode()
    assert "Visits at home" in page
    client.post(f"/front-door/{later.pk}/judge/", {"about": "new", "earlier": str(first.pk), "level": "joined_up"})
    later = Referral.objects.get(pk=later.pk)
    assert (later.earlier, later.level) == (first, "joined_up")
    assert accepting(later, triage).state == machine.ACCEPTED


class TestHowTheFamilyCame:
    """The page for those who work with the family."""

    def page(self, worker, family):
        client = Client()
        client.force_login(worker)
        return client.get(f"/families/{family.pk}/requests/")

    @pytest.fixture
    def family(self, triage):
        told = {"abuse": "Zephyr fear", "address": "Zephyr Mews", "categories": ["domestic_abuse", "education"]}
        return accepting(screened(asked(**told), triage), triage).family

    def test_its_leads_read_what_was_asked(self, family):
        lead = make.worker("adult_lead")
        make.involve(lead, family, "adult_lead")
        page = self.page(lead, family).content.decode()
        for words in ("Mornings are hard.", "Zephyr fear", "Zephyr Mews", "School"):
            assert words in page

    @pytest.mark.parametrize("how", ["restricted person", "safe address"])
    def test_where_somebody_must_not_be_found_no_address_is_shown(self, triage, family, how):
        lead, person = make.worker("adult_lead"), family.members.first().person
        make.involve(lead, family, "adult_lead")
        if how == "safe address":
            record_one(by=lead, family=family, person=person, text="1 Hidden Lane", named=[lead])
        else:
            person.is_restricted = True
            person.save()
        client = Client()
        client.force_login(triage)
        for page in (self.page(lead, family), client.get(f"/front-door/{Referral.objects.get().pk}/")):
            assert "Mornings are hard." in page.content.decode()
            assert "Zephyr Mews" not in page.content.decode()

    def test_triage_reads_it_until_somebody_leads_and_without_domestic_abuse(self, triage, family):
        page = self.page(triage, family).content.decode()
        assert "Mornings are hard." in page
        assert "Zephyr fear" not in page
        make.involve(make.worker("adult_lead"), family, "adult_lead")
        assert self.page(triage, family).status_code == 403

    def test_to_another_agency_it_is_held_back(self, family):
        lead = make.worker("child_lead", at=make.agency("another", kind="voluntary"))
        make.involve(lead, family, "child_lead")
        page = self.page(lead, family).content.decode()
        assert "held back" in page
        assert "Mornings are hard." not in page

    def test_neither_partner_nor_family_member_reads_it(self, family):
        partner = make.worker("partner", at=make.agency("school", kind="school"))
        make.involve(partner, family, "partner")
        assert self.page(partner, family).status_code == 403
        member = make.worker("family_member", person_id=family.members.first().person_id)
        make.involve(member, family, "family_member")
        assert self.page(member, family).status_code == 403


def test_the_page_proposes_the_team_that_serves_the_area_of_the_request(triage):
    north, south = make.team("Northside"), make.team("Southside")
    south.wards = ["Fable South"]
    south.save()
    client = Client()
    client.force_login(triage)
    for area, team in (("Fable South", south), ("Fable North", north), ("", None)):
        referral = screened(asked(area=area), triage)
        url = reverse("referrals:accept", args=[referral.pk])
        chosen = re.findall(r'<option value="([^"]*)"[^>]* selected', client.get(url).content.decode())
        assert {str(one.pk) for one in (north, south)} & set(chosen) == ({str(team.pk)} if team else set())


@pytest.mark.parametrize(
    ("chosen", "categories", "tier"),
    [
        ("family_help", ["education"], "light"),
        ("family_help", ["education", "housing"], "usual"),
        ("family_help", ["education", "housing", "health", "benefits"], "intensive"),
        # A family that only comes is not stepping down.
        ("family_intervention", ["police", "housing"], "intensive"),
    ],
)
def test_the_needs_propose_how_intensively_and_a_person_decides(triage, chosen, categories, tier):
    referral = screened(asked(categories=categories), triage)
    client = Client()
    client.force_login(triage)
    page = client.get(reverse("referrals:accept", args=[referral.pk])).content.decode()
    if len(categories) > 1:
        assert "the needs point to it (" in page
    case = accepting(referral, triage, chosen=chosen).case
    assert (case.profile, case.tier) == (chosen, tier)
    assert (case.proposed_profile, case.proposed_tier) == (chosen, tier)
    other = screened(asked(somebody("Una", "Elsewhere"), categories=categories), triage)
    assert accepting(other, triage, chosen=chosen, tier="usual").case.tier == "usual"
