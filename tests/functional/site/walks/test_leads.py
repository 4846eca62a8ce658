"""Those who lead the work with a family."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.casework.days import in_days


def test_a_lead_reads_records_corrects_and_hides(visit, story):
    lead = visit("adult.lead")
    lead.open("/")
    lead.shot("home", of="body", most=1300)
    lead.follow("My families")
    assert story.families["first"].reference in lead.words
    assert story.families["safe"].reference not in lead.words
    lead.shot("my-families", most=620)
    lead.follow(story.families["first"].reference)
    assert "Said at home" in lead.words
    lead.shot("family-page", most=1300)
    for tab in ("People", "Genogram", "Ecomap", "Recorded", "Addresses", "Timeline"):
        lead.follow(tab)
        assert lead.heading.startswith(tab)
        if tab in ("Genogram", "Ecomap"):
            drawn = lead.page.locator("main svg text").all_inner_texts()
            assert any(lead.page.locator("main li, main td, main th").filter(has_text=words).count() for words in drawn)
            lead.shot("genogram" if tab == "Genogram" else "ecomap", most=1000)
    assert "Seen in hospital" in lead.words
    lead.page.get_by_text("Show only some").click()
    lead.fill(agency="Fableham Education Service")
    lead.press("Show")
    assert "Seen in hospital" not in lead.words
    assert "Late for school" in lead.words
    lead.shot("timeline", most=1500)

    lead.open(story.path("work"))
    lead.follow("Record something")
    lead.press("Record it")
    assert lead.page.title().startswith("Error:")
    lead.fill(
        kind="Fact", text="The boiler works again.", source="Seen on a visit", category="Housing", audience="family"
    )
    lead.press("Record it")
    lead.follow("Recorded")
    lead.follow("Correct fact", exact=False)
    lead.fill(
        kind="Fact", text="The boiler works, the shower does not.", source="Told by the mother", category="Housing"
    )
    lead.press("Record it")
    lead.follow("Recorded")
    assert "Corrected: The boiler works, the shower does not." in lead.words
    lead.follow("Who sees this", exact=False)
    lead.fill(audience="team", why="The mother asks that it stay with us.")
    lead.press("Save")
    lead.follow("Recorded")
    assert "Leads only" in lead.words


def test_a_lead_prints_and_sees_what_the_family_sees(visit, story):
    lead = visit("adult.lead")
    lead.open(story.path("first"))
    lead.follow("Print this file")
    assert "Printed for Ada Fable" in lead.words
    lead.page.emulate_media(media="print")
    assert not lead.page.get_by_role("link", name="Back to the family").is_visible()
    assert lead.page.get_by_role("heading", name="Genogram").is_visible()
    lead.page.emulate_media(media="screen")
    lead.follow("Back to the family", within="body")
    lead.follow("What the family sees")
    lead.page.locator("main select, main input[type=radio]").first.wait_for()
    version = lead.page.locator("main select")
    if version.count():
        version.select_option(index=version.locator("option").count() - 1)
    else:
        lead.page.locator("main input[type=radio]").first.check()
    lead.press("Show this version")
    assert "This is exactly what" in lead.words
    assert "Seen in hospital" not in lead.words


def test_a_lead_keeps_the_three_records_apart(visit, story):
    lead, soon = visit("adult.lead"), in_days(90)
    lead.open(story.path("first"))
    lead.follow("Agreement, lawful basis and sharing")
    lead.shot("three-records", most=760)
    lead.follow("Who agrees, and to what")
    lead.follow("Record an agreement")
    case = story.families["first"].cases.get()
    adults = story.families["first"].members.filter(role="adult")
    other = adults.exclude(person__in=case.agreements.values("person")).get().person_id
    lead.page.locator(f"main [name=person][value='{other}']").check()
    lead.fill(
        to_what="Help with mornings", was_told="What is recorded and who reads it", language="English",
        review_on=(soon.day, soon.month, soon.year),
    )  # fmt: skip
    lead.press("Record")
    assert lead.words.count("Help with mornings") == 1
    lead.follow("Record a withdrawal", exact=False)
    lead.fill(
        effect="Visits stop; nothing else was begun.", threshold="not_met", threshold_because="The school sees no risk."
    )
    lead.press("Record the withdrawal")
    assert "withdrew on" in lead.words
    assert story.families["first"].cases.get().state == "agreed"


def test_a_lead_answers_what_no_record_can(visit, story):
    lead = visit("adult.lead")
    lead.open(story.path("first"))
    lead.follow("Worker's evidence")
    assert "Nobody in the house speaks of next year." in lead.words
    assert "not sent to the analysis yet" in lead.words
    lead.shot("workers-evidence", most=900)
    lead.open(story.path("work", "evidence/"))
    lead.follow("Answer a criterion")
    lead.press("Record it")
    assert lead.page.title().startswith("Error:")
    criterion = lead.page.locator("main select[name=criterion] option[value=low_aspirations]").inner_text()
    day = timezone.localdate() - timedelta(days=7)
    lead.fill(
        criterion=criterion, person="The family as one", answer="Yes", from_on=(day.day, day.month, day.year),
        kind="An opinion: your view", text="They plan from Friday to Friday.", source="Seen on visits",
    )  # fmt: skip
    lead.press("Record it")
    assert "They plan from Friday to Friday." in lead.words
    lead.follow("Take it back", exact=False)
    lead.fill(why="It was the month of the move.")
    lead.press("Take it back")
    assert "What stands no longer" in lead.words
    assert "It was the month of the move." in lead.words


def test_a_lead_records_somebody_new_and_how_they_are_tied(visit, story):
    lead = visit("adult.lead")
    lead.open(story.path("quiet", "people/"))
    lead.follow("Record somebody who is in no record")
    lead.press("Look whether they are known")
    assert lead.page.title().startswith("Error:")
    lead.fill(
        first_name="Testa", last_name="Grandmock", date_of_birth=(4, 5, 1950), sex="Female", role="Adult",
        residence="Lives elsewhere", known_by="Told by the mother",
    )  # fmt: skip
    lead.press("Look whether they are known")
    assert "Is it one of these?" in lead.words
    lead.press("Record them")
    assert lead.page.title().startswith("Error:")
    lead.page.get_by_label("I have looked: they are none of these").check()
    lead.press("Record them")
    assert "Testa Grandmock" in lead.words
    lead.follow("Record how two people are tied")
    mother = story.families["quiet"].members.filter(role="adult").order_by("pk")[0].person
    lead.fill(person="Testa Grandmock", kind="Parent", other=str(mother), known_by="Told by the mother")
    lead.press("Record it")
    assert f"Testa Grandmock is the parent of {mother}" in lead.words
    lead.shot("people-and-ties", most=1750)
    lead.follow("Genogram")
    assert "Testa Grandmock" in lead.words
    lead.follow("People")
    lead.follow("Say what has changed of a tie")
    lead.page.get_by_label(f"Testa Grandmock is the parent of {mother}").check()
    lead.fill(stands="It was never so", known_by="The mother meant her aunt")
    lead.press("Record it")
    assert f"Testa Grandmock is the parent of {mother}" not in lead.words


def test_a_second_lead_reveals_a_safe_address_and_proposes_sharing(visit, story):
    lead = visit("child.lead")
    lead.open(story.path("safe"))
    assert "Invented Quay" not in lead.page.content()
    lead.follow("Safe addresses")
    lead.press("Show the address once", exact=False)
    assert "Invented Quay" in lead.words
    lead.open(story.path("safe", "safe-address/"))
    assert "Invented Quay" not in lead.page.content()
    lead.follow("Change who may read it", exact=False)
    lead.open(story.path("safe", "print/"))
    assert "Invented Quay" not in lead.page.content()
    lead.open(story.path("second", "sharing/"))
    lead.follow("Propose to share, or not to share")
    lead.fill(
        advice="not_share", from_agency="Fableham Housing", to_agency="Fableham Police", categories=["Housing"],
        purpose="Nothing here serves the police", is_family_told="yes",
    )  # fmt: skip
    lead.press("Propose")
    assert "Proposed" in lead.words
    assert lead.open(story.path("first")) == 403
    assert lead.open(story.path("restricted")) == 404


def test_by_the_keyboard_alone(visit, story):
    """Past the navigation, along the page in the order of reading, each stop to be seen, and back in time."""
    lead = visit("adult.lead")
    page = lead.page
    lead.open(story.path("first"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    seen: list[tuple[float, str]] = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
                return {
                    words: at.innerText, inside: !!at.closest('main'), top: box.top + scrollY, inView: box.top >= 0 &&
                    box.bottom <= innerHeight, shown: look.outlineStyle !== 'none' || look.boxShadow !== 'none',
                };
            }"""
        )
        assert stop["inside"], stop
        assert stop["shown"], stop
        assert stop["inView"], stop
        seen.append((stop["top"], stop["words"]))
    tabs = [words for _, words in seen[:7]]
    assert tabs == ["Overview", "Timeline", "People", "Genogram", "Ecomap", "Recorded", "Addresses"]
    page.get_by_role("link", name="Record something").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/")
    page.locator("[name=kind]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Written without a mouse.")
    page.keyboard.press("Tab")
    page.keyboard.type("Typed by hand")
    page.locator("[name=category]").focus()
    page.keyboard.type("Oth")
    page.locator("[name=source]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    lead.look()
    assert "Written without a mouse." in lead.words
