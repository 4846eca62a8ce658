"""What is recorded at each step of a case. A form's fields are what the step keeps, under their names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.council import is_key
from thinkfamily.casework.cases.declining import WHY_DECLINED
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.cases.proposing import intensities
from thinkfamily.casework.cases.queries import members_now
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.profiles.queries import in_use, profile_of_case
from thinkfamily.programmes.profile import Profile


def _words(label: Any, rows: int = 3, most: int = 4000, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **options)


def _one_of(label: Any, choices: list[tuple[str, Any]], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


class StepForm(PlainForm):
    """Any step: the day on which it was taken."""

    on = PlainDateField(label=_("On which day"), latest=localdate, initial=localdate)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        # The day comes last, being right as it stands most often.
        self.order_fields([name for name in self.fields if name != "on"])

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Fill the choices of a field."""
        fields: Any = self.fields
        fields[name].choices = choices


class ProfileForm(StepForm):
    """Which programme, and how intensive."""

    profile = _one_of(_("Which programme leads"), [])
    tier = _one_of(
        _("How intensive"),
        [],
        help_text=_("It counts towards the caseload of whoever leads. Choose one that the programme has."),
    )
    because = _words(_("Why this programme"), 2)
    over_because = _words(_("Why beyond the ceiling of whoever leads it, if it is"), 2, 300, required=False)

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

    because = _words(_("Why it is changed"), 2)
    family_told = _one_of(
        _("Was the family told?"), [("yes", _("Yes, in the words below")), ("no", _("Not yet, for the reason below"))]
    )
    family_words = _words(_("What the family was told and said, or why it is not told yet"), 2)

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


class CheckForm(StepForm):
    """Who may know, and whether to visit alone."""

    restriction = _one_of(
        _("Must the file be restricted?"),
        [
            ("no", _("No: nobody has to be kept from knowing that the family is here")),
            ("set", _("Yes, and it is restricted")),
        ],
        help_text=_("Think of staff and their relatives, adoption, a safe address, witnesses."),
    )
    risk = _one_of(_("Risk of visiting alone"), Case.RISKS)
    risk_note = _words(_("What the risk is, and what to do"), 2, required=False)


class LinkForm(StepForm):
    """The key of the same family in the council's own system."""

    council_key = forms.CharField(
        label=_("Key in the council's system"), max_length=60, help_text=_("Letters, figures, . _ and -, no name.")
    )

    def clean_council_key(self) -> str:
        """It can stand in an address."""
        key: str = self.cleaned_data["council_key"].strip()
        if not is_key(key):
            raise forms.ValidationError(
                _("Give a key of letters, figures, . _ and - that begins with a letter or figure")
            )
        return key


class OfferForm(StepForm):
    """How the programme was offered."""

    how = _one_of(
        _("How it was offered"),
        [
            ("visit", _("On a visit")),
            ("phone", _("On the telephone")),
            ("letter", _("By letter or message")),
            ("meeting", _("At a meeting with somebody they trust")),
        ],
    )
    told = _words(
        _("What they were told"), help_text=_("What the help is, what is recorded, who sees it, that they may say no.")
    )


class DeclineForm(StepForm):
    """A family says no."""

    why = _one_of(_("Why they say no"), WHY_DECLINED)
    own_words = _words(_("In their own words"), 2, required=False)
    may_ask_again = forms.BooleanField(label=_("They may be asked again"), required=False)


class AssessForm(StepForm):
    """The assessment begins."""

    with_whom = _words(_("With whom, and who takes part"), 2)


