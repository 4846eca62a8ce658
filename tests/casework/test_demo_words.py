"""What the demo says of a family fits that family."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thinkfamily.casework.site.demo.story import SUMMARIES, summary_of

DEMO = Path("src/thinkfamily/casework/site/demo")


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        (["adult", "child"], "One adult and one child"),
        (["adult", "adult", "child", "child", "child"], "Two adults and three children"),
        (["adult", "child", "child", "expected"], "One adult, two children and one baby on the way"),
        (["child"], "One child"),
        (["adult"] * 5, "5 adults"),
        ([], "A family"),
    ],
)
def test_a_summary_counts_who_is_of_the_family(roles: list[str], home: str) -> None:
    for place in range(2 * len(SUMMARIES)):
        said = summary_of(roles, place)
        assert said.startswith(home)
        assert said[len(home)] in " ,."


def test_what_is_said_of_every_family_names_nobody_whom_it_may_not_have() -> None:
    for name in ("story.py", "plan.py"):
        text = (DEMO / name).read_text(encoding="utf-8")
        assert (
            re.findall(
                r"eldest|youngest|[Mm]other\b|[Ff]ather\b|[Gg]randmother",
                text.replace("no mother, father or eldest", ""),
            )
            == []
        )
