"""From the rows of a file to what would become of each: every rule that an import keeps, and no write to any family."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.families.known import Asked, find_known
from thinkfamily.casework.imports import checking_family as rules
from thinkfamily.casework.imports.cells import WrongCellError, value_of
from thinkfamily.casework.imports.plan import ASIDE, MADE, THERE, FamilyRows, Plan, Row
from thinkfamily.casework.imports.reading import Read
from thinkfamily.casework.imports.sheets import BY_NAME, MAKING, SHEETS, TOTALS, Column
from thinkfamily.casework.imports.world import World, key_of, world_for


def plan_of(read: Read, standing: Standing) -> Plan:
    """What would become of each row of a file today, if this worker brought it."""
    plan, world = Plan(read.sha256), _world(read, standing)
    for sheet in SHEETS:
        plan.rows[sheet.name] = [_row(plan, world, sheet.name, *line) for line in read.rows.get(sheet.name, ())]
    _gather(plan)
    for family in plan.families.values():
        if key_of(family.key) in world.brought or family.row.values.get("council_key") in world.council_keys:
            for row in family.all:
                row.fate = THERE
            # What may be wrong with rows that are there already is nobody's work.
            numbers = {(row.sheet, row.number) for row in family.all}
            plan.problems = [one for one in plan.problems if (one.sheet, one.row) not in numbers]
        else:
            rules.check_family(plan, world, family)
    _look(plan, standing)
    for family in plan.families.values():
        _whole_or_not(plan, family)
        if family.row.fate == MADE:
            rules.check_plan(plan, world, family)
    _totals(plan)
    return plan


def _world(read: Read, standing: Standing) -> World:
    def cells(sheet: str, *names: str) -> Iterable[str]:
        # No database can be asked for a text with a NUL in it; the cell is refused where it stands.
        every = (line.get(name, "") for _, line in read.rows.get(sheet, ()) for name in names)
        return (one for one in every if "\0" not in one)

    emails = (*cells("families", "lead_1", "lead_2"), *cells("goals", "owner"))
    return world_for(
        standing,
        keys=cells("families", "family"),
        council_keys=cells("families", "council_key"),
        emails=(one for one in emails if one),
    )


def _row(plan: Plan, world: World, sheet: str, number: int, cells: dict[str, str]) -> Row:
    row = Row(sheet, number)
    for column in BY_NAME[sheet].columns:
        try:
            row.values[column.name] = value_of(column, cells.get(column.name, ""), _choices(world, column))
        except WrongCellError as wrong:
            row.values[column.name] = None
            plan.wrong(row, column.header, str(wrong))
    return row


def _choices(world: World, column: Column) -> dict[str, Any]:
    if column.of_site:
        return world.choices[column.of_site]
    return {word.casefold(): code for code, words in column.choices for word in (words, code)}


def _gather(plan: Plan) -> None:
    """Bring the rows of other sheets to their family; what cannot be told apart or has none is set aside."""
    for row in plan.rows["families"]:
        key = row.values["family"]
        if not key:
            continue
        if key in plan.families:
            plan.wrong(row, "Family key", "TF-IMPORT-030")
            continue
        plan.families[key] = FamilyRows(row, key)
    seen: set[str] = set()
    for sheet in MAKING[1:]:
        for row in plan.rows[sheet.name]:
            family = plan.families.get(row.values["family"] or "")
            if family is None:
                if row.values["family"]:
                    plan.wrong(row, "Family key", "TF-IMPORT-031")
            elif sheet.name == "people":
                key = row.values["person"] or f"\0{row.number}"
                if key in seen:
                    plan.wrong(row, "Person key", "TF-IMPORT-030")
                    # It is counted with its family, which does not come without all of its people.
                    key = f"\0{row.number}"
                seen.add(key)
                family.people[key] = row
            else:
                getattr(family, sheet.name).append(row)


def _look(plan: Plan, standing: Standing) -> None:
    """Look whether people are known, as before any family is made; nobody learns what is kept from them."""
    asked = {}
    for family in plan.families.values():
        if family.row.fate == THERE:
            continue
        for person in family.people.values():
            told = person.values
            if told["born"] and told["precision"] != "expected":
                names = (told["first_name"] or "", told["last_name"] or "", told["known_as"] or "")
                asked[f"{person.number}"] = (family, person, Asked(f"{person.number}", *names, told["born"]))
    known = find_known(standing, [one for _, _, one in asked.values()])
    for key in sorted(known, key=int):
        family, person, _ = asked[key]
        if not family.row.values["looked"]:
            plan.wrong(person, "", "TF-IMPORT-060")


def _whole_or_not(plan: Plan, family: FamilyRows) -> None:
    """A family comes with all of its people and agreements, or not at all."""
    if family.row.fate == THERE:
        return
    parts = [family.row, *family.people.values(), *family.agreements]
    if any(row.fate == ASIDE for row in parts):
        if family.row.fate == MADE:
            plan.wrong(family.row, "", "TF-IMPORT-035")
        for row in family.all:
            if row.fate == MADE:
                plan.wrong(row, "", "TF-IMPORT-032")


def _totals(plan: Plan) -> None:
    for row in plan.rows[TOTALS.name]:
        told = row.values
        if row.fate == MADE and (key := (told["team"].name, told["state"])) in plan.totals:
            plan.wrong(row, "State", "TF-IMPORT-054")
        elif row.fate == MADE:
            plan.totals[key] = told["families"]
