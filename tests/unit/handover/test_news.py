"""What a packet leaves out because an earlier one told it, and what it must not leave out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.handover_packets import AS_AT, TODAY, Family, make_candidate_packet, make_case_update_packet

from thinkfamily.engine.handover.news import News, NewsError, keep_told, news_since, told_before
from thinkfamily.packets import OperatorKey, PacketFacts, read_packet

KEY = OperatorKey.generate()
TABLES = dict[str, pl.DataFrame]


def packet(folder: Path, families: Iterable[Family], kind: str = "case_update") -> tuple[PacketFacts, TABLES]:
    make = make_case_update_packet if kind == "case_update" else make_candidate_packet
    target = folder / f"packet-{len(list(folder.iterdir()))}"
    make(target, list(families), KEY)
    read = read_packet(target, trusted=[KEY.public], today=TODAY)
    return read.facts, {name: read.table(name) for name in read.tables}


def tell(
    folder: Path, families: Iterable[Family], before: pl.DataFrame | None = None, kind: str = "case_update"
) -> News:
    """Hand over, and keep what was told beside the packets, as a run does."""
    facts, tables = packet(folder, families, kind)
    news = News(tables, None, 0) if before is None else news_since(tables, before, TODAY)
    (folder / "run").mkdir(exist_ok=True)
    keep_told(folder / "run", tables, news.tables, facts, KEY, before)
    return news


def tells(news: News) -> dict[str, str]:
    return dict(news.tables["update_family"].select("family", "tells").iter_rows())


def test_agreed_families_are_told_what_is_new(tmp_path: Path) -> None:
    spell = {"person": 1, "event": "child_in_need", "from_on": date(2026, 3, 1)}
    twice = [{"person": 1, "quantity": 1.0}, {"person": 1, "quantity": 2.0}]
    unknown = {"criterion": "crime", "answer": "unknown", "sources": None, "extract_on": None}
    reaches = [
        {**unknown, "reason": f"The feed covers up to {day}; {day} was needed."} for day in ("2026-09-30", "2026-10-01")
    ]
    same, longer, ended, fresh = (
        Family(needs=[{}, reaches[0]]),
        Family(events=twice),
        Family(events=[{"person": 0}, spell]),
        Family(),
    )
    tell(tmp_path, [same, longer, ended])
    before = told_before(tmp_path / "run", KEY)
    # A feed taken again is no news, nor is that it reaches further; a spell that has ended is, and so is a case that has a need more.
    again = replace(same, needs=[{"extract_on": AS_AT + timedelta(days=1)}, reaches[1]])
    longer.events = [{"person": 1, "quantity": 1.0}, {"person": 1, "quantity": 3.0}, {"person": 0}]
    ended.events = [{"person": 0}, {**spell, "until_on": AS_AT}]
    ended.needs = [{}, {"criterion": "crime"}]
    news = tell(tmp_path, [again, longer, ended, fresh], before)
    assert tells(news) == {same.handle: "nothing_new", longer.handle: "news", ended.handle: "news", fresh.handle: "all"}
    assert news.families == 3
    assert str(news.follows) == before["packet_id"][0]
    for name in ("update_person", "update_need", "update_service", "update_cost", "update_tie"):
        assert set(news.tables[name]["family"]) == {longer.handle, ended.handle, fresh.handle}, name
    assert not set(news.tables["update_address"]["person"]) & {each.handle for each in same.members}
    events = news.tables["update_event"]
    assert events.filter(family=ended.handle)["event"].to_list() == ["child_in_need"]
    assert sorted(events.filter(family=longer.handle)["quantity"]) == [1.0, 2.0, 3.0], "alike events are told together"
    assert events.filter(family=fresh.handle).height == 1
    assert news.tables["coverage"].height == 3
    # What was told by both is what the third packet begins from.
    third = news_since(packet(tmp_path, [again, longer, ended, fresh])[1], told_before(tmp_path / "run", KEY), TODAY)
    assert set(tells(third).values()) == {"nothing_new"}
    assert not third.families
    assert third.tables["update_person"].is_empty()


def test_a_candidate_comes_again_when_it_changed_or_its_packet_ran_out(tmp_path: Path) -> None:
    same, changed = Family(), Family()
    tell(tmp_path, [same, changed], kind="candidate")
    first = told_before(tmp_path / "run", KEY)
    changed.area = "W02"
    news = tell(tmp_path, [same, changed], first, kind="candidate")
    assert news.tables["candidate"]["family"].to_list() == [changed.handle]
    assert set(news.tables["candidate_person"]["family"]) == {changed.handle}
    kept = told_before(tmp_path / "run", KEY)
    assert kept.filter(family=same.handle).equals(first.filter(family=same.handle)), "its own packet told it"
    _, tables = packet(tmp_path, [same, changed], "candidate")
    assert not news_since(tables, kept, TODAY).families
    assert news_since(tables, kept, date(2027, 1, 2)).families == 2


def test_what_was_told_opens_with_its_key_alone(tmp_path: Path) -> None:
    family = Family()
    tell(tmp_path, [family])
    assert family.handle.encode() not in (tmp_path / "run" / "told.parquet").read_bytes()
    with pytest.raises(NewsError, match="TF-HANDOVER-008"):
        told_before(tmp_path / "run", OperatorKey.generate())
