"""What a programme profile can set: one entry a setting, with what it means, its unit and what it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEAD_ROLES = ("adult_lead", "child_lead")
# Steps of a case for which a profile can ask a second person.
SECOND_PERSON = ("close", "remove", "step_up", "step_down", "transfer_out", "change_programme", "refuse_referral")
# What an intensity can set otherwise than its profile.
BY_TIER = ("contact_days", "professional_review_days", "family_review_days")


@dataclass(frozen=True)
class Kind:
    """One setting that every profile has.

    Attributes:
        title: what screens call it.
        unit: what a number of it counts; empty for words and for yes and no.
        takes_words: the words allowed in a list; None where it takes a number, or yes or no.
        least: the least number.
        most: the greatest number.
        many: whether it takes several numbers.
    """

    title: str
    unit: str = ""
    takes_words: tuple[str, ...] | None = None
    least: int = 1
    most: int = 1000
    many: bool = False

    @property
    def is_truth(self) -> bool:
        """Whether it takes yes or no."""
        return not self.unit and self.takes_words is None

    @property
    def is_list(self) -> bool:
        """Whether it takes several words or numbers."""
        return self.many or self.takes_words is not None

    @property
    def allowed(self) -> str:
        """What it takes, in words."""
        if self.is_truth:
            return "true or false"
        if self.takes_words is not None:
            return f"a list of {', '.join(self.takes_words)}; it may be empty"
        number = f"a whole number of {self.unit} from {self.least} to {self.most}"
        return f"a list; each {number}" if self.many else number

    def takes(self, value: Any) -> bool:
        """Whether a value can stand for it."""
        if self.is_truth:
            return isinstance(value, bool)
        if self.takes_words is not None:
            return isinstance(value, list | tuple) and set(value) <= set(self.takes_words)
        values = value if self.many else [value]
        return isinstance(values, list | tuple) and all(
            isinstance(one, int) and not isinstance(one, bool) and self.least <= one <= self.most for one in values
        )

    def kept(self, value: Any) -> Any:
        """The value as a profile keeps it."""
        return tuple(value) if isinstance(value, list) else value


SETTINGS: dict[str, Kind] = {
    "leads": Kind("Leads that a case needs", takes_words=LEAD_ROLES),
    "caseload_ceiling": Kind("Caseload of one full-time worker, at most", "points", most=100),
    "triage_hours": Kind("A request for help is answered within", "hours", most=336),
    "assessment_working_days": Kind("The whole-family assessment is done within", "working days", most=120),
    "first_meeting_days": Kind("The first meeting of the team around the family is held within", "days", most=120),
    "professional_review_days": Kind("The professionals meet every", "days", most=366),
    "family_review_days": Kind("The family joins every", "days", most=366),
    "minutes_days": Kind("Minutes are written within", "days", most=60),
    "contact_days": Kind("Somebody is in touch with the family at least every", "days", most=120),
    "missed_contacts": Kind("Contacts missed in a row before trying another way", "contacts", most=20),
    "live_goals_most": Kind("Goals worked on at once, at most", "goals", most=30),
    "plan_months": Kind("A plan is made for", "months", most=60),
    "pause_days_most": Kind("A case is paused for at most", "days", most=366),
    "step_up_hours": Kind("A manager decides on a step up within", "hours", most=168),
    "joint_visit": Kind("Old and new lead visit together at a handover"),
    "family_contract": Kind("A family contract is signed"),
    "supervision_days": Kind("Supervision of a lead every", "days", most=120),
    "sustain_months": Kind("After the end, looked at again after", "months", most=60, many=True),
    "second_person": Kind("Steps that a second person signs", takes_words=SECOND_PERSON),
}
