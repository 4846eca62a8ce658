"""An invented borough written out: extracts as agencies would hand them over, and the truth beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from thinkfamily.core.progress import Progress, Silent
from thinkfamily.synthetic import write
from thinkfamily.synthetic.events_adults import adults_live
from thinkfamily.synthetic.events_children import children_live
from thinkfamily.synthetic.events_health import health_lives
from thinkfamily.synthetic.extracts import Extract, make_extracts
from thinkfamily.synthetic.layouts import LAYOUTS, write_layout
from thinkfamily.synthetic.members import relationships
from thinkfamily.synthetic.messy import write_messy
from thinkfamily.synthetic.noise import go_wrong
from thinkfamily.synthetic.noise_names import NAME_FLAWS
from thinkfamily.synthetic.noise_numbers import HOLDING_FLAWS, NUMBER_FLAWS, REPEATED
from thinkfamily.synthetic.noise_places import MOVE_FLAWS, PLACE_FLAWS
from thinkfamily.synthetic.presence import known_to
from thinkfamily.synthetic.records import state_facts, write_plainly
from thinkfamily.synthetic.seeds import Seeds
from thinkfamily.synthetic.town import Town, make_town
from thinkfamily.synthetic.truth import write_truth

FLAWS = (REPEATED, *MOVE_FLAWS, *NAME_FLAWS, *PLACE_FLAWS, *HOLDING_FLAWS, *NUMBER_FLAWS)


@dataclass
class Borough:
    """The true town, what each agency says of it, and how often each flaw happened."""

    town: Town
    extracts: list[Extract]
    flaws: dict[str, int]


def invent(families: int, seed: int, as_at: date, progress: Progress | None = None) -> Borough:
    """Invent a borough in memory."""
    progress = progress or Silent()
    progress.begin("People, families and homes")
    town = make_town(Seeds(seed), families, as_at)
    progress.begin("Three years of events")
    children_live(town)
    adults_live(town)
    health_lives(town)
    progress.begin("Records, and what goes wrong with them", len(FLAWS))
    facts = state_facts(town)
    draft = write_plainly(town, facts, *known_to(town))
    flaws: dict[str, int] = {}
    for flaw in FLAWS:
        flaws |= go_wrong(draft, [flaw])
        progress.advance()
    extracts = make_extracts(town, draft, relationships(town))
    return Borough(town, extracts, flaws)


def write_borough(
    out: Path,
    *,
    families: int,
    seed: int,
    as_at: date,
    style: str = "standard",
    layouts: Sequence[str] = (),
    progress: Progress | None = None,
) -> dict[str, object]:
    """Invent a borough and write ``extracts/`` and ``truth/`` into a folder.

    Args:
        layouts: feeds to write in the layout of a real one, by names of ``LAYOUTS``; at most one for each feed.

    Returns:
        The content of ``truth/summary.json``.
    """
    progress = progress or Silent()
    borough = invent(families, seed, as_at, progress)
    progress.begin("Writing extracts", len(borough.extracts))
    folder = out / "extracts"
    folder.mkdir(parents=True, exist_ok=True)
    write.write_area(folder, borough.town)
    bad_rows = 0
    written: list[Extract] = []
    chosen = {LAYOUTS[name][0]: name for name in layouts}
    for extract in borough.extracts:
        if extract.agency.feed in chosen:
            extract = write_layout(folder, chosen[extract.agency.feed], extract, as_at)
        elif style == "messy":
            bad_rows += write_messy(folder, extract, borough.town.seeds, as_at)
        else:
            write.write_extract(folder, extract, as_at)
        written.append(extract)
        progress.advance()
    progress.begin("Writing the truth")
    return write_truth(out / "truth", borough.town, written, borough.flaws, style, bad_rows)
