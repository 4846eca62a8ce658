"""Families referred to services: what may be told to whom, the answer, what is late, and what nothing answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.directory.scene import asked, day, referred, seeded, service, shared
from tests.casework.plans.seeded import asked as asked_of
from tests.casework.plans.seeded import goal as goal_of
from thinkfamily.casework.access.models import Notice, RoleSetting
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.daily.actions.due import raise_due
from thinkfamily.casework.daily.queries.day import day_of
from thinkfamily.casework.directory import actions
from thinkfamily.casework.directory.models import ServiceReferral, UnmetNeed
from thinkfamily.casework.directory.problems import DirectoryError
from thinkfamily.casework.directory.queries import family as queries
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.actions.visibility import set_visibility
from thinkfamily.casework.plans.queries import shared_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def s():
    return seeded()


def late(row):
    """The same referral, its day past."""
    ServiceReferral.objects.filter(pk=row.pk).update(answer_by_on=day(-1))
    return ServiceReferral.objects.get(pk=row.pk)


def test_another_agency_is_told_only_by_a_sharing_decision_in_force(s):
    club = service(s.school)
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-038"):
        actions.refer(s.case, club, asked(), by=s.lead)
    shared(s, s.school, "housing")
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-038"):
        actions.refer(s.case, club, asked(), by=s.lead)
    grant = shared(s, s.school, "education")
    made = actions.refer(s.case, club, asked(), by=s.lead)
    assert made.decision_id == grant.decision_id
    grant.until_on = day(0)
    grant.save()
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-038"):
        actions.refer(s.case, club, asked(), by=s.lead)


def test_a_decision_about_some_people_tells_of_nobody_else(s):
    grant = shared(s, s.school, "education")
    grant.people = [str(s.kit.pk)]
    grant.save()
    club = service(s.school)
    for person in (None, s.ada):
        with pytest.raises(DirectoryError, match="TF-DIRECTORY-038"):
            actions.refer(s.case, club, asked(person=person), by=s.lead)
    assert actions.refer(s.case, club, asked(person=s.kit), by=s.lead).person == s.kit


def test_where_the_family_gets_in_touch_itself_nothing_leaves_and_no_decision_is_asked(s):
    club = service(s.school)
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-035"):
        actions.refer(s.case, club, asked(how="family"), by=s.lead)
    made = actions.refer(s.case, club, asked(how="family", told=""), by=s.lead)
    assert (made.decision_id, made.told) == (None, "")


def test_a_service_of_the_programme_is_told_without_a_decision(s):
    own = service(make.agency(is_home=True))
    assert actions.refer(s.case, own, asked(), by=s.lead).decision_id is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"says": "not_asked"}, "033"), ({"says": ""}, "032"), ({"how": "post"}, "031"), ({"told": " "}, "034"),
        ({"answer_by_on": In(0)}, "036"), ({"category": "moon"}, "021"), ({"audience": "all"}, "022"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_recorded(s, changed, code):
    shared(s, s.school, "education")
    with pytest.raises(DirectoryError, match=f"TF-DIRECTORY-{code}"):
        actions.refer(s.case, service(s.school), asked(**worked_out(changed)), by=s.lead)
    assert not ServiceReferral.objects.exists()


def test_nobody_of_another_family_is_referred(s):
    shared(s, s.school, "education")
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-037"):
        actions.refer(s.case, service(s.school), asked(person=make.person("Else")), by=s.lead)


def test_a_case_that_has_ended_and_a_service_that_has_are_no_longer_referred_to(s):
    shared(s, s.school, "education")
    over = service(s.school, name="Over", is_active=False)
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-030"):
        actions.refer(s.case, over, asked(), by=s.lead)
    Case.objects.filter(pk=s.case.pk).update(state="closed")
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-020"):
        actions.refer(s.case, service(s.school), asked(), by=s.lead)


def test_an_answer_is_recorded_after_the_end_of_the_case_and_nobody_is_told_then_that_it_is_late(s):
    made = late(referred(s))
    Case.objects.filter(pk=s.case.pk).update(state="closed")
    raise_due()
    assert not Notice.objects.filter(kind="service_late").exists()
    assert actions.answer_referral(s.family, made.pk, actions.Answer("accept"), by=s.manager).state == "accepted"


@pytest.mark.parametrize("who", ["partner", "volunteer", "police", "parent"])
def test_who_does_not_lead_refers_nobody(s, who):
    with pytest.raises(PermissionDenied):
        actions.refer(s.case, service(s.school), asked(), by=getattr(s, who))


def test_a_referral_is_kept_as_close_as_the_need_for_which_it_is(s):
    need = make.need(s.family, category="domestic_abuse", audience="team")
    need.hidden_from.add(s.bo)
    shared(s, s.school, "education", "domestic_abuse")
    made = actions.refer(s.case, service(s.school), asked(item=need), by=s.lead)
    assert (made.category, made.audience, list(made.hidden_from.all())) == ("domestic_abuse", "team", [s.bo])
    assert made.on_item == need.pk
    assert queries.referral_of(s.partner, s.family, made.pk) is None


def test_a_referral_that_would_tell_a_safe_address_is_refused_to_who_knows_it(s):
    safe_address.record_one(by=s.lead, family=s.family, person=s.ada, text="77 Zephyrquince Mews", named=[s.lead])
    shared(s, s.school, "education")
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-001"):
        actions.refer(s.case, service(s.school), asked(told="She is at 77 Zephyrquince Mews."), by=s.lead)


def test_what_another_writes_of_a_safe_address_is_put_aside(s):
    safe_address.record_one(by=s.lead, family=s.family, person=s.ada, text="77 Zephyrquince Mews", named=[s.lead])
    shared(s, s.school, "education")
    made = actions.refer(s.case, service(s.school), asked(told="At 77 Zephyrquince Mews."), by=s.manager)
    assert "Zephyrquince" not in ServiceReferral.objects.get(pk=made.pk).told
    assert "Zephyrquince" not in str(list(ServiceReferral.history.values()))


def test_a_partner_sees_and_answers_what_their_own_agency_was_asked_and_nothing_else(s):
    made = referred(s)
    assert queries.to_answer(s.partner, s.family, made.pk) == (made, False)
    assert queries.to_answer(s.lead, s.family, made.pk) == (made, True)
    assert queries.referral_of(s.nurse, s.family, made.pk) is None
    with pytest.raises(PermissionDenied):
        actions.answer_referral(s.family, made.pk, actions.Answer("accept"), by=s.nurse)
    done = actions.answer_referral(s.family, made.pk, actions.Answer("accept"), by=s.partner)
    assert (done.state, done.is_as_told) == ("accepted", False)


def test_the_decision_by_which_a_service_was_told_is_offered_to_who_may_read_it(s, client):
    made = referred(s)
    page = reverse("directory:of_family", args=[s.family.pk])
    decision = reverse("sharing:decision", args=[s.family.pk, made.decision_id])
    for who, reads in ((s.lead, True), (s.partner, False)):
        client.force_login(who)
        assert (decision in client.get(page).content.decode()) is reads, who
        assert client.get(decision).status_code == (200 if reads else 404)


def test_an_answer_is_a_list_with_a_day_or_a_no_with_its_why(s):
    made = referred(s)
    for answer, code in (
        (actions.Answer("wait"), "043"), (actions.Answer("decline"), "043"), (actions.Answer("perhaps"), "040"),
        (actions.Answer("decline", declined_why="moon"), "042"), (actions.Answer("wait", answer_by_on=day(0)), "043"),
    ):  # fmt: skip
        with pytest.raises(DirectoryError, match=f"TF-DIRECTORY-{code}"):
            actions.answer_referral(s.family, made.pk, answer, by=s.lead)
    waiting = actions.answer_referral(s.family, made.pk, actions.Answer("wait", answer_by_on=day(30)), by=s.lead)
    assert (waiting.state, waiting.answer_by_on, waiting.is_as_told) == ("waiting", day(30), True)
    no = actions.Answer("decline", declined_why="full", because="No place this year.")
    assert actions.answer_referral(s.family, made.pk, no, by=s.lead).state == "declined"
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-041"):
        actions.answer_referral(s.family, made.pk, actions.Answer("accept"), by=s.lead)


def test_a_referral_is_taken_back_with_a_reason(s):
    made = referred(s)
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-045"):
        actions.take_back_referral(s.family, made.pk, because=" ", by=s.lead)
    assert actions.take_back_referral(s.family, made.pk, because="They moved.", by=s.lead).state == "taken_back"


def test_what_is_late_stands_in_my_day_and_is_told_once(s):
    made = referred(s)
    assert day_of(s.lead).services == []
    late(made)
    assert day_of(s.lead).services == [made]
    stranger = make.worker("adult_lead")
    assert day_of(stranger).services == []
    for _ in range(2):
        raise_due()
    notices = Notice.objects.filter(kind="service_late")
    assert s.lead.pk in set(notices.values_list("to", flat=True))
    assert notices.filter(to=s.lead).count() == 1
    actions.answer_referral(s.family, made.pk, actions.Answer("accept"), by=s.lead)
    assert day_of(s.lead).services == []


def test_asked_again_later_it_is_told_again(s):
    made = late(referred(s))
    raise_due()
    actions.answer_referral(s.family, made.pk, actions.Answer("wait", answer_by_on=day(5)), by=s.lead)
    ServiceReferral.objects.filter(pk=made.pk).update(answer_by_on=timezone.localdate() - timedelta(days=3))
    Notice.objects.filter(kind="service_late").update(seen_at=timezone.now())
    raise_due()
    assert Notice.objects.filter(kind="service_late", to=s.lead).count() == 2


def test_the_link_of_the_notice_leads_to_the_familys_services(s, client):
    late(referred(s))
    raise_due()
    client.force_login(s.lead)
    page = client.get(reverse("access:notices")).content.decode()
    assert reverse("directory:of_family", args=[s.family.pk]) in page


def test_nothing_that_was_written_reaches_the_audit(s):
    made = referred(s, told="Planted-word of theirs")
    no = actions.Answer("decline", declined_why="full", because="Planted-word again")
    actions.answer_referral(s.family, made.pk, no, by=s.lead)
    assert "Planted" not in str(list(AuditEvent.objects.values()))


def test_looking_for_a_service_puts_first_what_fits_and_says_why_others_do_not(s):
    s.family.area = "Fable North"
    s.family.save()
    service(s.school, name="B fits")
    service(s.school, name="A full", room="full")
    service(s.school, name="A other ward", wards=["Fable South"])
    service(s.school, name="A babies", minimum_age=0, maximum_age=2)
    need = make.need(s.family, person=s.kit)
    ((title, fits),) = queries.looked_up(s.family, need)
    assert title == "Education"
    assert fits[0].service.name == "B fits"
    assert fits[0].but == ()
    assert all(fit.but for fit in fits[1:])
    # Where somebody must not be found it is not asked where they live.
    safe_address.record_one(by=s.lead, family=s.family, person=s.ada, text="77 Zephyrquince Mews", named=[s.lead])
    ((_, hidden),) = queries.looked_up(s.family, need)
    assert {fit.service.name for fit in hidden if not fit.but} == {"B fits", "A other ward"}


def test_where_somebody_of_the_family_must_not_be_found_by_another_file_it_is_not_asked_where_they_live(s):
    s.family.area = "Fable North"
    s.family.save()
    service(s.school, name="Another ward", wards=["Fable South"])
    need, other = make.need(s.family, person=s.kit), make.family(s.ada)
    make.involve(s.lead, other, "adult_lead")
    safe_address.record_one(by=s.lead, family=other, person=s.ada, text="77 Zephyrquince Mews", named=[s.lead])
    ((_, found),) = queries.looked_up(s.family, need)
    assert [fit.but for fit in found] == [()]


def test_what_nothing_answers_is_recorded_once_and_ended(s):
    need = make.need(s.family, person=s.kit, category="housing")
    given = {"category": "housing", "why": "none", "item": need, "by": s.lead}
    made = actions.record_unmet(s.case, **given)
    assert (made.area, made.stands) == (s.family.area, True)
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-052"):
        actions.record_unmet(s.case, **given)
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-050"):
        actions.record_unmet(s.case, category="health", why="", by=s.lead)
    assert queries.unmet_of(s.partner, s.family, made.pk) is None
    actions.end_unmet(s.family, made.pk, by=s.lead)
    with pytest.raises(DirectoryError, match="TF-DIRECTORY-053"):
        actions.end_unmet(s.family, made.pk, by=s.lead)
    assert not UnmetNeed.objects.get().stands


def test_the_whole_way_on_screen(s, client):
    shared(s, s.school, "education")
    club, need = service(s.school), make.need(s.family, person=s.kit)
    client.force_login(s.lead)
    own = reverse("directory:of_family", args=[s.family.pk])
    find = reverse("directory:find_for", args=[s.family.pk, need.pk])
    assert find in client.get(own).content.decode()
    refer = reverse("directory:refer_for", args=[s.family.pk, club.pk, need.pk])
    assert refer in client.get(find).content.decode()
    page = client.get(refer).content.decode()
    assert "may be told of" in page
    by = day(10)
    given = {
        "category": "education", "person": str(s.kit.pk), "says": "agrees", "how": "we", "told": "Late most mornings.",
        "answer_by_on_day": by.day, "answer_by_on_month": by.month, "answer_by_on_year": by.year, "audience": "professionals",
    }  # fmt: skip
    assert client.post(refer, given).status_code == 302
    made = ServiceReferral.objects.get()
    assert made.on_item == need.pk
    page = client.get(own).content.decode()
    assert "Late most mornings." in page
    assert "The sharing decision by which it was told" in page
    answer = reverse("directory:answer", args=[s.family.pk, made.pk])
    back = client.post(answer, {"step": "decline"}).content.decode()
    assert "Say why it declined" in back
    assert client.post(answer, {"step": "decline", "declined_why": "full"}).status_code == 302
    unmet = reverse("directory:unmet_for", args=[s.family.pk, need.pk])
    assert client.post(unmet, {"category": "education", "person": "", "why": "full"}).status_code == 302
    end = reverse("directory:end_unmet", args=[s.family.pk, UnmetNeed.objects.get().pk])
    assert client.post(end).status_code == 302
    client.force_login(s.partner)
    assert "Breakfast club" in client.get(own).content.decode()
    client.force_login(s.nurse)
    assert "Breakfast club" not in client.get(own).content.decode()


def test_who_must_not_see_abuse_sees_no_referral_about_it(s):
    shared(s, s.school, "domestic_abuse", "education")
    refuge = service(s.school, name="Safe talk", categories=["domestic_abuse"])
    made = actions.refer(s.case, refuge, asked(category="domestic_abuse"), by=s.lead)
    assert queries.referral_of(s.partner, s.family, made.pk) is None
    assert queries.referral_of(s.lead, s.family, made.pk) == made


def test_the_number_of_queries_of_a_familys_services_stays(s, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    shared(s, s.school, "education")
    club = service(s.school)
    client.force_login(s.lead)
    own = reverse("directory:of_family", args=[s.family.pk])
    counts = []
    for several in (1, 10):
        for number in range(several):
            actions.refer(s.case, club, asked(told=f"Once more {number}"), by=s.lead)
            make.need(s.family, criterion=f"one_{several}_{number}")
        client.get(own)
        with CaptureQueriesContext(connection) as met:
            client.get(own)
        counts.append(len(met))
    assert counts[0] == counts[1]


def version(s, who):
    return shared_plan(s.family, who).services


def test_the_family_reads_what_was_asked_for_it_of_whom_and_the_answer(client, s):
    row = referred(s, audience="family", answer_by_on=day(10))
    client.force_login(s.parent)
    path = reverse("plans:shared", args=[s.family.pk])
    page = client.get(path, follow=True).content.decode()
    for words in ("Breakfast club", s.school.name, "Kit is late most mornings.", "It has not answered yet"):
        assert words in page
    answer = actions.Answer("decline", declined_why="full", because="Said on the telephone by the invented clerk")
    actions.answer_referral(s.family, row.pk, answer, by=s.partner)
    page = client.get(path, follow=True).content.decode()
    assert "It said no: it is full." in page
    assert "invented clerk" not in page


@pytest.mark.parametrize("changed", [{}, {"audience": "team"}, {"category": "domestic_abuse", "audience": "family"}])
def test_the_family_reads_nothing_of_a_referral_that_is_not_for_it(s, changed):
    home = service(make.agency(is_home=True), categories=["education", "domestic_abuse"])
    actions.refer(s.case, home, asked(**changed), by=s.lead)
    assert not version(s, s.ada)


def test_a_referral_hidden_from_a_member_is_not_in_their_version(s):
    row = referred(s, audience="family")
    row.hidden_from.add(s.bo)
    assert version(s, s.ada)
    assert not version(s, s.bo)


def test_narrowing_what_a_referral_is_for_narrows_the_referral(s):
    home = service(make.agency(is_home=True))
    need = make.need(s.family, audience="family")
    actions.refer(s.case, home, asked(audience="family", item=need), by=s.lead)
    gap = actions.record_unmet(s.case, category="education", why="none", item=need, by=s.lead)
    assert version(s, s.bo)
    set_visibility(s.family, "need", need.pk, audience="family", hidden_from=[s.bo], why="a test", by=s.lead)
    assert not version(s, s.bo)
    assert version(s, s.ada)
    assert list(gap.hidden_from.all()) == [s.bo]


def test_narrowing_a_goal_narrows_the_referral_that_was_made_for_what_is_asked_for_it(s):
    goal = goal_of(s, audience="professionals")
    action = asked_of(s, "worker:" + str(s.lead.pk), goal=goal, audience="professionals")
    shared(s, s.school, "education")
    made = actions.refer(s.case, service(s.school), asked(item=action), by=s.lead)
    assert queries.referral_of(s.partner, s.family, made.pk)
    set_visibility(s.family, "goal", goal.pk, audience="team", hidden_from=[], why="a test", by=s.lead)
    assert queries.referral_of(s.partner, s.family, made.pk) is None


def test_who_sees_a_referral_is_decided_on_screen_after_it_was_made(client, s):
    row = referred(s, audience="family")
    client.force_login(s.lead)
    page = reverse("families:visibility", args=[s.family.pk, "referred", row.pk])
    assert page in client.get(reverse("directory:of_family", args=[s.family.pk])).content.decode()
    shown = client.get(page).content.decode()
    assert "Referred to Breakfast club" in shown
    back = reverse("directory:of_family", args=[s.family.pk])
    assert shown.count(f'href="{back}"') == 2, "back, and without a change"
    sent = {"audience": "family", "hidden_from": [str(s.bo.pk)], "why": "He reads along."}
    assert client.post(page, sent).url == back
    assert version(s, s.ada)
    assert not version(s, s.bo)
    assert client.get(reverse("plans:promote", args=[s.family.pk, "referred", row.pk])).status_code == 404
    client.force_login(s.partner)
    assert client.get(page).status_code == 403


def test_no_member_reads_a_safe_address_in_what_a_service_is_told(client, s):
    safe_address.record_one(by=s.lead, family=s.family, person=s.ada, text="77 Zephyrquince Mews", named=[s.lead])
    other = make.worker("child_lead")
    make.involve(other, s.family, "child_lead")
    shared(s, s.school, "education")
    told = "Meet her at 77 Zephyrquince Mews."
    actions.refer(s.case, service(s.school), asked(told=told, audience="family"), by=other)
    for who in (s.ada, s.bo, s.kit):
        assert all("Zephyrquince" not in str(row.told) for row in version(s, who))
    client.force_login(s.parent)
    path = reverse("plans:shared", args=[s.family.pk])
    assert "Zephyrquince" not in client.get(path, follow=True).content.decode()


def test_whoever_of_the_agency_works_with_the_family_is_told_and_of_its_withdrawal(client, s):
    row = referred(s)
    told = Notice.objects.filter(kind="service_asked")
    assert list(told.values_list("to", "about", "family")) == [(s.partner.pk, row.pk, s.family.pk)]
    client.force_login(s.partner)
    assert reverse("directory:of_family", args=[s.family.pk]) in client.get(reverse("access:notices")).content.decode()
    actions.take_back_referral(s.family, row.pk, because="They went themselves.", by=s.lead)
    back = Notice.objects.filter(kind="service_back")
    assert list(back.values_list("to", "about", "family")) == [(s.partner.pk, row.pk, s.family.pk)]


def test_where_nobody_of_the_agency_works_with_the_family_its_keepers_are_told_of_no_family(client, s):
    other = make.agency("CHARITY", name="Fable Charity", kind="voluntary")
    shared(s, other, "education")
    club = service(other)
    made = actions.refer(s.case, club, asked(), by=s.lead)
    keeper = Notice.objects.get(kind="service_asked").to
    assert keeper.agency == other
    client.force_login(keeper)
    page = client.get(reverse("access:notices")).content.decode()
    assert "Breakfast club" in page
    assert s.lead.name in page
    for trace in (s.family.reference, str(s.family.pk), str(made.pk), "Kit is late"):
        assert trace not in page
    actions.take_back_referral(s.family, made.pk, because="They went themselves.", by=s.lead)
    assert Notice.objects.get(kind="service_back").to == keeper
    assert Notice.objects.get(kind="service_back").family_id is None


def test_of_a_service_of_the_programme_no_notice_is_needed(s):
    actions.refer(s.case, service(make.agency(is_home=True)), asked(), by=s.lead)
    assert not Notice.objects.filter(kind="service_asked").exists()


def test_of_a_restricted_file_and_of_what_the_family_asks_itself_no_keeper_hears(s):
    other = make.agency("CHARITY", name="Fable Charity", kind="voluntary")
    shared(s, other, "education")
    club = service(other)
    actions.refer(s.case, club, asked(how="family", told=""), by=s.lead)
    make.restrict(s.family, s.manager, s.lead)
    actions.refer(s.case, club, asked(), by=s.lead)
    assert not Notice.objects.filter(kind__startswith="service").exists()


def test_find_a_service_is_shown_to_who_may_refer(client, s):
    made = asked_of(s, f"worker:{s.lead.pk}")
    link = reverse("directory:find_for", args=[s.family.pk, made.pk])
    plan = reverse("plans:plan", args=[s.family.pk])
    client.force_login(s.lead)
    assert link in client.get(plan).content.decode()
    RoleSetting.objects.create(role="adult_lead", withdrawn=["service.refer"])
    page = client.get(plan).content.decode()
    assert link not in page
    assert "No longer ask it" in page
