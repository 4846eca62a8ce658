"""Where the built front-end files lie: made by ``make assets``, never committed, carried by a built wheel."""

from __future__ import annotations

from pathlib import Path

STATIC_BUILT = str(Path(__file__).parent / "built")
