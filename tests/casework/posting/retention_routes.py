"""Routes of files that are to go that take a form, as `routes` has those of the rest, and the things that they are about."""

from __future__ import annotations

from tests.casework import factories as make
from tests.casework.posting.routes import Route
from tests.casework.posting.world import World
from tests.casework.retention.over import over
from thinkfamily.casework.retention import actions

RETENTION: dict[str, Route] = {
    "retention:place": Route(
        "governance", "retention.Hold", lambda w: {"reference": w.words["over"], "kind": "court"}, unkept="reference"
    ),
    "retention:lift": Route("governance", "retention.Hold"),
    "retention:propose": Route("governance", "retention.Round retention.RoundFile access.Notice"),
    "retention:answer": Route(
        "governance", "retention.Round retention.RoundFile", lambda w: {"answer": "back", "because": "Not yet."}
    ),
}


def build(world: World) -> None:
    """A file that can be put forward, one that waits in a round, and one that is held."""
    governance, held = world.who["governance"], over()
    hold = actions.place(by=governance, reference=held.reference, kind="police", because="An inquiry.")
    over()
    world.ids["round_id"] = actions.propose(by=make.worker("governance")).pk
    world.ids["hold_id"] = hold.pk
    world.words["over"] = over().reference
