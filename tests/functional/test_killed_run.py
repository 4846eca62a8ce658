"""A run that ends early, however it ends: nothing that looks finished, and the next run to the same place succeeds.

``THINKFAMILY_KILLS=50`` kills at 50 moments, with a whole run after each; by default a few, each run starting on what the
one before left, and a whole run at the end.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thinkfamily.cli import app, main
from thinkfamily.core.errors import RunFolderError, UserError
from thinkfamily.engine.run_folder import abandoned, open_run, purge, writing

KILLS = int(os.environ.get("THINKFAMILY_KILLS", "0"))
FEW = 6
AS_AT = "2026-09-30"


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    ended = CliRunner().invoke(app, ["synth", str(folder / "borough"), "--families", "120", "--quiet"])
    assert ended.exit_code == 0, ended.output
    return folder / "borough" / "extracts"


def run_command(words: list[str], said: Path, most_bytes: int) -> None:
    """What a started process does: one command, whose words go to a file, and whose files may have so many bytes."""
    with said.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    # A test started in the background would hand down that Ctrl-C is ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    sys.argv = ["thinkfamily", *words]
    main()


class Starter:
    """Starts commands in processes of their own that need not import everything anew: the moments that matter come after.

    Args:
        said: the file of the last command's words.
    """

    def __init__(self, said: Path) -> None:
        self.said = said
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["thinkfamily.cli"])
        self.start("purge", "nothing").join()

    def start(self, *words: str | Path, most_bytes: int = resource.RLIM_INFINITY) -> BaseProcess:
        process = self._context.Process(target=run_command, args=([str(word) for word in words], self.said, most_bytes))
        process.start()
        return process


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Starter:
    return Starter(tmp_path_factory.mktemp("said") / "said.txt")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_killed_at_any_moment_nothing_looks_finished_and_the_next_run_succeeds(
    extracts: Path, starter: Starter, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    identify = ("identify", extracts, "--as-at", AS_AT, "--out", out, "--quiet")

    def whole_run() -> float:
        started = time.monotonic()
        process = starter.start(*identify)
        process.join()
        assert process.exitcode == 0
        assert names(tmp_path) == ["run"], "what an earlier run left is gone"
        assert open_run(out, "test").table("cohort").collect().height > 0
        return time.monotonic() - started

    lasted = whole_run()
    made = names(out)
    chance = random.Random(KILLS)
    kills = KILLS or FEW
    killed = left_behind = tries = 0
    while killed < kills:
        tries += 1
        assert tries <= 3 * kills, "runs end before they can be killed"
        if out.exists():
            purge(out, tmp_path / "proof")
            (tmp_path / "proof").unlink()
        started = time.monotonic()
        process = starter.start(*identify)
        process.join(lasted * (killed + chance.random()) / kills)
        if process.exitcode == 0:
            # The machine has more to spare than when the time was taken: it was no kill.
            lasted = time.monotonic() - started
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        if out.exists():
            # Killed after its last act, or done before: then it is whole.
            assert names(out) == made
            assert open_run(out, "test").table("cohort").collect().height > 0
        else:
            left_behind += len(names(tmp_path)) > 0
            with pytest.raises(RunFolderError, match="no finished run"):
                open_run(out, "test")
        for left in tmp_path.iterdir():
            assert left == out or left.name.startswith(".run.partial-")
        if KILLS and not out.exists():
            whole_run()
    assert left_behind > kills / 3, "a kill that leaves nothing behind tests nothing"
    if not out.exists():
        whole_run()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_by_hand_it_says_so_and_leaves_nothing(
    extracts: Path, starter: Starter, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    process = starter.start("identify", extracts, "--as-at", AS_AT, "--out", tmp_path / "deep" / "run", "--quiet")
    while not list(tmp_path.glob("deep/.run.partial-*")) and process.is_alive():
        time.sleep(0.02)
    process.join(1)
    assert process.pid is not None
    os.kill(process.pid, number)
    process.join()
    said = starter.said.read_text("utf-8")
    assert process.exitcode == code, said
    assert said.split("\n") == ["", "Stopped. What was being written is removed.", ""]
    assert names(tmp_path) == []


def test_a_full_disk_is_said_in_words_and_leaves_nothing(extracts: Path, starter: Starter, tmp_path: Path) -> None:
    """A limit on the size of a file stands for the full disk: the system refuses the write in the same way."""
    words = ("identify", extracts, "--as-at", AS_AT, "--out", tmp_path / "run", "--quiet")
    process = starter.start(*words, most_bytes=20_000)
    process.join()
    said = starter.said.read_text("utf-8")
    assert process.exitcode == RunFolderError.exit_code, said
    assert said.startswith("TF-RUN-006")
    assert "Traceback" not in said
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("out", "code"),
    [
        ("a-file", "TF-RUN-001"),
        ("a-folder-with-something", "TF-RUN-001"),
        ("a-link", "TF-RUN-001"),
        ("a-file/run", "TF-RUN-002"),
        ("extracts/run", "TF-RUN-011"),
        ("extracts/police/run", "TF-RUN-011"),
        ("link-to-extracts/run", "TF-RUN-011"),
    ],
)
def test_a_place_where_no_run_can_be_is_refused(tmp_path: Path, out: str, code: str) -> None:
    (tmp_path / "a-file").write_text("x")
    (tmp_path / "a-folder-with-something").mkdir()
    (tmp_path / "a-folder-with-something" / "x").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-link").symlink_to(tmp_path / "empty")
    (tmp_path / "extracts" / "police").mkdir(parents=True)
    (tmp_path / "link-to-extracts").symlink_to(tmp_path / "extracts")
    before = sorted(tmp_path.rglob("*"))
    ended = CliRunner().invoke(
        app, ["identify", str(tmp_path / "extracts"), "--as-at", AS_AT, "--out", str(tmp_path / out), "--quiet"]
    )
    assert isinstance(ended.exception, UserError), ended.output
    assert ended.exception.code == code
    assert sorted(tmp_path.rglob("*")) == before


def test_a_run_that_still_runs_is_not_taken_for_abandoned(tmp_path: Path) -> None:
    with writing(tmp_path / "run") as first:
        (first / "begun").write_text("x")
        assert abandoned(tmp_path / "run") == []
        with writing(tmp_path / "other") as second:
            assert abandoned(tmp_path / "other") == []
        assert second != first
    assert names(tmp_path) == ["other", "run"]


def test_names_that_mean_something_to_a_pattern_are_only_names(tmp_path: Path) -> None:
    (tmp_path / ".x.partial-left").mkdir()
    with writing(tmp_path / "[x]"):
        pass
    assert names(tmp_path) == [".x.partial-left", "[x]"]
