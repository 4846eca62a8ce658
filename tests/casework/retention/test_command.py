"""Files that are due, put forward and signed from the command line, as an operator does it for two people."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from typer.testing import CliRunner

from tests.casework import factories as make
from tests.casework.retention.over import over
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.retention import actions
from thinkfamily.casework.retention.models import Round
from thinkfamily.casework.retention.problems import RetentionError
from thinkfamily.casework.retention.queries.rounds import BACKUP

# Its name in `thinkfamily.cli` is that of the commands in it.
command = import_module("thinkfamily.cli.retention")
pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


@pytest.fixture
def run(monkeypatch):
    """Run one command in this process, whose databases are there already; what it printed."""
    monkeypatch.setattr(command, "_start", lambda folder: None)

    def run_one(*words, fails=None):
        done = CliRunner().invoke(command.retention, [str(word) for word in words])
        if fails is None:
            assert done.exit_code == 0, done.output
        else:
            assert isinstance(done.exception, RetentionError)
            assert done.exception.code == fails
        return done.output

    return run_one


def test_a_round_is_listed_put_forward_and_signed(run):
    one, two = make.worker("governance"), make.worker("governance")
    assert "0 files are due" in run("due", "--as", one.pk)
    run("propose", "--as", one.pk, fails="TF-KEEP-005")
    first, stopped = over(), over()
    actions.place(by=one, reference=stopped.reference, kind="court", because="A claim.")
    record(BACKUP, by=None, kind="backup", object="1", fields=["content"])
    listed = run("due", "--as", one.pk)
    assert f"{first.reference}: kept until 2015-06-07." in listed
    assert re.search(f"{stopped.reference}: .* Stopped: A legal hold stands on it.", listed)
    assert "2 files are due on " in listed
    assert "; 1 could go." in listed
    assert Family.objects.count() == 2, "nothing has gone by being listed"
    said = run("propose", "--as", one.pk, "--other-copies", "The old system, until March.")
    row = Round.objects.get()
    assert row.other_copies == "The old system, until March."
    assert f"Round {row.pk}: 1 file waits for a second person." in said
    assert f"thinkfamily retention sign {row.pk} --as ANOTHER-ID" in said
    assert re.search(rf"{first.reference}: \d+ rows in \d+ tables", said)
    run("sign", row.pk, "--as", one.pk, fails="TF-KEEP-007")
    run("sign", "nothing", "--as", two.pk, fails="TF-KEEP-009")
    signed = run("sign", row.pk, "--as", two.pk)
    assert re.search(rf"{first.reference}: went, \d+ rows", signed)
    assert "The backup of " in signed
    assert [family.pk for family in Family.objects.all()] == [stopped.pk]
    run("sign", row.pk, "--as", two.pk, fails="TF-KEEP-006")
    assert "1 file is due on " in run("due", "--as", one.pk)
    names = {"Ada", "Kit", "Testperson", one.name, two.name}
    assert not any(name in text for name in names for text in (listed, said, signed))
