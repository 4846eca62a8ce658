"""Forms of plans, contacts and chronologies: they validate what was typed; actions decide."""

from thinkfamily.casework.plans.forms.asking import ActionForm, AnswerForm, TakeBackForm
from thinkfamily.casework.plans.forms.chronology import PromoteForm
from thinkfamily.casework.plans.forms.contacts import ContactForm, CorrectionForm, MissedForm, VisitForm
from thinkfamily.casework.plans.forms.goals import GoalForm, GoalWordsForm, MoveForm, PlanDatesForm, RatingForm

__all__ = [
    "ActionForm",
    "AnswerForm",
    "ContactForm",
    "CorrectionForm",
    "GoalForm",
    "GoalWordsForm",
    "MissedForm",
    "MoveForm",
    "PlanDatesForm",
    "PromoteForm",
    "RatingForm",
    "TakeBackForm",
    "VisitForm",
]
