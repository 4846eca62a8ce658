"""A visit recorded on a telephone before the worker leaves the car: in five interactions or fewer, with scripts and without."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.casework import factories as make
from tests.casework.questions import asking
from tests.functional.site.conftest import TELEPHONE, runs_sideways

from thinkfamily.casework.audit.models import SentForm
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.plans import actions
from thinkfamily.casework.plans.models import Contact

MOST = 5


class Hand:
    """A thumb that counts what it does: each tap, and each text typed, is one interaction."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.count = 0

    def tap(self, role: str, name: str) -> None:
        """Tap a link, button or box by its words."""
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()

    def type(self, label: str, words: str) -> None:
        """Type into a field by its label."""
        self.count += 1
        self.page.get_by_label(label, exact=False).first.fill(words)


def led() -> tuple[Any, Any, Any]:
    """A family with two children, and its lead."""
    lead, kit = make.worker("adult_lead"), make.person("Kit")
    family = make.family(make.person("Ada", born=None), kit, make.person("Sam"))
    family.members.filter(person__first_name="Ada").update(role="adult")
    make.involve(lead, family, "adult_lead")
    return lead, family, kit


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_visit_is_saved_in_five_interactions_from_the_list_of_families(browser_page, axe, js):
    lead, _family, kit = led()
    page = browser_page(lead, width=TELEPHONE, js=js)
    page.set_viewport_size({"width": TELEPHONE, "height": 844})
    page.goto("/families/")
    hand = Hand(page)
    hand.tap("link", "Record a visit")
    if js:
        assert axe(page) == []
    assert not runs_sideways(page)
    hand.tap("checkbox", "Kit Testperson, alone")
    hand.type("What happened", "He showed me his bag, packed for Monday.")
    hand.type("So what", "He wants to go: the mornings are what stops him.")
    hand.tap("button", "Save")
    assert "It is recorded." in page.locator("main").inner_text()
    assert hand.count <= MOST, f"{hand.count} interactions"
    made = Contact.objects.get()
    seen = made.seen.get()
    assert (seen.person, seen.is_alone, made.outcome, made.is_planned) == (kit, True, "held", True)
    assert made.recorded_by == lead.pk
    assert abs((made.recorded_at - made.happened_at).total_seconds()) < 180, "now, where nothing else is said"
    assert "He showed me his bag" in page.locator("main").inner_text()
    assert not runs_sideways(page)
    if js:
        assert axe(page) == []


def test_nobody_in_is_one_tap_on_the_familys_page_and_the_ladder_offers_its_steps(browser_page, axe):
    lead, family, _kit = led()
    page = browser_page(lead, width=TELEPHONE)
    page.set_viewport_size({"width": TELEPHONE, "height": 844})
    for number in range(3):
        page.goto(f"/families/{family.pk}/")
        hand = Hand(page)
        hand.tap("button", "Nobody in just now")
        page.get_by_text("Recorded: nobody was in.").first.wait_for()
        assert (hand.count, Contact.objects.count()) == (1, number + 1)
        # The next is another hour's: within one it is asked first whether it was so again.
        SentForm.objects.update(at=timezone.now() - timedelta(hours=2))
    assert "Missed 3 times in a row" in page.locator("main").inner_text()
    page.goto(f"/families/{family.pk}/contact/")
    assert axe(page) == []
    Hand(page).tap("button", "Nobody in, tried: another worker")
    assert Contact.objects.filter(tried="another_worker").count() == 1
    assert Case.objects.get(family=family).state == "agreed"


