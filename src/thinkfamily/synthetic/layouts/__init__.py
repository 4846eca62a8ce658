"""An invented feed in the layout of a real one, so that the map for it can be tried: a census, a dataset, an export.

Each layout writes what it can carry and gives back just that, as the standard form would have it; the truth is of that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.layouts.attendance import write_attendance
from thinkfamily.synthetic.layouts.children_in_need import write_census_tables, write_census_xml
from thinkfamily.synthetic.layouts.safeguarding import write_safeguarding
from thinkfamily.synthetic.layouts.school_census import write_school_census
from thinkfamily.synthetic.layouts.single_view import write_education, write_social_care
from thinkfamily.synthetic.write import feed_lines

Writer = Callable[[Path, Extract, date], tuple[list[str], Extract]]

# By name of the map that reads it: the feed, and what writes its files and gives the lines of feed.toml that name the map.
LAYOUTS: dict[str, tuple[str, Writer]] = {
    "attendance_by_session": ("education", write_attendance),
    "cin_census": ("childrens_social_care", write_census_xml),
    "cin_census_csv": ("childrens_social_care", write_census_tables),
    "school_census": ("education", write_school_census),
    "single_view_education": ("education", write_education),
    "single_view_social_care": ("childrens_social_care", write_social_care),
    "standard_safeguarding_dataset": ("childrens_social_care", write_safeguarding),
}


def write_layout(folder: Path, name: str, extract: Extract, as_at: date) -> Extract:
    """Write one feed's folder in a layout.

    Returns:
        What the layout carries of the extract, under the record ids that its map makes.
    """
    feed = folder / extract.agency.feed
    feed.mkdir(exist_ok=True)
    lines, carried = LAYOUTS[name][1](feed, extract, as_at)
    # A later line stands for an earlier one of the same key, such as what a layout covers.
    stated = {line.split(" = ")[0]: line for line in (*feed_lines(extract.agency, as_at), *lines) if " = " in line}
    tables = [line for line in lines if line.startswith("[")]
    keys = [line for key, line in stated.items() if not tables or line not in lines[lines.index(tables[0]) :]]
    tail = lines[lines.index(tables[0]) :] if tables else []
    (feed / "feed.toml").write_text("\n".join([*keys, *tail]) + "\n", encoding="utf-8")
    return carried
