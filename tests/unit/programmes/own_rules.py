"""Framework folders of a user's own, made from the shipped one for a test."""

from __future__ import annotations

from pathlib import Path

from thinkfamily.programmes.folder import copy_rules

SHIPPED = "westminster_3_percent"


def ours(
    tmp_path: Path, *edits: tuple[str, str], framework: tuple[tuple[str, str], ...] = (), name: str = "ours"
) -> Path:
    """A copy of the shipped programme, with texts of its criteria, or of its framework file, replaced."""
    folder = tmp_path / name
    copy_rules(SHIPPED, folder)
    for file, changes in (("criteria.yaml", edits), ("framework.toml", framework)):
        text = (folder / file).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (folder / file).write_text(text, encoding="utf-8")
    return folder


LOWER_ATTENDANCE = (("missed 15% or more", "missed 5% or more"), ("at_least: 0.15", "at_least: 0.05"))
NEW_CRITERION = (
    (
        "- id: crime\n",
        """- id: emergencies
  says: A member came to accident and emergency at least 2 times in the last 12 months.
  heading: crime
  who: a member
  count: ae_attendance
  over: P12M
  at_least: 2
  unit: events
  source: {title: "A test", where: "here", url: ""}
  verified: true
  values: ours
  values_because: It is a test.

- id: crime
""",
    ),
)
