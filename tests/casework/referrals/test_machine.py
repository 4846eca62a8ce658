"""The way of a request: which step leads where, what each asks for, and who must sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django_fsm import TransitionNotAllowed

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.referrals.asked import BORN, TOLD, asked, long_ago, screened, somebody
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.referrals import actions, machine
from thinkfamily.casework.referrals.models import Referral

pytestmark = pytest.mark.django_db
OLD = date(2010, 1, 1)


@pytest.fixture
def triage():
    return make.worker("triage")


@pytest.fixture
def manager():
    return make.worker("manager")


def closing(referral, by):
    return actions.close(referral, because="Nothing is needed.", told=TOLD, by=by)


def test_every_state_is_reached_and_urgent_safeguarding_from_each_in_one_step():
    moves = list(Referral._meta.get_field("state").get_all_transitions(Referral))
    assert {move.target for move in moves} == set(dict(Referral.STATES)) - {machine.RECEIVED}
    urgent = {move.source for move in moves if move.target == machine.URGENT}
    assert urgent == set(dict(Referral.STATES)) - {machine.URGENT}


def test_a_state_is_changed_by_a_transition_and_by_nothing_else():
    referral = asked()
    with pytest.raises(AttributeError):
        referral.state = machine.ACCEPTED
    with pytest.raises(TransitionNotAllowed):
        referral.accept()


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (actions.advise, {"because": "Enough.", "told": TOLD}),
        (actions.redirect, {"to_whom": "The library", "told": TOLD}),
        (actions.decline, {"declined_what": "Visits", "declined_why": "not_now", "told": TOLD}),
        (actions.close, {"because": "Enough.", "told": TOLD}),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_nothing_is_decided_before_it_was_looked_whether_the_family_is_known(triage, action, told):
    referral = screened(asked(somebody(born=OLD)), triage, has_looked=False)
    with pytest.raises(NotPossibleError, match="First look whether the family is known"):
        action(referral, by=triage, **told)
    actions.search(referral, by=triage)
    ended = action(referral, by=triage, **told)
    assert ended.state in machine.ENDED
    assert (ended.ended_by, ended.told) == (triage.pk, TOLD)


@pytest.mark.parametrize(
    ("action", "missing", "where"),
    [
        (actions.advise, {"because": " ", "told": TOLD}, "because"),
        (actions.advise, {"because": "x", "told": " "}, "told"),
        (actions.redirect, {"to_whom": "", "told": TOLD}, "to_whom"),
        (actions.decline, {"declined_what": "", "declined_why": "not_now", "told": TOLD}, "declined_what"),
        (actions.decline, {"declined_what": "Visits", "declined_why": "", "told": TOLD}, "declined_what"),
        (actions.close, {"because": "", "told": TOLD}, "because"),
    ],
)
def test_what_a_step_asks_for_is_said_beside_its_field(triage, action, missing, where):
    referral = screened(asked(somebody(born=OLD)), triage)
    with pytest.raises(NotPossibleError) as raised:
        action(referral, by=triage, **missing)
    assert raised.value.where == where
    assert Referral.objects.get().state == machine.SCREENING


def test_the_referrer_reads_what_they_are_told_and_not_which_service_it_was_given_to(client, triage):
    referrer = make.worker("volunteer")
    referral = screened(asked(somebody(born=OLD), by=referrer, route="community"), triage)
    actions.redirect(referral, to_whom="The refuge's own team", told=TOLD, by=triage)
    client.force_login(referrer)
    page = client.get(reverse("referrals:receipt", args=[referral.pk])).content.decode()
    assert TOLD in page
    assert "refuge" not in page


def test_one_who_takes_it_has_it_and_another_is_told(triage, manager):
    referral = asked()
    actions.screen(referral, by=triage)
    with pytest.raises(NotPossibleError, match="changed this request"):
        actions.screen(referral, by=manager)
    assert Referral.objects.get().screened_by == triage.pk


@pytest.mark.parametrize("role", ["adult_lead", "partner", "desk_analyst", "governance", "audit", "volunteer"])
def test_nobody_else_takes_or_decides_one(role):
    referral, other = asked(), make.worker(role)
    for step in (actions.screen, actions.search, actions.raise_on, actions.act, actions.go_on):
        with pytest.raises(NotAllowedError):
            step(referral, by=other)
    with pytest.raises(NotAllowedError):
        closing(referral, other)


class TestSecondPerson:
    """When no further action takes two people."""

    @pytest.mark.parametrize(
        ("people", "told"),
        [
            ((somebody(born=In(-400)),), {}),
            ((somebody(born=None),), {}),
            ((somebody("", "", None, "expected"),), {}),
            ((somebody(born=OLD),), {"categories": ["domestic_abuse"]}),
            ((somebody(born=OLD),), {"abuse": "She is afraid."}),
            ((somebody(born=OLD),), {"answers": {"afraid": "yes"}}),
            ((somebody(born=OLD),), {"programme": "family_help"}),
        ],
        ids=["under five", "age not known", "expected", "category", "words", "afraid", "programme"],
    )
    def test_it_waits_for_a_second_person(self, triage, manager, people, told):
        people = [replace(one, **worked_out({"born": one.born})) for one in people]
        referral = closing(screened(asked(*people, **told), triage), triage)
        assert referral.state == machine.SCREENING
        assert referral.waits_for_signature
        signed = actions.sign(referral, is_signed=True, by=manager)
        assert (signed.state, signed.signed_by) == (machine.NO_ACTION, manager.pk)

    def test_one_person_is_enough_where_nothing_speaks_for_two(self, triage):
        assert closing(screened(asked(somebody(born=OLD)), triage), triage).state == machine.NO_ACTION

    @pytest.mark.parametrize(("days", "takes_two"), [(364, True), (366, False)])
    def test_a_request_within_a_year_of_another_takes_two(self, triage, days, takes_two):
        long_ago(asked(somebody(born=OLD)), days)
        referral = closing(screened(asked(somebody(born=OLD)), triage), triage)
        assert (referral.state == machine.SCREENING) is takes_two

    @pytest.mark.parametrize("is_told", [True, False])
    def test_abuse_on_the_file_takes_two_and_the_page_does_not_say_so(self, client, triage, is_told):
        person = make.person("Quillon", "Farthingale", born=OLD)
        family = make.family(person)
        if is_told:
            make.event(family, category="domestic_abuse")
        referral = screened(asked(somebody(born=OLD)), triage, about=str(family.pk))
        assert (closing(referral, triage).state == machine.SCREENING) is is_told
        client.force_login(triage)
        page = client.get(f"/front-door/{referral.pk}/").content.decode()
        assert "Domestic abuse" not in page
        assert ("To be signed by a second person" in page) is is_told

    def test_whoever_proposed_it_does_not_sign_it(self, manager):
        referral = closing(screened(asked(somebody(born=None)), manager), manager)
        with pytest.raises(NotAllowedError):
            actions.sign(referral, is_signed=True, by=manager)

    def test_it_is_returned_with_a_reason_and_goes_on(self, triage, manager):
        referral = closing(screened(asked(somebody(born=None)), triage), triage)
        with pytest.raises(NotPossibleError):
            actions.sign(referral, is_signed=False, by=manager)
        returned = actions.sign(referral, is_signed=False, returned_because="Ring them first.", by=manager)
        assert (returned.state, returned.waits_for_signature) == (machine.SCREENING, False)
        told = set(Notice.objects.filter(about=referral.pk).values_list("to", "kind"))
        assert {(triage.pk, "request_back"), (referral.made_by, "request_longer")} <= told
        with pytest.raises(NotPossibleError):
            actions.sign(returned, is_signed=True, by=manager)

    def test_who_signs_reads_what_the_referrer_is_told_and_what_is_returned_need_not_be_written_anew(
        self, client, triage, manager
    ):
        referral = closing(screened(asked(somebody(born=None)), triage), triage)
        client.force_login(manager)
        assert TOLD in client.get(reverse("referrals:sign", args=[referral.pk])).content.decode()
        actions.sign(referral, is_signed=False, returned_because="Ring them first.", by=manager)
        client.force_login(triage)
        form = client.get(reverse("referrals:close", args=[referral.pk])).context["form"]
        assert (form["because"].value(), form["told"].value()) == ("Nothing is needed.", TOLD)

    def test_a_manager_is_told_and_not_the_one_who_proposed(self, triage, manager):
        referral = closing(screened(asked(somebody(born=None)), triage), triage)
        told = Notice.objects.filter(kind="request_to_sign", about=referral.pk)
        assert [notice.to for notice in told] == [manager]


def test_a_search_made_anew_asks_for_a_new_judgement(triage):
    referral = screened(asked(), triage)
    actions.search(referral, by=triage)
    assert Referral.objects.get().judged_at is None
    with pytest.raises(NotPossibleError, match="Say whether one of the families found is meant"):
        actions.accept(
            referral, chosen="family_help", programme="family_help_2025", team=None, because="x", told=TOLD, by=triage
        )


def test_only_a_family_that_was_found_can_be_meant(triage):
    referral, other = screened(asked(), triage, has_looked=False), make.family()
    with pytest.raises(NotPossibleError, match="First look"):
        actions.judge(referral, about="new", by=triage)
    actions.search(referral, by=triage)
    for about, earlier in ((str(other.pk), ""), ("new", str(asked(somebody("Zed", "Other", BORN)).pk))):
        with pytest.raises(NotPossibleError, match="none of those offered"):
            actions.judge(referral, about=about, earlier=earlier, by=triage)
