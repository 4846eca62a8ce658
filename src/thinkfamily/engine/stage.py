"""What a stage is: a name, the tables it reads, the tables it writes, and how it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from thinkfamily.core.progress import Progress, Silent
from thinkfamily.engine.store import Store
from thinkfamily.programmes.folder import own_rules
from thinkfamily.programmes.framework import Programme
from thinkfamily.programmes.strict import refuse


@dataclass(frozen=True)
class Settings:
    """What a whole run is asked for.

    Args:
        extracts: the extracts folder.
        as_at: the date on which everything is judged.
        programmes: programme versions, shipped ones by name and others by the path of their folder; the first makes the
            list.
        model: a stored linkage model to reuse, or the run folder that holds one; None to train one, or to reuse that of
            ``previous``.
        previous: the run of the night before, whose ids and model are kept, or None.
        retrains: whether to train a model all the same.
        seed: for anything drawn by chance; stated in run.json.
        price_year: financial year of the prices, or None for the one that holds ``as_at``.
        capacity_share: share of all families with a child that can be proposed, or None for the programme's own, if any.
        today: the day of the run, on which a real feed's power must be in date.
        handles: what the handles of an earlier handover stood for (`tables.kept.Handle`), or None.
        handles_file: the file that says so, encrypted; with ``handles``.
        trusted: casework's public key, by which signed feedback is checked, or None.
    """

    extracts: Path
    as_at: date
    programmes: tuple[str, ...] = ("westminster_3_percent",)
    model: Path | None = None
    previous: Path | None = None
    retrains: bool = False
    seed: int = 1
    price_year: str | None = None
    capacity_share: float | None = None
    today: date = field(default_factory=date.today)
    progress: Progress = field(default_factory=Silent)
    handles: pl.DataFrame | None = None
    handles_file: Path | None = None
    trusted: bytes | None = None

    @cached_property
    def rules(self) -> tuple[Programme, ...]:
        """The programmes asked for, read once.

        Raises:
            RuleError: one does not load, or two have one name.
        """
        return tuple(programme for programme, _ in self._read)

    @cached_property
    def rule_texts(self) -> dict[str, dict[str, str]]:
        """The rules that are not shipped with the program, by programme and file name."""
        return {programme.name: files for programme, files in self._read if files}

    @cached_property
    def _read(self) -> tuple[tuple[Programme, dict[str, str]], ...]:
        read = tuple(own_rules(each) for each in self.programmes)
        names = [programme.name for programme, _ in read]
        for name in names:
            if names.count(name) > 1:
                raise refuse(
                    "020", f"programme {name}", "It is asked for twice.", "Name each once, or rename a folder."
                )
        return read

    @property
    def stored_model(self) -> Path | None:
        """Where the linkage model lies that is used; None where one is trained."""
        return None if self.retrains else self.model or self.previous


@dataclass(frozen=True)
class Stage:
    """A function from tables to tables.

    ``run(store, settings)`` returns notes for ``run.json``: plain values, the same for the same inputs.
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    run: Callable[[Store, Settings], dict[str, object]]