def test_what_is_wrong_is_said_and_what_was_typed_stays_without_scripts_too(browser_page):
    lead, family, _kit = led()
    page = browser_page(lead, width=TELEPHONE, js=False)
    page.goto(f"/families/{family.pk}/contact/")
    page.get_by_label("What happened").fill("Nobody would say.")
    page.get_by_role("button", name="Save").click()
    assert page.title().startswith("Error:")
    assert page.get_by_label("What happened").input_value() == "Nobody would say."
    page.locator(".govuk-error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "seen"


def test_every_page_of_the_plan_is_open_to_everyone_on_a_telephone(browser_page, axe):
    lead, family, kit = led()
    case = Case.objects.get(family=family)
    words = actions.GoalWords(text="Kit is at school on time in the mornings", own_words="Mornings are a battle.")
    goal = actions.propose_goal(case, words, by=lead)
    asked = actions.Asked(text="Ring the school", kind="support", owner=f"worker:{lead.pk}", due_on=goal.from_on)
    action = actions.ask(case, actions.Asked(**{**vars(asked), "goal": goal}), by=lead)
    actions.rate_goal(goal, value=3, rater="whose", rated_on=goal.from_on, by=lead)
    contact = actions.record_contact(case, actions.Told({kit: True}, "He told of his week.", "Good."), by=lead)
    actions.promote(
        case, kind="contact", source=contact.pk, text="Kit seen alone", on=goal.from_on, precision="day",
        significance="progress", by=lead,
    )  # fmt: skip
    page = browser_page(lead, width=TELEPHONE)
    at = f"/families/{family.pk}/"
    for path in (
        f"{at}plan/", f"{at}plan/goals/new/", f"{at}plan/goals/{goal.pk}/", f"{at}plan/goals/{goal.pk}/change/",
        f"{at}plan/goals/{goal.pk}/move/", f"{at}plan/goals/{goal.pk}/rate/", f"{at}plan/goals/{goal.pk}/ask/",
        f"{at}plan/{case.plan.pk}/dates/", f"{at}plan/asked/{action.pk}/", f"{at}plan/asked/{action.pk}/take-back/",
        f"{at}contacts/", f"{at}contacts/{contact.pk}/correct/", f"{at}visits/plan/", f"{at}chronology/",
        f"{at}chronology/print/", f"{at}chronology/add/contact/{contact.pk}/", f"{at}shared/plan/?member={kit.pk}",
        f"{at}shared/plan/", "/tasks/",
    ):  # fmt: skip
        answer = page.goto(path)
        assert answer.status == 200, path
        assert page.locator("h1").count() == 1, path
        assert axe(page) == [], path
        assert not runs_sideways(page), path


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_parent_ticks_their_own_task_in_one_tap_and_sees_what_services_promised(browser_page, axe, js):
    lead, family, _kit = led()
    adult = family.members.get(role="adult").person
    parent = make.worker("family_member", person_id=adult.pk)
    make.involve(parent, family, "family_member")
    case, school = Case.objects.get(family=family), make.agency("education", name="Fable Schools", kind="school")
    for owner, kind, text in (
        (f"person:{adult.pk}", "requirement", "Lay out clothes the night before"),
        (f"agency:{school.pk}", "support", "Keep a breakfast place"),
    ):
        asked = actions.Asked(text=text, kind=kind, owner=owner, due_on=timezone.localdate(), category="education")
        actions.ask(case, asked, by=lead)
    page = browser_page(parent, width=TELEPHONE, js=js)
    page.goto(f"/families/{family.pk}/shared/plan/")
    words = page.locator("main").inner_text()
    assert words.index("Lay out clothes") < words.index("Keep a breakfast place")
    assert "Fable Schools" in words
    if js:
        assert axe(page) == []
    assert not runs_sideways(page)
    Hand(page).tap("button", "I have done it")
    assert "Thank you. Your answer is recorded." in page.locator("main").inner_text()
    assert case.actions.get(owner_person=adult).state == "done"


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_questions_of_the_council_lengthen_no_visit_by_one_interaction(browser_page, axe, js):
    lead, family, _kit = led()
    for number in range(12):
        asking.asked(asks=f"A question of ours, number {number}?", kind="long" if number % 2 else "yes_no")
    page = browser_page(lead, width=TELEPHONE, js=js)
    page.set_viewport_size({"width": TELEPHONE, "height": 844})
    page.goto("/families/")
    hand = Hand(page)
    hand.tap("link", "Record a visit")
    assert not runs_sideways(page)
    hand.tap("checkbox", "Kit Testperson, alone")
    hand.type("What happened", "He showed me his bag, packed for Monday.")
    hand.type("So what", "He wants to go: the mornings are what stops him.")
    hand.tap("button", "Save")
    assert "It is recorded." in page.locator("main").inner_text()
    assert hand.count <= MOST
    page.goto(f"/families/{family.pk}/contact/")
    page.locator("summary", has_text="A few more questions").click()
    assert not runs_sideways(page)
    if js:
        assert axe(page) == []
