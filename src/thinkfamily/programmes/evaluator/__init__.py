"""One evaluator for a borough and for one family: from tables of facts to answers, with their evidence."""

from thinkfamily.programmes.evaluator.evaluate import Answers, evaluate
from thinkfamily.programmes.evaluator.facts import EventKind, Facts, FeedCover

__all__ = ["Answers", "EventKind", "Facts", "FeedCover", "evaluate"]
