"""From declared criteria to what is to be computed: nodes of their tests, and the numbers those nodes need.

A *quantity* is one number of one member or of a family as one (how often, how many days …); criteria that need the
same number share it. A *node* is one part of a criterion's test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from thinkfamily.core.dates import Period
from thinkfamily.programmes.criterion import Combined, Criterion, Measure, Selection, Test, WorkerSays
from thinkfamily.programmes.evaluator.facts import Facts
from thinkfamily.programmes.framework import Programme
from thinkfamily.programmes.strict import guess, listed, refuse
from thinkfamily.programmes.who import Who
from thinkfamily.programmes.window import Window, periods

_TODAY = Window("at the date", "date")
SHAPES = {"open": ("spell",), "days": ("spell",), "longest": ("spell",), "latest": ("measure",)}


@dataclass(frozen=True)
class Quantity:
    """One number to compute.

    Args:
        kind: count, references, sum, open, days, longest or latest.
        together: whom to count together as one family, or None for a number of each member.
        spans: the days looked at, one span a term; empty when ``window`` is a family's own.
        window: a window whose days differ from family to family.
    """

    kind: str
    events: tuple[Selection, ...]
    together: Who | None
    spans: tuple[Period, ...]
    window: Window | None
    by_term: bool = False


@dataclass
class Node:
    """One part of a criterion's test, with what is needed to answer it.

    Args:
        number: its number among all nodes of the plan.
        quantities: numbers of the quantities it needs, in order: value; for a share also the whole; for a change also
            the baseline.
        spans: days that feeds must cover for a *no*; None where too few terms are known.
    """

    number: int
    test: Test
    parts: list[Node] = field(default_factory=list)
    quantities: tuple[int, ...] = ()
    threshold: float | None = None
    spans: tuple[Period, ...] | None = ()
    windows: tuple[Window, ...] = ()

    @property
    def who(self) -> Who | None:
        """Whom every measure below speaks of, when they all speak of the same."""
        if not isinstance(self.test, Combined):
            return self.test.who
        found = {part.who for part in self.parts}
        return found.pop() if len(found) == 1 else None

    @property
    def is_of_members(self) -> bool:
        """Whether it is answered member by member."""
        return self.who is not None and self.who.how != "together"

    def leaves(self) -> Iterator[Node]:
        """The measures below, in the order written."""
        if self.parts:
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self

    def roots_of_members(self) -> Iterator[Node]:
        """The highest nodes below, or itself, that are answered member by member."""
        if self.is_of_members:
            yield self
        else:
            for part in self.parts:
                yield from part.roots_of_members()


@dataclass(frozen=True)
class Question:
    """One criterion of one programme, and its node."""

    number: int
    programme: str
    criterion: Criterion
    root: Node

    def pieces(self) -> list[Node]:
        """What its rows are made from: a list of member answers and family answers, any one of which is enough."""
        return list(_pieces(self.root))


def _pieces(node: Node) -> Iterator[Node]:
    any_of = isinstance(node.test, Combined) and node.test.how == "any"
    if any_of and not (node.is_of_members and node.who and node.who.how == "one"):
        for part in node.parts:
            yield from _pieces(part) if part.who is None or part.who.how != "each" else (part,)
    else:
        yield node


class Plan:
    """What to compute for some programmes on one date."""

    def __init__(self, programmes: tuple[Programme, ...], facts: Facts) -> None:
        self.facts = facts
        self.quantities: list[Quantity] = []
        self.nodes: list[Node] = []
        self.questions = [
            Question(0, programme.name, criterion, self._node(criterion.test, programme, criterion.id))
            for programme in programmes
            for criterion in programme.criteria
        ]
        self.questions = [replace(question, number=place) for place, question in enumerate(self.questions)]
        leaves = [leaf.test for leaf in self.nodes if not leaf.parts and isinstance(leaf.test, Measure | WorkerSays)]
        self.whos = list(dict.fromkeys(leaf.who for leaf in leaves))
        self.windows = list(dict.fromkeys(window for node in self.nodes for window in node.windows))
        self.needs_parents = any(isinstance(leaf, Measure) and not leaf.events for leaf in leaves)
        names = {name for leaf in leaves if isinstance(leaf, Measure) for name in leaf.names}
        self.events = sorted(names)
        read = {facts.vocabulary[name].feed for name in names}
        self.listing_feeds = sorted(cover.feed for cover in facts.feeds if cover.lists_everyone and cover.feed in read)

    def feeds_of(self, measure: Measure) -> list[str]:
        """Feeds that a measure reads."""
        return sorted({self.facts.vocabulary[name].feed for name in measure.names})

    def _node(self, test: Test, programme: Programme, criterion: str) -> Node:
        if isinstance(test, Measure):
            test = self._each(test)
        if not isinstance(test, Combined):
            test = replace(test, who=replace(test.who, residence=programme.residence))
        node = Node(len(self.nodes), test)
        self.nodes.append(node)
        if isinstance(test, Combined):
            node.parts = [self._node(part, programme, criterion) for part in test.parts]
        elif isinstance(test, Measure):
            where, one = f"{programme.name}, {criterion}", test.over.one if test.over else None
            day = one.until_on - timedelta(days=1) if one else self.facts.as_at
            node.threshold = test.threshold.on(day, where)
            self._measure(node, test, where)
        return node

    def _each(self, test: Measure) -> Test:
        """Each of the last n terms or months is a question of its own, with the value then in force; all must be met."""
        if test.over is None or test.over.kind != "each":
            return test
        ended = periods(test.over, self.facts.as_at, self.facts.terms)
        if ended is None:
            return replace(test, over=replace(test.over, kind="terms"))
        told = [replace(test.over, kind="one", text=str(period.from_on), one=period) for period in ended]
        return Combined("all", tuple(replace(test, over=window) for window in told))

    def _measure(self, node: Node, test: Measure, where: str) -> None:
        if not test.events:
            return
        assert test.over is not None
        self._check_vocabulary(test, where)
        if test.kind == "change":
            assert test.against is not None
            sides = [(test.over, test.events, test.counted_as), (test.against, test.events, test.counted_as)]
        elif test.kind in ("share", "share_left"):
            sides = [(test.over, test.events, "sum"), (test.over, test.of, "sum")]
        else:
            sides = [(test.over, test.events, test.kind)]
        together = test.who if test.who.how == "together" else None
        spans: list[Period] = []
        numbers = []
        for window, events, kind in sides:
            if window.is_family_own:
                node.windows += (window,)
                quantity = Quantity(kind, events, together, (), window)
            else:
                found = periods(window, self.facts.as_at, self.facts.terms)
                if found is None:
                    node.spans = None
                    return
                # Of what is still to come a feed can say what it knew on the date, and no more.
                spans += found if window.kind != "ahead" else periods(_TODAY, self.facts.as_at, ()) or ()
                by_term = window.unit == "term"
                quantity = Quantity(kind, events, together, found, window if window.kind == "date" else None, by_term)
            if quantity not in self.quantities:
                self.quantities.append(quantity)
            numbers.append(self.quantities.index(quantity))
        node.quantities, node.spans = tuple(numbers), tuple(spans)

    def _check_vocabulary(self, test: Measure, where: str) -> None:
        known = self.facts.vocabulary
        unknown = [name for name in test.names if name not in known]
        if unknown:
            raise refuse(
                "016",
                where,
                f"It reads {listed(unknown)}.",
                f"{guess(unknown, known)}Name events of the vocabulary, or add them to it.",
            )
        kind = test.counted_as or test.kind
        allowed = SHAPES.get(kind)
        wrong = [name for name in test.names if allowed and known[name].shape not in allowed]
        if wrong:
            raise refuse("016", where, f"{kind} reads {listed(wrong)}, no {' or '.join(allowed or ())}.", "Use count.")
        if kind in ("sum", "latest"):
            other = [name for name in test.names if known[name].unit != test.threshold.unit and test.kind != "change"]
            if other:
                units = listed({known[name].unit or "none" for name in other})
                raise refuse(
                    "011", where, f"'unit' is {test.threshold.unit!r}; {listed(other)} has {units}.", "Agree them."
                )


def first_day() -> date:
    """Earlier than any event: for a measure that may be as old as it likes."""
    return date(1800, 1, 1)
