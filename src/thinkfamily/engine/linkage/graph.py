"""Connected components over arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def components(size: int, left: Numbers, right: Numbers) -> Numbers:
    """The lowest node of each node's component.

    Args:
        size: number of nodes, 0 to size - 1.
        left, right: the two ends of each edge.

    Repeats hooking to the lower label and pointer jumping until nothing changes: a few rounds over arrays.
    """
    label = np.arange(size, dtype=np.int64)
    while True:
        before = label.copy()
        low = np.minimum(label[left], label[right])
        np.minimum.at(label, left, low)
        np.minimum.at(label, right, low)
        # A whole tree follows its root when the root is hooked lower.
        np.minimum.at(label, before, label)
        while not np.array_equal(jumped := label[label], label):
            label = jumped
        if np.array_equal(label, before):
            return label
