"""Forms for proposing, deciding and ending what is shared about one family."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.pages.forms import PlainDateField, PlainForm
from thinkfamily.casework.sharing.disclosure import OTHER, POWERS_TO_DISCLOSE
from thinkfamily.casework.sharing.models import LawfulBasis, SharingDecision
from thinkfamily.casework.sharing.queries import (
    agencies_to_propose,
    agreements_in_date,
    fresh_enquiries,
    items_to_name,
    who_can_be_named,
    who_can_be_told,
)


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def to_bool(value: object) -> bool:
    """The answer to a yes-or-no question."""
    return value in (True, "yes")


class AgreementChoice(forms.ModelChoiceField):
    """An agreement, with its two sides: a reference alone tells nobody which it is."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.reference}: {obj.from_agency} to {obj.to_agency}"


class EnquiryChoice(forms.ModelChoiceField):
    """A signed decision to make urgent enquiries, by its day and who signed it."""

    def label_from_instance(self, obj: Any) -> str:
        """When it was decided, and by whom."""
        return f"{date_format(localtime(obj.decided_at), 'j F Y, H:i')}, {obj.decided_by.name}"


class ProposeForm(PlainForm):
    """A proposal to share, or not to share, between two agencies."""

    advice = forms.ChoiceField(
        label=_("What do you propose?"), choices=SharingDecision.ADVICE, widget=forms.RadioSelect, initial="share"
    )
    from_agency: Any = forms.ModelChoiceField(label=_("Whose information"), queryset=None, empty_label=_("Choose"))
    to_agency: Any = forms.ModelChoiceField(label=_("Who would see it"), queryset=None, empty_label=_("Choose"))
    categories = forms.MultipleChoiceField(
        label=_("Which information"),
        choices=CATEGORIES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("As little as the purpose needs. Leave it empty where you choose single items below."),
    )
    people = forms.MultipleChoiceField(
        label=_("Only what is about these people"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose nobody to share whoever it is about, the family as a whole too."),
    )
    items = forms.MultipleChoiceField(
        label=_("Only these single items"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Of that agency's information, as far as you see it. Nothing recorded later is then shared."),
    )
    purpose = forms.CharField(label=_("What for"), max_length=300)
    power_code = forms.ChoiceField(
        label=_("Power to disclose"),
        choices=[("", _("Choose")), *POWERS_TO_DISCLOSE],
        required=False,
        help_text=_("The law that lets this agency tell the other. Agreement to take part is no such power."),
    )
    power = forms.CharField(label=_("The other power, in words"), max_length=200, required=False)
    lawful_basis = forms.ChoiceField(
        label=_("Lawful basis"), choices=[("", _("Choose")), *LawfulBasis.BASES], required=False
    )
    necessity = forms.CharField(label=_("Why it is necessary, and no more than needed"), widget=_area(), required=False)
    condition = forms.CharField(
        label=_("Condition for special category data"),
        max_length=200,
        required=False,
        help_text=_("Needed for health, mental health, and drugs and alcohol."),
    )
    confidentiality = forms.CharField(
        label=_("Why confidence may be set aside"),
        max_length=300,
        required=False,
        help_text=_("Needed for the same. Information governance decides on these."),
    )
    enquiry: Any = EnquiryChoice(
        label=_("Signed decision to make urgent child protection enquiries"),
        queryset=None,
        empty_label=_("Choose"),
        required=False,
        help_text=_("Needed under section 47. Whoever decides on the enquiries signs on this family's sharing page."),
    )
    is_family_told = forms.TypedChoiceField(
        label=_("Has the family been told?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=to_bool,
        widget=forms.RadioSelect,
    )
    family_says = forms.ChoiceField(
        label=_("What does the family say to it?"),
        choices=SharingDecision.FAMILY_SAYS,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Where they object, or are not told, information governance is told once it is decided to share."),
    )
    told = forms.MultipleChoiceField(
        label=_("Who of the family was told"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Each of them reads in their own version of the file what is shared with whom, what for and until when. Nobody "
            "else of the family does."
        ),
    )
    why_not_told = forms.CharField(label=_("If not, why not"), max_length=300, required=False)
    harm = forms.CharField(
        label=_("Who might be harmed by sharing, and how that is met"), widget=_area(), required=False
    )
    conditions = forms.CharField(
        label=_("Conditions of use"),
        widget=_area(),
        required=False,
        help_text=_(
            "What the agency that receives it must keep to. Its workers are asked to say that they have read it."
        ),
    )
    until_on = PlainDateField(
        label=_("First day on which it is no longer shared"),
        required=False,
        help_text=_("Needed to share. It is then seen no longer, unless it is decided again."),
    )
    agreement: Any = AgreementChoice(
        label=_("Sharing agreement between the two agencies"), queryset=None, empty_label=_("Choose"), required=False
    )

    def __init__(self, *args: Any, by: Any, family: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources, receivers = agencies_to_propose(by, family)
        fields: Any = self.fields
        fields["from_agency"].queryset, fields["to_agency"].queryset = sources, receivers
        fields["agreement"].queryset = agreements_in_date().filter(from_agency__in=sources)
        fields["enquiry"].queryset = fresh_enquiries(family)
        fields["told"].choices = who_can_be_told(family)
        fields["people"].choices = who_can_be_named(family)
        fields["items"].choices = items_to_name(by, family, sources)
        if not fields["items"].choices:
            del fields["items"]
        fields["to_agency"].initial = receivers.filter(is_home=True).first()
        if not sources.exclude(pk=by.agency_id).exists():
            fields["from_agency"].initial = by.agency_id

    def clean(self) -> dict[str, Any]:
        """A power in words stands for another than those listed: beside one of these it would be lost."""
        found = super().clean() or self.cleaned_data
        if found.get("power") and found.get("power_code") not in (None, "", OTHER):
            self.add_error("power", _("Leave this empty, or choose “Another power, named in words” above."))
        return found


class DecideForm(PlainForm):
    """A decision on somebody else's proposal."""

    share = forms.TypedChoiceField(
        label=_("What do you decide?"),
        choices=[("yes", _("Share")), ("no", _("Do not share"))],
        coerce=to_bool,
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label=_("Your reasons"), widget=_area())
    review_on = PlainDateField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Leave it empty for the usual time. It is then put before you."),
    )


class ToldForm(PlainForm):
    """Who of the family has been told since."""

    told = forms.MultipleChoiceField(label=_("Who was told"), widget=forms.CheckboxSelectMultiple)
    family_says = forms.ChoiceField(
        label=_("What does the family say to it?"),
        choices=SharingDecision.FAMILY_SAYS,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, family: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["told"].choices = who_can_be_told(family)


class ReviewForm(PlainForm):
    """Having looked at a decision again, that it stands."""

    note = forms.CharField(label=_("Why it stands"), widget=_area())
    review_on = PlainDateField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Needed while something is shared. A decision not to share can be left to stand."),
    )


class BecauseForm(PlainForm):
    """The reason why something ends."""

    because = forms.CharField(label=_("Why"), max_length=300)


class EnquiryForm(PlainForm):
    """One's own decision to make urgent child protection enquiries."""

    grounds = forms.CharField(
        label=_("Grounds"),
        widget=_area(6),
        help_text=_("What gives reasonable cause to suspect significant harm, and how it is known."),
    )
