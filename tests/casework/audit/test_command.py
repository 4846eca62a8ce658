"""``thinkfamily audit`` as an operator meets it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys

import pytest

_MAKE = """
from thinkfamily.casework.site.start import start, prepare
start(); prepare()
from thinkfamily.casework.audit.record import record
for number in range(3):
    record("family.read", by=None, kind="family", object="0b7e1d1c-4f0a-4b53-9d5e-3f1f7a0c2b11", outcome="looked")
record("family.find", by=None, kind="site", outcome="looked", others=["0b7e1d1c-4f0a-4b53-9d5e-3f1f7a0c2b11"])
record("desk.read", by=None, kind="candidate", object="handle-1", using="candidates")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A site with five events."""
    where = tmp_path_factory.mktemp("command") / "site"
    subprocess.run([sys.executable, "-c", _MAKE], env=_environment(where), check=True)
    return where


def _environment(where):
    return os.environ | {"THINKFAMILY_SITE": str(where), "THINKFAMILY_MODE": "demo", "COLUMNS": "200"}


def run(where, *arguments):
    command = [sys.executable, "-c", "from thinkfamily.cli import main; main()", "audit", *arguments]
    return subprocess.run(command, env=_environment(where), capture_output=True, text=True, check=False)


def test_it_verifies_shows_and_names_what_was_tampered_with(folder):
    good = run(folder, "verify")
    assert good.returncode == 0, good.stderr
    assert "default: 4 events" in good.stdout
    assert "candidates: 1 events" in good.stdout
    assert "as it was written" in good.stdout
    head = re.search(r"elsewhere: ([0-9a-f]{64})", good.stdout)
    assert head is not None
    assert run(folder, "verify", "--noted", head[1]).returncode == 0
    assert run(folder, "verify", "--noted", "0" * 64).returncode == 9

    shown = run(folder, "show", "0b7e1d1c-4f0a-4b53-9d5e-3f1f7a0c2b11")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.count("family.read") == 3
    assert "family.find" in shown.stdout, "also among the hits of a search"
    assert "audit.read" in shown.stdout, "the look itself"

    assert "0 in 7 days" in run(folder, "unusual", "--since", "1w").stdout
    assert run(folder, "unusual", "--since", "yesterday").returncode == 2
    assert "GRANT SELECT, INSERT" in run(folder, "roles").stdout

    with sqlite3.connect(folder / "casework.sqlite3") as database:
        database.execute("DROP TRIGGER audit_auditevent_no_update")
        database.execute("UPDATE audit_auditevent SET worker = NULL, action = 'family.find' WHERE id = 2")
    database.close()
    bad = run(folder, "verify")
    assert bad.returncode == 9
    assert "event 2, seal 1" in bad.stdout
    assert "TF-AUDIT-003" in bad.stderr
    assert "audit_auditevent_no_update is not there" in bad.stdout


def test_a_folder_without_a_site_is_told_and_not_made(tmp_path):
    missing = run(tmp_path / "none", "verify", "--folder", str(tmp_path / "none"))
    assert missing.returncode == 8
    assert "TF-SITE-005" in missing.stderr
    assert not (tmp_path / "none").exists()
