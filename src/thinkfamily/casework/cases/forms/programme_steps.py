"""What is recorded as a case gets a programme, or another one, or another intensity."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.forms.step_form import StepForm, one_of, words
from thinkfamily.casework.cases.proposing import intensities
from thinkfamily.casework.profiles.queries import in_use, profile_of_case
from thinkfamily.programmes.profile import Profile


class ProfileForm(StepForm):
    """Which programme, and how intensive."""

    profile = one_of(_("Which programme leads"), [])
    tier = one_of(
        _("How intensive"),
        [],
        help_text=_("It counts towards the caseload of whoever leads. Choose one that the programme has."),
    )
    because = words(_("Why this programme"), 2)
    over_because = words(_("Why beyond the ceiling of whoever leads it, if it is"), 2, 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.profiles = self.offered()
        self.choose("profile", [(key, self.says(one)) for key, one in self.profiles.items()])
        self.choose("tier", intensities(self.profiles.values()))

    def offered(self) -> dict[str, Profile]:
        """The programmes to choose from, each under the value of its choice."""
        return in_use()

    def says(self, profile: Profile) -> str:
        """How one programme is offered."""
        return f"{profile.title}: {profile.says}"

    def clean(self) -> dict[str, Any]:
        """The tier must be one of the programme's."""
        given: dict[str, Any] = super().clean() or {}
        chosen = self.profiles.get(given.get("profile", ""))
        if chosen is not None and given.get("tier") not in {tier.code for tier in chosen.tiers}:
            titles = ", ".join(tier.title for tier in chosen.tiers)
            self.add_error("tier", _("This programme has: %(titles)s") % {"titles": titles})
        return given


class ChangeProgrammeForm(ProfileForm):
    """Another programme, another version of it or another intensity, from a day on; and what the family was told of it."""

    because = words(_("Why it is changed"), 2)
    family_told = one_of(
        _("Was the family told?"), [("yes", _("Yes, in the words below")), ("no", _("Not yet, for the reason below"))]
    )
    family_words = words(_("What the family was told and said, or why it is not told yet"), 2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["on"].label = _("From which day")
        if not self.is_bound and self.case.profile:
            self.initial.setdefault("profile", f"{self.case.profile} {self.case.profile_version or 1}")
            self.initial.setdefault("tier", self.case.tier)

    def offered(self) -> dict[str, Profile]:
        """What the case goes by, as it stands; then what it could."""
        now = profile_of_case(self.case)
        every = [*([now] if now else []), *in_use().values()]
        return {f"{one.code} {one.version}": one for one in every}

    def says(self, profile: Profile) -> str:
        """How one programme is offered, with its version where the case goes by another of the same."""
        if profile.code != self.case.profile:
            return super().says(profile)
        if profile.version == (self.case.profile_version or 1):
            return str(_("%(title)s, version %(version)d: as it is now")) % _named(profile)
        return str(_("%(title)s in the version of today, %(version)d")) % _named(profile)

    def clean(self) -> dict[str, Any]:
        """The programme and its version apart."""
        given = super().clean()
        if "profile" in given:
            code, version = given["profile"].split(" ")
            given |= {"profile": code, "version": int(version)}
        return given


def _named(profile: Profile) -> dict[str, Any]:
    return {"title": profile.title, "version": profile.version}
