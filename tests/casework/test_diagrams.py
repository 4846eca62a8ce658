"""The diagrams of the manual are read from the machines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.site.diagrams import machines
from thinkfamily.cli.reference.states import states_page


def test_each_transition_of_each_model_stands_in_its_diagram():
    drawn = {machine.title: {(move.source, move.target) for move in machine.moves} for machine in machines()}
    for title, model in (("Case", Case), ("Request for help", Referral), ("Sharing decision", SharingDecision)):
        field = model._meta.get_field("state")
        assert drawn[title] == {(each.source, each.target) for each in field.get_all_transitions(model)}
        assert set(dict(model.STATES)) == set(next(each for each in machines() if each.title == title).states)


def test_each_transition_has_words_and_each_guard_too():
    for machine in machines():
        for move in machine.moves:
            assert move.says
            assert all(" " in guard for guard in move.guards), move.guards


def test_the_page_needs_no_configured_site_and_writes_nothing(tmp_path):
    code = "from thinkfamily.cli.reference.states import states_page; print(states_page())"
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == states_page().strip()
    assert list(tmp_path.iterdir()) == []
