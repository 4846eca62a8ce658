"""Laws of the answers: nothing known is never a yes; nothing supplied is never a no; rows and order do not matter."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.spec.needs.example import given_store, judged, table

from thinkfamily.programmes.criterion import Criterion
from thinkfamily.programmes.framework import load_programme, programme_names
from thinkfamily.programmes.vocabulary import load_vocabulary
from thinkfamily.tables import made

SHIPPED = [load_programme(name) for name in programme_names()]
# The tests of results are laws of the same language; asked with the criteria, as a claim will ask them.
PROGRAMMES = [replace(each, criteria=(*each.criteria, *each.results)) for each in SHIPPED]
CRITERIA = [(p, each) for p in PROGRAMMES for each in p.criteria]
TYPES = load_vocabulary().event_types
FEED_OF = dict(zip(TYPES["event"], TYPES["feed"], strict=True))
SHAPE_OF = dict(zip(TYPES["event"], TYPES["shape"], strict=True))


def feeds_of(criterion: Criterion) -> tuple[str, ...]:
    """The feeds that a criterion reads."""
    return tuple(sorted({FEED_OF[event] for event in criterion.events}))


FAMILY = """
    person | role  | born
    ann    | adult | 1990-01-01
    bea    | adult | 2007-01-01
    kit    | child | 2014-05-05
    lee    | child | 2009-05-05
    max    | child | 2024-05-05
