"""Changing a programme profile: one person proposes a version, another adopts it, for cases that begin from a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.profiles.models import ProfileVersion
from thinkfamily.casework.profiles.problems import ProfileError
from thinkfamily.casework.profiles.queries import newest_number, profile_of
from thinkfamily.casework.sharing.permissions import must_hold_on_site
from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.profile import Profile, as_declared, read_profile, read_text


@transaction.atomic
def propose_setting(code: str, *, name: str, value: Any, because: str, from_on: date, by: Any) -> ProfileVersion:
    """Propose to set one setting of a profile to another value, which then is the council's own choice.

    Args:
        code: which profile.
        name: which setting.
        value: its new value, as a profile declares it.
        because: why; it becomes the reason that stands beside the value.
        from_on: the day from which cases that begin take it.
        by: who proposes.

    Raises:
        PermissionDenied: the worker may not.
        ProfileError: there is no such profile, the value cannot be, or another version waits for a decision.
    """
    must_hold_on_site(by, "profile.propose")
    profile = profile_of(code)
    if profile is None:
        raise ProfileError("TF-PROFILE-001", found=_("There is no such profile."), do=_("Choose one of those shown."))
    content = as_declared(profile)
    content["settings"][name] = {"value": value, "because": because.strip()}
    return _propose(code, content, because, from_on, by, field="value")


@transaction.atomic
def propose_easy_read(
    code: str, *, slot: str, english: str, welsh: str, because: str, from_on: date, by: Any
) -> ProfileVersion:
    """Propose an easy-read text of a profile, in either language or both; with neither, nothing is shown in its place.

    Raises:
        PermissionDenied: the worker may not.
        ProfileError: there is no such profile, a text is none of short sentences, or another version waits for a decision.
    """
    must_hold_on_site(by, "profile.propose")
    profile = profile_of(code)
    if profile is None:
        raise ProfileError("TF-PROFILE-001", found=_("There is no such profile."), do=_("Choose one of those shown."))
    content = as_declared(profile)
    texts = {language: text for language, text in (("en", english.strip()), ("cy", welsh.strip())) if text}
    easy = {**content.pop("easy_read", {}), slot: texts}
    content["easy_read"] = {name: said for name, said in easy.items() if said}
    return _propose(code, content, because, from_on, by, field="english")


@transaction.atomic
def propose_text(code: str, *, text: str, because: str, from_on: date, by: Any) -> ProfileVersion:
    """Propose a whole profile from a file that was exported and changed.

    Raises:
        PermissionDenied: the worker may not.
        ProfileError: it is no profile, is of another code, or another version waits for a decision.
    """
    must_hold_on_site(by, "profile.propose")
    try:
        read = read_text("the file", text)
    except RuleError as error:
        raise ProfileError(
            "TF-PROFILE-002",
            found=f"{error.where}: {error.found}",
            do=error.do,
            field="text",
        ) from None
    if read.code != code:
        raise ProfileError(
            "TF-PROFILE-003",
            found=_("The file is of another profile."),
            do=_("Import it on that one's page."),
            field="text",
        )
    return _propose(code, as_declared(read), because, from_on, by, field="text")


@transaction.atomic
def propose_new(*, text: str, because: str, from_on: date, by: Any) -> ProfileVersion:
    """Propose a programme that this site has not: written anew, or exported from another site.

    Raises:
        PermissionDenied: the worker may not.
        ProfileError: it is no profile, or there is one of its code.
    """
    must_hold_on_site(by, "profile.propose")
    try:
        read = read_text("the file", text)
    except RuleError as error:
        raise ProfileError(
            "TF-PROFILE-002",
            found=f"{error.where}: {error.found}",
            do=error.do,
            field="text",
        ) from None
    if read.code == "new" or profile_of(read.code) is not None:
        raise ProfileError(
            "TF-PROFILE-010",
            found=_("There is a programme of this code."),
            do=_("Give yours a code of its own, or import it on that one's page."),
            field="text",
        )
    return _propose(read.code, as_declared(read), because, from_on, by, field="text")


@transaction.atomic
def decide(version: ProfileVersion, *, answer: str, by: Any) -> ProfileVersion:
    """Adopt a version that another proposed, or turn it down. Cases that have begun keep the version they began with.

    Raises:
        PermissionDenied: the worker may not.
        ProfileError: it was decided already, or is their own.
    """
    must_hold_on_site(by, "profile.adopt")
    held = ProfileVersion.objects.select_for_update().get(pk=version.pk)
    if held.is_adopted is not None:
        raise ProfileError("TF-PROFILE-004", found=_("This was decided already."), do=_("Look at the versions."))
    if held.proposed_by == by.pk:
        raise ProfileError(
            "TF-PROFILE-005", found=_("You proposed this version."), do=_("Another person must adopt it.")
        )
    held.is_adopted, held.decided_by, held.decided_at = answer == "adopt", by.pk, timezone.now()
    held.save()
    record("profile.adopt", by=by, kind="profile_version", object=held.pk, fields=["is_adopted"])
    return held


def _propose(code: str, content: dict[str, Any], because: str, from_on: date, by: Any, *, field: str) -> ProfileVersion:
    if not because.strip():
        raise ProfileError("TF-PROFILE-006", found=_("It is not said why."), do=_("Say why."), field="because")
    if from_on < timezone.localdate():
        raise ProfileError(
            "TF-PROFILE-007", found=_("The day has passed."), do=_("Choose today or a later day."), field="from_on"
        )
    if ProfileVersion.objects.filter(code=code, is_adopted__isnull=True).exists():
        raise ProfileError(
            "TF-PROFILE-008", found=_("Another version waits for a decision."), do=_("Let that one be decided first.")
        )
    content["version"] = newest_number(code) + 1
    try:
        read: Profile = read_profile("the new version", content)
    except RuleError as error:
        raise ProfileError("TF-PROFILE-009", found=str(error.found), do=str(error.do), field=field) from None
    made = ProfileVersion.objects.create(
        code=code,
        version=content["version"],
        content=as_declared(read),
        because=because.strip(),
        from_on=from_on,
        proposed_by=by.pk,
    )
    record("profile.propose", by=by, kind="profile_version", object=made.pk, fields=["because", "content", "from_on"])
    return made
