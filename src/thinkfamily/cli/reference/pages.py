"""All reference pages, as text by file name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from typer.cli import get_docs_for_click

from thinkfamily.casework.site.diagrams import without_a_site
from thinkfamily.cli.reference import markdown
from thinkfamily.cli.reference.examples import SpecFile, read_examples, shown, spec_folder
from thinkfamily.cli.reference.interface_page import interface_page
from thinkfamily.cli.reference.manual import manual
from thinkfamily.cli.reference.map_page import map_page
from thinkfamily.cli.reference.permission_page import permission_page
from thinkfamily.cli.reference.role_page import role_page
from thinkfamily.cli.reference.set_values_page import set_values_page
from thinkfamily.cli.reference.states import states_page
from thinkfamily.cli.reference.table_pages import table_pages
from thinkfamily.cli.reference.transparency_page import transparency_page
from thinkfamily.programmes.framework import load_programme, programme_names
from thinkfamily.programmes.prices import load_prices, load_unit_costs
from thinkfamily.programmes.vocabulary import load_vocabulary


def pages(command: Any, folder: Path) -> dict[str, str]:
    """Text by file name, for a folder of reference pages.

    Args:
        command: the whole command line, as its root command.
        folder: where they are to stand. Worked examples are read from the checkout that holds it; elsewhere the pages go
            without.
    """
    without_a_site()
    specs = spec_folder(folder)
    examples = read_examples(specs) if specs else []
    made = {
        **table_pages(),
        "events-and-prices.md": _events_and_prices(),
        "commands.md": _commands(command),
        "permissions.md": permission_page(),
        "states.md": states_page(),
        "worked-examples.md": _worked_examples(examples),
        "roles.md": role_page(),
        "interface.md": interface_page(),
        "column-maps.md": map_page(),
        "set-values.md": set_values_page(),
        "transparency.md": transparency_page(),
    }
    for name in programme_names():
        made[f"programme-{name.replace('_', '-')}.md"] = manual(load_programme(name), examples)
    titles = {name: text.split("\n# ", 1)[1].splitlines()[0] for name, text in made.items()}
    listed = "\n".join(f"- [{titles[name]}]({name})" for name in sorted(made))
    made["README.md"] = markdown.page(
        "Reference", "These pages are made from what they describe, by `thinkfamily docs docs/reference`.", listed
    )
    return dict(sorted(made.items()))


def _events_and_prices() -> str:
    vocabulary, costs = load_vocabulary(), load_unit_costs()
    columns = ("event", "title", "feed", "agency", "shape", "quantity", "heading", "cost")
    rows = [
        (f"`{row['event']}`", *(row[name] for name in columns[1:]))
        for row in vocabulary.event_types.sort("feed", "event").iter_rows(named=True)
    ]
    priced = [
        (
            f"`{price.event}`",
            price.detail,
            price.unit_cost,
            costs[price.unit_cost].title,
            price.basis,
            price.overlap_group,
            price.transfer_agency,
            price.note,
        )
        for price in sorted(load_prices(), key=lambda price: (price.event, price.detail or ""))
    ]
    header = ("event", "detail", "unit cost", "what it is the cost of", "basis", "overlap group", "transfer", "note")
    return markdown.page(
        "Events and their prices",
        "What agencies can supply, and which unit cost prices it. An area adds its own in `area.toml`.",
        "## Events",
        markdown.table(columns, rows),
        "## Prices",
        markdown.table(header, priced),
    )


def _commands(command: Any) -> str:
    text = get_docs_for_click(obj=command, ctx=typer.Context(command, info_name="thinkfamily"), name="thinkfamily")
    return markdown.page("Commands", text.split("\n", 1)[1])


def _worked_examples(examples: list[SpecFile]) -> str:
    """The chapters that are not a programme's criteria."""
    parts = []
    examples = [file for file in examples if not file.programme]
    for chapter in sorted({file.chapter for file in examples}):
        parts.append(f"## {chapter.capitalize()}")
        for file in examples:
            if file.chapter == chapter:
                parts.append(f"### {file.title}")
                parts += [shown(paragraph, "####") for paragraph in file.paragraphs]
    about = "Each is a test that runs with every change. Those of a programme's criteria stand on its own page."
    return markdown.page("Worked examples", about, *parts)
