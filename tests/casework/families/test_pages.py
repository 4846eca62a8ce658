"""The pages of a family's file, as each reader meets them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.families.seeded import seeded, supplied
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Event

pytestmark = pytest.mark.django_db

TABS = ["page", "timeline", "genogram", "ecomap", "people", "addresses", "statements", "print"]


def get(client, who, name, family, **query):
    """A page as one worker sees it."""
    client.force_login(who)
    return client.get(reverse(f"families:{name}", args=[family.pk]), query)


@pytest.mark.parametrize("name", TABS)
def test_each_page_is_read_by_those_on_the_file_and_is_not_there_for_others(client, name):
    s = seeded()
    for who in (s.lead, s.partner, s.manager):
        assert get(client, who, name, s.family).status_code == 200
    assert get(client, make.worker("claims"), name, s.family).status_code == 404
    assert get(client, make.worker("adult_lead"), name, s.family).status_code == 403, "known by name, not read"


@pytest.mark.parametrize("name", TABS)
def test_a_page_asks_as_many_questions_of_the_database_for_forty_items_as_for_one(client, name):
    counts = []
    for items in (1, 40):
        s = seeded(items)
        get(client, s.lead, name, s.family)
        with CaptureQueriesContext(connection) as asked:
            assert get(client, s.lead, name, s.family).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1], name


@pytest.mark.parametrize("name", ["page", "timeline", "ecomap", "print"])
def test_each_reader_sees_what_is_shared_with_their_agency(client, name):
    s = seeded()
    for who in (s.lead, s.partner):
        shown = get(client, who, name, s.family).content.decode()
        assert "education 0" in shown
        assert "police 0" not in shown
        assert "substance_misuse" not in shown
    make.grant(s.family, s.police, s.lead.agency, "police")
    assert "police 0" in get(client, s.lead, name, s.family).content.decode()
    assert "police 0" not in get(client, s.partner, name, s.family).content.decode()


def test_who_holds_more_is_told_and_never_what(client):
    s = seeded()
    shown = get(client, s.lead, "page", s.family).content.decode()
    assert "2 agencies hold more" in shown
    assert "Ask Fable Police" in shown
    assert "Fable Recovery" not in shown, "its name would say what it holds"


def test_what_is_in_the_compartment_or_hidden_leaves_no_trace_where_it_is_shut(client):
    s = seeded()
    refuge = make.agency("refuge", name="Fable House")
    make.event(s.family, refuge, "domestic_abuse", title="Kept apart")
    triage = make.worker("partner", at=s.school)
    make.involve(triage, s.family, "partner")
    make.grant(s.family, refuge, s.school, "domestic_abuse")
    for name in TABS:
        shown = get(client, triage, name, s.family).content.decode()
        assert "Kept apart" not in shown
        assert "Fable House" not in shown
    make.grant(s.family, refuge, s.lead.agency, "domestic_abuse")
    shown = get(client, s.lead, "timeline", s.family).content.decode()
    assert "Kept apart" in shown
    assert "Domestic abuse: kept apart" in shown, "marked"


def test_a_partner_sees_no_cost_and_no_worker_of_another_agency(client):
    s = seeded()
    other = make.worker("partner", at=s.drugs)
    make.involve(other, s.family, "partner")
    shown = get(client, s.partner, "page", s.family).content.decode()
    assert "What agencies spent" not in shown
    assert other.name not in shown
    assert s.lead.name in shown
    assert other.name in get(client, s.lead, "page", s.family).content.decode()


def test_the_summary_may_draw_on_anything_and_is_the_teams_alone(client):
    s = seeded()
    for name in ("page", "print"):
        assert "Ada and Kit do well" in get(client, s.lead, name, s.family).content.decode()
        assert "Ada and Kit do well" not in get(client, s.partner, name, s.family).content.decode()


def test_another_family_is_named_only_to_those_who_may_know_of_it(client):
    s = seeded()
    other = make.family(s.bo, make.person("Zed"))
    assert f"also in family {other.reference}" in get(client, s.lead, "page", s.family).content.decode()
    make.restrict(other, make.worker("governance"))
    for name in TABS:
        assert other.reference not in get(client, s.lead, name, s.family).content.decode()


def test_coverage_says_as_of_when_how_far_and_what_silence_means(client):
    s = seeded()
    shown = get(client, s.lead, "page", s.family).content.decode()
    assert "1 feed is late" in shown
    assert "Nothing of what may be shown to you was recorded in that time." in shown
    make.grant(s.family, s.police, s.lead.agency, "police")
    assert "this source may simply not know the person" in get(client, s.lead, "page", s.family).content.decode()


@pytest.mark.parametrize("name", ["page", "print"])
def test_nobody_is_told_that_nothing_was_recorded_by_whom_nothing_is_shared_with_them(client, name):
    s = seeded()
    supplied(s.family, (s.school, "education", "no", False), (s.police, "police", "no", False))
    told = "Nothing was recorded in that time."
    of_what_is_shown = "Nothing of what may be shown to you was recorded in that time."
    closed = "Not known: nothing of it is shared with your agency."

    def silence(who):
        shown = get(client, who, name, s.family).content.decode()
        return [shown.count(says) for says in (told, of_what_is_shown, closed)]

    # The police hold events of this family, and have opened none of them to anybody.
    assert silence(s.lead) == [0, 1, 1]
    assert silence(s.partner) == [0, 1, 1]
    Event.objects.filter(agency=s.police).delete()
    assert silence(s.partner) == [0, 1, 1], "it must not tell whether there is anything"
    make.grant(s.family, s.police, s.partner.agency, "police")
    assert silence(s.partner) == [0, 2, 0]


def test_of_its_own_agency_the_team_is_told_that_nothing_was_recorded(client):
    s = seeded()
    supplied(s.family, (s.lead.agency, "early_help", "no", False))
    assert "Nothing was recorded in that time." in get(client, s.lead, "page", s.family).content.decode()


def test_a_need_on_several_feeds_is_shown_to_those_who_may_see_all_of_them(client):
    s = seeded()
    for source, category in ((s.school, "education"), (s.police, "police")):
        make.need(s.family, source, category, criterion="both", says="Rests on both.")
    assert "Rests on both." not in get(client, s.lead, "page", s.family).content.decode()
    make.grant(s.family, s.police, s.lead.agency, "police")
    shown = get(client, s.lead, "page", s.family).content.decode()
    assert shown.count('<h3 class="govuk-summary-card__title">Rests on both.') == 1


def test_the_timeline_is_narrowed_and_its_months_are_headed(client):
    s = seeded(3)
    shown = get(client, s.lead, "timeline", s.family, category="education", person=str(s.kit.pk)).content.decode()
    assert "May 2026" in shown
    assert "3 events" in shown
    none = get(client, s.lead, "timeline", s.family, until_on_day="1", until_on_month="1", until_on_year="2020")
    assert "There is nothing here" in none.content.decode()
    assert get(client, s.lead, "timeline", s.family, agency=str(s.police.pk)).context["form"].errors


def test_a_restricted_person_has_no_address_and_none_that_gives_it_away(client):
    s = seeded()
    assert "0 Invented Street" in get(client, s.lead, "addresses", s.family).content.decode()
    s.kit.is_restricted = True
    s.kit.save()
    for name in TABS:
        assert "Invented Street" not in get(client, s.lead, name, s.family).content.decode(), "his mother's is his"


def test_a_restricted_file_says_so_to_the_named(client):
    s = seeded()
    make.restrict(s.family, make.worker("governance"), s.lead)
    assert "This file is restricted" in get(client, s.lead, "page", s.family).content.decode()
    assert get(client, s.manager, "page", s.family).status_code == 404


def test_the_list_has_my_part_first_and_leaves_out_what_is_restricted(client):
    s = seeded()
    others = [make.family(of=make.team()) for _ in range(30)]
    hidden = make.family(of=make.team())
    make.restrict(hidden, make.worker("governance"))
    make.involve(s.manager, others[5], "manager")
    client.force_login(s.manager)
    found = client.get(reverse("families:list")).context["found"]
    assert found.mine == [others[5]]
    assert found.has_more
    assert hidden not in found.others
    second = client.get(reverse("families:list"), {"page": 2}).context["found"]
    assert not {one.pk for one in second.others} & {one.pk for one in found.others}
    narrowed = client.get(reverse("families:list"), {"reference": others[7].reference}).context["found"]
    assert narrowed.others == [others[7]]
    client.force_login(s.lead)
    assert [one.pk for one in client.get(reverse("families:list")).context["found"].mine] == [s.family.pk]


def test_the_list_asks_the_same_however_many_there_are(client):
    manager = make.worker("manager", of=make.team())
    client.force_login(manager)
    client.get(reverse("families:list"))
    counts = []
    for _ in range(2):
        for _ in range(12):
            make.involve(make.worker("adult_lead"), make.family(of=make.team()), "adult_lead")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("families:list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_look_is_recorded_as_one(client):
    from thinkfamily.casework.audit.models import AuditEvent

    s = seeded()
    for name in TABS:
        before = AuditEvent.objects.filter(family=s.family.pk, outcome="looked").count()
        get(client, s.lead, name, s.family)
        assert AuditEvent.objects.filter(family=s.family.pk, outcome="looked").count() == before + 1


def test_the_head_of_a_file_says_where_the_case_stands_and_not_that_who_went_the_whole_way_has_not_agreed(client):
    s = seeded()
    for state, says in (
        ("active", "Active"), ("stepping_down", "Stepping down"), ("under_duty", "Under a duty"), ("closed", "Closed"),
        ("considered", "Considered"),
    ):  # fmt: skip
        Case.objects.filter(family=s.family).update(state=state)
        shown = get(client, s.lead, "page", s.family).content.decode()
        assert f">{says}</strong>" in shown
        assert ("Has not agreed: " in shown) == (state in ("considered", "under_duty")), state
