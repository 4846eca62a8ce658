"""Recording, correcting, hiding: what is added, who may, and what each reader sees of it after."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.families.seeded import seeded
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.actions.corrections import put_in, say_same
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.actions.summary import write_summary
from thinkfamily.casework.families.actions.visibility import set_visibility
from thinkfamily.casework.families.models import Correction, IdentityJoin, Member, Need, Statement, VisibilityChange
from thinkfamily.casework.families.problems import FamilyError
from thinkfamily.casework.families.queries import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def page(client, who, name, *ids):
    """A page as one worker sees it."""
    client.force_login(who)
    return client.get(reverse(f"families:{name}", args=ids)).content.decode()


def told(**fields):
    """What a filled-in form sends."""
    first = {
        "kind": "fact", "text": "Kit walks to school.", "source": "seen on a visit", "category": "education",
        "audience": "professionals", "from_on_day": "1", "from_on_month": "10", "from_on_year": "2026",
    }  # fmt: skip
    return first | fields


def test_what_is_recorded_by_a_lead_is_the_teams_and_by_a_partner_their_agencys(client):
    s = seeded()
    url = reverse("families:record", args=[s.family.pk])
    for who, agency in ((s.lead, None), (s.partner, s.school)):
        client.force_login(who)
        assert client.post(url, told(text=f"By {who.name}")).status_code == 302
        row = Statement.objects.get(text=f"By {who.name}")
        assert (row.agency, row.recorded_by) == (agency, who.pk)
        assert AuditEvent.objects.filter(action="family.record", object=str(row.pk), outcome="done").exists()
    shown = page(client, s.partner, "statements", s.family.pk)
    assert f"By {s.partner.name}" in shown


def test_a_form_says_what_is_wrong_and_nothing_is_recorded(client):
    s = seeded()
    client.force_login(s.lead)
    before = Statement.objects.count()
    answer = client.post(reverse("families:record", args=[s.family.pk]), told(kind="allegation"))
    assert "Say what came of the allegation" in answer.content.decode()
    answer = client.post(reverse("families:record", args=[s.family.pk]), told(category=""))
    assert answer.context["form"].errors.keys() == {"category"}
    assert Statement.objects.count() == before


def test_a_partner_does_not_choose_who_of_the_family_sees_it(client):
    s = seeded()
    client.force_login(s.partner)
    answer = client.post(reverse("families:record", args=[s.family.pk]), told(audience="family"))
    assert "audience" in answer.context["form"].errors
    with pytest.raises(FamilyError):
        record_statement(s.family, Said("fact", "other", "x", audience="family"), by=s.partner)


def test_nobody_records_on_a_file_that_is_not_theirs():
    s = seeded()
    with pytest.raises(PermissionDenied):
        record_statement(s.family, Said("fact", "other", "x"), by=make.worker("adult_lead"))
    with pytest.raises(FamilyError):
        record_statement(s.family, Said("fact", "other", "x", person=make.person("Zed")), by=s.lead)
    hidden = make.event(s.family, s.police, "police")
    with pytest.raises(FamilyError):
        record_statement(s.family, Said("fact", "other", "x", on_item=("event", hidden.pk)), by=s.lead)


def test_a_correction_stands_beside_what_it_corrects(client):
    s = seeded()
    first = record_statement(s.family, Said("allegation", "other", "He broke it.", outcome="open"), by=s.lead)
    first.hidden_from.set([s.bo])
    client.force_login(s.lead)
    url = reverse("families:statement_correct", args=[s.family.pk, first.pk])
    assert (
        client.post(url, told(kind="allegation", outcome="no_further_action", text="It was broken before.")).status_code
        == 302
    )
    first.refresh_from_db()
    assert first.text == "He broke it."
    second = Statement.objects.get(corrects=first)
    assert list(second.hidden_from.all()) == [s.bo], "kept from whom the first is kept"
    shown = page(client, s.lead, "statements", s.family.pk)
    assert shown.index("He broke it.") < shown.index("It was broken before.") < shown.index("no further action")
    for name in ("page", "print"):
        assert "no further action" in page(client, s.lead, name, s.family.pk)


def test_a_disagreement_prints_beside_the_item(client):
    s = seeded()
    need = Need.objects.get(family=s.family, category="education")
    said = Said("own_words", "education", "We never got a letter.", on_item=("need", need.pk), is_disagreement=True)
    record_statement(s.family, said, by=s.lead)
    for name in ("page", "print"):
        shown = page(client, s.lead, name, s.family.pk)
        assert (
            shown.index("Need education 0.")
            < shown.index("The family disagrees:")
            < shown.index("We never got a letter.")
        )


def test_a_fact_past_its_day_is_shown_as_out_of_date(client):
    s = seeded()
    record_statement(
        s.family, Said("fact", "other", "They live with an aunt.", holds_until_on=date(2026, 1, 1)), by=s.lead
    )
    assert "Out of date: ask again" in page(client, s.lead, "statements", s.family.pk)


def test_hiding_an_item_changes_all_its_parts_and_is_kept(client):
    s = seeded()
    first = make.need(s.family, s.school, "education", criterion="two")
    second = make.need(s.family, s.lead.agency, "education", criterion="two")
    set_visibility(s.family, "need", first.pk, audience="team", hidden_from=[s.bo], why="He is violent.", by=s.lead)
    for need in (first, second):
        need.refresh_from_db()
        assert need.audience == "team"
        assert list(need.hidden_from.all()) == [s.bo]
    change = VisibilityChange.objects.get(item=first.pk)
    assert (change.before["audience"], change.after["audience"], change.made_by) == ("professionals", "team", s.lead.pk)
    event = AuditEvent.objects.get(action="family.hide", object=str(first.pk))
    assert event.fields == ["audience", "hidden_from"]
    assert "He is violent" not in str(vars(event))
    with pytest.raises(PermissionDenied):
        set_visibility(s.family, "need", first.pk, audience="team", hidden_from=[], why="x", by=s.partner)


def test_the_page_of_visibility_is_not_there_for_an_item_one_may_not_see(client):
    s = seeded()
    client.force_login(s.lead)
    hidden = make.event(s.family, s.police, "police")
    for kind, pk in (("event", hidden.pk), ("nothing", hidden.pk), ("need", hidden.pk)):
        assert client.get(reverse("families:visibility", args=[s.family.pk, kind, pk])).status_code == 404
    need = Need.objects.get(family=s.family, category="education")
    url = reverse("families:visibility", args=[s.family.pk, "need", need.pk])
    assert client.post(url, {"audience": "family", "hidden_from": [s.bo.pk], "why": "Agreed."}).status_code == 302
    need.refresh_from_db()
    assert need.audience == "family"


def test_the_summary_names_who_wrote_it_and_is_never_lost_to_another(client):
    s = seeded()
    client.force_login(s.lead)
    url = reverse("families:summary", args=[s.family.pk])
    opened = client.get(url).context["opened_at"]
    assert client.post(url, {"text": "First.", "opened_at": opened}).status_code == 302
    shown = page(client, s.lead, "page", s.family.pk)
    assert "First." in shown
    assert f"Written by {s.lead.name}" in shown
    late = client.post(url, {"text": "Second.", "opened_at": opened})
    assert "somebody else changed the summary" in late.content.decode()
    s.family.refresh_from_db()
    assert s.family.summary == "First."
    assert s.family.history.count() >= 2
    assert client.post(url, {"text": "x" * 2501, "opened_at": opened}).context["form"].errors
    with pytest.raises(PermissionDenied):
        write_summary(s.family, "x", by=s.partner, opened_at=None)


def test_taking_somebody_out_ends_the_membership_and_is_sent_back(client):
    s = seeded()
    client.force_login(s.lead)
    url = reverse("families:take_out", args=[s.family.pk, s.bo.pk])
    sent = {"from_on_day": "1", "from_on_month": "11", "from_on_year": "2026", "why": "He moved out for good."}
    assert client.post(url, sent).status_code == 302
    member = Member.objects.get(family=s.family, person=s.bo)
    assert (member.until_on, member.ended_by, member.ended_because) == (DAY, s.lead.pk, "He moved out for good.")
    correction = Correction.objects.get(family=s.family)
    assert (correction.kind, correction.person, correction.sent_at) == ("out", s.bo, None)
    shown = page(client, s.lead, "people", s.family.pk)
    assert "No longer a member" in shown
    assert "He moved out for good." in shown
    assert client.get(url).status_code == 404, "they are no member now"
    assert "Bo Testperson" not in page(client, s.lead, "genogram", s.family.pk)


def test_putting_somebody_in_is_only_for_those_the_worker_may_know_of():
    s = seeded()
    theirs, secret = make.person("Zed"), make.person("Yan")
    make.family(theirs)
    make.restrict(make.family(secret), make.worker("governance"))
    about = {"role": "child", "residence": "with_children", "from_on": DAY, "why": "She moved in."}
    put_in(s.family, theirs.pk, by=s.lead, **about)
    member = Member.objects.get(family=s.family, person=theirs)
    assert (member.known_by, member.recorded_by) == ("She moved in.", s.lead.pk)
    with pytest.raises(FamilyError):
        put_in(s.family, secret.pk, by=s.lead, **about)
    with pytest.raises(FamilyError):
        put_in(s.family, theirs.pk, by=s.lead, **about)
    with pytest.raises(PermissionDenied):
        put_in(s.family, theirs.pk, by=s.partner, **about)


def test_two_called_the_same_are_shown_as_one_and_can_be_parted(client):
    s = seeded()
    twice = make.person("Kitt", "Testpersen")
    Member.objects.create(family=s.family, person=twice, role="child", residence="with_children", known_by="x")
    say_same(s.family, s.kit, twice, is_same=True, from_on=DAY, why="One school, two spellings.", by=s.lead)
    shown = page(client, s.lead, "people", s.family.pk)
    assert "also held as Kitt Testpersen" in shown
    assert len(people.figures(people.people(s.family))) == 3
    assert len(people.ties(s.family, people.people(s.family))) == 3
    say_same(s.family, s.kit, twice, is_same=False, from_on=DAY, why="Cousins after all.", by=s.lead)
    assert len(people.figures(people.people(s.family, standing_of(s.lead)))) == 4
    assert Correction.objects.filter(family=s.family).count() == 2
    with pytest.raises(FamilyError):
        say_same(s.family, s.kit, s.kit, is_same=True, from_on=DAY, why="x", by=s.lead)


@pytest.mark.parametrize("how", ["an agency restricts it", "its file is restricted for an adoption"])
def test_what_may_be_two_identities_of_an_adopted_child_is_never_joined(client, how):
    s = seeded()
    after = make.person("Kitt", "Testpersen", is_restricted=how.startswith("an agency"))
    Member.objects.create(family=s.family, person=after, role="child", residence="with_children", known_by="x")
    if not after.is_restricted:
        make.restrict(make.family(after), make.worker("governance"), category="adoption")
    asked = say_same(s.family, s.kit, after, is_same=True, from_on=DAY, why="A guess.", by=s.lead)
    assert isinstance(asked, IdentityJoin)
    with pytest.raises(FamilyError) as raised:
        say_same(s.family, after, s.kit, is_same=True, from_on=DAY, why="Again.", by=s.lead)
    assert raised.value.code == "TF-FAMILY-008"
    assert not Correction.objects.exists()
    assert "also held as" not in page(client, s.lead, "people", s.family.pk)
    say_same(s.family, s.kit, after, is_same=False, from_on=DAY, why="Two children.", by=s.lead)
