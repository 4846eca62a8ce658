"""The desk from the command line, on a real site: files on a disk, processes that are killed, a database read byte by byte."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import Family, Member, make_candidate_packet
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.acting import act_as
from thinkfamily.core.errors import UserError
from thinkfamily.packets import OperatorKey, read_packet, read_public_key

ROOT = Path(__file__).parents[3]
PLANTED = "Plantedname"

MADE = """
from thinkfamily.casework.site.start import prepare, start
start(); prepare()
from tests.casework import factories as make
for role in ("matching_lead", "desk_analyst", "governance", "manager"):
    print(make.worker(role, of=make.team() if role == "manager" else None).pk)
"""
DECIDED = """
import sys
from thinkfamily.casework.site.start import start
start()
from django.utils import timezone
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.models import Candidate, CandidatePacket
from thinkfamily.casework.consideration.queries import desk
def signed(analyst, governance, words):
    for outcome, handle in (each.split(":") for each in words):
        candidate = Candidate.objects.get(handle=handle)
        actions.looked(analyst, "candidate", candidate.pk)
        made = actions.decide(candidate.pk, outcome=outcome, reasons="Reasons by Plantedname herself.", by=analyst)
    return actions.sign(made.batch.pk, seen=desk.digest_of(desk.decisions_in(governance, made.batch)), by=governance).pk
analyst, governance = (Worker.objects.get(pk=each) for each in sys.argv[1:3])
"""
TAKEN_UP = """
print(actions.promote(signed(analyst, governance, sys.argv[3:]), by=governance))
CandidatePacket.objects.update(purge_on=timezone.localdate())
"""
KILLED = """
import os, signal
from pathlib import Path
from django.db import connections
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.consideration.models import Purge, TakenUp
from thinkfamily.casework.families.models import Family, Person
module = sys.modules["thinkfamily.casework.consideration.actions.promote"]

def counted():
    connections.close_all()
    return (Family.objects.count(), Person.objects.count(), Case.objects.count(), TakenUp.objects.count(),
            AuditEvent.objects.filter(action="family.take_up").count(),
            AuditEvent.objects.using("candidates").filter(action="candidate.take_up").count(),
            Candidate.objects.count(), sum(each.taken_up for each in Purge.objects.all()))

def in_a_process(work):
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def killed_at(step, when):
    real = getattr(module, step)
    def killed(*args, **kwargs):
        made = real(*args, **kwargs) if when == "after" else None
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(module, step, killed)
    actions.promote(batch, by=governance)

before = counted()
actions.bring(Path(sys.argv[4]), by=Worker.objects.get(pk=sys.argv[3]))
batch = signed(analyst, governance, sys.argv[5:])
for step in ("take_up", "open_case", "_into_casework", "_take_up", "erase"):
    for when in ("before", "after"):
        if Candidate.objects.exists():
            assert in_a_process(lambda: killed_at(step, when)) == -signal.SIGKILL, (step, when)
        else:
            assert (step, when) == ("erase", "after")
in_a_process(lambda: actions.promote(batch, by=governance))
print(*(b - a for a, b in zip(before, counted())))
"""


@dataclass
class Site:
    """A site on a disk, its key of trust and the ids of its workers."""

    folder: Path
    key: OperatorKey
    lead: str = ""
    analyst: str = ""
    governance: str = ""
    manager: str = ""

    def run(self, *command: str, fails: int = 0) -> str:
        """Run something on this site; its output."""
        environ = os.environ | {
            "THINKFAMILY_SITE": str(self.folder),
            "THINKFAMILY_MODE": "demo",
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, code: str, *words: str, fails: int = 0) -> list[str]:
        """Run some code on this site; the lines it prints."""
        return self.run(sys.executable, "-c", code, *words, fails=fails).split()

    def desk(self, *words: str, fails: int = 0) -> str:
        """Run a command of the desk."""
        return self.run(str(Path(sys.executable).parent / "thinkfamily"), "desk", *words, fails=fails)

    @property
    def bytes(self) -> bytes:
        """Every byte of the candidates' database and what lies beside it."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("candidates.sqlite3*")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder, OperatorKey.generate())
    site.lead, site.analyst, site.governance, site.manager = site.python(MADE)
    (folder / "trusted-keys").mkdir()
    (folder / "trusted-keys" / "operator.pub").write_text(site.key.public.hex())
    return site


def packet(site: Site, where: Path, told: list[Family]) -> Path:
    make_candidate_packet(where, told, site.key, expires_on=date.today() + timedelta(days=20))
    return where


def families(number: int) -> list[Family]:
    return [
        Family([Member(f"{PLANTED}{n}", "Mockbury"), Member(f"Sampla{n}", "Mockbury", role="child")])
        for n in range(number)
    ]


def test_from_a_packet_to_proof_with_nothing_left_in_the_file(site: Site, tmp_path: Path) -> None:
    told = families(3)
    folder = packet(site, tmp_path / "packet", told)
    assert "3 families are on the desk" in site.desk("bring", str(folder), "--as", site.lead)
    assert PLANTED.encode() in site.bytes
    words = [f"consider:{told[0].handle}", f"not_now:{told[1].handle}"]
    assert site.python(DECIDED + TAKEN_UP, site.analyst, site.governance, *words) == ["1"]
    said = site.desk("purge", "--as", site.lead)
    assert "2 families purged" in said
    assert "SHA-256" in said
    assert "not written over" not in said
    left = site.bytes
    for gone in (PLANTED, "Mockbury", "Sampla", told[1].handle, told[2].handle, "Reasons by"):
        assert gone.encode() not in left, gone
    assert told[0].handle.encode() in left, "what was taken up keeps its handle, for feedback"
    out = tmp_path / "casework"
    said = site.desk("feedback", "--out", str(out), "--as", site.lead)
    assert "1 states of cases" in said
    public = read_public_key(site.folder / "keys" / "feedback.key.pub")
    assert read_packet(out, trusted=[public], today=date.today(), kind="feedback").table("cases").height == 1


def test_killed_between_the_two_databases_each_is_taken_up_once(site: Site, tmp_path: Path) -> None:
    """The process is really killed, one time after another, before and after each step."""
    told = families(4)
    folder = packet(site, tmp_path / "packet", told)
    words = [f"consider:{each.handle}" for each in told]
    gained = site.python(DECIDED + KILLED, site.analyst, site.governance, site.lead, str(folder), *words)
    assert [int(each) for each in gained] == [4, 8, 4, 4, 4, 4, 0, 4]


@pytest.mark.django_db(databases=["default", "candidates"])
class TestWhoActs:
    """A command acts as somebody by an id, and that somebody must be let in and hold the power."""

    @pytest.fixture
    def bring(self, tmp_path: Path):
        desk.trust()
        folder = desk.packet(tmp_path)

        def run(worker: object) -> str:
            with pytest.raises(UserError) as refused:
                actions.bring(folder, by=act_as(str(worker)))
            assert "Invented" not in str(refused.value)
            return refused.value.code

        return run

    def test_nobody(self, bring) -> None:
        assert bring("nobody") == bring("00000000-0000-4000-8000-000000000000") == "TF-DESK-007"
        assert bring(make.worker("matching_lead", is_active=False).pk) == "TF-DESK-007"

    def test_somebody_untrained(self, bring) -> None:
        worker = make.worker("matching_lead")
        worker.trainings.all().delete()
        assert bring(worker.pk) == "TF-DESK-007"

    def test_somebody_without_the_power(self, bring) -> None:
        assert bring(make.worker("manager").pk) == "TF-ACCESS-001"
