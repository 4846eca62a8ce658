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
from thinkfamily.cli.written import writing_to
from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.quality.families import score_families
from thinkfamily.engine.quality.people import (
    ENOUGH_PAIRS,
    WORSE_BY,
    Share,
    b_cubed,
    f1,
    misattributed,
    mixed_with_family,
    pair_quality,
    recall_by,
    served_worse,
)
from thinkfamily.engine.run_folder import Run, open_run
from thinkfamily.programmes.vocabulary import load_vocabulary

Figure = dict[str, float | int | str | None]

# What each figure says, in a sentence; of the tables whose rows are groups, what each row says.
MEANS = {
    "records compared": "Accepted records whose true person is known.",
    "pair precision": "Of the pairs of records put into one person, those that truly are one.",
    "pair recall": "Of the pairs of records that truly are one person, those put into one.",
    "pair F1": "The harmonic mean of the two: one figure to compare runs by.",
    "B-cubed precision": "For the average record: the share of its person's records that belong there.",
    "B-cubed recall": "For the average record: the share of its true person's records that are with it.",
    "B-cubed F1": "The harmonic mean of the two; many small people weigh as much as few large ones.",
    "people mixed with someone of their family": "True people who share one of ours with a parent, child, twin or partner.",
    "Events shown on the wrong person": "Events in costs or evidence on a person who is not the one it happened to.",
    "Pair recall": "Of the true pairs of records of this group, those put into one person.",
    "families exactly right": "True families for which the run has a family of exactly the same residents.",
    "families made that are exactly right": "Of the families the run made, those that are a true family to the last member.",
    "family pair precision": "Of two people the run puts into one family, how often they truly share one.",
    "family pair recall": "Of two people who truly share a family, how often the run puts them into one.",
    "family pair F1": "The harmonic mean of the two.",
    "families that no record shows": "True families of which no child is in any accepted record: nobody could find them.",
}


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
        _show(title, rows)
    for title, groups in _worse(figures).items():
        found = f"served worse than all others together: {', '.join(groups)}" if groups else "nobody is served worse"
        output.print(f"{title}: {found}.", highlight=False, soft_wrap=True)
    output.print(f"Worse means: at least {WORSE_BY:.0%} less recall, on {ENOUGH_PAIRS} pairs or more.", highlight=False)
    if as_json:
        with writing_to(as_json):
            as_json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _show(title: str, rows: dict[str, Figure]) -> None:
    """One table: each figure, of how many, and what it says."""
    said = {str(figure["means"]) for figure in rows.values()}
    is_one = len(said) == 1
    table = Table(title=title, title_justify="left", caption=said.pop() if is_one else None, caption_justify="left")
    table.add_column("")
    table.add_column("value", justify="right")
    table.add_column("of", justify="right")
    if not is_one:
        table.add_column("what it says")
    for name, figure in rows.items():
        value, of = figure["value"], figure["of"]
        shown = "unknown" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
        cells = [name, shown, "" if of is None else f"{of:,}"]
        table.add_row(*cells, *([] if is_one else [str(figure["means"])]))
    output.print(table)


