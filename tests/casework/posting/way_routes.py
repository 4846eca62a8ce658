"""Routes of the way of a case that take a form, as `routes` has those of the rest."""

from __future__ import annotations

from tests.casework.days import In, worked_out
from tests.casework.posting.routes import PART, Route
from tests.casework.posting.ways import STATES, day

STEP = "cases.Case cases.HistoricalCase cases.Step access.Notice cases.SustainCheck access.Involvement"
HANDOVER = "cases.Handover access.Notice"
# The old lead's part ends by itself after their last day.
ENDS = f"{HANDOVER} access.Involvement"
MANAGERS = ("authorise", "archive", "decide_step_up")
RIGHT = {
    "choose_profile": {"profile": "family_help", "tier": "usual", "on": In(-1)},
    "change_programme": {"profile": "family_help 1", "tier": "intensive"},
    "link": {"council_key": "LCS-1"},
    "pause": {"until_on": In(20)},
    "breach_heard": {"explained": ["disability", "age", "carer", "coercion"]},
    "close_early": {"follow_up": "none"},
    "close": {"follow_up": "contact"},
}
SECOND = ("change_programme", "close", "close_early", "remove", "transfer_out")

WAY: dict[str, Route] = {
    **{
        f"cases:{code}": Route(
            "manager" if code in MANAGERS else "lead",
            "cases.StepProposal access.Notice" if code in SECOND else STEP,
            lambda w, code=code: {"on": day(-1), **worked_out(RIGHT.get(code, {}))},  # type: ignore[misc]
            {"family_id": f"way_{code}"},
        )
        for code in STATES
    },
    "cases:sign": Route(
        "manager", f"{STEP} cases.StepProposal", lambda w: {"answer": "sign"}, {"family_id": "to_sign_id"}
    ),
    "cases:ground": Route(
        "lead", "cases.StatutoryGround access.Notice", lambda w: {"until_on": day(30)}, {"family_id": "way_ground"}
    ),
    "cases:sign_ground": Route(
        "manager",
        f"{STEP} cases.StatutoryGround",
        instead={"family_id": "way_sign_ground", "ground_id": "sign_ground_id"},
    ),
    "cases:end_ground": Route(
        "lead", f"{STEP} cases.StatutoryGround", instead={"family_id": "way_end_ground", "ground_id": "end_ground_id"}
    ),
    "cases:look": Route(
        "lead",
        "cases.SustainCheck access.Involvement",
        lambda w: {"done_on": day(-1)},
        {"family_id": "way_look", "look_id": "look_id"},
    ),
    "cases:ask_lead": Route(
        "manager",
        f"cases.Acceptance {PART}",
        lambda w: {"who": f"{w.who['spare'].pk}:child_lead", "over_because": ""},
        {"family_id": "way_ask"},
        unkept="who",
    ),
    "cases:answer_lead": Route(
        "lead", f"cases.Acceptance {PART}", lambda w: {"answer": "yes", "because": ""}, {"family_id": "way_answer"}
    ),
    "cases:raise_handover": Route(
        "lead", ENDS, lambda w: {"last_day_on": day(9), "reason": "leaving"}, {"family_id": "way_raise"}
    ),
    "cases:prepare_handover": Route(
        "lead", HANDOVER, instead={"family_id": "way_prepare", "handover_id": "handover_prepare"}
    ),
    "cases:visit_handover": Route(
        "lead",
        HANDOVER,
        lambda w: {"visit_on": day(-1), "no_visit_because": ""},
        {"family_id": "way_visit", "handover_id": "handover_visit"},
    ),
    "cases:tell_handover": Route(
        "lead", HANDOVER, lambda w: {"told_on": day(-1)}, {"family_id": "way_tell", "handover_id": "handover_tell"}
    ),
    "cases:name_receiver": Route(
        "manager",
        HANDOVER,
        lambda w: {"receiver": str(w.who["stranger"].pk)},
        {"family_id": "way_receiver", "handover_id": "handover_receiver"},
    ),
    "cases:stop_handover": Route("lead", ENDS, instead={"family_id": "way_stop", "handover_id": "handover_stop"}),
    "cases:accept_handover": Route(
        "stranger", f"{HANDOVER} cases.Acceptance {PART}", instead={"handover_id": "handover_accept"}
    ),
    "cases:leaver": Route(
        "manager",
        ENDS,
        lambda w: {
            "last_day_on": day(9),
            "receiver": str(w.who["stranger"].pk),
            "note": "All of them want to be rung.",
        },
        {"worker_id": "leaver_id"},
    ),
    "cases:capacity": Route(
        "manager", "cases.Capacity", lambda w: {"percent": "50", "leaves_on": day(40)}, {"worker_id": "leaver_id"}
    ),
}
WAY |= {
    "profiles:change": Route(
        "manager",
        "profiles.ProfileVersion",
        lambda w: {"value": "5", "from_on": day(1)},
        {"code": "profile_code", "name": "setting_name"},
    ),
    "profiles:bring": Route(
        "manager",
        "profiles.ProfileVersion",
        lambda w: {"text": w.words["profile"], "from_on": day(1)},
        {"code": "profile_code"},
        unkept="text",
    ),
    "profiles:new": Route(
        "manager", "profiles.ProfileVersion", lambda w: {"text": w.words["tenth"], "from_on": day(1)}, unkept="text"
    ),
    "profiles:decide": Route(
        "governance", "profiles.ProfileVersion", lambda w: {"answer": "adopt"}, {"code": "proposed_code"}
    ),
}
WAY |= {
    "daily:changes_read": Route("lead", "daily.ChangesRead", page="daily:day"),
    "daily:shared_read": Route("partner", "daily.ChangesRead", page="daily:shared_cases"),
    "daily:keep_list": Route("lead", "daily.SavedList", lambda w: {"team": ""}),
    "daily:remove_list": Route("lead", "daily.SavedList"),
    "daily:supervision": Route(
        "manager",
        "daily.Supervision",
        lambda w: {"held_on": day(-1), "next_on": day(27)},
        {"worker_id": "leaver_id"},
    ),
}
