"""The site killed in the middle of its work, time after time: nothing half-written, and it works again.

A real server writes to SQLite for several workers at once and is killed outright. ``THINKFAMILY_KILLS=50`` kills it at 50
moments; by default a few.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.middleware.csrf import _mask_cipher_secret

from tests.casework.operations.conftest import ROOT, Site
from tests.casework.posting.page import Page
from thinkfamily.casework.site.static_files import BUILT

pytestmark = pytest.mark.skipif(
    not (BUILT / "staticfiles.json").exists(), reason="styles and scripts are not built: run `make assets`"
)
KILLS = int(os.environ.get("THINKFAMILY_KILLS", "0")) or 8
WRITERS = 4
LONGEST_SECONDS = 1.5
TOKEN = "A" * 32

# The site in a process that has loaded everything, and makes servers and checks by forking: a kill costs no start.
MAKER = """
import json, os, signal, sys
from thinkfamily.casework.site.start import start
start()
from django.db import connections
import thinkfamily.casework.site.wsgi, thinkfamily.cli
from tests.casework.operations import killed_site
killed_site.warm_up()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    words = line.split()
    child = os.fork()
    if not child:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            if words[0] == "serve":
                sys.argv = ["thinkfamily", *words]
                thinkfamily.cli.main()
            else:
                print(json.dumps(getattr(killed_site, words[0])()), flush=True)
        except BaseException:
            print("failed", flush=True)
            raise
        finally:
            os._exit(0)
    if words[0] == "serve":
        print(child, flush=True)
