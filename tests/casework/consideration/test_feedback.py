"""What workers know better goes back by handle: whole, signed, in the contract's shape, and nothing restricted with it."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import Family as Packed
from tests.handover_packets import Member
from thinkfamily.casework.cases.models import AgreementToTakePart, Case
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.actions import feedback_as_zip
from thinkfamily.casework.consideration.models import CandidateCorrection
from thinkfamily.casework.consideration.problems import DeskError
from thinkfamily.casework.consideration.trusted import casework_key
from thinkfamily.casework.families.models import Correction, Family, Person
from thinkfamily.core.errors import UserError
from thinkfamily.packets import read_packet

pytestmark = desk.BOTH
TODAY = date(2026, 10, 5)


@pytest.fixture
def lead():
    return make.worker("matching_lead")


@pytest.fixture
def said(tmp_path):
    """Three families; two taken up, with a correction of each kind at the desk and on a file."""
    told = desk.families(3)
    desk.brought(tmp_path, told)
    analyst = make.worker("desk_analyst")
    one, two, three = told
    at_desk = {"from_on": TODAY, "why": "agency_says", "by": analyst}
    here = desk.candidate_of(one).pk
    actions.correct(here, kind="not_same", person=one.members[0].handle, other=three.members[0].handle, **at_desk)
    actions.correct(here, kind="same", person=one.members[0].handle, other=one.members[1].handle, **at_desk)
    actions.correct(here, kind="out", person=one.members[1].handle, **at_desk)
    actions.correct(here, kind="in", person=three.members[1].handle, **at_desk)
    for each in (one, two):
        made = desk.decided(each, "consider", analyst)
    batch = desk.signed(made.batch, make.worker("governance"))
    actions.promote(batch.pk, by=make.worker("governance"))
    file = Family.objects.get(handle=two.handle)
    person = Person.objects.get(handle=two.members[1].handle)
    Correction.objects.create(
        kind="out", family=file, person=person, from_on=TODAY, why="Kim Hiddenbury told us", made_by=analyst.pk
    )
    return SimpleNamespace(one=one, two=two, three=three, analyst=analyst, file=file)


def written(tmp_path, by, name: str = "casework") -> dict[str, pl.DataFrame]:
    actions.write_feedback(tmp_path / name, by=by)
    packet = read_packet(tmp_path / name, trusted=[casework_key().public], today=timezone.localdate(), kind="feedback")
    return {table: packet.table(table) for table in packet.tables}


def test_it_is_the_contracts_packet(tmp_path, said, lead) -> None:
    tables = written(tmp_path, lead)
    one, two, three = said.one, said.two, said.three
    assert tables["pairs"].select("handle_l", "handle_r", "decision").rows() == [
        (one.members[0].handle, three.members[0].handle, "not_same"),
        (one.members[0].handle, one.members[1].handle, "same"),
    ]
    assert tables["membership"].select("family", "person", "membership", "from_on").rows() == [
        (one.handle, one.members[1].handle, "out", TODAY),
        (one.handle, three.members[1].handle, "in", TODAY),
        (two.handle, two.members[1].handle, "out", TODAY),
    ]
    assert set(tables["cases"].select("family", "state").rows()) == {
        (one.handle, "considered"),
        (two.handle, "considered"),
    }
    assert tables["evidence"].height == 0
    assert set(tables["pairs"]["by"]) == {str(said.analyst.pk)}
    assert sorted(path.name for path in (tmp_path / "casework").iterdir()) == [
        "cases.csv",
        "evidence.csv",
        "membership.csv",
        "packet.json",
        "pairs.csv",
    ]


def test_no_note_and_no_name_goes_back(tmp_path, said, lead) -> None:
    written(tmp_path, lead)
    for path in (tmp_path / "casework").iterdir():
        text = path.read_text()
        for kept in ("Mockbury", "Hiddenbury", desk.WHY, said.analyst.name, said.analyst.email):
            assert kept not in text, path.name


def test_what_is_sent_is_marked_and_sent_again_with_what_is_new(tmp_path, said, lead) -> None:
    assert actions.write_feedback(tmp_path / "first", by=lead).new == 5
    assert not CandidateCorrection.objects.filter(sent_at=None).exists()
    assert not Correction.objects.filter(sent_at=None).exists()
    again = actions.write_feedback(tmp_path / "second", by=lead)
    assert again.new == 0
    assert len(again.pairs) == 2, "a word that is no longer sent would be forgotten"


def test_when_it_cannot_be_written_nothing_is_marked(tmp_path, said, lead) -> None:
    (tmp_path / "casework").mkdir()
    (tmp_path / "casework" / "here.txt").write_text("already")
    with pytest.raises(UserError) as refused:
        actions.write_feedback(tmp_path / "casework", by=lead)
    assert refused.value.code == "TF-PACKET-004"
    assert CandidateCorrection.objects.filter(sent_at=None).count() == 4
    assert Correction.objects.filter(sent_at=None).count() == 1
    assert [path.name for path in (tmp_path / "casework").iterdir()] == ["here.txt"]


def test_nothing_of_a_restricted_file_goes_back(tmp_path, said, lead) -> None:
    make.restrict(said.file, make.worker("governance"))
    make.restrict(Family.objects.get(handle=said.one.handle), make.worker("governance"))
    actions.correct(
        desk.candidate_of(said.three).pk,
        kind="out",
        person=said.three.members[1].handle,
        from_on=TODAY,
        why="left",
        by=said.analyst,
    )
    tables = written(tmp_path, lead)
    assert tables["membership"]["family"].to_list() == [said.three.handle]
    assert tables["pairs"].height == tables["cases"].height == 0
    text = "".join(path.read_text() for path in (tmp_path / "casework").iterdir())
    for handle in (said.one.handle, said.two.handle, *(each.handle for each in said.one.members + said.two.members)):
        assert handle not in text
    assert Correction.objects.filter(sent_at=None).count() == 1, "it was not sent"


def test_an_agreed_case_says_so_and_a_withdrawn_one_too(tmp_path, said, lead) -> None:
    case = Case.objects.get(family=said.file)
    today = timezone.localdate()
    agreement = AgreementToTakePart.objects.create(
        case=case,
        person=said.file.members.first().person,
        to_what="the plan",
        was_told="all",
        language="English",
        agreed_on=today + timedelta(days=1),
        recorded_by=lead.pk,
    )
    Case.objects.filter(pk=case.pk).update(state="agreed")
    rows = written(tmp_path, lead)["cases"].filter(pl.col("family") == said.two.handle)
    assert rows.select("state", "from_on").rows() == [("considered", today), ("agreed", today + timedelta(days=1))]
    agreement.withdrawn_on, agreement.withdrawn_at = today + timedelta(days=3), timezone.now()
    agreement.withdrawn_by = lead.pk
    agreement.save()
    Case.objects.filter(pk=case.pk).update(state="considered")
    rows = written(tmp_path, lead, "later")["cases"].filter(pl.col("family") == said.two.handle)
    assert rows.select("state", "from_on").rows()[-1] == ("considered", today + timedelta(days=3))


def test_the_page_gives_one_zip_file(said, lead, client) -> None:
    client.force_login(lead)
    answer = client.post(reverse("desk:feedback"), {"series": "test"})
    assert answer["Content-Type"] == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "casework/pairs.csv" in names
    assert "casework/packet.json" in names
    page = client.get(reverse("desk:feedback")).content.decode()
    assert said.one.handle not in page


def test_who_may_send(tmp_path, said) -> None:
    with pytest.raises(PermissionDenied):
        feedback_as_zip(by=make.worker("manager"))
    with pytest.raises(DeskError):
        actions.write_feedback(tmp_path / "x", series="another", by=said.analyst)
    assert not (tmp_path / "x").exists()


def test_nothing_to_say_writes_nothing(tmp_path, lead) -> None:
    with pytest.raises(DeskError):
        actions.write_feedback(tmp_path / "x", by=lead)
    desk.brought(tmp_path)
    with pytest.raises(DeskError):
        actions.write_feedback(tmp_path / "x", by=lead)
    assert not (tmp_path / "x").exists()


def test_a_correction_names_people_of_the_desk_only(tmp_path) -> None:
    one, two = told = desk.families(2)
    desk.brought(tmp_path, told)
    analyst, here = make.worker("desk_analyst"), desk.candidate_of(one).pk
    usual = {"from_on": TODAY, "why": "alike", "by": analyst}
    for wrong in (
        {"kind": "not_same", "person": one.members[0].handle, "other": "f" * 32},
        {"kind": "out", "person": two.members[0].handle},
        {"kind": "same", "person": one.members[0].handle, "other": one.members[0].handle},
        {"kind": "in", "person": one.members[0].handle},
    ):
        with pytest.raises(DeskError):
            actions.correct(here, **wrong, **usual)
    with pytest.raises(ObjectDoesNotExist):
        actions.correct("00000000-0000-4000-8000-000000000000", kind="out", person=one.members[0].handle, **usual)
    assert not CandidateCorrection.objects.exists()


def test_a_correction_is_made_on_the_page(tmp_path, client) -> None:
    [one] = told = desk.families(1)
    desk.brought(tmp_path, told)
    client.force_login(make.worker("desk_analyst"))
    where = reverse("desk:correct", args=[desk.candidate_of(one).pk])
    assert one.members[0].handle in client.get(where).content.decode()
    form = {"kind": "not_same", "person": one.members[0].handle, "why": "alike"}
    form |= {"from_on_day": "5", "from_on_month": "10", "from_on_year": "2026"}
    answer = client.post(where, form)
    assert b"Give the reference of the other person" in answer.content
    assert client.post(where, form | {"other": one.members[1].handle}).status_code == 302
    assert CandidateCorrection.objects.get().from_on == TODAY


def test_at_the_desk_who_may_be_adopted_is_never_joined_with_another(tmp_path) -> None:
    hidden = Packed([Member("Testa", "Mockbury"), Member("Sampla", "Mockbury", role="child", is_restricted=True)])
    plain = desk.families(1)[0]
    desk.brought(tmp_path, [hidden, plain])
    about = {"kind": "same", "from_on": TODAY, "why": "two_names", "by": make.worker("desk_analyst")}
    for here, one, other in (
        (hidden, hidden.members[1], plain.members[1]),
        (plain, plain.members[1], hidden.members[1]),
    ):
        with pytest.raises(DeskError):
            actions.correct(desk.candidate_of(here).pk, person=one.handle, other=other.handle, **about)
    assert not CandidateCorrection.objects.exists()
