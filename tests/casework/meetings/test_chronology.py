"""What was written at a meeting, in the chronology: for those who see it there, and know of the meeting."""

from __future__ import annotations

import pytest

from tests.casework.meetings.around import Around, day
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.problems import PlanError
from thinkfamily.casework.plans.sources import kinds

pytestmark = pytest.mark.django_db


def promoted(s, line):
    return actions.promote(
        s.case, kind="paragraph", source=line.pk, text="The move was settled", on=day(0), precision="day",
        significance="progress", by=s.lead,
    )  # fmt: skip


@pytest.mark.parametrize("is_invited", [True, False])
def test_a_line_of_minutes_is_read_by_who_knows_of_the_meeting(is_invited):
    s = Around()
    meeting = s.plan()
    s.invite(meeting, s.lead, s.ada, *([s.teacher] if is_invited else []))
    meeting = s.hold(meeting)
    line = s.write(meeting, "We settled the move.", plain="You move in May.")
    with pytest.raises(PlanError) as refused:
        promoted(s, line)
    assert refused.value.code == "TF-PLAN-060", "a draft can still change"
    s.confirmed(meeting)
    made = promoted(s, line)
    assert made.audience == line.audience
    assert [row.text for row in queries.chronology_of(s.lead, s.family)] == ["The move was settled"]
    assert len(queries.chronology_of(s.teacher, s.family)) == is_invited


def test_each_kind_stands_once():
    assert len(kinds()) == len(set(kinds()))
    assert {"paragraph", "report", "contact", "statement", "event"} <= set(kinds())
