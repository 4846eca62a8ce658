"""The family's own versions, and paper: each reader theirs, and nothing hidden in what is sent."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.families.seeded import seeded
from thinkfamily.casework.access.scope import in_scope
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import Statement

pytestmark = pytest.mark.django_db


def account(s, person):
    """The account of a member."""
    made = make.worker("family_member", person_id=person.pk)
    made.agency = None
    made.save()
    make.involve(made, s.family, "family_member")
    return made


def version(client, who, family, **query):
    """What somebody is shown as the family's version."""
    client.force_login(who)
    return client.get(reverse("families:shared", args=[family.pk]), query)


def items(s):
    """One of each kind that the family may see, one kept from Bo, one in the compartment, one for professionals."""
    make.need(s.family, s.school, criterion="open", says="Shared need.", audience="family")
    kept = [
        make.need(s.family, s.school, criterion="kept", says="Not for Bo.", audience="family"),
        make.service(s.family, s.school, name="Not for Bo either", audience="family"),
        make.event(s.family, s.school, title="Nor this for Bo", audience="family"),
        make.statement(s.family, "Least of all this.", audience="family"),
    ]
    for item in kept:
        item.hidden_from.add(s.bo)
    make.event(s.family, s.school, "domestic_abuse", title="In the compartment", audience="family")
    make.statement(s.family, "Among professionals.", audience="professionals")


KEPT = ["Not for Bo.", "Not for Bo either", "Nor this for Bo", "Least of all this."]


def test_a_lead_sees_exactly_what_the_member_sees(client):
    s = seeded()
    items(s)
    for person in (s.ada, s.bo):
        own = version(client, account(s, person), s.family)
        picked = version(client, s.lead, s.family, member=str(person.pk))
        assert own.status_code == picked.status_code == 200
        first, second = own.context["view"], picked.context["view"]
        for part in ("needs", "services", "events", "statements", "strengths", "own"):
            mine = [getattr(row, "first", row).pk for row in getattr(first, part)]
            assert mine == [getattr(row, "first", row).pk for row in getattr(second, part)], part


def test_each_member_sees_only_what_is_for_them(client):
    s = seeded()
    items(s)
    ada, bo = (version(client, account(s, person), s.family).content.decode() for person in (s.ada, s.bo))
    for words in KEPT:
        assert words in ada
        assert words not in bo
    for shown in (ada, bo):
        assert "Shared need." in shown
        assert "In the compartment" not in shown
        assert "Among professionals." not in shown
        assert "Recorded 0" not in shown
    assert "Testperson" in ada
    assert "<li>Bo Testperson</li>" not in ada, "where he is, is his to say"


def test_a_member_reads_no_file_and_no_other_version(client):
    s = seeded()
    items(s)
    bo = account(s, s.bo)
    assert "Not for Bo." not in version(client, bo, s.family, member=str(s.ada.pk)).content.decode()
    for name in ("page", "timeline", "people", "print", "statements", "genogram", "addresses"):
        client.force_login(bo)
        assert client.get(reverse(f"families:{name}", args=[s.family.pk])).status_code == 403
    other = make.family()
    assert version(client, bo, other).status_code == 404


def test_somebody_who_is_no_member_any_more_sees_nothing(client):
    s = seeded()
    bo = account(s, s.bo)
    s.family.members.filter(person=s.bo).update(until_on="2026-01-01")
    assert version(client, bo, s.family).status_code == 404
    # Nor who looked at it, nor that it is there, nor through any other power: the filter itself knows them no more.
    for page in ("access:looks_shared", "families:comment"):
        assert client.get(reverse(page, args=[s.family.pk])).status_code == 404, page
    assert s.family.reference not in client.get(reverse("families:mine")).content.decode()
    assert not holding_any(bo, s.family)


def holding_any(worker, family):
    """Whether a worker knows of a family by any power at all."""
    return type(family).objects.filter(in_scope(standing_of(worker)), pk=family.pk).exists()


def test_what_opens_a_file_to_a_member_opens_it_while_they_are_one():
    s = seeded()
    assert holding_any(account(s, s.bo), s.family)


def test_a_member_finds_their_own_family_and_a_worker_has_no_such_page(client):
    s = seeded()
    client.force_login(account(s, s.bo))
    assert s.family.reference in client.get(reverse("families:mine")).content.decode()
    client.force_login(s.lead)
    assert client.get(reverse("families:mine")).status_code == 403


