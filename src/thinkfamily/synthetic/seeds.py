"""One stream of chance per named purpose, so that a new purpose never shifts the others."""

from __future__ import annotations

import hashlib

import numpy as np


class Seeds:
    """Gives a generator for a purpose: the same seed and purpose give the same numbers, whatever else is drawn."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def stream(self, purpose: str) -> np.random.Generator:
        """The generator of one purpose, from its beginning each time it is asked for."""
        word = int.from_bytes(hashlib.sha256(purpose.encode()).digest()[:8], "big")
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, word])))
