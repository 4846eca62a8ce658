"""By which programme, in which version and how intensively a case is worked, and was: each spell with why it began.

What follows from it is asked of the profile as the case then goes by it: its weight in a caseload, how often somebody is met,
when the plan is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.profiles.queries import in_use, profile_of
from thinkfamily.programmes.profile import Profile

CHOSEN, CHANGED = "choose_profile", "change_programme"
Versions = Mapping[tuple[str, int], Profile]


@dataclass(frozen=True)
class Spell:
    """One time in which a case went by one programme, version and intensity.

    Attributes:
        profile: by which programme.
        tier: how intensively, in words.
        from_on: since when; None where it came so from another system.
        until_on: until when; None where it goes on.
        step: the step that began it; None where none did.
    """

    profile: Profile
    tier: str
    from_on: date | None
    until_on: date | None
    step: Any


def goes_by(case: Any, content: dict[str, Any], on: date) -> None:
    """Let a case go by what was chosen from now on, and keep beside it by what it went before.

    Raises:
        CaseError: there is no such programme, version or intensity to choose, or it is as it was.
    """
    chosen = _chosen(case, content, on)
    if chosen is None:
        raise CaseError(
            "TF-CASE-058",
            found=_("This programme, or this version of it, is none to choose from that day."),
            do=_("Choose one of those shown."),
            field="profile",
        )
    if content["tier"] not in {tier.code for tier in chosen.tiers}:
        raise CaseError(
            "TF-CASE-059",
            found=_("The programme has no such intensity."),
            do=_("Choose one that it has."),
            field="tier",
        )
    was, becomes = (case.profile, case.profile_version, case.tier), (chosen.code, chosen.version, content["tier"])
    if case.profile and was == becomes and case.active_on is not None:
        raise CaseError(
            "TF-CASE-062", found=_("The case goes by this already."), do=_("Choose what it is to go by."), field="tier"
        )
    case.profile, case.profile_version, case.tier = becomes
    content["version"] = chosen.version
    if was[0]:
        content["was"] = " ".join(map(str, was))


def _chosen(case: Any, content: dict[str, Any], on: date) -> Profile | None:
    code, version = content["profile"], content.get("version")
    now = in_use(on).get(code) or in_use().get(code)
    if version is None or (now is not None and version == now.version):
        return now
    # Of older versions it may keep the one that it goes by.
    return profile_of(code, version) if (code, version) == (case.profile, case.profile_version) else None


def went_by(was: str) -> tuple[str, int, str]:
    """The profile, version and tier that a step keeps as what the case went by before it."""
    code, version, tier = was.split(" ")
    return code, int(version), tier


def spells_of(steps: Iterable[Any], versions: Versions) -> list[Spell]:
    """One row per spell of a case, the oldest first.

    Args:
        steps: its steps, the oldest first.
        versions: each version of each profile.
    """
    marks: list[tuple[tuple[str, int, str], Any]] = []
    for step in steps:
        if step.code not in (CHOSEN, CHANGED):
            continue
        content = step.content
        if not marks and "was" in content:
            marks.append((went_by(content["was"]), None))
        marks.append(((content["profile"], content.get("version") or 1, content["tier"]), step))
    found = []
    for place, ((code, version, tier), step) in enumerate(marks):
        profile = versions.get((code, version))
        if profile is not None:
            until = marks[place + 1][1].on if place + 1 < len(marks) else None
            began = step.on if step else None
            found.append(Spell(profile, profile.tier(tier).title, began, until, step))
    return found
