"""thinkfamily quality: how right a run is, where the truth is known."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.table import Table

from thinkfamily.cli.console import output
from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.quality.families import score_families
from thinkfamily.engine.quality.people import (
    Share,
    b_cubed,
    f1,
    misattributed,
    mixed_with_family,
    pair_quality,
    recall_by,
)
from thinkfamily.engine.run_folder import Run, open_run
from thinkfamily.programmes.vocabulary import load_vocabulary


def quality(
    run: Annotated[Path, typer.Argument(help="A finished run folder.", show_default=False)],
    truth: Annotated[Path, typer.Option(help="The truth/ folder of the invented borough.", show_default=False)],
    as_json: Annotated[Path | None, typer.Option("--json", help="Write the figures as JSON too.")] = None,
) -> None:
    """Show how well a run on an invented borough found people and families, and whom it serves worse.

    Example:  thinkfamily quality run --truth borough/truth
    """
    opened = open_run(run, "quality")
    figures = measure(opened, truth)
    for title, rows in figures.items():
        table = Table(title=title, title_justify="left")
        table.add_column("")
        table.add_column("value", justify="right")
        table.add_column("of", justify="right")
        for name, figure in rows.items():
            value, of = figure["value"], figure["of"]
            shown = "unknown" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
            table.add_row(name, shown, "" if of is None else f"{of:,}")
        output.print(table)
    if as_json:
        as_json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def measure(run: Run, truth: Path) -> dict[str, dict[str, dict[str, float | int | None]]]:
    """Every figure of the comparison, with its denominator.

    Raises:
        ExtractError: when the truth folder lacks a file.
    """
    record_person = _read(truth / "record_person.csv").with_columns(pl.col("record_id", "person").cast(pl.String))
    members = _read(truth / "family_member.csv").with_columns(pl.col("person", "family").cast(pl.String))
    ours = run.table("record_person").collect()
    linked = ours.join(record_person, on=["feed", "record_id"], how="inner")
    pairs = pair_quality(linked)
    precision, recall = pairs["precision"].value, pairs["recall"].value
    cubed_precision, cubed_recall = b_cubed(linked)
    figures: dict[str, dict[str, dict[str, float | int | None]]] = {
        "People": {
            "records compared": {"value": linked.height, "of": ours.height},
            "pair precision": _figure(pairs["precision"]),
            "pair recall": _figure(pairs["recall"]),
            "pair F1": {"value": f1(precision, recall), "of": None},
            "B-cubed precision": {"value": cubed_precision, "of": linked.height},
            "B-cubed recall": {"value": cubed_recall, "of": linked.height},
            "B-cubed F1": {"value": f1(cubed_precision, cubed_recall), "of": None},
            "people mixed with someone of their family": _figure(mixed_with_family(linked, members)),
        },
        "Events shown on the wrong person": {
            heading: _figure(share) for heading, share in misattributed(linked, _shown_events(run)).items()
        },
    }
    if (truth / "person.csv").exists():
        people = _read(truth / "person.csv").select(
            pl.col("person").cast(pl.String),
            pl.col("date_of_birth", "moved_on").cast(pl.String).str.to_date(strict=False),
            pl.col("name_group").cast(pl.String),
        )
        for title, groups in recall_by(linked, people, date.fromisoformat(run.facts["as_at"])).items():
            figures[f"Pair recall by {title}"] = {group: _figure(share) for group, share in groups.items()}
    families = score_families(run.table("family_member").collect(), ours, members, record_person)
    figures["Families"] = {name: {"value": value, "of": None} for name, value in families.items()}
    return figures


def _shown_events(run: Run) -> pl.DataFrame:
    """Distinct events that the run shows as a cost or as evidence, with their heading."""
    columns = ["feed", "record_id", "event", "from_on"]
    shown = pl.concat([run.table(name).select(columns) for name in ("cost_line", "evidence")]).unique().collect()
    headings = load_vocabulary().event_types.select("event", "heading")
    return shown.join(headings, on="event", how="left").with_columns(pl.col("heading").fill_null("none"))


def _figure(share: Share) -> dict[str, float | int | None]:
    return {"value": share.value, "of": share.whole}


def _read(path: Path) -> pl.DataFrame:
    if not path.exists():
        raise ExtractError(
            "TF-QUALITY-001",
            path.name,
            found="Found no such file in the truth folder.",
            means="The run cannot be compared.",
            do="Name the truth/ folder that thinkfamily synth wrote beside the extracts.",
        )
    return pl.read_csv(path, infer_schema_length=None)