"""


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.name)
@pytest.mark.parametrize("without", [(), tuple(sorted(set(FEED_OF.values())))], ids=["all feeds", "no feed"])
def test_a_family_of_whom_nothing_is_known_never_answers_yes(programme, without) -> None:
    """With every feed supplied and empty, and with none at all."""
    indicator, evidence = judged(given_store(FAMILY, without=without), "2026-09-30", programme)
    assert set(indicator["answer"]) <= {"unknown"}
    assert evidence.is_empty()


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.name)
def test_a_family_without_members_answers_nothing(programme) -> None:
    """Nobody on the date: no row at all, so never a yes."""
    gone = """
        person | role  | born       | until_on
        kit    | child | 2014-05-05 | 2020-01-01
    """
    indicator, evidence = judged(given_store(gone), "2026-09-30", programme)
    assert indicator.is_empty()
    assert evidence.is_empty()


@pytest.mark.parametrize("feeds", sorted({feeds_of(each) for _, each in CRITERIA}), ids=" ".join)
def test_withholding_every_feed_that_a_criterion_reads_gives_unknown(feeds: tuple[str, ...]) -> None:
    """Whatever the other feeds hold. Criteria that read the same feeds are asked together: none of them voids another."""
    asked = {(p.name, each.id): each for p, each in CRITERIA if feeds_of(each) == feeds}
    assert not any(each.voids for each in asked.values())
    assert withheld(feeds, asked) == {key: ["unknown"] for key in asked}


@pytest.mark.parametrize("feed", sorted({feed for _, each in CRITERIA for feed in feeds_of(each)}))
def test_withholding_any_one_feed_that_a_criterion_reads_gives_unknown(feed: str) -> None:
    """Where the other feeds hold nothing: none of them rules out what the one withheld may hold."""
    asked = {(p.name, each.id): each for p, each in CRITERIA if feed in feeds_of(each)}
    assert not any(each.voids for each in asked.values())
    assert withheld((feed,), asked) == {key: ["unknown"] for key in asked}


def withheld(feeds: tuple[str, ...], asked: dict[tuple[str, str], Criterion]) -> dict[tuple[str, str], list[str]]:
    """What is answered of the family as one, by programme and criterion, without some feeds; a yes of anybody, too."""
    programmes = (
        replace(p, criteria=tuple(each for each in p.criteria if (p.name, each.id) in asked)) for p in PROGRAMMES
    )
    indicator, _ = judged(given_store(FAMILY, without=feeds), "2026-09-30", *(p for p in programmes if p.criteria))
    told: dict[tuple[str, str], list[str]] = {key: [] for key in asked}
    for row in indicator.filter(pl.col("person_id").is_null() | (pl.col("answer") == "yes")).iter_rows(named=True):
        told[row["programme"], row["criterion"]].append(row["answer"])
    return told


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda programme: programme.name)
def test_a_family_that_meets_nothing_is_never_eligible(programme) -> None:
    """Neither a family without members, nor one of whom nothing is known, in any reading of the entry rule."""
    for family in (FAMILY, "person | role | until_on\nkit | child | 2020-01-01"):
        store = given_store(family)
        _, evidence = judged(store, "2026-09-30", programme)
        assert evidence.is_empty()
        store.put("evidence", made.Evidence.create_empty())
        tables = (store.ibis.table(name) for name in ("indicator", "evidence", "event_type", "family_member"))
        rows = pl.DataFrame(programme.entry.judge(programme.name, *tables).to_pyarrow())
        assert rows.filter(pl.col("is_eligible") | pl.col("is_eligible_otherwise")).is_empty()


COPIES = 8
FAMILIES = "family | person | role | born\n" + "\n".join(
    f"family{copy} | {row['person']}{copy} | {row['role']} | {row['born']}"
    for copy in range(COPIES)
    for row in table(FAMILY)
)
READ = sorted({event for programme in PROGRAMMES for criterion in programme.criteria for event in criterion.events})


@st.composite
def happenings(draw: st.DrawFn) -> list[str]:
    """Lines of a drawn event table."""
    lines = []
    for _ in range(draw(st.integers(20, 60))):
        event = draw(st.sampled_from(READ))
        month, day = draw(st.integers(1, 9)), draw(st.integers(1, 28))
        start = f"{draw(st.sampled_from((2024, 2025, 2026)))}-{month:02d}-{day:02d}"
        spell = draw(st.booleans()) or SHAPE_OF[event] == "measure"
        until = "-" if SHAPE_OF[event] == "point" or not spell else f"{start[:4]}-{month + 2:02d}-{day:02d}"
        person = draw(st.sampled_from(("ann", "bea", "kit", "lee", "max"))) + str(draw(st.integers(0, COPIES - 1)))
        lines.append(f"{person} | {event} | {start} | {until} | {draw(st.integers(0, 900))}")
    return lines


FEW = settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
HEADER = "person | event | from_on | until_on | quantity"


@FEW
@given(lines=happenings(), seed=st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(lines: list[str], seed) -> None:
    """The same rows in another order give the same answers and reasons."""
    other = list(lines)
    seed.shuffle(other)
    first, _ = judged(given_store(FAMILIES, "\n".join([HEADER, *lines])), "2026-09-30", *PROGRAMMES)
    second, _ = judged(given_store(FAMILIES, "\n".join([HEADER, *other])), "2026-09-30", *PROGRAMMES)
    key = ["family_id", "person_id", "programme", "criterion"]
    assert first.sort(key).equals(second.sort(key))


@FEW
@given(lines=happenings(), feed=st.sampled_from(sorted({FEED_OF[event] for event in READ})))
def test_withholding_a_feed_never_makes_a_no_or_a_new_yes(lines: list[str], feed: str) -> None:
    """What was yes or unknown for the family stays so, or becomes unknown; what was no stays no or becomes unknown."""
    drawn = "\n".join([HEADER, *lines])
    held = [line for line in lines if FEED_OF[table(f"{HEADER}\n{line}")[0]["event"]] != feed]
    before, _ = judged(given_store(FAMILIES, drawn), "2026-09-30", *PROGRAMMES)
    after, _ = judged(given_store(FAMILIES, "\n".join([HEADER, *held]), without=(feed,)), "2026-09-30", *PROGRAMMES)
    asked = [(programme.name, criterion) for programme in PROGRAMMES for criterion in programme.criteria]
    for (programme, criterion), copy in product(asked, range(COPIES)):
        was, now = (_family(rows, copy, programme, criterion.id) for rows in (before, after))
        assert (was, now) in {
            ("yes", "yes"), ("yes", "unknown"), ("unknown", "unknown"), ("no", "no"), ("no", "unknown"),
        }, f"{programme}, {criterion.id}"  # fmt: skip


@FEW
@given(lines=happenings())
def test_every_yes_by_events_rests_on_evidence(lines: list[str]) -> None:
    """And no answer but a yes has any."""
    indicator, evidence = judged(given_store(FAMILIES, "\n".join([HEADER, *lines])), "2026-09-30", *SHIPPED)
    key = ["family_id", "person_id", "programme", "criterion"]
    yes = indicator.filter(pl.col("answer") == "yes").select(key).unique()
    proved = evidence.select(key).unique()
    assert yes.sort(key).equals(proved.sort(key))


def _family(indicator: pl.DataFrame, copy: int, programme: str, criterion: str) -> str:
    of_family = indicator.filter(family_id=f"family{copy}", programme=programme, criterion=criterion)
    answers = set(of_family["answer"])
    return "yes" if "yes" in answers else "unknown" if answers else "no"
