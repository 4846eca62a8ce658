"""Which programme profiles are in use, and which version a case keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.profiles.models import ProfileVersion
from thinkfamily.casework.profiles.words import in_words, word
from thinkfamily.programmes.easy_read import SLOTS, in_order
from thinkfamily.programmes.profile import Profile, read_profile, shipped


def in_use(on: date | None = None) -> dict[str, Profile]:
    """Each profile in the version that a case beginning on a day takes, by code: one query."""
    day = on or timezone.localdate()
    found = dict(shipped())
    rows = ProfileVersion.objects.filter(is_adopted=True, from_on__lte=day).order_by("version")
    for row in rows:
        found[row.code] = _profile(row)
    return dict(sorted(found.items(), key=lambda pair: pair[1].title))


def profile_of(code: str, version: int | None = None) -> Profile | None:
    """One profile in one version, or in the version in use today; None where there is none of the code."""
    own = shipped().get(code)
    if version is None:
        return in_use().get(code)
    if own is not None and own.version == version:
        return own
    row = ProfileVersion.objects.filter(code=code, version=version).first()
    return None if row is None else _profile(row)


def profile_of_case(case: Any) -> Profile | None:
    """The profile by which one case is worked, in its version and at its intensity; None while nobody has chosen one."""
    if case is None or not case.profile:
        return None
    found = profile_of(case.profile, case.profile_version)
    return None if found is None else found.at(case.tier)


def easy_read_now(code: str, slot: str) -> list[tuple[str, str]]:
    """The easy-read texts that families of a programme read today in one place, each with its language: one query.

    They are those of the version in use today, whichever a case is worked by: a text is no practice that was agreed on.
    """
    found = in_use().get(code)
    return [] if found is None else in_order(found.easy_read.get(slot, {}))


def profile_among(versions: dict[tuple[str, int], Profile], case: Any) -> Profile | None:
    """The same from `every_version`, for lists of many cases: no query."""
    found = versions.get((case.profile, case.profile_version or 1))
    return None if found is None else found.at(case.tier)


def profile_to_read(code: str) -> Profile | None:
    """One profile in the version in use today, or as it is to come; None where there is none of the code."""
    return profile_of(code) or next((one for one in to_come() if one.code == code), None)


def versions_of(code: str) -> list[ProfileVersion]:
    """One row per version of one profile beside the shipped one, the newest first."""
    return list(ProfileVersion.objects.filter(code=code))


def newest_number(code: str) -> int:
    """The number of the newest version of one profile, whatever was decided on it."""
    own = shipped().get(code)
    rows = ProfileVersion.objects.filter(code=code).order_by("-version").values_list("version", flat=True)
    return max(own.version if own else 0, rows.first() or 0)


def differences(old: Profile, new: Profile) -> list[tuple[str, Any, Any]]:
    """What a version changes, as (title, before, after), each in words."""
    changed: list[tuple[str, Any, Any]] = [
        (setting.kind.title, in_words(setting.kind, old[name]), in_words(setting.kind, setting.value))
        for name, setting in new.settings.items()
        if setting.value != old[name]
    ]
    for title, before, after in (
        (_("Title"), old.title, new.title),
        (_("What families read"), old.public_label, new.public_label),
        (_("What it is"), old.says, new.says),
        (_("Needs it answers"), _needs(old), _needs(new)),
        (_("Intensities"), "; ".join(_in_words(old)), "; ".join(_in_words(new))),
        (_("Timetable"), _timetable(old), _timetable(new)),
        *((_("Easy read: %(what)s") % {"what": word(slot)}, _easy(old, slot), _easy(new, slot)) for slot in SLOTS),
    ):
        if before != after:
            changed.append((title, before, after))
    return changed


def _easy(profile: Profile, slot: str) -> str:
    return " / ".join(text for _language, text in in_order(profile.easy_read.get(slot, {}))) or "–"


def _needs(profile: Profile) -> str:
    return _("%(needs)s; at least %(least)d") % {
        "needs": ", ".join(word(one) for one in profile.suits) or "–",
        "least": profile.suits_at_least,
    }


def _timetable(profile: Profile) -> str:
    return (
        "; ".join(_("week %(week)s: %(what)s") % {"week": one.week, "what": one.what} for one in profile.timetable)
        or "–"
    )


def _in_words(profile: Profile) -> list[str]:
    """Each intensity of a profile with all that it says."""
    found = []
    for tier in profile.tiers:
        words = [_("%(tier)s: %(points)s points") % {"tier": tier.title, "points": f"{tier.points:g}"}]
        if tier.from_needs is not None:
            words.append(
                ngettext("from %(count)d kind of need", "from %(count)d kinds of need", tier.from_needs)
                % {"count": tier.from_needs}
            )
        words += [f"{setting.kind.title} {setting.value} {setting.kind.unit}" for setting in tier.settings.values()]
        found.append(", ".join(words))
    return found


def content_of(row: ProfileVersion) -> Profile:
    """The profile that a version holds."""
    return _profile(row)


def to_come() -> list[Profile]:
    """Programmes that are not in use yet: proposed, or adopted from a day that lies ahead."""
    now = in_use()
    rows = ProfileVersion.objects.exclude(is_adopted=False).exclude(code__in=now)
    return [_profile(row) for row in rows]


def undecided(code: str) -> ProfileVersion | None:
    """The version of one profile that waits for a decision."""
    return ProfileVersion.objects.filter(code=code, is_adopted__isnull=True).first()


def every_version() -> dict[tuple[str, int], Profile]:
    """Each version of each profile that a case can be in, by code and version: one query, for lists of many cases."""
    found = {(one.code, one.version): one for one in shipped().values()}
    for row in ProfileVersion.objects.filter(is_adopted=True):
        found[row.code, row.version] = _profile(row)
    return found


def _profile(row: ProfileVersion) -> Profile:
    return read_profile(f"{row.code}, version {row.version}", row.content)
