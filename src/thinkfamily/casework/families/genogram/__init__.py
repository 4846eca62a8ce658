"""The genogram: a family's people and ties, laid out and drawn as SVG on the server, and told in sentences.

Plain functions of plain facts: nothing here asks a database, and the same facts give the same bytes.
"""

from __future__ import annotations

from thinkfamily.casework.families.genogram.drawing import draw
from thinkfamily.casework.families.genogram.facts import Figure, Tie
from thinkfamily.casework.families.genogram.sentences import sentences

__all__ = ["Figure", "Tie", "draw", "sentences"]
