"""A fault of ours, met by a user: where it lies, what to do, and nothing of what it was working on."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from thinkfamily.cli import faults
from thinkfamily.cli.faults import FAULT, Stopped, guarded
from thinkfamily.core.errors import ExtractError, RunFolderError
from thinkfamily.engine.run_folder import Run

SECRET = "Zxqsecretperson"


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """What a guarded command does to signals ends with its process; here, with the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def end_of(run: object, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    """Exit code, and all that was printed."""
    with pytest.raises(SystemExit) as ended:
        guarded(run)  # type: ignore[arg-type]
    printed = capsys.readouterr()
    assert printed.out == ""
    return ended.value.code, printed.err


def fail_within() -> None:
    """An exception of a library, with a secret in its message and in a variable, raised under a line of this program."""
    held = {"programmes": SECRET}

    class Broken(dict):  # type: ignore[type-arg]
        def __truediv__(self, other: object) -> object:
            raise ValueError(f"cannot parse {held['programmes']}") from KeyError(SECRET)

    Run(Broken(), {}).table(SECRET)  # type: ignore[arg-type]


def test_a_fault_shows_its_place_and_kind_and_no_value(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(faults.TRACEBACK, raising=False)
    code, said = end_of(fail_within, capsys)
    assert code == FAULT == 70
    assert said.startswith("TF-BUG-001  builtins.ValueError, from builtins.KeyError\n")
    assert "  thinkfamily/engine/run_folder.py:" in said
    assert " table\n" in said
    assert "Report these lines" in said
    for never in (SECRET, "cannot parse", "Traceback", "self.folder", str(Path(__file__).parent)):
        assert never not in said


def test_a_panic_of_a_library_is_a_fault_too(capsys: pytest.CaptureFixture[str]) -> None:
    class PanicException(BaseException):
        """What libraries in Rust raise: no Exception."""

    def fail() -> None:
        raise PanicException(SECRET)

    code, said = end_of(fail, capsys)
    assert code == FAULT
    assert "PanicException" in said
    assert SECRET not in said


def test_the_whole_traceback_is_for_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(faults.TRACEBACK, "1")
    with pytest.raises(ValueError, match=SECRET):
        guarded(fail_within)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_said_to_be_one_whatever_a_library_makes_of_it(
    capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    def stopped_plainly() -> None:
        signal.raise_signal(number)

    def stopped_in_a_library() -> None:
        try:
            signal.raise_signal(number)
        except Stopped:
            raise RuntimeError(f"Query interrupted at {SECRET}") from None

    for run in (stopped_plainly, stopped_in_a_library):
        code, said = end_of(run, capsys)
        assert code == 128 + number
        assert said == "\nStopped. What was being written is removed.\n"


def test_an_error_of_a_user_has_four_parts_and_its_own_code(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ExtractError("TF-X-001", "police/[bold]people.csv", found="Found.", means="It means.", do="Do.")

    code, said = end_of(fail, capsys)
    assert code == ExtractError.exit_code != RunFolderError.exit_code
    assert said == "TF-X-001  police/[bold]people.csv\nFound.\nIt means.\nDo.\n"


def test_an_exit_code_that_a_command_chose_stands(capsys: pytest.CaptureFixture[str]) -> None:
    def leave() -> None:
        raise SystemExit(7)

    assert end_of(leave, capsys) == (7, "")
