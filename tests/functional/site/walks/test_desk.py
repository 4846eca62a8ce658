"""The desk: a packet is brought, families are decided on, a batch is signed, what is over is purged."""

from __future__ import annotations

import shutil
from datetime import timedelta

from django.utils import timezone
from tests.casework.imports import files
from tests.functional.site.walks.seed import candidate_packet, invented

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.actions.look import looked
from thinkfamily.casework.consideration.models import Candidate, CandidatePacket, Decision
from thinkfamily.casework.consideration.queries.desk import candidates
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.imports import views
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.sharing.actions.decisions import propose
from thinkfamily.casework.sharing.models import SharingDecision

REASONS = "School is missed often and nobody speaks for the whole family."


def undecided(story) -> Candidate:
    """A family on the desk on which nobody has decided."""
    return next(one for one in candidates(story.workers["analyst"]) if one.state == "open")


def test_an_analyst_reads_a_candidate_and_decides_with_reasons(visit, story):
    analyst = visit("analyst")
    analyst.open("/")
    analyst.follow("Consideration desk")
    analyst.shot("desk", most=1000)
    one = undecided(story)
    analyst.follow(f"Candidate {one.handle[:8]}")
    assert "What cannot be known, and why" in analyst.words
    analyst.shot("candidate", most=1600)
    analyst.fill(outcome="consider")
    analyst.press("Decide", exact=False)
    assert "Give your reasons" in analyst.words
    analyst.fill(outcome="consider", reasons=REASONS)
    analyst.press("Decide", exact=False)
    assert Decision.objects.filter(candidate=one, reasons=REASONS, outcome="consider").exists()


def test_a_manager_signs_allocates_and_decides_on_sharing(visit, story):
    one, analyst = undecided(story), story.workers["analyst"]
    looked(analyst, "candidate", one.pk)
    actions.decide(one.pk, outcome="not_now", reasons=REASONS, by=analyst)
    manager = visit("manager")
    manager.open("/desk/")
    manager.follow("Batch", exact=False, within="main")
    assert REASONS in manager.words
    manager.fill(has_read=True)
    manager.press("Sign")
    assert Decision.objects.get(candidate=one).batch.signed_at

    family = Family.objects.filter(team__name="Fable North", cases__state="considered").order_by("handle")[0]
    manager.open(f"/families/{family.pk}/case/")
    manager.follow("Ask somebody to lead", exact=False)
    manager.page.locator(f"[name=who][value='{story.workers['child.lead'].pk}:child_lead']").check()
    manager.fill(because="Knows the school")
    manager.press("Ask them")
    assert Involvement.objects.filter(family=family, worker=story.workers["child.lead"], until_on__isnull=True).exists()

    agency = {one.code: one for one in Agency.objects.all()}
    waiting = propose(
        family, from_agency=agency["LA-EDU"], to_agency=agency["DFE-SCHOOLS"], categories=["education"],
        purpose="Plan the mornings", power_code="ca2004_s10", lawful_basis="public_task", necessity="One plan",
        is_family_told=True, until_on=timezone.localdate() + timedelta(days=60), by=story.workers["child.lead"],
    )  # fmt: skip
    manager.open("/sharing/waiting/")
    manager.follow(f"Read the decision on family {family.reference}", exact=False)
    manager.follow("Decide")
    manager.shot("decide-sharing", most=1060)
    manager.fill(share="no", because="The family asked to tell the school themselves.")
    manager.press("Decide")
    assert SharingDecision.objects.get(pk=waiting.pk).state == "refused"


def test_todays_cases_are_checked_signed_and_brought_in_and_the_page_says_how_far_it_is(
    visit, story, tmp_path, monkeypatch
):
    monkeypatch.setattr(views, "MANY", 2)
    lead = visit("matching")
    lead.open("/imports/")
    lead.follow("Check the file")
    team = story.families["work"].team.name
    rows = files.rows(3, lead=story.workers["adult.lead"].email, team=team, first=700)
    rows["agreements"][2]["agreed_on"] = "yesterday"
    sent = tmp_path / "cases.xlsx"
    sent.write_bytes(files.workbook(rows))
    lead.page.locator("main [name=file]").set_input_files(sent)
    lead.press("Check it")
    assert "To put right" in lead.words
    lead.shot("import", most=1000)
    here = lead.page.url.split("localhost", 1)[1].split("/", 1)[1]
    manager = visit("manager")
    manager.open(f"/{here}")
    manager.follow("Sign it")
    manager.fill(has_read=True)
    manager.press("Sign it")
    lead.open(f"/{here}")
    lead.follow("Bring it in")
    lead.page.locator("main [name=file]").set_input_files(sent)
    lead.press("Bring it in")
    assert "It is brought in, whole." in lead.words
    assert "2 of 2 families" in lead.words
    lead.follow("To the page of this import")
    assert Import.objects.get(pk=here.strip("/").split("/")[-1]).state == "brought"


def test_a_matching_lead_brings_a_packet_and_purges_it(visit, tmp_path):
    lead = visit("matching")
    lead.open("/desk/")
    lead.follow("Bring a packet")
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"no zip")
    lead.page.locator("main [name=packet]").set_input_files(wrong)
    lead.press("Bring it to the desk")
    assert "The file is no zip file" in lead.words
    told = [invented("Passerby", 0)]
    candidate_packet(tmp_path / "packet", told)
    sent = shutil.make_archive(str(tmp_path / "sent"), "zip", tmp_path, "packet")
    lead.page.locator("[name=packet]").set_input_files(sent)
    lead.press("Bring it to the desk")
    brought = Candidate.objects.get(handle=told[0].handle)
    yesterday = timezone.localdate() - timedelta(days=1)
    CandidatePacket.objects.filter(pk=brought.packet_id).update(purge_on=yesterday)
    lead.open("/desk/")
    lead.follow("Purge, and proofs of purges")
    lead.press("Purge these")
    assert not Candidate.objects.filter(pk=brought.pk).exists()
    lead.open("/desk/purge/")
    lead.page.locator("main td a, main th a").first.click()
    lead.look()
    lead.shot("proof-of-purge", most=700)
