"""What the commands print with: results on standard output, progress and errors on standard error."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress

output = Console()
errors = Console(stderr=True)


class Bars:
    """Shows a job's steps as bars with time left; use as a context manager."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._bars = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=errors,
            disable=quiet,
        )
        self._current: TaskID | None = None

    def __enter__(self) -> Bars:
        self._bars.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        if exception[0] is None:
            self._finish()
        self._bars.__exit__(*exception)  # type: ignore[arg-type]

    def begin(self, step: str, total: int | None = None) -> None:
        """A step starts."""
        self._finish()
        self._current = self._bars.add_task(step, total=total)

    def advance(self, done: int = 1) -> None:
        """Some units of the current step are done."""
        if self._current is not None:
            self._bars.advance(self._current, done)

    def _finish(self) -> None:
        if self._current is None:
            return
        task = self._bars.tasks[self._bars.task_ids.index(self._current)]
        total = task.total or max(task.completed, 1)
        self._bars.update(self._current, total=total, completed=total)
        self._current = None
