"""Every rule that ships is declared whole, reads only known events, and has its worked examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from thinkfamily.cli.reference.examples import read_examples
from thinkfamily.programmes.criterion import Combined, Criterion, Measure, Test, leaves
from thinkfamily.programmes.framework import Programme, load_programme, programme_names
from thinkfamily.programmes.vocabulary import load_vocabulary

SPEC = Path(__file__).parents[1] / "spec"
PROGRAMMES = [load_programme(name) for name in programme_names()]
CRITERIA = [pytest.param(each, id=f"{p.name}-{each.id}") for p in PROGRAMMES for each in (*p.criteria, *p.results)]
WITH_PROGRAMME = [
    pytest.param(p, *each.values, id=each.id)
    for p in PROGRAMMES
    for each in CRITERIA
    if each.id.startswith(f"{p.name}-")
]
EXAMPLES = read_examples(SPEC)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_it_reads_only_events_of_the_vocabulary(criterion: Criterion) -> None:
    assert set(criterion.events) <= set(load_vocabulary().event_types["event"])


@pytest.mark.parametrize("criterion", CRITERIA)
def test_it_has_source_and_units(criterion: Criterion) -> None:
    assert criterion.source.title
    assert criterion.source.where
    assert criterion.values == "source" or criterion.because
    assert all(leaf.threshold.unit for leaf in leaves(criterion.test) if isinstance(leaf, Measure))


@pytest.mark.parametrize(("programme", "criterion"), WITH_PROGRAMME)
def test_it_has_worked_examples(programme: Programme, criterion: Criterion) -> None:
    """A yes, an unknown and, where feeds can show it, a no; each with a sentence that says what it shows."""
    found = [each for each in EXAMPLES if (each.programme, each.name) == (programme.name, f"test_{criterion.id}")]
    assert found, f"tests/spec/needs/{programme.name}/test_{criterion.id}.py is missing"
    paragraphs = found[0].paragraphs
    assert all(each.says and each.criterion == criterion.id for each in paragraphs)
    shown = "\n".join(text for each in paragraphs for text in each.drawn if text.startswith("Answers"))
    assert "| unknown |" in shown
    assert not can_be_yes_by_records(criterion.test) or "| yes |" in shown
    can_be_no = all(isinstance(leaf, Measure) for leaf in leaves(criterion.test))
    assert not can_be_no or "| no |" in shown


def can_be_yes_by_records(test: Test) -> bool:
    """Whether records alone can meet a test, with no word of a worker."""
    if isinstance(test, Combined):
        parts = [can_be_yes_by_records(part) for part in test.parts]
        return any(parts) if test.how == "any" else sum(parts) >= test.number if test.how == "some" else all(parts)
    return isinstance(test, Measure)


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.name)
def test_every_heading_is_used(programme: Programme) -> None:
    assert {each.id for each in programme.headings} == {each.heading for each in programme.criteria}
