"""A zip file that somebody sends cannot write elsewhere, fill the disk, or bring more than one packet's files."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest
from django.conf import settings

from tests.casework.consideration import desk
from thinkfamily.casework.consideration import unpack
from thinkfamily.casework.consideration.problems import DeskError

FACTS = ("packet/packet.json", b"{}")


def sent(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries:
            file.writestr(name, data)
    made.seek(0)
    return made


def refused(made: io.BytesIO) -> str:
    before = sorted(settings.INSTANCE.folder.iterdir())
    with pytest.raises(DeskError) as error, unpack.unpacked(made, len(made.getvalue())):
        pytest.fail("it was unpacked")
    assert error.value.code == "TF-DESK-002"
    assert sorted(settings.INSTANCE.folder.iterdir()) == before, "something was left"
    return error.value.found


def test_a_packet_is_unpacked_for_as_long_as_it_is_read(tmp_path) -> None:
    for above in ("", "packet/"):
        made = desk.zipped(desk.packet(tmp_path), above)
        with unpack.unpacked(made, len(made.getvalue())) as folder:
            assert (folder / "candidate.parquet").is_file()
            assert folder.stat().st_mode & 0o077 == 0
        assert not folder.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../packet.json",
        "/etc/packet.json",
        "a/b/packet.json",
        "packet/../../packet.json",
        "..\\packet.json",
        "C:packet.json",
    ],
)
def test_no_path_leads_out(name: str) -> None:
    entries = [(name, b"{}")] if name.startswith(("a/", "/")) else [FACTS, (name, b"{}")]
    refused(sent(*entries))


def test_a_path_above_is_never_written(tmp_path) -> None:
    outside = settings.INSTANCE.folder / "packet.json"
    refused(sent(("../packet.json", b"{}"), ("packet/candidate.parquet", b"")))
    assert not outside.exists()


def test_only_a_packets_own_files() -> None:
    refused(sent(FACTS, ("packet/notes.txt", b"hello")))
    refused(sent(FACTS, ("packet/packet.json.exe", b"")))


def test_a_name_stands_once() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        made = sent(FACTS, FACTS)
    refused(made)


def test_one_packet_at_a_time() -> None:
    refused(sent(FACTS, ("other/candidate.parquet", b"")))
    refused(sent(("packet/candidate.parquet", b"")))


def test_a_bomb_is_stopped_by_what_comes_out(monkeypatch) -> None:
    monkeypatch.setattr(unpack, "MOST_UNPACKED", 3_000_000)
    made = sent(FACTS, ("packet/candidate.parquet", b"\0" * 20_000_000))
    assert len(made.getvalue()) < 30_000
    assert "MB in it" in refused(made)


def test_a_lie_about_the_size_does_not_help(monkeypatch) -> None:
    monkeypatch.setattr(unpack, "MOST_UNPACKED", 3_000_000)
    made = sent(FACTS, ("packet/candidate.parquet", b"\0" * 20_000_000))
    raw = made.getvalue().replace((20_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    refused(io.BytesIO(raw))


def test_a_link_is_written_as_a_file_and_leads_nowhere() -> None:
    link = zipfile.ZipInfo("packet/candidate.parquet")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = sent(FACTS, (link, b"/etc/passwd"))
    with unpack.unpacked(made, len(made.getvalue())) as folder:
        assert (folder / "candidate.parquet").read_bytes() == b"/etc/passwd"
        assert not (folder / "candidate.parquet").is_symlink()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"x" * 100, b"hello" * 50])
def test_what_is_no_zip_file_is_said_to_be_none(data: bytes) -> None:
    refused(io.BytesIO(data))


def test_a_file_too_large_is_not_opened() -> None:
    with pytest.raises(DeskError), unpack.unpacked(io.BytesIO(b""), unpack.MOST_SENT + 1):
        pytest.fail("it was opened")
