"""A tenth programme: written on screen, adopted by another, worked from the request to the end, and imported in another site."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.referrals.asked import TOLD, asked, screened, somebody
from tests.casework.scenarios import life
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.cases.actions import sign_step, take_step
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.profiles import actions as profiles
from thinkfamily.casework.profiles.models import ProfileVersion
from thinkfamily.casework.profiles.problems import ProfileError
from thinkfamily.casework.profiles.queries import profile_of
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.programmes.profile import as_text, shipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


def tenth() -> str:
    """As somebody types it who began from an exported one."""
    text = as_text(shipped()["family_help"])
    for old, new in (
        ("code: family_help", "code: grandparents_first"),
        ("title: Family Help", "title: Grandparents first"),
        ("public_label: Family Help", "public_label: Round the table"),
        ("code: light", "code: now_and_then"),
        ("title: Light, stepping down", "title: Now and then"),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


def brought(text: str, manager, other, day: date) -> None:
    """Proposed on screen by one, and adopted on screen by another."""
    client = life.signed_in(manager)
    sent = {
        "text": text, "because": "Ours", "from_on_day": day.day, "from_on_month": day.month, "from_on_year": day.year,
    }  # fmt: skip
    assert client.post(reverse("profiles:new"), sent).status_code == 302
    assert "Not in use yet" in client.get(reverse("profiles:list")).content.decode()
    client = life.signed_in(other)
    assert client.get(reverse("profiles:profile", args=["grandparents_first"])).status_code == 200
    assert client.post(reverse("profiles:decide", args=["grandparents_first"]), {"answer": "adopt"}).status_code == 302


def test_a_tenth_programme_is_worked_from_the_request_to_the_end_and_goes_to_another_site(clock):
    team = make.team()
    manager, other, lead = (make.worker(role, of=team) for role in ("manager", "manager", "adult_lead"))
    brought(tenth(), manager, other, clock.today)
    triage = make.worker("triage")
    people = (somebody("Ada", role="adult", born=date(1980, 1, 2)), somebody())
    referral = requests.accept(
        screened(asked(*people, categories=["education", "health"]), triage), chosen="grandparents_first",
        programme="family_help_2025", team=team, because="Many needs.", told=TOLD, by=triage,
    )  # fmt: skip
    case = Case.objects.get(pk=referral.case_id)
    assert (case.profile, case.tier) == ("grandparents_first", "usual")
    at = how.At(case.family, case, lead, make.worker("child_lead", of=team), manager, other)
    how.to_active(at, clock, "grandparents_first", "usual")
    clock.on(weeks=12)
    proposed = take_step(
        case, "change_programme", by=lead, profile="grandparents_first", tier="now_and_then", because="Calm",
        family_told="yes", family_words="Glad",
    )  # fmt: skip
    sign_step(proposed, answer="sign", by=manager)
    client = life.signed_in(lead)
    page = client.get(reverse("families:page", args=[case.family_id])).content.decode()
    assert "Grandparents first, Now and then" in page
    assert "The family reads: Round the table" in page
    member = case.family.members.get(role="adult").person_id
    for route in ("families:shared", "plans:shared"):
        paper = client.get(reverse(route, args=[case.family_id]), {"member": member}).content.decode()
        assert "The help is called Round the table." in paper
        assert "Grandparents first" not in paper
    take_step(
        case, "step_down", by=lead, next_kind="nobody", next_who="", family_agrees="yes", family_words="Yes"
    )  # fmt: skip
    how.end_goals(at)
    sign_step(take_step(case, "close", by=lead, **how.CLOSE), answer="sign", by=manager)
    case = Case.objects.get(pk=case.pk)
    assert case.state == "sustaining"
    assert [look.months for look in case.sustain_checks.all()] == [3, 6, 12]
    exported = life.signed_in(manager).get(reverse("profiles:export", args=["grandparents_first"])).content.decode()
    here = profile_of("grandparents_first")
    # Another site, which has never heard of it.
    ProfileVersion.objects.all().delete()
    assert profile_of("grandparents_first") is None
    brought(exported, manager, other, clock.today)
    assert profile_of("grandparents_first") == here


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("code: grandparents_first", "code: family_help", "TF-PROFILE-010"),
        ("code: grandparents_first", "code: Grandparents First", "TF-PROFILE-002"),
        ("code: now_and_then", "code: usual", "TF-PROFILE-002"),
        ("contact_days:\n      value: 28", "caseload_ceiling:\n      value: 28", "TF-PROFILE-002"),
    ],
)
def test_what_could_not_be_worked_by_is_refused(clock, old, new, code):
    assert old in tenth()
    with pytest.raises(ProfileError) as refused:
        profiles.propose_new(
            text=tenth().replace(old, new), because="Ours", from_on=clock.today, by=make.worker("manager")
        )
    assert refused.value.code == code


def test_one_to_come_is_read_and_not_chosen_yet(clock):
    one, other = make.worker("manager"), make.worker("manager")
    later = clock.today + timedelta(days=9)
    made = profiles.propose_new(text=tenth(), because="Ours", from_on=later, by=one)
    profiles.decide(made, answer="adopt", by=other)
    assert profile_of("grandparents_first") is None
    client = life.signed_in(one)
    assert "Round the table" in client.get(reverse("profiles:profile", args=["grandparents_first"])).content.decode()
    clock.on(days=9)
    assert profile_of("grandparents_first") is not None
