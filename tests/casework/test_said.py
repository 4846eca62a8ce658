"""What is done is said on the next page, and what is wrong is said with the name of its field."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.meetings.around import Around, day
from thinkfamily.casework.access.models import Restriction
from thinkfamily.casework.families.models import SafeAddress
from thinkfamily.casework.meetings.models import MinuteLine

pytestmark = pytest.mark.django_db
WHERE = "9 Hidden Lane, Nowhereshire"


@pytest.fixture
def at():
    return Around()


def said(answer):
    """The notice that a post leaves for the next page."""
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return [str(one) for one in get_messages(answer.wsgi_request)][-1:]


def test_a_safe_address_is_said_to_be_recorded_and_its_words_are_not_repeated(at, client):
    client.force_login(at.lead)
    root = f"/families/{at.family.pk}/safe-address/"
    given = {"person": str(at.ada.pk), "safe_address": WHERE, "named": [str(at.lead.pk)]}
    told = said(client.post(f"{root}record/", given))
    row = SafeAddress.objects.get()
    told += said(
        client.post(reverse("families:safe_address_readers", args=[at.family.pk, row.pk]), {"named": [str(at.lead.pk)]})
    )
    told += said(client.post(reverse("families:safe_address_end", args=[at.family.pk, row.pk])))
    assert [one.split(".")[0].split(":")[0] for one in told] == [
        "The safe address is recorded",
        "Who may read this safe address is changed",
        "The safe address has ended, and its text is removed",
    ]
    assert "Hidden" not in str(told)


def test_each_change_of_a_paragraph_is_said_with_its_part_and_not_with_its_words(at, client):
    client.force_login(at.lead)
    meeting = at.plan()
    root = f"/families/{at.family.pk}/meetings/{meeting.pk}/minutes/"
    given = {"text": "Kit was late.", "plain": "", "category": "education", "audience": "professionals"}
    told = said(client.post(f"{root}add/worry/", given))
    line = MinuteLine.objects.get()
    told += said(client.post(f"{root}{line.pk}/", given | {"text": "Kit was late twice."}))
    told += said(client.post(f"{root}{line.pk}/remove/"))
    assert told == ["The paragraph is added: Worry.", "The paragraph is changed: Worry.", "The paragraph is taken out."]


def test_a_restriction_is_said_to_be_set_changed_kept_and_lifted(at, client):
    keeper = make.worker("governance")
    make.involve(keeper, at.family, "governance")
    client.force_login(keeper)
    on = {f"review_by_on_{part}": getattr(day(30), part) for part in ("day", "month", "year")}
    given = {"category": "witness", "because": "x", "custodian": str(keeper.pk), "named": at.lead.email, **on}
    manager = make.worker("manager")  # who is told that somebody keeps what they restrict
    told = said(client.post(reverse("access:restrict", args=[at.family.pk]), given))
    row = Restriction.objects.get()
    for name, sent in (
        ("named", {"named-custodian": str(keeper.pk), "named-named": manager.email}),
        ("review", {"review-because": "It holds.", **{f"review-{key}": value for key, value in on.items()}}),
        ("lift", {"lift-because": "It is over."}),
    ):
        told += said(client.post(reverse(f"access:restriction_{name}", args=[at.family.pk, row.pk]), sent))
    assert [one.split(",")[0].split(":")[0] for one in told] == [
        "The file is restricted",
        "Who keeps the restriction and who is named for the file is changed.",
        "The restriction is kept",
        "The restriction is lifted",
    ]


def test_the_summary_names_the_field_of_each_error_once(at, client):
    client.force_login(at.lead)
    page = client.post(
        f"/families/{at.family.pk}/record/", {"kind": "fact", "text": "x" * 4001, "source": "", "category": "other"}
    ).content.decode()
    summary = re.search(r'class="govuk-error-summary".*?</ul>', page, re.S)[0]
    told = re.findall(r'<a href="#[^"]+">(.*?)</a>', summary)
    assert "What is recorded: Shorten it to 4000 characters or fewer: it has 4001" in told
    assert not any(one.startswith("How it is known: ") for one in told), "what names it already is not named twice"
    assert any("how it is known" in one.lower() for one in told)


def test_the_form_that_asks_for_help_says_which_of_two_is_needed(client):
    page = client.get(reverse("referrals:ask_in_public")).content.decode()
    assert page.count("one of the two") == 2
    assert not re.search(r"what would help\?\s*\(optional\)", page)
    assert not re.search(r"This is\s*\(optional\)", page)
    answer = client.post(reverse("referrals:ask_in_public"), {"route": "public", "urgency": "today"}).content.decode()
    assert "Say who needs help, or what is happening: one of the two" in answer


def test_tasks_and_leads_are_asked_for_under_titles_of_their_own(at, client):
    client.force_login(at.lead)
    titles = [
        re.search(r"<h1[^>]*>(.*?)</h1>", client.get(reverse(name)).content.decode())[1]
        for name in ("plans:tasks", "cases:asked_to_lead")
    ]
    assert titles == ["Tasks asked of you", "Cases you are asked to lead"]
