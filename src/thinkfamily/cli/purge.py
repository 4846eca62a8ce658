"""thinkfamily purge: remove a run, with proof."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.cli.console import output
from thinkfamily.engine.run_folder import purge as remove


def purge(
    run: Annotated[Path, typer.Argument(help="The run folder to remove.", show_default=False)],
    proof: Annotated[
        Path | None, typer.Option(help="Where to write the proof. Default: beside the run, as RUN.purged.json.")
    ] = None,
) -> None:
    """Remove a run folder and write the proof: which files were there, their hashes, when they went and by whom.

    Example:  thinkfamily purge run
    """
    body = remove(run)
    where = proof or run.parent / f"{run.name}.purged.json"
    where.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    output.print(f"Removed {len(body['files'])} files. Proof: {where}", highlight=False)
