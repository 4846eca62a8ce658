"""What must work in a browser that runs no scripts: signing in, searching, reading, recording, deciding."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from tests.functional.site.test_own_account import code_now
from tests.functional.site.walks.test_desk import REASONS, undecided

from thinkfamily.casework.consideration.models import Decision
from thinkfamily.casework.families.models import Statement
from thinkfamily.casework.site.demo.people import DOMAIN, PASSWORD


def signed_in(visit, story, address):
    """Somebody who has signed in by hand, with a password and a code."""
    worker, secret = story.workers[address], totp.generate_totp_secret()
    Authenticator.objects.filter(user=worker).delete()
    totp.TOTP.activate(worker, secret)
    someone = visit(None, js=False)
    page = someone.page
    page.goto("/account/login/")
    page.get_by_label("Email").fill(f"{address}@{DOMAIN}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert f"Signed in as {worker.name}" in page.locator("body").inner_text()
    return someone


def test_search_read_and_record(visit, story):
    lead, family = signed_in(visit, story, "adult.lead"), story.families["work"]
    person = family.members.filter(role="child")[0].person
    lead.open("/search/")
    lead.fill(name=str(person))
    lead.press("Search")
    lead.follow(f"Family {family.reference}", exact=False)
    lead.follow("Open the file")
    for tab in ("Timeline", "People", "Genogram", "Ecomap", "Recorded", "Addresses"):
        lead.follow(tab)
        assert lead.heading.startswith(tab)
    lead.open(f"/families/{family.pk}/record/")
    lead.fill(kind="Fact", text="Written without any script.", source="By hand", category="Other")
    lead.press("Record it")
    assert (
        Statement.objects.filter(family=family, recorded_by=story.workers["adult.lead"].pk)
        .latest("recorded_at")
        .text.startswith("Written without")
    )


def test_decide_at_the_desk(visit, story):
    analyst, one = signed_in(visit, story, "analyst"), undecided(story)
    analyst.open("/desk/")
    analyst.open(f"/desk/candidates/{one.pk}/")
    analyst.fill(outcome="consider", reasons=REASONS)
    analyst.press("Decide", exact=False)
    assert Decision.objects.filter(candidate=one).exists()
