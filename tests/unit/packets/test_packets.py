"""A packet is read whole, from a trusted hand, in date; or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.handover_packets import TODAY, Family, make_candidate_packet, make_case_update_packet

from thinkfamily.packets import OperatorKey, PacketFacts, read_packet, write_packet
from thinkfamily.packets.problems import PacketError


def read(folder: Path, key: OperatorKey, today: date = TODAY):
    return read_packet(folder, trusted=[OperatorKey.generate().public, key.public], today=today)


@pytest.mark.parametrize("make", [make_candidate_packet, make_case_update_packet])
def test_what_was_written_is_read(tmp_path: Path, make: Callable) -> None:
    facts, key = make(tmp_path / "packet", [Family(), Family()])
    packet = read(tmp_path / "packet", key)
    assert packet.facts == facts
    assert packet.key_id == key.key_id
    assert packet.table(packet.tables[0]).height == 2
    assert (tmp_path / "packet").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "packet").iterdir())


def test_what_an_earlier_version_wrote_follows_nothing(tmp_path: Path) -> None:
    facts, _ = make_candidate_packet(tmp_path / "packet")
    body = facts.as_json()
    del body["follows"]
    assert PacketFacts.from_json(body, "packet.json") == facts


def changed(name: str, value: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        body = json.loads((folder / "packet.json").read_text())
        body[name] = value
        (folder / "packet.json").write_text(json.dumps(body))

    return change


def another_hash(folder: Path) -> None:
    body = json.loads((folder / "packet.json").read_text())
    body["files"][0]["file"] = "../../elsewhere.parquet"
    (folder / "packet.json").write_text(json.dumps(body))


def one_byte(folder: Path) -> None:
    data = bytearray((folder / "candidate_person.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "candidate_person.parquet").write_bytes(data)


def moved_to_a_link(folder: Path) -> None:
    shutil.move(folder / "candidate.parquet", folder.parent / "candidate.parquet")
    (folder / "candidate.parquet").symlink_to(folder.parent / "candidate.parquet")


def twice_in_the_facts(folder: Path) -> None:
    text = (folder / "packet.json").read_text()
    (folder / "packet.json").write_text(text.replace("{", '{"kind": "candidate",', 1))


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (changed("purpose", "anything"), "TF-PACKET-002"),
        (changed("expires_on", "2999-01-01"), "TF-PACKET-002"),
        (changed("signature", "00"), "TF-PACKET-002"),
        (changed("signature", None), "TF-PACKET-002"),
        (changed("key_id", "0" * 16), "TF-PACKET-002"),
        (another_hash, "TF-PACKET-002"),
        (one_byte, "TF-PACKET-002"),
        (twice_in_the_facts, "TF-PACKET-001"),
        (moved_to_a_link, "TF-PACKET-001"),
        (lambda folder: (folder / "candidate.parquet").unlink(), "TF-PACKET-001"),
        (lambda folder: (folder / "more.txt").write_text("x"), "TF-PACKET-001"),
        (lambda folder: (folder / "more").mkdir(), "TF-PACKET-001"),
        (lambda folder: (folder / "packet.json").write_text("[" * 100_000), "TF-PACKET-001"),
        (lambda folder: (folder / "packet.json").unlink(), "TF-PACKET-001"),
    ],
)
def test_a_packet_that_was_tampered_with_is_refused(tmp_path: Path, harm: Callable[[Path], object], code: str) -> None:
    _, key = make_candidate_packet(tmp_path / "packet")
    harm(tmp_path / "packet")
    with pytest.raises(PacketError) as refused:
        read(tmp_path / "packet", key)
    assert refused.value.code == code
    assert "Mockbury" not in str(refused.value)


def test_a_packet_of_an_unknown_hand_is_refused(tmp_path: Path) -> None:
    make_candidate_packet(tmp_path / "packet")
    with pytest.raises(PacketError, match="no trusted key"):
        read(tmp_path / "packet", OperatorKey.generate())


def test_a_packet_is_read_up_to_its_last_day(tmp_path: Path) -> None:
    _, key = make_candidate_packet(tmp_path / "packet", expires_on=TODAY)
    read(tmp_path / "packet", key)
    with pytest.raises(PacketError, match="TF-PACKET-003"):
        read(tmp_path / "packet", key, date(2026, 10, 3))


def test_a_packet_of_another_kind_is_refused_where_only_one_will_do(tmp_path: Path) -> None:
    _, key = make_candidate_packet(tmp_path / "packet")
    with pytest.raises(PacketError, match="expected case_update"):
        read_packet(tmp_path / "packet", trusted=[key.public], today=TODAY, kind="case_update")


def test_a_link_to_a_packet_is_refused(tmp_path: Path) -> None:
    _, key = make_candidate_packet(tmp_path / "packet")
    (tmp_path / "link").symlink_to(tmp_path / "packet")
    with pytest.raises(PacketError, match="TF-PACKET-001"):
        read(tmp_path / "link", key)


def test_what_cannot_be_written_whole_is_not_written(tmp_path: Path) -> None:
    facts, key = make_candidate_packet(tmp_path / "packet")
    tables = {name: read(tmp_path / "packet", key).table(name) for name in read(tmp_path / "packet", key).tables}
    tables["candidate"] = tables["candidate"].with_columns(children=pl.lit(None, pl.Int64))
    with pytest.raises(Exception, match="children"):
        write_packet(tmp_path / "other", facts, tables, key)
    with pytest.raises(PacketError, match="TF-PACKET-004"):
        write_packet(tmp_path / "packet", facts, tables, key)
    assert [path.name for path in tmp_path.iterdir()] == ["packet"]
