"""The page of the state machines: a diagram of each, and its transitions with their guards."""

from __future__ import annotations

from thinkfamily.casework.site.diagrams import Machine, machines
from thinkfamily.cli.reference import markdown


def states_page() -> str:
    """The page, as text."""
    return markdown.page(
        "States",
        "How a request for help, a case, a goal, a meeting and a sharing decision go from state to state. A transition is"
        " possible only when each of its guards is met; nothing else changes a state.",
        *[_machine(each) for each in machines()],
    )


def _machine(machine: Machine) -> str:
    drawn = ["stateDiagram-v2", f"    [*] --> {machine.first}"]
    # A second colon would end the title.
    drawn += [f"    {code} : {title.replace(':', ',')}" for code, title in machine.states.items()]
    drawn += [f"    {move.source} --> {move.target} : {move.name}" for move in machine.moves]
    rows = [
        (
            f"`{move.name}`",
            f"{machine.states[move.source]} → {machine.states[move.target]}",
            move.says,
            " ".join(f"{number}. {guard}" for number, guard in enumerate(move.guards, 1)),
        )
        for move in machine.moves
    ]
    table = markdown.table(("transition", "from → to", "means", "guards"), rows)
    diagram = "\n".join(["```mermaid", *drawn, "```"])
    return "\n\n".join([f"## {machine.title}", machine.says, diagram, table])
