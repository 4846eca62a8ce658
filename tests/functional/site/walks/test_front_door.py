"""One whole request for help: asked for on a telephone without scripts, looked at, accepted; and alerts in one press."""

from __future__ import annotations

from django.core.cache import cache
from tests.functional.site.conftest import TELEPHONE, runs_sideways

from thinkfamily.casework.referrals.models import Referral


def test_a_family_asks_on_a_telephone_without_scripts(visit):
    cache.clear()
    somebody = visit(None, js=False)
    somebody.page.set_viewport_size({"width": TELEPHONE, "height": 800})
    page = somebody.page
    page.goto("/help/")
    assert "ring 999" in page.locator("main").inner_text()
    assert not runs_sideways(page)
    page.get_by_role("button", name="Send the request").click()
    assert page.title().startswith("Error:")
    assert not runs_sideways(page)
    somebody.look()
    page.set_viewport_size({"width": TELEPHONE, "height": 800})
    somebody.fill(
        route="Me, or my family", referrer="Testa, by text message", urgency="Within days",
        happening="Mornings are hard since the move.", person_1_first_name="Testa", person_1_last_name="Doorstep",
        person_1_role="Adult", person_2_first_name="Proto", person_2_last_name="Doorstep", person_2_born=(5, 11, 2015),
        person_2_role="Child",
    )  # fmt: skip
    page.get_by_text("Person 3").click()
    somebody.fill(person_3_first_name="Sampla", person_3_last_name="Doorstep", person_3_role="Child")
    somebody.press("Send the request")
    assert somebody.heading == "Your request has been received"
    assert not runs_sideways(page)
    referral = Referral.objects.latest("made_at")
    assert [str(one) for one in referral.people.all()] == ["Testa Doorstep", "Proto Doorstep", "Sampla Doorstep"]


def test_the_same_form_and_its_receipt_with_scripts(visit):
    cache.clear()
    somebody = visit(None)
    somebody.open("/help/")
    somebody.open("/help/sent/")
    assert "Somebody reads it within two working days" in somebody.words


def test_a_request_goes_its_whole_way(visit, story):
    school, triage = visit("school"), visit("triage")
    school.open("/")
    school.follow("Ask for help for a family")
    school.press("Send the request")
    assert school.page.title().startswith("Error:")
    school.fill(
        serves="Children", knows="The family knows of this request and wants help", urgency="Within days",
        happening="Late most mornings.", categories=["Education", "Housing", "Social care", "Domestic abuse"],
        abuse="He is not to know.", person_1_first_name="Quilla", person_1_last_name="Doorway",
        person_1_born=(4, 5, 2012), person_1_role="Child",
    )  # fmt: skip
    school.press("Send the request")
    assert "Your request has been received" in school.words
    reference = Referral.objects.latest("made_at").reference

    triage.open("/")
    triage.follow("Requests for help")
    triage.shot("front-door", most=700)
    triage.follow(reference)
    assert "He is not to know." in triage.words
    triage.press("Take it, to look at it")
    triage.press("Look whether they are known")
    triage.shot("request-for-help", most=1000)
    triage.page.get_by_label("A family that is not among those found").check()
    triage.press("Record this")
    triage.follow("Accept: consider the family")
    triage.press("Record it")
    assert triage.page.title().startswith("Error:")
    triage.page.locator("main [name=chosen]").first.check()
    triage.fill(because="Several needs hang together.", told="Thank you. Somebody will ask the family.")
    triage.press("Record it")
    assert "Accepted" in triage.words

    school.follow("What you asked for", within="body", exact=False)
    school.follow(reference)
    assert "Thank you. Somebody will ask the family." in school.words
    assert "Several needs hang together." not in school.words
    referral = Referral.objects.get(reference=reference)
    assert referral.case is not None
    triage.open(f"/families/{referral.family_id}/requests/")
    assert "Late most mornings." in triage.words
    assert "He is not to know." not in triage.words
    auditor = visit("auditor")
    auditor.open(f"/front-door/{referral.pk}/")
    assert "He is not to know." not in auditor.words


def test_an_alert_is_one_press_from_a_family_s_page(visit, story):
    lead, manager = visit("adult.lead"), visit("second.manager")
    lead.open(story.path("first"))
    lead.follow("Urgent safeguarding", within="body")
    assert story.families["first"].reference in lead.words
    lead.press("Raise the alert now")
    assert "The alert is raised" in lead.words
    assert "ring 999" in lead.words
    alert = Referral.objects.filter(is_alert=True).latest("made_at")
    manager.open("/notices/")
    assert "Somebody raised an urgent safeguarding alert" in manager.words
    manager.open("/front-door/")
    manager.follow(alert.reference)
    manager.press("Record that somebody has acted")
    manager.press("Look at it as at any other request")
    assert "Being looked at" in manager.words
