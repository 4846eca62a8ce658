"""Services: kept by a keeper, found and referred to by a lead without any script, answered, and missed."""

from __future__ import annotations

from thinkfamily.casework.directory.models import OfferedService, ServiceReferral, UnmetNeed


def test_a_keeper_adds_a_service_and_a_lead_refers_to_it(visit, story):
    keeper, lead, family = visit("services"), visit("adult.lead", js=False), story.families["work"]
    keeper.open("/")
    keeper.follow("Directory of services")
    keeper.follow("Add a service")
    keeper.fill(
        agency="Fableham Neighbours", name="The Paper Hat Workshop", description="Hats, on Fridays.", categories="education",
        application_process="Ring the invented duty line.", needs_agreement="yes", room="room", is_active="yes",
    )  # fmt: skip
    keeper.press("Save")
    keeper.follow("The Paper Hat Workshop")
    keeper.follow("Confirm it, and say whether it has room")
    keeper.fill(room="list", waiting_weeks="3")
    keeper.press("Confirm it")
    assert "about 3 weeks" in keeper.words
    lead.open(story.path("work", "services/"))
    lead.follow("Find a service")
    lead.shot("find-a-service", most=900)
    lead.follow("The Paper Hat Workshop, Education", exact=False)
    assert "No sharing decision in force" in lead.words
    lead.fill(category="Education", says="agrees", how="we", told="They would like to come.")
    lead.press("Record the referral")
    assert "No sharing decision lets this agency be told of this need" in lead.words
    lead.fill(how="family", told="")
    lead.press("Record the referral")
    made = ServiceReferral.objects.get(family=family)
    lead.shot("services-of-a-family")
    lead.follow("Record the answer", exact=False)
    lead.fill(step="decline", declined_why="It is full")
    lead.press("Record it")
    made = ServiceReferral.objects.get(pk=made.pk)
    assert (made.state, made.decision_id) == ("declined", None)
    lead.follow("Record that nothing answers a need")
    lead.fill(category="Education", why="full")
    lead.press("Record it")
    lead.follow("It is answered, or no need any longer", exact=False)
    lead.press("Record it")
    assert not UnmetNeed.objects.get(family=family).stands


def test_a_keeper_brings_services_from_a_file(visit, tmp_path):
    keeper = visit("services")
    keeper.open("/services/check/")
    with keeper.page.expect_download() as sent:
        keeper.page.get_by_role("link", name="An empty file").click()
    header = sent.value.path().read_text(encoding="utf-8-sig").strip()
    cells = [
        "VCS", "The Cardboard Castle", "A castle.", "other", "", "", "", "Ring.", "active", "yes", "5", "room", "", "",
    ]  # fmt: skip
    rows = [header, ",".join(cells), ",".join(["NHS", *cells[1:]])]
    file = tmp_path / "services.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    keeper.page.locator("input[type=file]").set_input_files(file)
    keeper.press("Check it")
    assert "No agency of this code whose services you keep" in keeper.words
    assert not OfferedService.objects.filter(name="The Cardboard Castle").exists()
    keeper.press("Bring it in")
    assert OfferedService.objects.get(name="The Cardboard Castle").agency.code == "VCS"
