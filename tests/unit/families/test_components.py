"""Connected components: right, and the same in any order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from thinkfamily.engine.families.components import components


def _slowly(size: int, edges: list[tuple[int, int]]) -> list[int]:
    """The same by walking, one edge at a time until nothing changes."""
    root = list(range(size))
    changed = True
    while changed:
        changed = False
        for a, b in edges:
            low = min(root[a], root[b])
            if (root[a], root[b]) != (low, low):
                root[a] = root[b] = low
                changed = True
    return root


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20), st.randoms(use_true_random=False))
def test_components_are_right_in_any_order(edges: list[tuple[int, int]], chance: object) -> None:
    chance.shuffle(edges)  # type: ignore[attr-defined]
    left, right = (np.array([edge[side] for edge in edges], dtype=np.int64) for side in (0, 1))
    assert components(12, left, right).tolist() == _slowly(12, edges)


def test_a_long_chain_is_one_component() -> None:
    links = np.arange(99_999, dtype=np.int64)
    assert components(100_000, links, links + 1).max() == 0
