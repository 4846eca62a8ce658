"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is slow by turns; a law of arithmetic is no less true for it.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
