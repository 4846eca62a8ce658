"""In which states of its case a family takes part: it has agreed, and work goes on with its agreement.

It stands here and not with the case because a family's file is filled for these families and no others.
"""

from __future__ import annotations

TAKING_PART = ("agreed", "assessing", "planning", "active", "reviewing", "stepping_down")
