"""A trial: a rule tried on a finished run, to see who would be counted differently before it is adopted.

It stands above the stages, because it does again what needs and cohort do, with other rules and nothing else changed.
"""

from thinkfamily.engine.trial.keep import STAGE
from thinkfamily.engine.trial.tried import Trial, try_programme

__all__ = ["STAGE", "Trial", "try_programme"]
