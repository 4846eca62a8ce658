"""A meeting from the due day to the minutes, as a lead, a school and a parent go through it; each page judged by axe."""

from __future__ import annotations

from tests.casework.days import in_days


def parts(day):
    return (day.day, day.month, day.year)


def test_a_meeting_is_planned_held_and_its_minutes_sent(visit, story):
    lead = visit("adult.lead")
    lead.open(story.path("work"))
    lead.follow("Team around the family")
    assert lead.heading == "Team around the family"
    lead.follow("Add an agency that has named nobody yet")
    lead.press("Add")
    assert lead.page.title().startswith("Error:")
    lead.fill(agency="Fableham Health Trust", asked="Come once")
    lead.press("Add")
    assert "Agencies that have named nobody yet" in lead.words
    lead.open(story.path("work", "meetings/"))
    lead.follow("Plan a meeting")
    lead.press("Save")
    assert lead.page.title().startswith("Error:")
    lead.fill(kind="Family review", planned_on=parts(in_days(0)), begins_at="10:00", place="The Fable Centre")
    lead.press("Save")
    lead.follow("Invite")
    lead.page.locator("main [name=workers]").first.check()
    lead.page.locator("main [name=people]").first.check()
    lead.press("Invite")
    lead.follow("Record that it was held")
    for came in lead.page.locator("main input[value=came]").all():
        came.check()
    lead.fill(next_on=parts(in_days(21)))
    lead.press("Record")
    lead.follow("What goes well")
    lead.fill(text="The mornings work.", audience="family")
    lead.press("Save")
    assert "Say it in plain words" in lead.words
    lead.fill(plain="Your mornings work.")
    lead.press("Save")
    lead.follow("Decision")
    lead.fill(text="Ring the landlord.", owner="The landlord's officer", due_on=parts(in_days(7)))
    lead.press("Save")
    lead.follow("Confirm the minutes")
    lead.fill(no_child_view="Asked on Friday at school.")
    lead.press("Confirm")
    assert lead.heading == "Who reads what"
    lead.press("Send each their version")
    lead.follow("Read and print, in plain words", exact=False)
    assert "Your mornings work." in lead.words
    assert "The mornings work." not in lead.words.replace("Your mornings work.", "")
    assert "Ring the landlord." not in lead.words
    lead.open("/calendar/")
    assert "The month" in lead.words


def test_a_school_and_a_parent_read_their_own_version(visit, story):
    school = visit("school")
    school.open("/")
    school.follow("My invitations")
    school.follow("Family review", exact=False)
    assert "Attendance rises" in school.words
    assert "Supervision of the lead" not in school.words
    school.open(story.path("first", "team/"))
    assert "You are told who is on the team." in school.words
    parent = visit("parent")
    parent.open("/")
    parent.follow("Meetings you are invited to")
    parent.follow("Family review", exact=False)
    assert "School goes well since you share the mornings." in parent.words
    assert "Attendance rises" not in parent.words
    assert parent.open(story.path("first", "meetings/")) == 403
