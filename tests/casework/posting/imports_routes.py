"""Routes of imports that take a form, as `routes` has those of the rest, and the imports that they are about."""

from __future__ import annotations

from tests.casework.imports import files
from tests.casework.posting.routes import Route
from tests.casework.posting.world import World
from thinkfamily.casework.imports import actions

REGISTER = "imports.Import"
# What an import makes: a family with everything about it.
MADE = (
    f"{REGISTER} imports.BroughtFamily families.Family families.HistoricalFamily families.Person families.HistoricalPerson "
    "families.Member families.HistoricalMember families.NameToken families.IdentifierFingerprint cases.Case "
    "cases.HistoricalCase cases.Step cases.AgreementToTakePart cases.HistoricalAgreementToTakePart access.Involvement "
    "cases.Acceptance plans.Plan plans.HistoricalPlan plans.Goal plans.HistoricalGoal plans.Contact plans.Seen"
)

IMPORTS: dict[str, Route] = {
    "imports:check": Route("analyst", REGISTER, lambda w: {"file": w.words["cases"]}),
    "imports:sign": Route("second", REGISTER, lambda w: {"has_read": "on"}, {"import_id": "import_checked"}),
    "imports:bring": Route("analyst", MADE, lambda w: {"file": w.words["cases"]}, {"import_id": "import_signed"}),
    "imports:ask_back": Route("analyst", REGISTER, instead={"import_id": "import_brought"}),
    "imports:answer_back": Route("second", MADE, lambda w: {"answer": "yes"}, {"import_id": "import_asked"}),
}


def build(world: World) -> None:
    """An import in each state in which something is sent about it."""
    analyst, second = world.who["analyst"], world.who["second"]
    contents = [files.workbook(files.rows(1, first=1000 + number)) for number in range(4)]
    world.words["cases"] = contents[0]
    made = [actions.check(files.read(content), by=analyst) for content in contents]
    for one in made[:3]:
        actions.sign(one, by=second)
    for content in contents[1:3]:
        actions.bring(files.read(content), by=analyst)
    actions.ask_back(made[2], because="The wrong team.", by=analyst)
    world.ids |= dict(
        zip(
            ("import_signed", "import_brought", "import_asked", "import_checked"), (one.pk for one in made), strict=True
        )
    )
    world.ids["import_id"] = made[3].pk
