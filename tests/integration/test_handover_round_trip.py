"""The whole way round: a run's candidates, decided on at the desk, corrected by workers, and honoured by the next run."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.casework import factories as make
from typer.testing import CliRunner

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.cases.actions import give_evidence, record_agreement
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import Candidate
from thinkfamily.casework.consideration.queries import desk
from thinkfamily.casework.families.actions.corrections import take_out
from thinkfamily.casework.families.models import Family, Person
from thinkfamily.cli import app
from thinkfamily.engine.handles import read_handles
from thinkfamily.engine.handover.naming import known_families
from thinkfamily.engine.run_folder import open_run
from thinkfamily.packets import load_or_make_key

AS_AT = "2026-09-30"
ASPIRATIONS = "low_aspirations"
REASONS = "Several agencies work with them, and nobody leads."


def thinkfamily(*words: str | Path) -> None:
    ended = CliRunner().invoke(app, [str(word) for word in words])
    assert ended.exit_code == 0, f"{ended.output}\n{ended.exception!r}"


def people_of(folder: Path, key: Path, run: str) -> dict[str, set[str]]:
    """Person ids of a run by handle of the first, by way of records."""
    signer, _ = load_or_make_key(key, make=False)
    handles = read_handles(folder / "run", signer).filter(kind="person")
    here = open_run(folder / run, "test").table("record_person").collect()
    rows = handles.join(here, on=["feed", "record_id"]).select("handle", "person_id_right").iter_rows()
    found: dict[str, set[str]] = {}
    for handle, person in rows:
        found.setdefault(handle, set()).add(person)
    return found


def members_of(folder: Path, key: Path, run: str, family: str) -> set[str]:
    """Person ids of those who are of a family today, by its handle."""
    signer, _ = load_or_make_key(key, make=False)
    opened = open_run(folder / run, "test")
    known = known_families(opened, read_handles(folder / "run", signer))
    family_id = known.filter(handle=family)["family_id"].item()
    rows = opened.table("family_member").filter(family_id=family_id).collect()
    today = rows.filter(pl.col("until_on").is_null() | (pl.col("until_on") > date(2026, 9, 30)))
    return set(today["person_id"].to_list())


def indicators_of(folder: Path, key: Path, run: str, family: str) -> pl.DataFrame:
    """What a run answered for one family, by its handle."""
    signer, _ = load_or_make_key(key, make=False)
    opened = open_run(folder / run, "test")
    known = known_families(opened, read_handles(folder / "run", signer))
    family_id = known.filter(handle=family)["family_id"].item()
    return opened.table("indicator").filter(family_id=family_id).collect()


def answers_of(folder: Path, key: Path, run: str, family: str) -> dict[str, set[str]]:
    """The answers to each criterion that is met or unknown."""
    found: dict[str, set[str]] = {}
    for criterion, answer in indicators_of(folder, key, run, family).select("criterion", "answer").iter_rows():
        found.setdefault(criterion, set()).add(answer)
    return found


def reasons_of(folder: Path, key: Path, run: str, family: str, criterion: str) -> list[str]:
    """Why a criterion was answered as it was."""
    return indicators_of(folder, key, run, family).filter(criterion=criterion)["reason"].to_list()


def decide_on(client: Client, analyst: Worker, candidate: Candidate, outcome: str) -> None:
    """Read a family's page and decide, as somebody does."""
    client.force_login(analyst)
    where = reverse("desk:candidate", args=[candidate.pk])
    assert client.get(where).status_code == 200
    assert client.post(where, {"outcome": outcome, "reasons": REASONS}).status_code == 302


