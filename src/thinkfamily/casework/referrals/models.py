"""Requests for help, the people they are about, how it was looked whether these are known, and what became of each request.

Whatever names or tells of somebody is encrypted, so that nothing of it can be searched, and it keeps no history: what goes
with its day is gone. People are recognised again by keyed fingerprints, as workers' relatives are.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Agency, Team
from thinkfamily.casework.cases.declining import WHY_DECLINED
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family, Member
from thinkfamily.casework.referrals.machine import DECLINED, RECEIVED, SCREENING, ReferralMachine
from thinkfamily.casework.referrals.questions import KNOWS, LEVELS, SERVES, URGENCY, YES_NO
from thinkfamily.casework.secrets.fields import EncryptedText
from thinkfamily.casework.secrets.written import WrittenChar, WrittenSecret, WrittenSecretJSON

ROUTES = [
    ("agency", _("A professional of an agency")),
    ("community", _("A community group, volunteer or mentor")),
    ("family", _("The family itself")),
    ("public", _("Somebody else")),
]
HOW_TOLD = [
    ("telephone", _("By telephone")),
    ("written", _("By letter or message, as they said is safe")),
    ("met", _("Face to face")),
    ("through", _("Through somebody they named")),
    ("not_reached", _("They left no way, or could not be reached")),
]
BANDS = [
    ("expected", _("A child is expected")),
    ("under_5", _("Youngest child under 5")),
    ("5_to_10", _("Youngest child 5 to 10")),
    ("11_to_17", _("Youngest child 11 to 17")),
    ("not_known", _("No child's age is known")),
]


def band_of(born: date, on: date) -> str:
    """The band of a child's age on a day."""
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return "under_5" if age < 5 else "5_to_10" if age < 11 else "11_to_17"


