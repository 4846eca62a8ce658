"""Partners, volunteers, mentors and the family itself: each finds only what is theirs."""

from __future__ import annotations


def ask_by_name(someone, story):
    """Search as a partner must: for a whole name with the date of birth."""
    one = story.families["work"].members.get(role="adult", residence="with_children").person
    born = one.date_of_birth
    someone.fill(name=str(one), born=(born.day, born.month, born.year))
    someone.press("Search")


def test_a_school_reads_only_its_family_and_answers_for_its_own(visit, story):
    school = visit("school")
    school.open("/")
    school.follow("My families")
    assert story.families["first"].reference in school.words
    assert story.families["work"].reference not in school.words
    school.follow(story.families["first"].reference)
    assert "Seen in hospital" not in school.words
    school.follow("Record something")
    school.fill(kind="Fact", text="She came every day this week.", source="The register", category="Education")
    school.press("Record it")
    assert "She came every day this week." in school.words
    school.open("/sharing/asked/")
    assert "There is none." in school.words
    assert school.open(story.path("work")) == 403
    assert school.open(story.path("restricted")) == 404
    school.open("/search/")
    ask_by_name(school, story)
    school.shot("known-by-name", most=800)
    school.follow(f"Family {story.families['work'].reference}")
    assert school.heading == "This family is known"
    assert "Open the file" not in school.links
    assert "Ada Fable" in school.words
    assert school.open(story.path("first", "safe-address/")) == 403


def test_the_police_read_what_a_decision_opened_and_find_no_other_file(visit, story):
    """Those who enforce the law find and open a file by a sharing decision alone; on the first it was not to share."""
    police = visit("police")
    police.open("/families/")
    assert story.families["quiet"].reference in police.words
    assert story.families["first"].reference not in police.words
    police.follow(story.families["quiet"].reference)
    assert "warned of eviction" in police.words
    assert "Seen in hospital" not in police.words
    assert "Said at home" not in police.words, "what the team shows to other partners"
    police.follow("Recorded")
    police.shot("police-file", most=900)
    police.follow("Overview")
    police.follow("Agreement, lawful basis and sharing")
    assert "Housing" in police.words
    assert police.open(story.path("first")) == 404
    police.open("/search/")
    assert police.page.locator("[name=identifier]").count() == 0
    ask_by_name(police, story)
    assert "Nothing found" in police.words


def test_a_volunteer_and_a_mentor_know_a_name_and_whom_to_ask(visit, story):
    for who in ("volunteer", "mentor"):
        helper = visit(who)
        helper.open("/")
        assert helper.links.isdisjoint({"My families", "Search", "Audit", "Consideration desk"})
        assert helper.open(story.path("first", "known/")) == 403
        assert helper.open(story.path("first")) == 403
        assert "Testa" not in helper.words
        assert helper.open(story.path("work")) == 404


def test_a_parent_reads_what_is_shared_and_answers(visit, story):
    parent = visit("parent")
    parent.open("/")
    parent.follow("Shared with my family")
    if parent.heading != "What is shared with your family":
        parent.page.locator("main a").first.click()
        parent.look()
    assert parent.heading == "What is shared with your family"
    assert "Seen in hospital" not in parent.words
    parent.shot("shared-with-family", most=1100)
    parent.follow("Say something in your own words")
    parent.fill(text="We would like visits after school, not before.")
    parent.press("Send")
    assert "We would like visits after school, not before." in parent.words
    parent.open(story.path("first", "looks/shared/"))
    assert "Ada Fable" not in parent.words
    assert "Fableham Family Help" in parent.words
    parent.shot("who-has-looked", most=700)
    assert parent.open(story.path("first")) == 403
    assert parent.open(story.path("work", "shared/")) == 404
