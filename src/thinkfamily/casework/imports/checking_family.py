"""What must hold of one family of a file, of its people and agreements, and of its plan and contacts."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from thinkfamily.casework.cases.council import is_key
from thinkfamily.casework.families.taking_part import TAKING_PART
from thinkfamily.casework.imports.plan import ASIDE, MADE, FamilyRows, Plan, Row
from thinkfamily.casework.imports.world import World
from thinkfamily.casework.pages.dates import moment
from thinkfamily.casework.plans.machine import IN_PROGRESS
from thinkfamily.casework.plans.models import Contact, Goal
from thinkfamily.casework.plans.queries.goals import LIVE_MOST

AT_WORK = ("active", "reviewing", "stepping_down")
LEADS = (("lead_1", "Lead: email"), ("lead_2", "Second lead: email"))


def check_family(plan: Plan, world: World, family: FamilyRows) -> None:
    """Hold one family, its people and agreements against each other and the site."""
    row, told, today = family.row, family.row.values, timezone.localdate()
    for name, header in (
        ("since", "In this state since"),
        ("agreed_on", "First agreed on"),
        ("active_on", "Work began on"),
    ):
        _not_ahead(plan, row, header, told[name], today)
    for person in family.people.values():
        _person(plan, person, today)
    if not family.people:
        plan.wrong(row, "", "TF-IMPORT-034")
    agreed = [one for one in family.agreements if _agreement(plan, family, one, today)]
    if told["council_key"] and not is_key(told["council_key"]):
        plan.wrong(row, "Key in the council's system", "TF-IMPORT-042")
    if told["profile"] and not _tier(told):
        plan.wrong(row, "Intensity", "TF-IMPORT-041")
    _leads(plan, world, row)
    if not told["state"]:
        return
    if told["state"] in TAKING_PART:
        if not agreed:
            plan.wrong(row, "State", "TF-IMPORT-036")
    elif family.agreements or told["agreed_on"]:
        plan.wrong(row, "First agreed on", "TF-IMPORT-037")
    began, first = told["active_on"], told["agreed_on"]
    if (began is not None) != (told["state"] in AT_WORK) or (began and first and began < first):
        plan.wrong(row, "Work began on", "TF-IMPORT-038")


def check_plan(plan: Plan, world: World, family: FamilyRows) -> None:
    """Hold the goals and contacts of a family that is made against it; each is set aside by itself."""
    told, now = family.row.values, timezone.now()
    most = int(told["profile"]["live_goals_most"]) if told["profile"] else LIVE_MOST
    live = 0
    for row in family.goals:
        if row.fate == MADE and told["state"] not in TAKING_PART:
            plan.wrong(row, "", "TF-IMPORT-051")
        if row.fate == MADE and row.values["person"] and row.values["person"] not in family.people:
            plan.wrong(row, "Person key", "TF-IMPORT-033")
        owner = row.values["worker"] = world.workers.get((row.values["owner"] or "").casefold())
        if row.fate == MADE and row.values["owner"] and owner is None:
            plan.wrong(row, "Who sees to it: email", "TF-IMPORT-039")
        if row.fate == MADE and row.values["state"] == IN_PROGRESS:
            if any(not row.values[name] for name in Goal.NEEDED):
                plan.wrong(row, "State", "TF-IMPORT-049")
            elif live == most:
                plan.wrong(row, "State", "TF-IMPORT-050")
            else:
                live += 1
    for row in family.contacts:
        if row.fate == MADE:
            _contact(plan, family, row, now)


def happened_at(told: dict[str, Any]) -> datetime:
    """When a contact was: at noon where no time is given, and on the same day if that lies ahead."""
    at = moment(told["on"], told["at"] or time(12), latest=timezone.now())
    if told["at"] is None and at > timezone.now():
        return moment(told["on"], time(0))
    return at


def keys_in(text: str) -> list[str]:
    """The person keys in a cell of several."""
    return list(dict.fromkeys(one.strip() for one in text.split(";") if one.strip()))


def _tier(told: dict[str, Any]) -> bool:
    """Put the code of the intensity into the row; whether there is one."""
    tiers, said = told["profile"].tiers, (told["tier"] or "").casefold()
    code = next((one.code for one in tiers if said in (one.code.casefold(), one.title.casefold())), "")
    told["tier_code"] = code or ("" if said else tiers[-1].code)
    return bool(told["tier_code"])


def _leads(plan: Plan, world: World, row: Row) -> None:
    found = []
    for name, header in LEADS:
        email, role = row.values[name], row.values[f"{name}_role"]
        if bool(email) != bool(role):
            plan.wrong(row, header, "TF-IMPORT-040")
        elif email:
            worker = world.workers.get(email.casefold())
            if worker is None or (worker.pk, role) not in world.leads or (worker, role) in found:
                plan.wrong(row, header, "TF-IMPORT-039")
            else:
                found.append((worker, role))
    row.values["leads"] = found


def _person(plan: Plan, row: Row, today: date) -> None:
    told = row.values
    if not (told["first_name"] or told["last_name"] or told["known_as"] or told["role"] == "expected"):
        plan.wrong(row, "First name", "TF-IMPORT-043")
    born, is_expected = told["born"], told["role"] == "expected"
    if not told["precision"]:
        told["precision"] = "expected" if is_expected else "none" if born is None else "day"
    precision = told["precision"]
    fits = (precision == "none") == (born is None) or is_expected
    if row.fate == MADE and not (fits and (precision == "expected") == is_expected):
        plan.wrong(row, "How well known", "TF-IMPORT-044")
    if born and precision != "expected":
        _not_ahead(plan, row, "Date of birth", born, today)
    _not_ahead(plan, row, "Of the family from", told["from_on"], today)
    if told["from_on"] and told["until_on"] and told["until_on"] < told["from_on"]:
        plan.wrong(row, "Until", "TF-IMPORT-045")


def _agreement(plan: Plan, family: FamilyRows, row: Row, today: date) -> bool:
    told = row.values
    _not_ahead(plan, row, "Agreed on", told["agreed_on"], today)
    person = family.people.get(told["person"] or "")
    if person is None:
        if told["person"]:
            plan.wrong(row, "Person key", "TF-IMPORT-033")
    else:
        left = person.values["until_on"]
        if person.values["role"] != "adult" or (left is not None and left <= today):
            plan.wrong(row, "Person key", "TF-IMPORT-046")
        if any(
            one is not row and one.number < row.number and one.values["person"] == told["person"]
            for one in family.agreements
        ):
            plan.wrong(row, "Person key", "TF-IMPORT-048")
    if told["agreed_on"] and told["review_on"] and told["review_on"] <= told["agreed_on"]:
        plan.wrong(row, "Ask again on", "TF-IMPORT-047")
    return row.fate != ASIDE


def _contact(plan: Plan, family: FamilyRows, row: Row, now: datetime) -> None:
    told = row.values
    seen = keys_in(told["seen"])
    is_held = (told["outcome"] or Contact.HELD) == Contact.HELD
    if any(key not in family.people for key in seen):
        plan.wrong(row, "Seen: person keys", "TF-IMPORT-033")
    elif is_held and not (seen and told["text"]):
        plan.wrong(row, "Seen: person keys", "TF-IMPORT-052")
    elif seen and not is_held:
        plan.wrong(row, "Seen: person keys", "TF-IMPORT-053")
    elif told["at"] is not None and not _is_hour(told["on"], told["at"], now):
        plan.wrong(row, "At", "TF-IMPORT-055")
    elif happened_at(told) > now:
        plan.wrong(row, "On", "TF-IMPORT-027")


def _is_hour(on: date, at: time, now: datetime) -> bool:
    """Whether the clock here showed an hour of a day, and showed it once."""
    try:
        moment(on, at, latest=now)
    except ValidationError:
        return False
    return True


def _not_ahead(plan: Plan, row: Row, header: str, day: date | None, today: date) -> None:
    if day is not None and day > today:
        plan.wrong(row, header, "TF-IMPORT-027")