@pytest.mark.django_db(databases=["default", "candidates"])
def test_what_workers_say_is_honoured_by_the_next_run(tmp_path: Path, client: Client) -> None:
    key, extracts = tmp_path / "operator.key", tmp_path / "borough" / "extracts"
    thinkfamily("synth", tmp_path / "borough", "--families", 300, "--seed", 5, "--quiet")
    thinkfamily("identify", extracts, "--as-at", AS_AT, "--out", tmp_path / "run", "--quiet")
    thinkfamily("handover", tmp_path / "run", "--out", tmp_path / "packet", "--key", key, "--quiet")
    trusted = settings.INSTANCE.folder / "trusted-keys"
    trusted.mkdir(exist_ok=True)
    for file in trusted.iterdir():
        file.unlink()
    (trusted / "operator.pub").write_text((tmp_path / "operator.key.pub").read_text())

    # The desk: brought, read, decided, signed, taken up
    lead, analyst = make.worker("matching_lead"), make.worker("desk_analyst")
    manager = make.worker("manager", of=make.team())
    packet = actions.bring(tmp_path / "packet", by=lead)
    candidates = list(packet.candidates.all())
    adults = {
        candidate: [
            each["person"]
            for each in candidate.content["people"]
            if each["role"] == "adult" and each["residence"] == "with_children" and not each["is_restricted"]
        ]
        for candidate in candidates
    }
    couples = [candidate for candidate in candidates if len(adults[candidate]) >= 2]
    assert len(couples) >= 2, "the borough has too few couples for this test"
    here, there = couples[:2]
    for candidate in candidates:
        decide_on(client, analyst, candidate, "consider" if candidate in (here, there) else "not_now")
    leaves_desk, apart = adults[here][0], (adults[there][0], adults[there][1])
    actions.correct(here.pk, kind="out", person=leaves_desk, from_on=date(2026, 9, 1), why="left", by=analyst)
    actions.correct(
        there.pk, kind="not_same", person=apart[0], other=apart[1], from_on=date(2026, 9, 1), why="alike", by=analyst
    )
    [batch] = desk.batches(manager)
    client.force_login(manager)
    where = reverse("desk:batch", args=[batch.pk])
    seen = client.get(where).context["form"].initial["seen"]
    assert client.post(where, {"seen": seen, "has_read": "on"}).status_code == 302
    assert {family.handle for family in Family.objects.all()} == {here.handle, there.handle}

    # The family's file: a worker there says that somebody does not belong
    file = Family.objects.get(handle=there.handle)
    leaves_file = adults[there][1]
    family_lead = make.worker("adult_lead")
    make.involve(family_lead, file, "adult_lead")
    person = Person.objects.get(handle=leaves_file)
    take_out(file, person, from_on=date(2026, 9, 1), why="Lives with another family.", by=family_lead)

    # An adult agrees, and the lead answers what no record can, and what records leave open
    case, today = Case.objects.get(family=file), timezone.localdate()
    adult = Person.objects.get(handle=adults[there][0])
    record_agreement(
        case, adult, to_what="Visits", was_told="All", language="English", agreed_on=today,
        review_on=today + timedelta(days=90), by=family_lead,
    )  # fmt: skip
    told = {"kind": "opinion", "text": "Kim Hiddenbury plans nothing.", "source": "Visits", "from_on": date(2026, 9, 1)}
    give_evidence(case, criterion=ASPIRATIONS, person=None, answer="yes", **told, by=family_lead)
    give_evidence(case, criterion="parenting", person=None, answer="no", **told, by=family_lead)
    assert answers_of(tmp_path, key, "run", there.handle)[ASPIRATIONS] == {"unknown"}

    # Back to the analysis, and the next run
    assert Candidate.objects.exists()
    assert sum(each.candidates for each in actions.purge(by=lead)) == len(candidates) - 2
    actions.write_feedback(extracts / "casework", by=lead)
    trust = settings.INSTANCE.folder / "keys" / "feedback.key.pub"
    before, first = people_of(tmp_path, key, "run"), members_of(tmp_path, key, "run", here.handle)
    assert before[leaves_desk] <= first
    thinkfamily(
        "identify", extracts, "--as-at", AS_AT, "--out", tmp_path / "next", "--quiet",
        "--handles", tmp_path / "run", "--key", key, "--trust", trust,
    )  # fmt: skip
    after = people_of(tmp_path, key, "next")
    assert not after[leaves_desk] & members_of(tmp_path, key, "next", here.handle), "said at the desk"
    assert not after[leaves_file] & members_of(tmp_path, key, "next", there.handle), "said on the file"
    assert not after[apart[0]] & after[apart[1]]
    said = answers_of(tmp_path, key, "next", there.handle)
    assert said[ASPIRATIONS] == {"yes"}, "answered by the worker"
    assert "unknown" not in said.get("parenting", set()), "the worker's no settles what was not known"
    [reason] = reasons_of(tmp_path, key, "next", there.handle, ASPIRATIONS)
    assert reason == "Worker's evidence: yes, from 1 September 2026."
    decisions = open_run(tmp_path / "next", "test").table("link").filter(outcome="human_not_same").collect()
    assert decisions.height > 0, "not the same is a decision in the run"
