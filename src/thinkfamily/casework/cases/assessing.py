"""By when the assessment of a case should be done: worked out here for its page and for every list."""

from __future__ import annotations

from datetime import date
from typing import Any

from thinkfamily.casework.access.working_days import working_days_after
from thinkfamily.casework.cases.machine import ASSESSING
from thinkfamily.programmes.profile import Profile


def assessment_due_on(case: Any, profile: Profile | None) -> date | None:
    """The day by which its programme wants the assessment done, while it is assessed; None otherwise."""
    if case.state != ASSESSING or profile is None:
        return None
    return working_days_after(case.state_since, profile["assessment_working_days"])
