"""A round of files killed outright as it is signed: nothing is half-deleted, the audit holds, and it is taken up again.

``THINKFAMILY_KILLS=50`` kills it at 50 moments; by default at a few.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from tests.casework.operations.conftest import Site

KILLS = int(os.environ.get("THINKFAMILY_KILLS", "0")) or 6
PLAY = f"""
import json
from thinkfamily.casework.site.start import prepare, start
start()
prepare()
from tests.casework.operations.killed_round import play
print(json.dumps(play({KILLS})))
"""


def played(site: Site) -> None:
    """Play it on a site; each moment was another one."""
    told = json.loads(site.python(PLAY).splitlines()[-1])
    assert told["moments"] == KILLS
    assert told["statements"] > 100


def test_killed_at_any_moment_a_round_is_whole_or_has_not_begun(tmp_path: Path) -> None:
    played(Site(tmp_path / "folder"))


def test_on_postgresql_too(databases: Callable[[], str], tmp_path: Path) -> None:
    played(Site(tmp_path / "folder", DATABASE_URL=databases()))
