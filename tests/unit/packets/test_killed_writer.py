"""A writer that is killed leaves nothing that could be taken for a packet, and the next one clears what it left."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.handover_packets import TODAY, make_candidate_packet

from thinkfamily.packets import OperatorKey, read_packet
from thinkfamily.packets.problems import PacketError
from thinkfamily.packets.whole_folder import abandoned

KILLED_IN_THE_MIDST = """
import os, signal, sys
from pathlib import Path
from thinkfamily.packets.whole_folder import whole_folder
with whole_folder(Path(sys.argv[1]), lambda target, error: OSError()) as folder:
    (folder / "candidate_person.parquet").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_writer_leaves_no_packet_and_the_next_one_removes_what_it_left(tmp_path: Path) -> None:
    target = tmp_path / "packet"
    ended = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDST, str(target)], check=False)
    assert ended.returncode == -9
    assert not target.exists()
    (left,) = abandoned(target)
    assert left.stat().st_mode & 0o077 == 0
    with pytest.raises(PacketError):
        read_packet(left, trusted=[OperatorKey.generate().public], today=TODAY)
    make_candidate_packet(target)
    assert [path.name for path in tmp_path.iterdir()] == ["packet"]
