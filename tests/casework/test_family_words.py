"""Whoever is here only as a member of a family, parent or child, is spoken to as one on every page that they are led to."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.plans.seeded import account, asked, seeded
from thinkfamily.casework.site.navigation import ENTRIES, is_of_family

pytestmark = pytest.mark.django_db
# What is said to workers about their work.
OF_STAFF = (
    "your work", "Your work", "audit holds", "your manager at once", "Urgent safeguarding", "Tasks asked of you", "Front door",
    "Who sees what", "Running the site", "nobody leads", "What was put before you", "My invitations", "which street you live in",
    "Ask for help for a family", "What you asked for",
)  # fmt: skip


@pytest.fixture(params=["parent", "child"])
def member(request):
    s = seeded()
    who = s.parent if request.param == "parent" else account(s.family, s.kit)
    asked(s, f"person:{who.person_id}", kind="requirement", text="Walk to school together", audience="family")
    return s, who


def words_of(page: str) -> str:
    """What a page says: its text without marks, for a screen and for a screen reader."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    return re.sub(r"<[^>]+>", " ", page)


def test_no_page_to_which_a_member_is_led_has_words_meant_for_workers(client, member):
    s, who = member
    client.force_login(who)
    home = client.get("/").content.decode()
    assert "for you and your family" in home
    paths = set(re.findall(r'href="(/[^"#?]*)"', home.partition("<main")[2].partition("</main>")[0]))
    paths |= {"/", reverse("entry"), reverse("families:shared", args=[s.family.pk]), reverse("mfa_index")}
    paths |= {reverse("plans:shared", args=[s.family.pk]), reverse("plans:tasks")}
    assert len(paths) >= 10
    for path in sorted(paths):
        page = client.get(path, follow=True)
        assert page.status_code == 200, path
        said = words_of(page.content.decode())
        assert not [words for words in OF_STAFF if words in said], path


def test_a_member_answers_in_words_meant_for_them(client, member):
    s, who = member
    client.force_login(who)
    tasks = client.get(reverse("plans:tasks")).content.decode()
    assert "What you are asked to do" in tasks
    assert s.family.reference not in words_of(tasks)
    path = re.search(r'href="(/families/[^"]+/plan/asked/[^"]+)"', tasks).group(1)
    assert "If you have done it: how it went" in client.get(path).content.decode()


def test_a_worker_is_spoken_to_as_before(client):
    lead = make.worker("adult_lead")
    client.force_login(lead)
    home = client.get("/").content.decode()
    assert "your work" in home
    assert "Tasks asked of you" in home


def test_a_member_who_also_volunteers_is_a_worker_here():
    assert is_of_family(frozenset({"family_member"}))
    assert not is_of_family(frozenset({"family_member", "volunteer"}))
    assert not is_of_family(frozenset())
    assert any(entry.to_family for entry in ENTRIES)
