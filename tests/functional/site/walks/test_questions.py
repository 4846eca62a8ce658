"""A question of the council's own: proposed and adopted on screen, answered on a visit without any script, and read there."""

from __future__ import annotations

from thinkfamily.casework.plans.models import Contact
from thinkfamily.casework.questions.models import LocalQuestion

ASKS = "Does a smoke alarm work on each floor?"


def test_a_manager_adds_a_question_another_adopts_it_and_a_lead_answers_it(visit, story):
    manager, other, lead = visit("manager", js=False), visit("governance"), visit("adult.lead", js=False)
    manager.open("/")
    manager.follow("Programmes")
    manager.follow("Questions of our own on our forms")
    manager.follow("Propose a question")
    manager.fill(
        form="contact", asks=ASKS, help="Press its button.", kind="one", place="5", because="They are fitted free."
    )
    manager.press("Propose")
    assert "Write one a line." in manager.words
    manager.fill(options="Yes, on each floor\nYes, on one\nNo")
    manager.press("Propose")
    for form, asks, kind, needs in (
        ("request", "Which club does the child go to?", "short", "ordinary"),
        ("report", "How many sessions were missed this term?", "number", "ordinary"),
        ("closing", "Which faith or belief should whoever comes next know of?", "short", "special"),
    ):
        manager.follow("Propose a question")
        manager.fill(form=form, asks=asks, kind=kind, needs=needs, because="The board asked for it.")
        manager.press("Propose")
    manager.follow(ASKS)
    assert "Decide on it" not in manager.links
    other.open("/questions/")
    other.follow(ASKS)
    other.follow("Decide on it")
    assert "How it looks" in other.words
    other.fill(answer="adopt")
    other.press("Record your decision")
    other.open("/questions/")
    other.shot("questions", of="main", most=720)
    other.follow("See them as the form shows them", exact=False)
    row = LocalQuestion.objects.get(asks=ASKS)
    lead.open(story.path("work", "contact/"))
    lead.page.locator("summary", has_text="A few more questions").click()
    lead.fill(**{row.name: "No"})
    lead.page.locator("[name=seen]").first.check()
    lead.fill(text="We walked through every room.", analysis="The landlord must be rung.")
    lead.press("Save")
    assert ASKS in lead.words
    assert Contact.objects.get(text="We walked through every room.").answers == {row.name: "No"}
    manager.open(f"/questions/asked/{row.code}/")
    manager.follow("Ask it no longer")
    manager.fill(because="Every home has one.")
    manager.press("Propose")
    assert "Proposed" in manager.words
