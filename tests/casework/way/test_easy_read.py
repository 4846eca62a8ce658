"""Easy-read texts: a council's own, by programme and place, shown above what a family reads; an empty slot is not shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.plans.seeded import day, seeded
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.profiles import actions as profiles
from thinkfamily.casework.profiles.queries import differences, easy_read_now, profile_of, undecided
from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.easy_read import SLOTS, as_kept, sentence_too_long
from thinkfamily.programmes.profile import as_declared, as_text, read_profile, read_text, shipped

ENGLISH, WELSH = "This is your plan.\nYou can say no.", "Dyma eich cynllun."
USUAL = shipped()["family_help"]


def with_texts(**slots: Any) -> dict[str, Any]:
    return {**as_declared(USUAL), "easy_read": slots}


def test_a_profile_keeps_its_texts_as_it_is_written_and_read() -> None:
    made = read_profile("x", with_texts(plan={"en": f" {ENGLISH}\n\n", "cy": WELSH}, minutes={"en": "We met."}))
    assert made.easy_read == {"plan": {"en": ENGLISH, "cy": WELSH}, "minutes": {"en": "We met."}}
    assert read_text("x", as_text(made)) == made
    assert "easy_read" not in as_declared(USUAL)
    assert [title for title, _, _ in differences(USUAL, made)] == [
        "Easy read: The family’s plan", "Easy read: The minutes of a meeting",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "slots",
    [
        {"letter": {"en": "Hello."}}, {"plan": {"fr": "Bonjour."}}, {"plan": {"en": ""}}, {"plan": {"en": 3}},
        {"plan": {"en": " ".join(["word"] * 16)}}, {"plan": {"en": "We help troubled families."}},
        {"plan": {"en": "Yes. " * 301}},
    ],
)  # fmt: skip
def test_what_is_no_easy_read_text_does_not_load(slots: dict[str, Any]) -> None:
    with pytest.raises(RuleError):
        read_profile("x", with_texts(**slots))


def test_sentences_are_counted_by_their_ends_and_lines() -> None:
    long = " ".join(["word"] * 16)
    assert sentence_too_long(f"Short. {long}.") == 2
    assert sentence_too_long("word " * 10 + "\n" + "word " * 10) == 0
    assert as_kept("  a   b \n\n\n c ") == "a b\nc"


@pytest.mark.django_db
def test_one_proposes_and_another_adopts_and_every_family_of_the_programme_reads_it() -> None:
    s = seeded()
    Case.objects.filter(pk=s.case.pk).update(profile="family_help", profile_version=1, tier="usual")
    client = Client()

    def plan() -> str:
        client.force_login(s.parent)
        return client.get(reverse("plans:shared", args=[s.family.pk])).content.decode()

    assert "Easy read" not in plan()
    manager = s.manager
    client.force_login(manager)
    address = reverse("profiles:change", args=["family_help", "easy-read-plan"])
    today = day(0)
    sent = {
        "english": ENGLISH, "welsh": WELSH, "because": "Asked for by families",
        "from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year,
    }  # fmt: skip
    wrong = client.post(address, {**sent, "english": "word " * 16}).content.decode()
    assert "Sentence 1 must have 15 words or fewer" in wrong
    assert "Asked for by families" in wrong
    assert client.post(address, sent).status_code == 302
    assert "Easy read" not in plan()
    profiles.decide(undecided("family_help"), answer="adopt", by=make.worker("governance"))
    page = plan()
    assert '<div class="govuk-body-l" lang="en"><p>This is your plan.<br>You can say no.</p></div>' in page
    assert f'lang="cy"><p>{WELSH}</p>' in page
    # It is of the version in use, though the case goes by the one that it began with; and of its own place alone.
    assert Case.objects.get(pk=s.case.pk).profile_version == 1
    assert easy_read_now("family_help", "plan") == [("en", ENGLISH), ("cy", WELSH)]
    assert easy_read_now("family_help", "minutes") == []
    assert easy_read_now("young_carers", "plan") == []
    shared = client.get(reverse("families:shared", args=[s.family.pk])).content.decode()
    assert "Easy read" not in shared
    client.force_login(manager)
    page = client.get(reverse("profiles:profile", args=["family_help"])).content.decode()
    assert WELSH in page
    assert page.count("the easy-read text:") == len(SLOTS)


@pytest.mark.django_db
def test_a_text_is_taken_out_again_by_leaving_it_empty() -> None:
    manager, other = make.worker("manager"), make.worker("governance")
    told = {"slot": "plan", "because": "x", "from_on": day(0), "by": manager}
    profiles.decide(
        profiles.propose_easy_read("family_help", english=ENGLISH, welsh="", **told), answer="adopt", by=other
    )
    found = profile_of("family_help")
    assert found is not None
    assert found.easy_read == {"plan": {"en": ENGLISH}}
    profiles.decide(profiles.propose_easy_read("family_help", english="", welsh=" ", **told), answer="adopt", by=other)
    found = profile_of("family_help")
    assert found is not None
    assert found.easy_read == {}
