"""Routes of the directory of services that take a form, as `routes` has those of the rest."""

from __future__ import annotations

from tests.casework.posting.routes import Route, day

SERVICE = "directory.OfferedService directory.HistoricalOfferedService"
REFERRAL = (
    "directory.ServiceReferral directory.HistoricalServiceReferral directory.ServiceReferral_hidden_from access.Notice"
)
UNMET = "directory.UnmetNeed directory.UnmetNeed_hidden_from"
NEED = {"item_id": "need_id"}
NUMBERS = {"minimum_age": "4", "maximum_age": "16", "answers_within_days": "5", "waiting_weeks": "6", "room": "list"}


def told(_world: object) -> dict[str, object]:
    """A referral that we make, answered in time."""
    return {"how": "we", "says": "agrees", "person": "", "answer_by_on": day(9)}


DIRECTORY: dict[str, Route] = {
    "directory:add": Route("keeper", SERVICE, lambda w: {"agency": w.words["home"], **NUMBERS}),
    "directory:change": Route("keeper", SERVICE, lambda w: NUMBERS),
    "directory:confirm": Route("keeper", SERVICE, lambda w: {"room": "list", "waiting_weeks": "6"}),
    "directory:check": Route("keeper", "directory.ServiceFile", lambda w: {"file": w.words["services"]}),
    "directory:bring": Route("keeper", f"{SERVICE} directory.ServiceFile"),
    "directory:refer": Route("lead", REFERRAL, told),
    "directory:refer_for": Route("lead", REFERRAL, told, NEED),
    "directory:answer": Route("lead", REFERRAL, lambda w: {"step": "wait", "answer_by_on": day(9), "declined_why": ""}),
    "directory:take_back": Route("lead", REFERRAL),
    "directory:unmet": Route("lead", UNMET, lambda w: {"category": "benefits"}),
    "directory:unmet_for": Route("lead", UNMET, instead=NEED),
    "directory:end_unmet": Route("lead", UNMET),
}
