"""The way round: a borough's run, its candidates, what workers say of them, and the next run, which honours all of it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.engine.handles import read_handles
from thinkfamily.engine.handover.naming import known_families
from thinkfamily.engine.run_folder import Run, open_run
from thinkfamily.packets import OperatorKey, Packet, load_or_make_key, read_packet, read_public_key

AS_AT = "2026-09-30"
# No word of the invented borough holds these.
LINE, RESPELT, POSTCODE = "17 Zanziquorn Passage", "17, ZANZIQUORN PASAGE", "ZQ9 9QZ"
PLANTED = ("zanziq", "zq9", "9qz")
FORBIDDEN = ("rank", "order", "score", "gbp", "weight", "probab", "record", "address", "postcode", "uprn", "property")


def thinkfamily(*words: str | Path, fails: bool = False) -> str:
    ended = CliRunner().invoke(app, [str(word) for word in words])
    assert (ended.exit_code != 0) == fails, f"{ended.output}\n{ended.exception!r}"
    return f"{ended.output}{ended.exception or ''}"


@dataclass
class Chosen:
    """Handles of people and families about whom workers say something."""

    same: tuple[str, str]
    apart: tuple[str, str]
    outs: tuple[str, str]
    ins: tuple[str, str]
    judged: str
    restricted: str


@dataclass
class Round:
    folder: Path
    key: OperatorKey
    first: Packet
    chosen: Chosen
    printed: str

    def packet(self, name: str) -> Packet:
        public = read_public_key(self.folder / "operator.key.pub")
        return read_packet(self.folder / name, trusted=[public], today=date.today())

    def run(self, name: str) -> Run:
        return open_run(self.folder / name, "test")

    def person_of(self, run: str) -> dict[str, set[str]]:
        """Person ids of a run by handle of the first one, by way of records."""
        handles = read_handles(self.folder / "run", self.key).filter(kind="person")
        here = self.run(run).table("record_person").collect()
        found: dict[str, set[str]] = {}
        for handle, person in (
            handles.join(here, on=["feed", "record_id"]).select("handle", "person_id_right").iter_rows()
        ):
            found.setdefault(handle, set()).add(person)
        return found

    def members_of(self, run: str, family: str) -> dict[str, dict[str, object]]:
        """Rows of a family, by person_id, whose handle is of the first handover."""
        known = known_families(self.run(run), read_handles(self.folder / "run", self.key))
        family_id = known.filter(handle=family)["family_id"].item()
        rows = self.run(run).table("family_member").filter(pl.col("family_id") == family_id).collect()
        return {str(row["person_id"]): row for row in rows.to_dicts()}


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Round:
    folder = tmp_path_factory.mktemp("around")
    thinkfamily("synth", folder / "borough", "--families", 600, "--seed", 3, "--quiet")
    extracts = folder / "borough" / "extracts"
    for toml in extracts.glob("*/feed.toml"):
        says = "false" if toml.parent.name == "police" else "true"
        text = "".join(line for line in toml.read_text("utf-8").splitlines(True) if "covers_casework" not in line)
        toml.write_text(f"covers_casework = {says}\n{text}", "utf-8")
    key = folder / "operator.key"
    printed = thinkfamily("identify", extracts, "--as-at", AS_AT, "--out", folder / "run", "--quiet")
    printed += thinkfamily("handover", folder / "run", "--out", folder / "packet", "--key", key, "--quiet")
    signer, _ = load_or_make_key(key, make=False)
    first = read_packet(folder / "packet", trusted=[signer.public], today=date.today())
    chosen = choose(first)
    later = shutil.copytree(extracts, folder / "later")
    change_records(later, read_handles(folder / "run", signer), chosen)
    with_handles = ("--handles", folder / "run", "--key", key, "--quiet")
    printed += thinkfamily("identify", later, "--as-at", AS_AT, "--out", folder / "unheard", *with_handles)
    write_feedback(later / "casework", chosen, first)
    printed += thinkfamily("identify", later, "--as-at", AS_AT, "--out", folder / "heard", *with_handles)
    for kind, name in (("candidate", "again"), ("case_update", "update")):
        printed += thinkfamily(
            "handover", folder / "heard", "--kind", kind, "--out", folder / name, "--key", key, "--quiet"
        )
    return Round(folder, signer, first, chosen, printed)


def choose(packet: Packet) -> Chosen:
    """Adults of different families, so that no word meets another."""
    people = packet.table("candidate_person").filter(~pl.col("is_restricted"))
    adults = people.filter((pl.col("role") == "adult") & (pl.col("residence") == "with_children"))
    couples = [group for _, group in adults.group_by("family", maintain_order=True) if group.height >= 2]
    same, apart, leaving = couples[:3]
    used = {group["family"][0] for group in (same, apart, leaving)}
    others = [
        group for _, group in adults.filter(~pl.col("family").is_in(used)).group_by("family", maintain_order=True)
    ]
    guest, host, judged, hidden = others[:4]

    def of(group: pl.DataFrame, at: int = 0) -> tuple[str, str]:
        return group["family"][0], group["person"][at]

    return Chosen(
        same=(of(same)[1], of(same, 1)[1]),
        apart=(of(apart)[1], of(apart, 1)[1]),
        outs=of(leaving),
        ins=(of(host)[0], of(guest)[1]),
        judged=of(judged)[0],
        restricted=of(hidden)[1],
    )


def rewrite(extracts: Path, feed: str, changes: dict[str, dict[str, str]]) -> None:
    """Change the people file of a feed: by record_id, columns and values."""
    path = extracts / feed / "people.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or ())
        rows = [{**row, **changes.get(row["record_id"], {})} for row in reader]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({name: row[name] for name in names} for row in rows)


def records_of(handles: pl.DataFrame, handle: str) -> Iterator[tuple[str, str]]:
    yield from handles.filter(handle=handle, kind="person").select("feed", "record_id").iter_rows()


def change_records(extracts: Path, handles: pl.DataFrame, chosen: Chosen) -> None:
    """In the next delivery two people have become alike in every record; and one record restricts its address.

    Another agency holds the restricted address too, without a mark, spelt in its own way.
    """
    like = {
        "first_name": "Wunibald", "middle_names": "", "last_name": "Ostrogothman", "known_as": "",
        "date_of_birth": "1984-05-17", "sex": "male", "address": "3 Samesame Street", "postcode": "QW1 1QW",
        "nhs_number": "", "nino": "", "upn": "", "uprn": "",
    }  # fmt: skip
    for handle in chosen.apart:
        for feed, record_id in records_of(handles, handle):
            rewrite(extracts, feed, {record_id: like})
    for at, (feed, record_id) in enumerate(sorted(records_of(handles, chosen.restricted))):
        place = {"address": LINE if at == 0 else RESPELT, "postcode": POSTCODE, "uprn": ""}
        rewrite(extracts, feed, {record_id: {**place, "restriction": "safe_address" if at == 0 else ""}})
    family = handles.filter((pl.col("kind") == "family") & (pl.col("member") == chosen.restricted))["handle"][0]
    for member in handles.filter(handle=family)["member"].unique():
        for feed, record_id in records_of(handles, member):
            if member != chosen.restricted:
                rewrite(extracts, feed, {record_id: {"address": RESPELT, "postcode": POSTCODE, "uprn": ""}})


def write_feedback(folder: Path, chosen: Chosen, packet: Packet) -> None:
    folder.mkdir()
    families = packet.table("candidate")["family"].to_list()
    agreed = [f"{family},agreed,2026-08-01" for family in families[:-1]]
    others = [f"{families[0]},declined,2026-07-01", f"{families[1]},declined,2026-09-01"]
    unknown = "0" * 32
    rows = {
        "pairs": [
            "handle_l,handle_r,decision,by,decided_on,why",
            f"{chosen.same[0]},{chosen.same[1]},same,w1,2026-09-01,one person under two names",
            f"{chosen.apart[1]},{chosen.apart[0]},not_same,w1,2026-09-01,both were in the room",
            f"{chosen.apart[1]},{unknown},not_same,w1,2026-09-01,",
            f"{chosen.apart[1]},{chosen.apart[0]},perhaps,w1,2026-09-01,",
        ],
        "membership": [
            "family,person,membership,from_on,by,why",
            f"{chosen.outs[0]},{chosen.outs[1]},out,2026-05-01,w2,has left",
            f"{chosen.ins[0]},{chosen.ins[1]},in,2026-06-02,w2,is the father",
            f"{chosen.ins[0]},{chosen.ins[1]},in,02/06/2026,w2,",
        ],
        "evidence": [
            "family,person,criterion,answer,from_on,until_on,by",
            f"{chosen.judged},,low_aspirations,yes,2026-07-01,,w3",
            f"{chosen.judged},,no_such_criterion,yes,2026-07-01,,w3",
        ],
        "cases": ["family,state,from_on", *agreed, *others],
    }
    for name, lines in rows.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")


def test_two_people_whom_a_worker_calls_one_are_one(around: Round) -> None:
    one, other = around.chosen.same
    assert around.person_of("unheard")[one].isdisjoint(around.person_of("unheard")[other])
    assert around.person_of("heard")[one] == around.person_of("heard")[other]
    assert len(around.person_of("heard")[one]) == 1


def test_two_people_whom_a_worker_holds_apart_stay_apart_however_alike_their_records(around: Round) -> None:
    one, other = around.chosen.apart
    assert around.person_of("unheard")[one] & around.person_of("unheard")[other], "records alone would join them"
    assert around.person_of("heard")[one].isdisjoint(around.person_of("heard")[other])


def test_whom_a_worker_takes_out_is_out(around: Round) -> None:
    family, person = around.chosen.outs
    for run, is_in in (("unheard", True), ("heard", False)):
        ids = around.person_of(run)[person]
        assert bool(ids & set(around.members_of(run, family))) is is_in


def test_whom_a_worker_puts_in_is_in_and_it_says_who_said_so(around: Round) -> None:
    family, person = around.chosen.ins
    assert not around.person_of("unheard")[person] & set(around.members_of("unheard", family))
    (person_id,) = around.person_of("heard")[person]
    row = around.members_of("heard", family)[person_id]
    assert str(row["known_by"]).startswith("a worker said so on 2 June 2026")
    assert row["residence"] == "elsewhere", "of another family, with whom the person lives"


def test_a_worker_s_evidence_answers_what_records_cannot(around: Round) -> None:
    known = known_families(around.run("heard"), read_handles(around.folder / "run", around.key))
    family_id = known.filter(handle=around.chosen.judged)["family_id"].item()
    rows = (
        around.run("heard")
        .table("indicator")
        .filter((pl.col("family_id") == family_id) & (pl.col("criterion") == "low_aspirations"))
    )
    assert rows.select("answer", "reason").collect().rows() == [("yes", "Worker's evidence: yes, from 1 July 2026.")]


def test_what_cannot_be_understood_is_set_aside_with_its_place(around: Round) -> None:
    rows = around.run("heard").table("set_aside").filter(pl.col("file").str.starts_with("casework")).collect()
    assert sorted(rows.select("file", "row", "column", "code").rows()) == [
        ("casework/evidence.csv", 2, "criterion", "bad_criterion"),
        ("casework/membership.csv", 3, "from_on", "bad_from_on"),
        ("casework/pairs.csv", 3, "handle_r", "unknown_handle"),
        ("casework/pairs.csv", 4, "decision", "bad_decision"),
    ]


def test_handles_stay_from_run_to_run(around: Round) -> None:
    first, again = around.first.table("candidate_person"), around.packet("again").table("candidate_person")
    both = first.join(again, on="person")
    assert both.height > 0.7 * first.height
    alike = both.filter(pl.col("date_of_birth") == pl.col("date_of_birth_right"))
    assert alike.height > 0.9 * both.height
    assert (both["family"] == both["family_right"]).mean() > 0.9


def test_another_series_shares_no_handle(around: Round) -> None:
    words = ("--series", "other", "--out", around.folder / "other", "--key", around.folder / "operator.key", "--quiet")
    thinkfamily("handover", around.folder / "run", *words)
    other, first = around.packet("other"), around.first
    for column in ("family", "person"):
        mine, theirs = first.table("candidate_person")[column], other.table("candidate_person")[column]
        assert not set(mine) & set(theirs)
        assert mine.n_unique() == theirs.n_unique()


def texts(packet: Path) -> Iterator[tuple[str, str]]:
    """Each file of a packet, as bytes and, where it is a table, as text."""
    for path in packet.iterdir():
        yield path.name, path.read_bytes().decode("latin-1").lower()
        if path.suffix == ".parquet":
            yield path.name, pl.read_parquet(path).write_csv().lower()


@pytest.mark.parametrize("name", ["again", "update"])
def test_a_restricted_address_is_in_no_byte_of_any_packet_however_another_agency_spells_it(
    around: Round, name: str
) -> None:
    for file, text in texts(around.folder / name):
        assert not [each for each in PLANTED if each in text], file
    people = around.packet(name).table("candidate_person" if name == "again" else "update_person")
    assert around.chosen.restricted in set(people.filter("is_restricted")["person"]), "the person is handed over"


def test_nor_is_it_kept_in_the_run_or_printed(around: Round) -> None:
    for path in (around.folder / "heard").iterdir():
        if path.name not in ("handles.parquet", "told.parquet"):
            text = pl.read_parquet(path).write_csv() if path.suffix == ".parquet" else path.read_text("utf-8")
            assert not [each for each in PLANTED if each in text.lower()], path.name
    assert not [each for each in PLANTED if each in around.printed.lower()]


def test_a_candidate_packet_has_no_column_for_what_it_never_holds(around: Round) -> None:
    for name in around.first.tables:
        table = around.first.table(name)
        assert not [c for c in table.columns if any(word in c for word in FORBIDDEN)], name
        assert not [c for c, dtype in table.schema.items() if isinstance(dtype, pl.Decimal | pl.Float64)], name


def test_a_candidate_packet_holds_no_record_s_number_id_or_exact_cost(around: Round) -> None:
    run = around.run("run")
    proposed = run.table("cohort").filter("is_proposed").collect()
    told = "\n".join(text for _, text in texts(around.folder / "packet"))
    ids = run.table("record_person").select("record_id", "person_id").collect()
    long_ids = [each for column in ids for each in column if len(each) > 6]
    assert not [each for each in [*long_ids, *proposed["family_id"]] if each.lower() in told]
    costs = run.table("family_cost").filter(pl.col("family_id").is_in(proposed["family_id"].implode())).collect()
    assert not [each for each in costs["cost_gbp"] if each > 1000 and f"{each:.2f}" in told]


def test_only_proposed_families_are_candidates(around: Round) -> None:
    proposed = around.run("run").table("cohort").filter("is_proposed").collect()
    assert around.first.table("candidate").height == proposed.height
    assert (
        around.first.table("candidate").select("children", "adults").sort(pl.all()).rows()
        == proposed.select("children", "adults").sort(pl.all()).rows()
    )


def test_services_are_those_of_the_run(around: Round) -> None:
    """Where nobody is restricted; titles of events lose their hints to exporters."""
    packet, run = around.first, around.run("run")
    known = known_families(run, read_handles(around.folder / "run", around.key))
    handle = dict(known.filter(series=packet.facts.series).select("family_id", "handle").iter_rows())
    people = packet.table("candidate_person")
    open_files = set(people["family"]) - set(people.filter("is_restricted")["family"])
    columns = ["family", "agency", "people", "from_on", "until_on", "is_open"]
    theirs = (
        run.table("family_service")
        .filter(pl.col("family_id").is_in(list(handle)))
        .collect()
        .with_columns(family=pl.col("family_id").replace_strict(handle))
    )

    def comparable(rows: pl.DataFrame) -> list[tuple[object, ...]]:
        rows = rows.filter(pl.col("family").is_in(sorted(open_files)) & (pl.col("agency") != "VCS"))
        return rows.select(columns).sort(columns, nulls_last=True).rows()

    assert comparable(packet.table("candidate_service")) == comparable(theirs)


def test_a_case_update_holds_agreed_families_and_only_feeds_that_cover_casework(around: Round) -> None:
    update = around.packet("update")
    first, _declined_since, *agreed, _never_asked = around.first.table("candidate")["family"].to_list()
    told = set(update.table("update_family")["family"])
    assert told <= {first, *agreed}
    assert first in told
    assert len(told) >= 0.7 * len(agreed)
    assert set(update.table("update_person")["family"]) == told
    assert update.table("coverage").filter(~pl.col("covers_casework"))["feed"].to_list() == ["police"]
    assert "police" not in {power.feed for power in update.facts.powers}
    assert update.table("update_event").height > 100
    for name in ("update_event", "update_address"):
        assert "police" not in set(update.table(name)["feed"])
    sources = [*update.table("update_need")["sources"].drop_nulls(), *update.table("update_tie")["sources"]]
    assert sources
    assert not [each for each in sources if "police" in each.split(",")]
    assert "police" not in " ".join(update.table("update_person")["known_by"])
    unknown = update.table("update_need").filter(answer="unknown")
    assert "crime" not in set(unknown["criterion"]), "it reads a feed that is not for casework"


def test_events_of_a_case_update_have_a_data_class(around: Round) -> None:
    events = around.packet("update").table("update_event")
    assert set(events["category"]) >= {"education", "health", "social_care", "housing", "benefits"}
    assert set(events.filter(category="health")["sensitivity"]) == {"special category"}
    assert events["from_on"].max() <= date(2026, 9, 30)
    ended = events.filter(pl.col("until_on").is_not_null())["until_on"]
    assert ended.min() >= date(2023, 9, 30)


def test_since_the_packet_before_only_what_is_new_is_told(around: Round) -> None:
    """Of the run that has handed over both kinds, nothing is new; the run before has told of no agreed family."""
    words = ("--previous", around.folder / "heard", "--key", around.folder / "operator.key", "--quiet")
    update = ("handover", around.folder / "heard", "--kind", "case_update")
    said = thinkfamily(*update, "--out", around.folder / "since", *words)
    assert "news of 0 of them" in said
    packet, before = around.packet("since"), around.packet("update")
    assert packet.facts.follows == before.facts.packet_id
    assert packet.table("update_family").drop("tells").equals(before.table("update_family").drop("tells"))
    assert set(packet.table("update_family")["tells"]) == {"nothing_new"}
    assert not packet.table("update_person").height + packet.table("update_event").height
    said = thinkfamily("handover", around.folder / "heard", "--out", around.folder / "none", *words, fails=True)
    assert "nothing was written" in said
    assert not (around.folder / "none").exists()
    said = thinkfamily(
        *update, "--out", around.folder / "none", "--previous", around.folder / "run", *words[2:], fails=True
    )
    assert "has handed over no case_update packet" in said


def test_feedback_without_handles_stops_the_run(around: Round) -> None:
    said = thinkfamily("identify", around.folder / "later", "--as-at", AS_AT, "--out", around.folder / "x", fails=True)
    assert "TF-HANDOVER-003" in said
    assert not (around.folder / "x").exists()


def test_handles_open_with_their_key_alone(around: Round, tmp_path: Path) -> None:
    load_or_make_key(tmp_path / "other.key")
    words = ("--handles", around.folder / "run", "--key", tmp_path / "other.key")
    said = thinkfamily(
        "identify", around.folder / "later", "--as-at", AS_AT, "--out", tmp_path / "x", *words, fails=True
    )
    assert "TF-HANDOVER-002" in said
    assert not (tmp_path / "x").exists()
    sealed = (around.folder / "run" / "handles.parquet").read_bytes()
    assert around.chosen.same[0].encode() not in sealed
    assert (around.folder / "run" / "handles.parquet").stat().st_mode & 0o777 == 0o600


def test_the_next_run_takes_the_handles_over_and_says_so(around: Round) -> None:
    facts = json.loads((around.folder / "heard" / "run.json").read_text("utf-8"))
    assert len(facts["handles"]) == 64
    assert any("not signed" in warning for warning in facts["stages"]["intake"]["warnings"])


def copy_of_the_run(around: Round, folder: Path, **said_of_feeds: object) -> Path:
    """The first run, where run.json says something else of each feed."""
    run = shutil.copytree(around.folder / "run", folder / "run")
    facts = json.loads((run / "run.json").read_text("utf-8"))
    for feed in facts["feeds"]:
        feed.update(said_of_feeds)
    (run / "run.json").write_text(json.dumps(facts), "utf-8")
    return run


def refused(around: Round, folder: Path, run: Path, *words: str | Path) -> str:
    key = around.folder / "operator.key"
    said = thinkfamily("handover", run, "--out", folder / "out", "--key", key, "--quiet", *words, fails=True)
    assert not (folder / "out").exists()
    return said


def test_nothing_is_handed_over_for_casework_where_no_feed_covers_it(around: Round, tmp_path: Path) -> None:
    cases = around.folder / "later" / "casework"
    run = copy_of_the_run(around, tmp_path, covers_casework=False)
    assert "TF-HANDOVER-006" in refused(around, tmp_path, run, "--kind", "case_update", "--agreed", cases)


def test_nothing_is_handed_over_under_a_power_that_has_ended(around: Round, tmp_path: Path) -> None:
    run = copy_of_the_run(around, tmp_path, expires_on="2020-01-01")
    assert "TF-HANDOVER-007" in refused(around, tmp_path, run)


def test_a_packet_expires_with_the_first_power_under_which_it_holds_anything(around: Round, tmp_path: Path) -> None:
    ends = date.today() + timedelta(days=3)
    run = copy_of_the_run(around, tmp_path, expires_on=ends.isoformat())
    key = around.folder / "operator.key"
    thinkfamily("handover", run, "--out", tmp_path / "out", "--key", key, "--quiet")
    assert read_packet(tmp_path / "out", trusted=[around.key.public], today=date.today()).facts.expires_on == ends


def test_without_agreed_families_there_is_no_case_update(around: Round, tmp_path: Path) -> None:
    assert "TF-HANDOVER-001" in refused(around, tmp_path, around.folder / "run", "--kind", "case_update")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("family,from_on\nx,2026-01-01\n", "no column state"),
        ("family,state,from_on\nx,agreed,2026-01-01\n", "handle in row 1"),
        ("family,state,from_on\nHANDLE,agreed,01/02/2026\n", "no date in row 1"),
    ],
)
def test_a_file_of_cases_that_cannot_be_trusted_is_refused(around: Round, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "cases.csv").write_text(text.replace("HANDLE", around.first.table("candidate")["family"][0]))
    words = ("--kind", "case_update", "--agreed", tmp_path / "cases.csv")
    said = refused(around, tmp_path, around.folder / "run", *words)
    assert "TF-HANDOVER-005" in said
    assert says in said


def test_families_too_new_to_judge_are_added_only_where_asked_for_and_are_marked(around: Round, tmp_path: Path) -> None:
    run = copy_of_the_run(around, tmp_path)
    kept = pl.read_parquet(run / "handover_family.parquet")
    is_one = pl.int_range(pl.len()) == 0
    # One family, said to have been observed for less than 12 months and so not proposed.
    changed = kept.with_columns(is_too_new=is_one | pl.col("is_too_new"), is_proposed=pl.col("is_proposed") & ~is_one)
    changed.write_parquet(run / "handover_family.parquet")
    for words, new in (((), 0), (("--too-new",), changed["is_too_new"].sum())):
        out = tmp_path / f"out-{new}"
        thinkfamily("handover", run, "--out", out, "--key", around.folder / "operator.key", "--quiet", *words)
        packet = read_packet(out, trusted=[around.key.public], today=date.today())
        assert packet.table("candidate")["is_too_new"].sum() == new
        assert packet.table("candidate").height == changed["is_proposed"].sum() + new