"""


class Killed:
    """A site whose server is started, asked and killed."""

    def __init__(self, site: Site) -> None:
        self.port = 0
        # For each meeting a day of its own, in days from today.
        self.days = count(9)
        self._server = 0
        self._maker = subprocess.Popen(
            [sys.executable, "-c", MAKER],
            env=site.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.people = self.call("prepare_people")

    def call(self, function: str) -> Any:
        """Run a function of `killed_site` in a process of the site; what it returned."""
        self._say(function)
        return json.loads(self._line())

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._say(f"serve --port {self.port}")
        said = [self._line(), self._line()]
        self._server = int(next(each for each in said if each.strip().isdigit()))
        assert any(" is at http://" in each for each in said)

    def kill(self) -> None:
        """Kill it outright, and wait until it is gone."""
        os.kill(self._server, signal.SIGKILL)
        while _lives(self._server):
            time.sleep(0.005)

    def end(self) -> None:
        """End all of it."""
        if _lives(self._server):
            self.kill()
        assert self._maker.stdin is not None
        assert self._maker.stdout is not None
        self._maker.stdin.close()
        self._maker.stdout.close()
        self._maker.wait(30)

    def _say(self, line: str) -> None:
        assert self._maker.stdin is not None
        self._maker.stdin.write(line + "\n")
        self._maker.stdin.flush()

    def _line(self) -> str:
        assert self._maker.stdout is not None
        line = self._maker.stdout.readline()
        assert line not in ("", "failed\n"), "a process of the site ended"
        return line


def _lives(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return process > 0
    return False


class Writer(threading.Thread):
    """One worker at one browser, who writes until the server is gone."""

    def __init__(self, site: Killed, person: dict[str, Any], seed: int) -> None:
        super().__init__(daemon=True)
        self.site, self.person, self.chance = site, person, random.Random(seed)
        self.acknowledged: list[str] = []
        self.unexpected: list[str] = []
        self.was_cut_off = False
        # How many forms were taken, of every kind.
        self.written = 0

    def run(self) -> None:
        """Until the server is gone."""
        try:
            while True:
                family = self.chance.choice(self.person["families"])
                writes = (self.record, self.record, self.agree_or_withdraw, self.look, self.work, self.work)
                self.chance.choice(writes)(family)
        except (OSError, http.client.HTTPException):
            self.was_cut_off = True

    def record(self, family: dict[str, Any]) -> None:
        """Record a statement; what was acknowledged must never be lost."""
        text = f"Invented words {self.chance.getrandbits(64):x}"
        today = date.today()
        form = {"kind": "fact", "text": text, "source": "A test", "category": "other", "audience": "professionals"}
        status, _ = self.ask(f"/families/{family['id']}/record/", form | _day("from_on", today))
        if status == 302:
            self.acknowledged.append(text)
        else:
            self.unexpected.append(f"recording answered {status}")

    def agree_or_withdraw(self, family: dict[str, Any]) -> None:
        """Withdraw an agreement that stands, or record one."""
        case = f"/families/{family['id']}/case/"
        standing = re.search(rf'href="({case}agreement/[0-9a-f-]+/withdraw/)"', self.ask(case)[1])
        today = date.today()
        if standing:
            self.ask(standing[1], {"effect": "The work ends."} | _day("withdrawn_on", today))
            return
        form = {"person": family["adult"], "to_what": "Help", "was_told": "All of it", "language": "English"}
        days = _day("agreed_on", today) | _day("review_on", today + timedelta(days=60))
        status, _ = self.ask(f"{case}agreement/", form | days)
        if status != 302:
            self.unexpected.append(f"agreeing answered {status}")

    def work(self, _family: Any = None, *, all_of_it: bool = False) -> None:
        """One of the writes of daily work, or each of them, on the family that takes part."""
        writes = (
            self.visit,
            self.plan_visit,
            self.set_goal,
            self.plan_meeting,
            self.request,
            self.pause,
            self.hand_over,
        )
        for write in writes if all_of_it else [self.chance.choice(writes)]:
            write(f"/families/{self.person['at_work']['id']}/")

    def visit(self, file: str) -> None:
        """Record a visit; what was acknowledged must never be lost."""
        text = f"Invented visit {self.chance.getrandbits(64):x}"
        if self.send(f"{file}contact/", text=text, seen=self.person["at_work"]["adult"], minutes="45"):
            self.acknowledged.append(text)

    def plan_visit(self, file: str) -> None:
        """Plan a visit."""
        self.send(f"{file}visits/plan/", **_day("starts_on", date.today() + timedelta(days=1)), starts_time="10:30")

    def set_goal(self, file: str) -> None:
        """Propose a goal."""
        days = _day("target_on", date.today() + timedelta(days=60))
        self.send(f"{file}plan/goals/new/", text="Mornings go well", person="family", **days)

    def plan_meeting(self, file: str) -> None:
        """Plan a meeting, with whoever works with the family invited; two of a kind on one day are refused."""
        days = _day("planned_on", date.today() + timedelta(days=next(self.site.days)))
        self.send(f"{file}meetings/plan/", kind="family_review", begins_at="14:30", **days)

    def request(self, _file: str) -> None:
        """Ask for help for a family that nobody knows."""
        self.send("/requests/new/", happening="Invented need.", person_1_role="adult", person_1_first_name="Nobody")

    def pause(self, file: str) -> None:
        """Pause the case, or go on with it."""
        until = _day("until_on", date.today() + timedelta(days=20))
        if f"{file}case/resume/" in self.ask(f"{file}case/")[1]:
            self.send(f"{file}case/resume/", because="Back again")
        else:
            self.send(f"{file}case/pause/", because="Away", **until)

    def hand_over(self, file: str) -> None:
        """Begin to hand the case over, or stop that."""
        begun = re.search(rf'href="({file}case/handovers/[0-9a-f-]+/)"', self.ask(f"{file}case/")[1])
        if begun:
            self.send(f"{begun[1]}stop/")
        else:
            self.send(f"{file}case/hand-over/", **_day("last_day_on", date.today() + timedelta(days=9)))

    def send(self, page: str, path: str = "", **told: str) -> bool:
        """Send the form of a page as it stands, with what is told, and else the first choice and a word in each box."""
        path = path or page
        form = Page(self.ask(page)[1]).form_for(path)
        if form is None:
            self.unexpected.append(f"{page} has no form")
            return False
        stands: dict[str, Any] = {}
        for name in form.names:
            kind = form.named(name)[0].kind
            first = (
                ["Invented."] if kind == "textarea" else form.offered(name)[:1] if kind in ("radio", "select") else []
            )
            stands[name] = [one for one in form.shown(name) if one.strip()] or first
        status, answered = self.ask(path, {name: one for name, one in (stands | told).items() if one})
        if status != 302:
            self.unexpected.append(f"{path} answered {status}: {Page(answered).links}")
        return status == 302

    def look(self, family: dict[str, Any]) -> None:
        """Read a file."""
        status, _ = self.ask(f"/families/{family['id']}/")
        if status != 200:
            self.unexpected.append(f"reading answered {status}")

    def ask(self, path: str, form: dict[str, Any] | None = None) -> tuple[int, str]:
        """Ask the server for a page, or send it a form."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        headers = {"Cookie": f"sessionid={self.person['session']}; csrftoken={TOKEN}"}
        body = None
        if form is not None:
            # As a page of its own would hold it, so that the site notes each form as sent.
            token = _mask_cipher_secret(TOKEN)
            # And something new in each, so that none is taken for one that was sent before.
            new = {"csrfmiddlewaretoken": token, "drawn": self.chance.getrandbits(64)}
            body = urllib.parse.urlencode(form | new, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request("GET" if form is None else "POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            self.written += form is not None and answer.status == 302
            return answer.status, text
        finally:
            connection.close()


def _day(name: str, when: date) -> dict[str, str]:
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


@pytest.fixture
def killed(made_site: Path, tmp_path: Path) -> Iterator[Killed]:
    """A site of its own, with workers who may write."""
    import shutil

    shutil.copytree(made_site, tmp_path / "folder")
    site = Killed(Site(tmp_path / "folder"))
    yield site
    site.end()


def test_killed_at_any_moment_nothing_is_half_written_and_the_site_works_again(killed: Killed) -> None:
    chance = random.Random(KILLS)
    acknowledged: set[str] = set()
    cut_off = written = 0
    for turn in range(KILLS):
        killed.start()
        writers = [Writer(killed, person, 100 * turn + n) for n, person in enumerate(killed.people)]
        for writer in writers:
            writer.start()
        # Half of the moments are counted from the first write, however slow the machine is.
        while turn % 2 and not any(writer.written for writer in writers) and any(map(Writer.is_alive, writers)):
            time.sleep(0.01)
        time.sleep(LONGEST_SECONDS * (turn % 8 + chance.random()) / 8)
        killed.kill()
        for writer in writers:
            writer.join(60)
            assert writer.unexpected == []
            acknowledged |= set(writer.acknowledged)
            cut_off += writer.was_cut_off
            written += writer.written
        found = killed.call("whole")
        assert found["faults"] == []
        assert acknowledged <= set(found["texts"]), "what was acknowledged is there"
    assert cut_off == KILLS * WRITERS, "every writer was in the midst of something"
    assert len(acknowledged) > KILLS
    assert written > len(acknowledged)
    killed.start()
    last = Writer(killed, killed.people[0], 1)
    for family in last.person["families"]:
        last.record(family)
        last.look(family)
        last.agree_or_withdraw(family)
    last.work(all_of_it=True)
    # Whichever of the two came first, it is begun once and stopped once.
    last.hand_over(f"/families/{last.person['at_work']['id']}/")
    assert last.unexpected == []
    assert len(last.acknowledged) == len(last.person["families"]) + 1