class AssessedForm(StepForm):
    """What the assessment came to, whom it covers, and that the family knows it."""

    covers = forms.MultipleChoiceField(label=_("Whom it covers"), widget=forms.CheckboxSelectMultiple, required=False)
    left_out = _words(_("Why somebody is not covered"), 2, required=False)
    strengths = _words(_("What works well"))
    worries = _words(_("What worries"))
    means = _words(_("What it means"), help_text=_("Not what happened: why, and what follows for each child."))
    shared = _one_of(_("Has the family seen it?"), [("yes", _("Yes")), ("no", _("No, for the reason below"))])
    not_shared = _words(_("Why not"), 2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("covers", [(str(one.person_id), str(one.person)) for one in members_now(self.case.family)])

    def clean(self) -> dict[str, Any]:
        """Everybody is covered, or it is said why not; likewise for what the family has not seen."""
        given: dict[str, Any] = super().clean() or {}
        fields: Any = self.fields
        if len(given.get("covers", [])) < len(fields["covers"].choices) and not given.get("left_out"):
            self.add_error("left_out", _("Say why somebody is not covered"))
        if given.get("shared") == "no" and not given.get("not_shared"):
            self.add_error("not_shared", _("Say why the family has not seen it"))
        return given


class NoteForm(StepForm):
    """A step that needs a few words."""

    note = _words(_("In words"))


class BeginWorkForm(NoteForm):
    """Work by the plan begins; where the programme asks for a family contract, that is signed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = profile_of_case(self.case)
        if profile is not None and profile["family_contract"]:
            self.fields["contract"] = forms.BooleanField(
                label=_("The family contract is signed by all who promise something")
            )
            self.order_fields(["note", "contract", "on"])


class DayForm(StepForm):
    """A step that needs its day and no more."""


class StepDownForm(StepForm):
    """Who goes on with the family."""

    next_kind = _one_of(
        _("Who goes on"),
        [
            ("service", _("A service, named below")),
            ("universal", _("School, health visitor or doctor, named below")),
            ("nobody", _("Nobody needs to")),
        ],
    )
    next_who = forms.CharField(label=_("Which service"), max_length=200, required=False)
    family_agrees = _one_of(_("Does the family agree?"), [("yes", _("Yes")), ("no", _("No")), ("partly", _("In part"))])
    family_words = _words(_("What the family says"), 2)

    def clean(self) -> dict[str, Any]:
        """A service is named where one goes on."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("next_kind") in ("service", "universal") and not given.get("next_who"):
            self.add_error("next_who", _("Name the service"))
        return given


class AcceptedForm(StepForm):
    """Somebody elsewhere accepted."""

    who = forms.CharField(label=_("Who accepted: agency and job title"), max_length=200)
    what = _words(_("What they will do"), 2)


FOLLOW_UP = [
    ("contact", _("By asking the family, who agrees to be asked")),
    ("records", _("From records alone, on a recorded lawful basis")),
    ("none", _("Not at all")),
]


class CloseForm(StepForm):
    """The end as planned."""

    came_of_it = _words(_("What came of it, goal by goal"))
    family_view = _words(_("What the family says"), 2)
    child_view = _words(_("What the children say"), 2)
    contingency = _words(
        _("What to do if it gets hard again"), 2, help_text=_("Whom to ring. Give it to the family in writing.")
    )
    safe = forms.BooleanField(label=_("No safeguarding task is open"))
    follow_up = _one_of(_("How it is looked at after the end"), FOLLOW_UP)


class CloseEarlyForm(StepForm):
    """An end before the end."""

    why = _one_of(
        _("Why it ends"),
        [
            ("no_need", _("Help is not needed any longer")),
            ("other_help", _("Another service helps instead")),
            ("withdrew", _("The family does not want to go on")),
            ("out_of_touch", _("The family cannot be reached, and every way was tried")),
            ("moved", _("The family moved, and nobody there goes on")),
            ("not_eligible", _("It should not have been taken up")),
            ("other", _("Another reason, below")),
        ],
    )
    note = _words(_("In words"))
    threshold = forms.BooleanField(label=_("It was asked whether a child is at risk without the help"))
    follow_up = _one_of(_("How it is looked at after the end"), FOLLOW_UP, initial="none")


class BreachForm(StepForm):
    """A breach of the family contract, and the family's side of it."""

    what = _words(
        _("What was not kept, and by whom"), help_text=_("A service that does not keep its promise breaks it too.")
    )
    account = _words(_("The family's account"))
    explained = forms.MultipleChoiceField(
        label=_("Looked at, each of these"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("disability", _("A disability or illness")),
            ("age", _("Somebody's age or understanding")),
            ("carer", _("Caring for somebody")),
            ("coercion", _("Somebody controls or threatens somebody")),
        ],
    )
    found = _words(_("What was found"), 2)

    def clean_explained(self) -> list[str]:
        """All four are looked at before anything follows."""
        looked: list[str] = self.cleaned_data["explained"]
        fields: Any = self.fields
        if len(looked) < len(fields["explained"].choices):
            raise forms.ValidationError(_("Look at all four before anything follows"))
        return looked


class RemoveForm(StepForm):
    """Taken off the programme."""

    why = _words(_("Why nothing less will do"))
    safeguarding = _words(_("How each child is safe without the help"), 2)
    told = _words(_("What the family was told, and how it can object"), 2)


class TransferForm(StepForm):
    """To another area."""

    area = forms.CharField(label=_("Which area"), max_length=120)
    summary = _words(
        _("Summary that goes with the family"),
        help_text=_("Print the chronology, the plan and the family tree, and send them beside it."),
    )


class PauseForm(StepForm):
    """A rest until a day."""

    until_on = PlainDateField(label=_("Until"))
    why = _words(_("Why"), 2)

    def clean_until_on(self) -> Any:
        """It lies ahead, and no further than the programme allows."""
        until = self.cleaned_data["until_on"]
        profile = profile_of_case(self.case)
        most = profile["pause_days_most"] if profile else 60
        days = (until - localdate()).days
        if not 1 <= days <= most:
            raise forms.ValidationError(_("A pause ends after today, and within %(most)d days") % {"most": most})
        return until


class LoseTouchForm(StepForm):
    """What is tried next."""

    tried = _words(_("What was tried"), 2)
    next = _one_of(
        _("What is tried next"),
        [
            ("place", _("Another time or place")),
            ("worker", _("Another worker")),
            ("partner", _("Through a partner whom they trust")),
            ("manager", _("A visit with the manager")),
            ("decide", _("A decision by the team: nothing closes by itself")),
        ],
    )


class StepUpForm(StepForm):
    """Nothing has to be filled in."""

    fear = _words(_("What you fear, for whom"), required=False)
    on = PlainDateField(label=_("On which day"), latest=localdate, initial=localdate, required=False)


class DecideStepUpForm(StepForm):
    """What a manager decides."""

    decision = _one_of(
        _("Decision"),
        [
            ("pass_on", _("Passed on to children's social care or the police")),
            ("stay", _("Stays here, with what is done below")),
        ],
    )
    why = _words(_("Why"))
    family_told = _one_of(
        _("Was the family told?"), [("yes", _("Yes")), ("no", _("No: telling them would raise the risk"))]
    )


class EmptyForm(StepForm):
    """A step with a reason."""

    why = _words(_("Why"), 2)


FORMS: dict[str, type[StepForm]] = {
    "choose_profile": ProfileForm,
    "change_programme": ChangeProgrammeForm,
    "check": CheckForm,
    "link": LinkForm,
    "offer": OfferForm,
    "decline": DeclineForm,
    "offer_again": OfferForm,
    "assess": AssessForm,
    "assessed": AssessedForm,
    "authorise": NoteForm,
    "begin_work": BeginWorkForm,
    "review": DayForm,
    "go_on": NoteForm,
    "step_down": StepDownForm,
    "next_accepted": AcceptedForm,
    "take_back": EmptyForm,
    "close": CloseForm,
    "close_early": CloseEarlyForm,
    "breach_heard": BreachForm,
    "remove": RemoveForm,
    "transfer_accepted": AcceptedForm,
    "transfer_out": TransferForm,
    "archive": DayForm,
    "reopen": EmptyForm,
    "pause": PauseForm,
    "lose_touch": LoseTouchForm,
    "resume": NoteForm,
    "step_up": StepUpForm,
    "decide_step_up": DecideStepUpForm,
}
