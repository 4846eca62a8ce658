"""A day of a lead and of a manager, and a case taken a few steps along its way on screen."""

from __future__ import annotations


def test_a_lead_takes_a_case_along_and_a_manager_signs(visit, story):
    lead = visit("adult.lead")
    lead.open("/day/")
    assert lead.heading == "My day"
    lead.shot("my-day", most=900)
    lead.open(story.path("work", "case/"))
    lead.follow("Check who may know, and visits")
    lead.press("Record")
    assert lead.page.title().startswith("Error:")
    lead.fill(restriction="no", risk="low")
    lead.press("Record")
    lead.shot("case", most=1000)
    lead.follow("Begin the assessment")
    lead.fill(with_whom="Everybody at home")
    lead.press("Record")
    assert "Assessing" in lead.words
    lead.follow("Step up now")
    lead.press("Step up now")
    assert "Stepping up" in lead.words
    manager = visit("second.manager")
    manager.open("/decisions/")
    manager.follow("Family", exact=False, within="main")
    manager.fill(decision="stay", why="Seen today.", family_told="yes")
    manager.press("Record")
    assert "Stepping up" not in manager.words
    manager.open("/team-board/")
    assert manager.heading == "Team board"
    manager.shot("team-board", most=1000)
