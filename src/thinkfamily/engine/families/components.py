"""Connected components over arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def components(size: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """The component of each node 0 … size-1, named by its smallest node.

    Each round hangs the larger root of every edge below the smaller and then shortens all paths; the number of rounds
    grows with the logarithm of the longest chain, and the answer does not depend on the order of the edges.
    """
    root = np.arange(size, dtype=np.int64)
    while left.size:
        a, b = root[left], root[right]
        low, high = np.minimum(a, b), np.maximum(a, b)
        apart = low != high
        if not apart.any():
            break
        left, right, low, high = left[apart], right[apart], low[apart], high[apart]
        np.minimum.at(root, high, low)
        while True:
            shorter = root[root]
            if np.array_equal(shorter, root):
                break
            root = shorter
    return root