class Referral(ReferralMachine):
    """One request for help for one family, from one referrer; or one urgent safeguarding alert."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What referrers are told and can say on the telephone: nothing can be told from it.
    reference = models.CharField("reference", max_length=12, unique=True, editable=False)
    is_alert = models.BooleanField("raised as an urgent safeguarding alert", default=False)
    route = models.CharField("came from", max_length=10, choices=ROUTES)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    # Empty where it came through the form that anybody can open.
    made_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField("received", default=timezone.now, editable=False)
    due_at = models.DateTimeField("to be answered by", editable=False)
    area = models.CharField("area", max_length=40, blank=True)
    urgency = models.CharField("help is needed", max_length=10, choices=URGENCY, blank=True)
    categories = models.JSONField("needs", default=list)
    answers = models.JSONField("answers on safety", default=dict)
    knows = models.CharField("what the family knows", max_length=10, choices=KNOWS, blank=True)
    serves = models.CharField("the referrer works with", max_length=10, choices=SERVES, blank=True)
    children_at_home = models.CharField(max_length=8, choices=YES_NO, blank=True)
    child_cares = models.CharField(max_length=8, choices=YES_NO, blank=True)
    programme = models.CharField("programme asked for", max_length=40, blank=True)
    youngest = models.CharField("age of the youngest child", max_length=10, choices=BANDS, default="not_known")
    happening = WrittenSecret(
        "what is happening, and what would help", blank=True, purpose="referral_happening", by="made_by"
    )
    family_words = WrittenSecret("in the family's own words", blank=True, purpose="referral_family_words", by="made_by")
    abuse = WrittenSecret("what is known of domestic abuse", blank=True, purpose="referral_abuse", by="made_by")
    address = WrittenSecret("where the family lives", blank=True, purpose="referral_address", by="made_by")
    reach = WrittenSecret("how to get in touch safely", blank=True, purpose="referral_reach", by="made_by")
    referrer = WrittenSecret("who asks, and how to reach them", blank=True, purpose="referral_referrer", by="made_by")
    # Answers to local questions, by the names of those that were asked: see `questions.answers`.
    local = WrittenSecretJSON(
        "answers to local questions", blank=True, default=dict, purpose="referral_local", by="made_by"
    )
    why_not_told = WrittenSecret(
        "why the family was not told", blank=True, purpose="referral_why_not_told", by="made_by"
    )

    # Urgent safeguarding
    raised_by = models.UUIDField(null=True, editable=False)
    raised_at = models.DateTimeField(null=True, editable=False)
    acted_by = models.UUIDField(null=True, editable=False)
    acted_at = models.DateTimeField(null=True, editable=False)
    acted = WrittenSecret("what was done at once", blank=True, purpose="referral_acted", by="acted_by")

    # Looking at it
    screened_by = models.UUIDField(null=True, editable=False)
    screened_at = models.DateTimeField(null=True, editable=False)
    searched_at = models.DateTimeField(null=True, editable=False)
    judged_by = models.UUIDField(null=True, editable=False)
    judged_at = models.DateTimeField(null=True, editable=False)
    family = models.ForeignKey(Family, on_delete=models.SET_NULL, null=True, blank=True, related_name="referrals")
    # An earlier request about the same family, by its opaque handle: little else may be left of it.
    earlier = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="later")
    level = models.CharField("level of help", max_length=10, choices=LEVELS, blank=True)

    # What became of it
    because = WrittenSecret("reasons", blank=True, purpose="referral_because")
    told = WrittenSecret("what the referrer is told", blank=True, purpose="referral_told")
    to_whom = WrittenChar("given to", max_length=120, blank=True, by="ended_by")
    declined_what = WrittenSecret("what was declined", blank=True, purpose="referral_declined")
    declined_why = models.CharField("why it was declined", max_length=12, choices=WHY_DECLINED, blank=True)
    chosen = models.CharField("programme chosen", max_length=40, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="referrals")
    ended_by = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    # Whoever asked reads nothing here: somebody must tell them, and say when, how and that it was they.
    must_be_told = models.BooleanField("somebody must tell whoever asked", default=False, editable=False)
    told_on = models.DateField("whoever asked was told on", null=True, blank=True)
    told_how = models.CharField("how they were told", max_length=11, choices=HOW_TOLD, blank=True)
    told_by = models.UUIDField(null=True, editable=False)
    proposed_by = models.UUIDField(null=True, editable=False)
    proposed_at = models.DateTimeField(null=True, editable=False)
    signed_by = models.UUIDField(null=True, editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)
    returned_because = WrittenSecret("why it was not signed", blank=True, purpose="referral_returned")

    # What goes, and when
    purge_on = models.DateField("all but the minimum goes on", null=True, editable=False)
    purged_at = models.DateTimeField(null=True, editable=False)
    forgotten_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("proposed_by")),
                name="nobody_signs_their_own_request_away",
            ),
            models.CheckConstraint(
                condition=~Q(state=DECLINED) | ~Q(declined_why=""), name="what_is_declined_has_its_why"
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told_by__isnull=True, told_how="")
                | Q(told_on__isnull=False, told_by__isnull=False) & ~Q(told_how=""),
                name="who_asked_was_told_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["state", "-made_at"]),
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=[RECEIVED, SCREENING]), name="requests_by_hour"
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(must_be_told=True, told_on__isnull=True, ended_at__isnull=False, purged_at__isnull=True),
                name="requests_to_tell_of",
            ),
            models.Index(fields=["made_by", "made_at"]),
            models.Index(fields=["purge_on"], condition=Q(purged_at__isnull=True), name="referral_to_be_purged"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been answered by now."""
        return self.ended_at is None and self.acted_at is None and self.due_at < timezone.now()

    @property
    def is_undecided(self) -> bool:
        """Whether nothing has become of it yet, so that its referrer can add to it."""
        return self.ended_at is None and self.purged_at is None

    @property
    def waits_to_be_told(self) -> bool:
        """Whether somebody must still tell whoever asked; when what they were to be told is deleted there is nothing to tell."""
        return self.must_be_told and self.told_on is None and self.ended_at is not None and self.purged_at is None

    @property
    def waits_for_signature(self) -> bool:
        """Whether somebody proposed to do nothing, and a second person has not said yet."""
        return self.proposed_at is not None and self.signed_at is None and self.ended_at is None


