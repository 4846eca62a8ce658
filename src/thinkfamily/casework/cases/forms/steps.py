"""What is recorded at each step of a case. A form's fields are what the step keeps, under their names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.council import is_key
from thinkfamily.casework.cases.declining import WHY_DECLINED
from thinkfamily.casework.cases.forms.programme_steps import ChangeProgrammeForm, ProfileForm
from thinkfamily.casework.cases.forms.step_form import StepForm, one_of, words
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.cases.queries import members_now
from thinkfamily.casework.pages.forms import PlainDateField
from thinkfamily.casework.profiles.queries import profile_of_case
from thinkfamily.casework.questions.kinds import CLOSING


class CheckForm(StepForm):
    """Who may know, and whether to visit alone."""

    restriction = one_of(
        _("Must the file be restricted?"),
        [
            ("no", _("No: nobody has to be kept from knowing that the family is here")),
            ("set", _("Yes, and it is restricted")),
        ],
        help_text=_("Think of staff and their relatives, adoption, a safe address, witnesses."),
    )
    risk = one_of(_("Risk of visiting alone"), Case.RISKS)
    risk_note = words(_("What the risk is, and what to do"), 2, required=False)


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

    how = one_of(
        _("How it was offered"),
        [
            ("visit", _("On a visit")),
            ("phone", _("On the telephone")),
            ("letter", _("By letter or message")),
            ("meeting", _("At a meeting with somebody they trust")),
        ],
    )
    told = words(
        _("What they were told"), help_text=_("What the help is, what is recorded, who sees it, that they may say no.")
    )


class DeclineForm(StepForm):
    """A family says no."""

    why = one_of(_("Why they say no"), WHY_DECLINED)
    own_words = words(_("In their own words"), 2, required=False)
    may_ask_again = forms.BooleanField(label=_("They may be asked again"), required=False)


class AssessForm(StepForm):
    """The assessment begins."""

    with_whom = words(_("With whom, and who takes part"), 2)


class AssessedForm(StepForm):
    """What the assessment came to, whom it covers, and that the family knows it."""

    covers = forms.MultipleChoiceField(label=_("Whom it covers"), widget=forms.CheckboxSelectMultiple, required=False)
    left_out = words(_("Why somebody is not covered"), 2, required=False)
    strengths = words(_("What works well"))
    worries = words(_("What worries"))
    means = words(_("What it means"), help_text=_("Not what happened: why, and what follows for each child."))
    shared = one_of(_("Has the family seen it?"), [("yes", _("Yes")), ("no", _("No, for the reason below"))])
    not_shared = words(_("Why not"), 2, required=False)

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

    note = words(_("In words"))


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

    next_kind = one_of(
        _("Who goes on"),
        [
            ("service", _("A service, named below")),
            ("universal", _("School, health visitor or doctor, named below")),
            ("nobody", _("Nobody needs to")),
        ],
    )
    next_who = forms.CharField(label=_("Which service"), max_length=200, required=False)
    family_agrees = one_of(_("Does the family agree?"), [("yes", _("Yes")), ("no", _("No")), ("partly", _("In part"))])
    family_words = words(_("What the family says"), 2)

    def clean(self) -> dict[str, Any]:
        """A service is named where one goes on."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("next_kind") in ("service", "universal") and not given.get("next_who"):
            self.add_error("next_who", _("Name the service"))
        return given


class AcceptedForm(StepForm):
    """Somebody elsewhere accepted."""

    who = forms.CharField(label=_("Who accepted: agency and job title"), max_length=200)
    what = words(_("What they will do"), 2)


FOLLOW_UP = [
    ("contact", _("By asking the family, who agrees to be asked")),
    ("records", _("From records alone, on a recorded lawful basis")),
    ("none", _("Not at all")),
]


class CloseForm(StepForm):
    """The end as planned."""

    ASKS_ALSO = CLOSING

    came_of_it = words(_("What came of it, goal by goal"))
    family_view = words(_("What the family says"), 2)
    child_view = words(_("What the children say"), 2)
    contingency = words(
        _("What to do if it gets hard again"), 2, help_text=_("Whom to ring. Give it to the family in writing.")
    )
    safe = forms.BooleanField(label=_("No safeguarding task is open"))
    follow_up = one_of(_("How it is looked at after the end"), FOLLOW_UP)


class CloseEarlyForm(StepForm):
    """An end before the end."""

    ASKS_ALSO = CLOSING

    why = one_of(
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
    note = words(_("In words"))
    threshold = forms.BooleanField(label=_("It was asked whether a child is at risk without the help"))
    follow_up = one_of(_("How it is looked at after the end"), FOLLOW_UP, initial="none")


class BreachForm(StepForm):
    """A breach of the family contract, and the family's side of it."""

    what = words(
        _("What was not kept, and by whom"), help_text=_("A service that does not keep its promise breaks it too.")
    )
    account = words(_("The family's account"))
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
    found = words(_("What was found"), 2)

    def clean_explained(self) -> list[str]:
        """All four are looked at before anything follows."""
        looked: list[str] = self.cleaned_data["explained"]
        fields: Any = self.fields
        if len(looked) < len(fields["explained"].choices):
            raise forms.ValidationError(_("Look at all four before anything follows"))
        return looked


class RemoveForm(StepForm):
    """Taken off the programme."""

    why = words(_("Why nothing less will do"))
    safeguarding = words(_("How each child is safe without the help"), 2)
    told = words(_("What the family was told, and how it can object"), 2)


class TransferForm(StepForm):
    """To another area."""

    area = forms.CharField(label=_("Which area"), max_length=120)
    summary = words(
        _("Summary that goes with the family"),
        help_text=_(
            "Print and send the chronology, plan and family tree now: once this is signed, leads read the file no longer."
        ),
    )


class PauseForm(StepForm):
    """A rest until a day."""

    until_on = PlainDateField(label=_("Until"))
    why = words(_("Why"), 2)

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

    tried = words(_("What was tried"), 2)
    next = one_of(
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

    fear = words(_("What you fear, for whom"), required=False)
    on = PlainDateField(label=_("On which day"), latest=localdate, initial=localdate, required=False)


class DecideStepUpForm(StepForm):
    """What a manager decides."""

    decision = one_of(
        _("Decision"),
        [
            ("pass_on", _("Passed on to children's social care or the police")),
            ("stay", _("Stays here, with what is done below")),
        ],
    )
    why = words(_("Why"))
    family_told = one_of(
        _("Was the family told?"), [("yes", _("Yes")), ("no", _("No: telling them would raise the risk"))]
    )


class EmptyForm(StepForm):
    """A step with a reason."""

    why = words(_("Why"), 2)


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
