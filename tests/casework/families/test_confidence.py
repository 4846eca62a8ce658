"""What a young person says in confidence no other member of the family reads; who may, a worker judges and records."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.queries.who_sees_items import before
from thinkfamily.casework.agencies.actions import set_value
from thinkfamily.casework.agencies.site_values import CONFIDING_AGE
from thinkfamily.casework.families.actions.statements import Said, comment, record_statement
from thinkfamily.casework.families.actions.understanding import judge
from thinkfamily.casework.families.actions.visibility import set_visibility
from thinkfamily.casework.families.models import Statement, Understanding
from thinkfamily.casework.families.problems import FamilyError
from thinkfamily.casework.families.queries.shared import shared_view
from thinkfamily.casework.families.queries.understanding import who_may_confide

pytestmark = pytest.mark.django_db
WORDS = "I do not want to go home on Fridays."


def aged(years):
    return timezone.localdate() - timedelta(days=366 * years)


class At:
    """A family of a parent and a young person, their lead, and what was recorded."""

    def __init__(self, years=14):
        self.kit = make.person("Kit", born=aged(years))
        self.parent = make.person("Ada", born=date(1980, 1, 1))
        self.family = make.family(self.kit)
        self.family.members.create(person=self.parent, role="adult", residence="with_children", known_by="a test")
        self.lead = make.worker("adult_lead")
        make.involve(self.lead, self.family, "adult_lead")

    def judge(self, is_enough=True, **more):
        told = {"is_enough": is_enough, "because": "We talked it through.", "judged_on": timezone.localdate()} | more
        return judge(self.family, self.kit, by=self.lead, **told)

    def confide(self, **more):
        told = {"person": self.kit, "audience": "family", "confided_by": self.kit} | more
        return record_statement(self.family, Said("own_words", "other", WORDS, **told), by=self.lead)

    def reads(self, who):
        view = shared_view(self.family, who)
        return any(row.text == WORDS for row in [*view.statements, *view.strengths, *view.own])


@pytest.fixture
def at():
    return At()


def test_what_was_said_in_confidence_is_read_by_who_said_it_and_by_no_parent(at):
    at.judge()
    row = at.confide()
    assert at.reads(at.kit)
    assert not at.reads(at.parent)
    late = make.person("Bo", born=date(1985, 1, 1))
    at.family.members.create(person=late, role="adult", residence="with_children", known_by="joined later")
    assert not at.reads(late)
    set_visibility(at.family, "statement", row.pk, audience="family", hidden_from=[], why="A try.", by=at.lead)
    assert not at.reads(at.parent)


def test_what_corrects_it_or_is_said_of_it_stays_in_the_same_confidence(at):
    at.judge()
    row = at.confide()
    for about in ({"corrects": row.pk}, {"on_item": ("statement", row.pk)}):
        told = Said("fact", "other", "More of it.", person=at.parent, audience="family", **about)
        assert record_statement(at.family, told, by=at.lead).confided_by == at.kit
    view = shared_view(at.family, at.parent)
    assert "More of it." not in [row.text for row in view.statements]


@pytest.mark.parametrize(("years", "found", "may"), [
    (14, None, False), (14, True, True), (14, False, False), (16, None, True), (16, False, False), (18, None, False),
])  # fmt: skip
def test_who_may_is_judged_and_from_sixteen_presumed(years, found, may):
    at = At(years)
    if found is not None:
        at.judge(is_enough=found)
    assert (at.kit in who_may_confide(at.family)) is may
    if not may:
        with pytest.raises(FamilyError):
            at.confide()
        assert not Statement.objects.exists()


def test_the_latest_judgement_holds_and_what_was_said_before_stays(at):
    at.judge(judged_on=timezone.localdate() - timedelta(days=30))
    at.confide()
    at.judge(is_enough=False)
    assert at.kit not in who_may_confide(at.family)
    assert not at.reads(at.parent)
    assert Understanding.objects.count() == 2


def test_the_age_is_a_value_of_the_site():
    at = At(11)
    with pytest.raises(FamilyError):
        at.judge()
    officer = make.worker("governance")
    set_value(CONFIDING_AGE, by=officer, value=10, from_on=timezone.localdate(), because="Ours.")
    assert at.judge().is_enough


def test_a_partner_and_an_analyst_do_not_judge_it(at):
    for role in ("partner", "desk_analyst"):
        who = make.worker(role)
        make.involve(who, at.family, role)
        with pytest.raises(PermissionDenied):
            judge(at.family, at.kit, is_enough=True, because="x", judged_on=timezone.localdate(), by=who)


def test_their_own_words_opened_to_the_family_by_mistake_are_read_by_nobody_else(at):
    at.judge()
    account = make.worker("family_member", person_id=at.kit.pk)
    make.involve(account, at.family, "family_member")
    row = comment(at.family, WORDS, by=account)
    set_visibility(at.family, "statement", row.pk, audience="family", hidden_from=[], why="A mistake.", by=at.lead)
    assert at.reads(at.kit)
    assert not at.reads(at.parent)


def test_it_is_judged_and_recorded_on_screen(client, at):
    client.force_login(at.lead)
    record = reverse("families:record", args=[at.family.pk])
    assert "Said in confidence by" not in client.get(record).content.decode()
    page = reverse("families:understanding", args=[at.family.pk, at.kit.pk])
    assert page in client.get(reverse("families:people", args=[at.family.pk])).content.decode()
    today = timezone.localdate()
    told = {"judged_on_day": today.day, "judged_on_month": today.month, "judged_on_year": today.year}
    assert client.post(page, told | {"is_enough": "yes"}).status_code == 200  # without how
    assert client.post(page, told | {"is_enough": "yes", "because": "We talked."}).status_code == 302
    assert "We talked." in client.get(page).content.decode()
    assert client.get(reverse("families:understanding", args=[at.family.pk, at.parent.pk])).status_code == 404
    assert "Said in confidence by" in client.get(record).content.decode()
    told = {"from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year}
    told |= {"kind": "own_words", "text": WORDS, "source": "On a walk", "category": "other", "audience": "family"}
    assert client.post(record, told | {"confided_by": at.kit.pk, "person": at.kit.pk}).status_code == 302
    assert Statement.objects.get().confided_by == at.kit
    assert "Said in confidence" in client.get(reverse("families:statements", args=[at.family.pk])).content.decode()


def test_who_sees_what_says_so(at):
    at.judge()
    row = at.confide()
    accounts = {}
    for one in (at.kit, at.parent):
        accounts[one] = make.worker("family_member", person_id=one.pk)
        make.involve(accounts[one], at.family, "family_member")
    found = {one.worker.pk: one for one in before(row, at.family)}
    assert found[accounts[at.kit].pk].sees
    assert not found[accounts[at.parent].pk].sees
    assert "in confidence" in found[accounts[at.parent].pk].rule
    assert found[at.lead.pk].sees