class ReferralPerson(models.Model):
    """One person whom one request is about."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="people")
    role = models.CharField("as", max_length=10, choices=Member.ROLES)
    first_name = EncryptedText("first name", blank=True, purpose="referral_first_name")
    last_name = EncryptedText("last name", blank=True, purpose="referral_last_name")
    born = EncryptedText("date of birth", blank=True, purpose="referral_born")
    # Of name and date of birth; and of the name alone.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    name_fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "people of referrals"
        ordering = ("pk",)
        indexes = (models.Index(fields=["fingerprint"]), models.Index(fields=["name_fingerprint"]))

    def __str__(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def date_of_birth(self) -> date | None:
        """The date of birth, where it is known."""
        return date.fromisoformat(self.born) if self.born else None


class ReferralMark(models.Model):
    """One keyed fingerprint by which one person of a request may be somebody to whom a worker is close: see `families.near`."""

    person = models.ForeignKey(ReferralPerson, on_delete=models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=64, editable=False)

    class Meta:
        indexes = (models.Index(fields=["mark"]),)


class ReferralAddition(models.Model):
    """One thing that a referrer said of one request of theirs afterwards: more to know, or that they take it back."""

    MORE, TAKEN_BACK = "more", "taken_back"
    KINDS = [(MORE, _("Added")), (TAKEN_BACK, _("Taken back by whoever asked"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="additions")
    kind = models.CharField(max_length=10, choices=KINDS)
    text = WrittenSecret("what was said", purpose="referral_addition", by="referral__made_by")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return str(self.pk)


class ReferralSearch(models.Model):
    """One search for the people of one request, with the families that the searcher was shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="searches")
    by = models.UUIDField(editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    # By what: names of fields, never their values.
    looked_for = models.JSONField(default=list)
    # Of each family shown its id, and those of its members who were met.
    hits = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "referral searches"
        ordering = ("-at",)


class ReferralMove(models.Model):
    """One change of the state of one request."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="moves")
    source = models.CharField(max_length=20, choices=ReferralMachine.STATES)
    target = models.CharField(max_length=20, choices=ReferralMachine.STATES)
    by = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at", "pk")


class ReferralPurge(models.Model):
    """One purge of one request: a keyed digest of what went, and no content."""

    STEPS = [("content", _("All but the minimum")), ("fingerprints", _("By what people are recognised again"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="purges")
    step = models.CharField(max_length=12, choices=STEPS)
    people = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    purged_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-purged_at", "pk")
        constraints = (models.UniqueConstraint(fields=["referral", "step"], name="a_request_is_purged_once_a_step"),)


class ReferralSample(models.Model):
    """One sample of requests for help, drawn by lot for one auditor to read for some days; with all that it takes to draw it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    drawn_by = models.UUIDField(editable=False)
    drawn_at = models.DateTimeField(default=timezone.now, editable=False)
    from_on = models.DateField("received from", editable=False)
    to_on = models.DateField("received until", editable=False)
    until_on = models.DateField("first day on which it is read no longer", editable=False)
    because = models.CharField("what it is for", max_length=300)
    # Made by the program: whoever reads does not choose. Requests come in the order of SHA-256 of it and their reference.
    seed = models.CharField(max_length=32, editable=False)
    # Of how many requests, and a digest of their references in order: it shows whether it is drawn again from the same ones.
    of = models.PositiveIntegerField(editable=False)
    of_sha256 = models.CharField(max_length=64, editable=False)
    drawn = models.ManyToManyField(Referral, related_name="samples")

    class Meta:
        ordering = ("-drawn_at", "pk")
        indexes = (models.Index(fields=["drawn_by", "until_on"]),)