def measure(run: Run, truth: Path) -> dict[str, dict[str, Figure]]:
    """Every figure of the comparison, by title and name: its ``value``, ``of`` how many, and what it ``means``.

    Raises:
        ExtractError: when the truth folder lacks a file.
    """
    record_person = _read(truth / "record_person.csv", "feed", "record_id", "person")
    members = _read(truth / "family_member.csv", "family", "person", "role", "residence")
    ours = run.table("record_person").collect()
    linked = ours.join(record_person, on=["feed", "record_id"], how="inner")
    if linked.is_empty():
        raise ExtractError(
            "TF-QUALITY-003",
            "record_person.csv",
            found="Found no record of this run in the truth folder.",
            means="The run cannot be compared.",
            do="Name the truth/ folder of the borough whose extracts the run read.",
        )
    pairs = pair_quality(linked)
    cubed = b_cubed(linked)
    figures = {
        "People": {
            "records compared": _figure("records compared", linked.height, ours.height),
            "pair precision": _share("pair precision", pairs["precision"]),
            "pair recall": _share("pair recall", pairs["recall"]),
            "pair F1": _figure("pair F1", f1(pairs["precision"].value, pairs["recall"].value)),
            "B-cubed precision": _figure("B-cubed precision", cubed[0], linked.height),
            "B-cubed recall": _figure("B-cubed recall", cubed[1], linked.height),
            "B-cubed F1": _figure("B-cubed F1", f1(*cubed)),
            "people mixed with someone of their family": _share(
                "people mixed with someone of their family", mixed_with_family(linked, members)
            ),
        },
        "Events shown on the wrong person": {
            heading: _share("Events shown on the wrong person", share)
            for heading, share in misattributed(linked, _shown_events(run)).items()
        },
    }
    if (truth / "person.csv").exists():
        people = _read(truth / "person.csv", "person", "date_of_birth", "moved_on", "name_group").with_columns(
            pl.col("date_of_birth", "moved_on").str.to_date(strict=False)
        )
        for title, groups in recall_by(linked, people, date.fromisoformat(run.facts["as_at"])).items():
            figures[f"Pair recall by {title}"] = {group: _share("Pair recall", part) for group, part in groups.items()}
    figures["Families"] = _family_figures(
        score_families(run.table("family_member").collect(), ours, members, record_person)
    )
    return figures


def _family_figures(score: dict[str, float]) -> dict[str, Figure]:
    """The figures of families, each with what it is of."""
    made, true = int(score["families_made"]), int(score["families_true"])
    rows = {
        "families exactly right": (score["exact"], true),
        "families made that are exactly right": (score["exact_of_made"], made),
        "family pair precision": (score["pair_precision"], int(score["pairs_made"])),
        "family pair recall": (score["pair_recall"], int(score["pairs_true"])),
        "family pair F1": (score["pair_f1"], None),
        "families that no record shows": (int(score["families_unseen"]), true + int(score["families_unseen"])),
    }
    return {name: _figure(name, value, of) for name, (value, of) in rows.items()}


def _worse(figures: dict[str, dict[str, Figure]]) -> dict[str, list[str]]:
    """By split, the groups that are served worse than all others together."""
    splits = {title: rows for title, rows in figures.items() if title.startswith("Pair recall by ")}
    return {
        title: served_worse(
            {
                group: Share(round(float(row["value"] or 0) * int(row["of"] or 0)), int(row["of"] or 0))
                for group, row in rows.items()
            }
        )
        for title, rows in splits.items()
    }


def _shown_events(run: Run) -> pl.DataFrame:
    """Distinct events that the run shows as a cost or as evidence, with their heading."""
    columns = ["feed", "record_id", "event", "from_on"]
    shown = pl.concat([run.table(name).select(columns) for name in ("cost_line", "evidence")]).unique().collect()
    headings = load_vocabulary().event_types.select("event", "heading")
    return shown.join(headings, on="event", how="left").with_columns(pl.col("heading").fill_null("none"))


def _figure(name: str, value: float | int | None, of: int | None = None) -> Figure:
    return {"value": value, "of": of, "means": MEANS[name]}


def _share(name: str, share: Share) -> Figure:
    return _figure(name, share.value, share.whole)


def _read(path: Path, *columns: str) -> pl.DataFrame:
    """Some columns of a file of the truth, as text."""
    if not path.exists():
        raise ExtractError(
            "TF-QUALITY-001",
            path.name,
            found="Found no such file in the truth folder.",
            means="The run cannot be compared.",
            do="Name the truth/ folder that thinkfamily synth wrote beside the extracts.",
        )
    try:
        return pl.read_csv(path, infer_schema=False).select(columns)
    except (pl.exceptions.PolarsError, OSError):
        raise ExtractError(
            "TF-QUALITY-002",
            path.name,
            found=f"Found no readable CSV with the columns {', '.join(columns)}.",
            means="The run cannot be compared.",
            do="Correct the file; the extract contract says what truth/ holds.",
        ) from None
