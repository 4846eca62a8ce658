"""A decision can name people and single items: what is shared is these, on every page, for every reader, and no packet widens it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from tests.casework import factories as make
from tests.casework.sharing import makers
from tests.casework.sharing.test_decisions import seen_by
from tests.casework.sharing.test_inbound import brought
from tests.casework.sharing.test_pages import proposal, send
from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.access.queries.who_sees_items import before
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.models import Correction, Statement
from thinkfamily.casework.families.queries.items import held_back
from thinkfamily.casework.plans.permissions import agency_could_see, worker_could_see
from thinkfamily.casework.sharing import actions, queries
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.sharing.problems import SharingError

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


@pytest.fixture
def who(at):
    return {member.role: member.person for member in at.family.members.select_related("person")}


def test_the_children_s_school_needs_and_not_their_mother_s(at, who, client):
    child = make.need(at.family, at.school, criterion="a", says="Kit misses school.", person=who["child"])
    mother = make.need(at.family, at.school, criterion="b", says="Ada missed a course.", person=who["adult"])
    whole = make.need(at.family, at.school, criterion="c", says="The whole family.")
    makers.approved(at, people=[who["child"].pk])
    assert seen_by(at.lead, at.family) == [child]
    client.force_login(at.lead)
    text = client.get(reverse("families:page", args=[at.family.pk])).content.decode()
    assert "Kit misses school." in text
    assert mother.says not in text
    assert whole.says not in text
    assert f"Only about {who['child']}" in text
    sees = {one.worker.pk: one.sees for one in before(mother, at.family)}
    assert not sees[at.lead.pk]
    assert {one.worker.pk: one.sees for one in before(child, at.family)}[at.lead.pk]
    # The rest is still said to be held, by whom, and never what.
    assert [agency.pk for agency in held_back(_sight(at)).agencies] == [at.school.pk]


def _sight(at):
    at.lead._standing = None
    return scope.sight(standing_of(at.lead), at.family)


def test_somebody_held_in_two_rows_is_named_in_both(at, who):
    twin = make.person("Kit", who["child"].last_name)
    at.family.members.create(person=twin, role="child", residence="with_children", known_by="stated by a school")

    Correction.objects.create(
        family=at.family,
        kind="same",
        person=who["child"],
        other=twin,
        from_on=timezone.localdate(),
        why="One child",
        made_by=at.lead.pk,
    )
    decision = makers.approved(at, people=[who["child"].pk])
    assert set(decision.people) == {str(who["child"].pk), str(twin.pk)}


def test_single_items_are_shared_and_nothing_recorded_later(at, client):
    one = make.need(at.family, at.school, criterion="a", says="One.")
    make.need(at.family, at.school, criterion="b", says="Another.")
    given = proposal(at, items=[str(one.pk)], categories=[])
    assert send(client, at.teacher, "sharing:propose", at.family.pk, **given).status_code == 302
    made = SharingDecision.objects.get()
    assert (made.items, made.categories) == ([str(one.pk)], ["education"])
    actions.decide(made, share=True, because="Needed.", by=at.manager)
    make.need(at.family, at.school, criterion="c", says="Later.")
    assert seen_by(at.lead, at.family) == [one]
    [line] = queries.items_called(at.manager, queries.decision_for(at.manager, at.family, made.pk))
    assert line.startswith("Need (Education)")


def test_an_item_to_choose_says_whose_it_is_and_its_day_however_long_it_is(at):
    make.statement(at.family, "Words without an end " * 20)
    make.need(at.family, at.school, criterion="a", says="One.")
    home = at.lead.agency
    [(_, ours)] = queries.items_to_name(at.lead, at.family, [home, at.school])
    assert ours.startswith(f"{home}: Statement")
    assert ours.endswith(date_format(timezone.localdate(), "j F Y"))
    [(_, theirs)] = queries.items_to_name(at.teacher, at.family, [at.school])
    assert theirs.startswith("Need (Education), One,")
    make.need(at.family, at.school, criterion="b", says="Another.", answer="unknown", reason="no feed", from_on=None)
    names = [name for _, name in queries.items_to_name(at.teacher, at.family, [at.school])]
    assert sum("not known whether so: Another," in name for name in names) == 1


def test_who_does_not_see_an_item_is_told_its_kind_alone(at):
    item = make.statement(at.family, "Words of the school.", "education", agency=at.school)
    made = makers.proposed(at, by=at.teacher, items=[item.pk], categories=[])
    shown = queries.decision_for(at.manager, at.family, made.pk)
    assert queries.items_called(at.manager, shown) == ["Statement (Education)"]
    assert "Words of the school," in queries.items_called(at.teacher, shown)[0]


def test_nobody_names_what_they_do_not_see_or_is_another_s(at, who):
    other = makers.borough()
    theirs = make.need(other.family, at.school, says="Of another family.")
    unseen = make.need(at.family, at.school, says="Not shared with the lead.")
    team_s = make.statement(at.family, "Of the team.", "education")
    for by, items in (
        (at.lead, [theirs.pk]),
        (at.lead, [unseen.pk]),
        (at.teacher, [team_s.pk]),
        (at.teacher, [theirs.pk]),
        (at.teacher, ["nonsense"]),
    ):
        with pytest.raises(SharingError) as caught:
            makers.proposed(at, by=by, items=items, categories=[])
        assert caught.value.field == "items"
    with pytest.raises(SharingError) as caught:
        makers.proposed(at, people=[make.person("Stranger").pk])
    assert caught.value.field == "people"
    with pytest.raises(SharingError) as caught:
        makers.proposed(at, by=at.teacher, items=[unseen.pk], people=[who["child"].pk])
    assert caught.value.field == "items"
    with pytest.raises(SharingError) as caught:
        makers.proposed(at, by=at.teacher, items=[unseen.pk], categories=["education", "housing"])
    assert caught.value.field == "items"


def test_an_agency_that_enforces_the_law_sees_what_is_named_and_is_asked_nothing_beyond(at, who):
    officer = make.worker("partner", at=at.police)
    make.involve(officer, at.family, "partner")
    named = make.statement(at.family, "Of the child.", "housing", person=who["child"])
    make.statement(at.family, "Of the mother.", "housing", person=who["adult"])
    out = {"from_agency": at.home, "to_agency": at.police, "categories": ["housing"]}
    made = makers.approved(at, people=[who["child"].pk], **out)

    assert list(scope.items(standing_of(officer), at.family, Statement.objects.all())) == [named]
    asked = {"category": "housing", "audience": "professionals"}
    assert not agency_could_see(at.police, at.family, **asked)
    assert not worker_could_see(officer, at.family, **asked)
    actions.end_sharing(made, because="Wider now.", by=at.manager)
    makers.approved(at, **out)
    officer._standing = None
    assert agency_could_see(at.police, at.family, **asked)
    assert worker_could_see(officer, at.family, **asked)


def test_no_packet_widens_what_a_person_left_narrow_or_refused(at, who):
    child = make.need(at.family, at.school, criterion="a", person=who["child"])
    make.need(at.family, at.school, criterion="b", person=who["adult"])
    makers.standing_agreement(at)
    narrow = makers.approved(at, people=[who["child"].pk], until_on=makers.in_days(10))
    assert brought(at).pk == narrow.pk
    assert seen_by(at.lead, at.family) == [child]
    assert Grant.objects.count() == 1
    # Another category is opened as ever, and this one is not with it.
    assert brought(at, "education", "other").categories == ["other"]
    with makers.later(days=11):
        with pytest.raises(SharingError) as caught:
            brought(at)
        assert caught.value.code == "TF-SHARING-042"
        assert seen_by(at.lead, at.family) == []


def test_a_person_who_is_gone_leaves_it_narrow(at, who):
    gone = make.person("Gone")
    membership = at.family.members.create(
        person=gone, role="child", residence="with_children", known_by="stated by a school"
    )
    make.need(at.family, at.school)
    decision = makers.approved(at, people=[gone.pk])
    membership.delete()
    gone.delete()
    assert seen_by(at.lead, at.family) == []
    [shown] = [row for row in queries.decisions_about(at.lead, at.family) if row.pk == decision.pk]
    assert shown.people_names == ["somebody who is no longer on the file"]
