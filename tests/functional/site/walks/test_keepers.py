"""Those who read no families, or few: triage, figures, audit, information governance, accounts."""

from __future__ import annotations

import pytest
from django.conf import settings

from thinkfamily.casework.access.models import Opening, RoleSetting
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.site.operations.jobs import run_due


def test_triage_searches_and_opens_a_file_in_an_emergency(visit, story):
    triage, family = visit("triage"), story.families["quiet"]
    triage.open("/search/")
    person = family.members.filter(role="adult", residence="with_children")[0].person
    triage.fill(name=person.last_name)
    triage.press("Search")
    assert f"Family {family.reference}" in triage.words
    triage.follow(f"Family {family.reference}", exact=False)
    assert "Testa" not in triage.words
    assert triage.open(f"/families/{family.pk}/") == 403
    triage.page.go_back()
    triage.follow("Open the file in an emergency")
    triage.fill(reason="A neighbour rang: the children are alone tonight", minutes="30")
    triage.press("Open the file")
    assert Opening.objects.filter(family=family, worker=story.workers["triage"]).exists()
    triage.open(f"/families/{family.pk}/")
    assert "You have this file open in an emergency" in triage.page.locator("body").inner_text()
    triage.shot("emergency", of="body", most=900)
    triage.press("Close the file now")
    assert triage.open(f"/families/{family.pk}/") == 403
    assert triage.open(f"/families/{story.families['restricted'].pk}/") == 404


@pytest.mark.parametrize("who", ["evaluator", "claims", "councillor"])
def test_whoever_reads_figures_reaches_nothing_else(visit, story, who):
    reader = visit(who)
    reader.open("/")
    assert reader.open("/figures/") == 200
    for path in ("/families/", "/search/", "/desk/", "/audit/", "/who-sees/", "/sharing/", "/site/", "/samples/draw/"):
        assert reader.page.goto(path).status == 403, path
    assert reader.open(story.path("first")) == 404
    assert "Release the figures of today" not in reader.page.content()


def test_an_auditor_draws_a_sample_and_reviews_an_opening(visit, story):
    auditor = visit("auditor")
    auditor.open("/")
    auditor.follow("Sample")
    auditor.fill(how_many="2", days="10", because="The quarter's sample")
    auditor.press("Draw")
    drawn = story.workers["auditor"].involvements.filter(until_on__isnull=False)
    assert drawn.count() == 2
    auditor.open("/samples/draw/")
    auditor.page.locator("main ul a").first.click()
    auditor.look()
    assert "Record something" not in auditor.links
    auditor.open("/openings/review/")
    auditor.follow(f"{story.families['opened'].reference}, opened on", exact=False)
    auditor.shot("review-opening", most=1100)
    auditor.fill(finding="justified", note="The lead could not be reached and a child was alone.")
    auditor.press("Record the finding")
    assert Opening.objects.get(family=story.families["opened"]).finding == "justified"
    auditor.open("/audit/")
    auditor.fill(id=str(story.families["opened"].pk))
    auditor.press("Search")
    assert "Otis Fable" in auditor.words
    assert "Testa" not in auditor.words
    auditor.shot("audit", most=800)


def test_governance_withdraws_a_power_and_sees_it_gone(visit, story):
    governance = visit("governance")
    governance.open("/")
    governance.follow("Organisation", within="main")
    governance.follow("Roles, and what each may do")
    governance.follow("Volunteer")
    governance.open("/organisation/roles/councillor/change/")
    governance.page.get_by_label("figures", exact=False).first.uncheck()
    governance.fill(because="Until the committee has met")
    governance.press("Save")
    try:
        assert "Withdrawn here" in governance.words
        assert visit("councillor").open("/figures/") == 403
    finally:
        RoleSetting.objects.filter(role="councillor").update(withdrawn=[])


def test_governance_tells_who_sees_what_and_keeps_agreements(visit, story):
    governance, family = visit("governance"), story.families["first"]
    governance.open("/who-sees/")
    governance.page.locator("main form input[type=text]").first.fill(family.reference)
    governance.press("Find")
    governance.follow(f"Who reaches the file of {family.reference}")
    assert "Sol Fable" in governance.words
    governance.shot("who-sees", most=700)
    governance.page.locator("main a[href*='/items/']").first.click()
    governance.look()
    governance.open("/restrictions/kept/")
    assert story.families["restricted"].reference in governance.words
    governance.follow("Review, change or lift", exact=False)
    governance.open("/sharing/agreements/")
    assert "DEMO-01" in governance.words
    governance.open("/sharing/")
    governance.open("/figures/")
    governance.press("Release the figures of today")
    governance.open("/figures/")
    governance.shot("figures", most=900)


def test_a_system_administrator_keeps_accounts_and_opens_no_family(visit, story):
    # As on a site that runs: its keys are the operator's alone, and what runs beside the pages has run.
    keys = settings.INSTANCE.folder / "keys"
    for path in (keys, *keys.iterdir()):
        path.chmod(path.stat().st_mode & 0o700)
    run_due()
    keeper = visit("sysadmin")
    keeper.open("/site/")
    assert "Others than the operator can read" not in keeper.words
    assert "Late:" not in keeper.words
    keeper.shot("site", most=700)
    keeper.open("/")
    keeper.follow("Organisation")
    keeper.follow("Accounts, roles held and training")
    keeper.follow("Make an account")
    keeper.fill(name="Nia Fable", email="nia@fable.example", agency="Fableham Family Help")
    keeper.press("Make", exact=False)
    assert not Appointment.objects.filter(worker__email="nia@fable.example").exists()
    for family in Family.objects.all()[:5]:
        assert keeper.page.goto(f"/families/{family.pk}/").status == 404
    assert keeper.page.goto("/families/").status == 403
    assert keeper.page.goto("/search/").status == 403