def test_a_partner_is_refused_the_familys_version(client):
    s = seeded()
    assert version(client, s.partner, s.family).status_code == 403


def test_own_words_reach_the_leads_and_no_other_member(client):
    s = seeded()
    items(s)
    ada, bo = account(s, s.ada), account(s, s.bo)
    client.force_login(ada)
    need = s.family.needs.get(says="Not for Bo.")
    url = reverse("families:comment_on", args=[s.family.pk, need.pk])
    assert client.post(url, {"text": "That is not so.", "disagrees": "on"}).status_code == 302
    said = Statement.objects.get(text="That is not so.")
    assert (said.kind, said.is_disagreement, said.recorded_by) == ("own_words", True, ada.pk)
    assert "That is not so." in version(client, ada, s.family).content.decode()
    assert "That is not so." not in version(client, bo, s.family).content.decode()
    client.force_login(s.lead)
    shown = client.get(reverse("families:page", args=[s.family.pk])).content.decode()
    assert shown.index("Not for Bo.") < shown.index("That is not so.")
    client.force_login(s.partner)
    assert "That is not so." not in client.get(reverse("families:page", args=[s.family.pk])).content.decode()
    client.force_login(bo)
    answer = client.post(url, {"text": "Nor mine."})
    assert answer.status_code == 200
    assert answer.context["form"].errors, "an item that is not in his version is not there for him"


def test_who_else_is_on_the_team_is_not_told_by_who_recorded_something(client):
    s = seeded(items=0)
    make.statement(s.family, "Kit is kind.", kind="strength", recorded_by=s.partner.pk, audience="family")
    make.statement(s.family, "Ada gets up early.", kind="strength", recorded_by=s.lead.pk, audience="family")
    shown = version(client, account(s, s.ada), s.family).content.decode()
    assert "Kit is kind." in shown
    assert "Recorded by the team that works with you" in shown
    assert s.partner.name not in shown
    assert f"Recorded by {s.lead.name}" in shown


def test_paper_names_for_whom_it_was_printed_and_is_recorded(client):
    s = seeded()
    items(s)
    client.force_login(s.partner)
    shown = client.get(reverse("families:print", args=[s.family.pk])).content.decode()
    assert f"Printed for {s.partner.name}" in shown
    assert shown.count(f"Copy {s.family.reference} / {str(s.partner.pk)[:8]} / ") == 2
    assert "education 0" in shown
    assert "police 0" not in shown
    assert "Read by" not in shown, "the mark says whose copy it is"
    assert (
        f"Read by {s.partner.name} on" in client.get(reverse("families:timeline", args=[s.family.pk])).content.decode()
    )
    assert AuditEvent.objects.filter(kind="print", worker=s.partner.pk, outcome="looked").count() == 1
    version(client, s.lead, s.family, member=str(s.ada.pk))
    event = AuditEvent.objects.get(kind="print", worker=s.lead.pk)
    assert event.others == [str(s.ada.pk)]


def test_paper_says_of_each_thing_what_is_kept_apart_as_the_page_does(client):
    s = seeded()
    make.statement(s.family, "For the leads.", audience="team")
    make.statement(s.family, "Kept apart.", category="domestic_abuse")
    client.force_login(s.lead)
    shown = client.get(reverse("families:print", args=[s.family.pk])).content.decode()
    for words in ("For the leads.", "Leads only", "Kept apart.", "Domestic abuse: kept apart"):
        assert words in shown, words
    given = version(client, s.lead, s.family, member=str(s.ada.pk)).content.decode()
    assert "Family sees this" not in given


def test_a_safe_address_stands_on_none_of_these_pages(client):
    from thinkfamily.casework.families.models import SafeAddress

    s = seeded()
    planted = SafeAddress.objects.create(
        family=s.family, person=s.ada, text="99 Planted Safe Street", recorded_by=s.lead.pk
    )
    planted.named.add(s.lead)
    client.force_login(s.lead)
    for name in (
        "page",
        "timeline",
        "genogram",
        "ecomap",
        "people",
        "addresses",
        "statements",
        "print",
        "record",
        "summary",
        "shared",
    ):
        assert "Planted" not in client.get(reverse(f"families:{name}", args=[s.family.pk])).content.decode()
    assert "Planted" not in version(client, s.lead, s.family, member=str(s.bo.pk)).content.decode()
