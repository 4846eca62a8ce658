"""What is known about a family, item by item. Each item carries its own visibility, and one filter reads it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.families.models.people import Family, Person
from thinkfamily.casework.families.models.supply import Supply
from thinkfamily.casework.secrets.written import WrittenChar

# Categories of information: what a sharing decision names.
CATEGORIES = [
    ("education", _("Education")),
    ("police", _("Police and crime")),
    ("health", _("Health")),
    ("mental_health", _("Mental health")),
    ("substance_misuse", _("Drugs and alcohol")),
    ("social_care", _("Social care")),
    ("housing", _("Housing")),
    ("benefits", _("Work, benefits and money")),
    ("domestic_abuse", _("Domestic abuse")),
    ("other", _("Other")),
]

# From the narrowest to the widest; each includes those before it.
AUDIENCES = [
    ("team", _("The leads and their manager")),
    ("professionals", _("Also partner professionals, as shared")),
    ("family", _("Also the family")),
]


class Item(models.Model):
    """One fact about one family, from one agency, with who may see it.

    An item of an agency is seen by that agency's workers and by those whom a grant of that category opens it to; an item
    without an agency was recorded by the team. ``hidden_from`` names family members who must not see it in any form.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="%(class)ss")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="about"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField("category", max_length=20, choices=CATEGORIES)
    audience = models.CharField("seen by", max_length=15, choices=AUDIENCES, default="professionals")
    hidden_from = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name="never shown to")
    supply = models.ForeignKey(
        Supply, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    from_on = models.DateField("from", null=True, blank=True)
    until_on = models.DateField("until", null=True, blank=True)
    # Supplied once and no longer: kept, and shown as what it was.
    closed_on = models.DateField("no longer supplied from", null=True, blank=True, editable=False)

    # Whether its rows can be something that a young person said in confidence (``confided_by``).
    CONFIDES: ClassVar[bool] = False

    class Meta:
        abstract = True
        indexes = (models.Index(fields=["family", "category"]),)

    @property
    def is_marked(self) -> bool:
        """Whether its readers are told that it is kept apart, or seen by other than the usual audience."""
        return self.audience != "professionals" or self.is_in_compartment

    @property
    def is_in_compartment(self) -> bool:
        """Whether it lies in the domestic abuse compartment."""
        return self.category == "domestic_abuse"


class ConfidingItem(Item):
    """One item that a young person can have said in confidence: a statement, a contact, a goal of a plan."""

    CONFIDES = True

    # The young person whose confidence it is: no other member of the family reads it, whatever else is decided.
    confided_by = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta(Item.Meta):
        abstract = True

    @property
    def is_marked(self) -> bool:
        """Whether its readers are told of something as `Item` says, or that it was said in confidence."""
        return super().is_marked or self.confided_by_id is not None


class Need(Item):
    """One criterion met, or that cannot be known, for one family or one of its members."""

    criterion = models.CharField(max_length=60)
    heading = models.CharField(max_length=80)
    says = models.CharField(max_length=300)
    answer = models.CharField(max_length=8, choices=[("yes", _("Yes")), ("unknown", _("Not known"))])
    reason = models.TextField(blank=True)
    sources = models.CharField(max_length=300, blank=True)
    source_on = models.DateField("as supplied on", null=True, blank=True)


class Service(Item):
    """One service of one agency active with one family over one period."""

    name = models.CharField("service", max_length=120)
    people = models.PositiveIntegerField("members it works with", default=1)
    is_open = models.BooleanField("open", default=True)


class CostBand(Item):
    """What one agency spends on one family in twelve months, as a band."""

    band = models.CharField(max_length=40)


class Event(Item):
    """One dated thing that an agency recorded of one member: a point, a spell or a measure."""

    event = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    quantity = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=120, blank=True)


class Statement(ConfidingItem):
    """One thing recorded by hand: a fact, an opinion, what somebody said, or the family's own comment."""

    KINDS = [
        ("fact", _("Fact")),
        ("opinion", _("Opinion")),
        ("allegation", _("Allegation, not established")),
        ("strength", _("Strength")),
        ("own_words", _("The family's own words")),
    ]

    OUTCOMES = [
        ("open", _("Still being looked into")),
        ("established", _("Established")),
        ("not_established", _("Not established")),
        ("no_further_action", _("No further action")),
    ]

    kind = models.CharField("kind", max_length=12, choices=KINDS)
    text = models.TextField("what is recorded")
    source = models.CharField("how it is known", max_length=200, blank=True)
    # A correction adds a statement that names the one it corrects; nothing is overwritten.
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    # The item of any kind that this is said about. Items have one space of ids, so no table is named.
    on_item = models.UUIDField("about the item", null=True, blank=True, editable=False, db_index=True)
    is_disagreement = models.BooleanField("says that the item is wrong", default=False)
    outcome = models.CharField("what came of it", max_length=20, choices=OUTCOMES, blank=True)
    # A fact does not hold for ever: after this day it is shown as out of date.
    holds_until_on = models.DateField("look at it again on", null=True, blank=True)


class VisibilityChange(models.Model):
    """One change of who may see one item: what it was, what it became, by whom and why."""

    KINDS = [(kind, kind) for kind in ("need", "service", "costband", "event", "statement")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="visibility_changes")
    kind = models.CharField(max_length=10, choices=KINDS, editable=False)
    item = models.UUIDField(editable=False)
    # Audience, category, and ids of those it is hidden from.
    before = models.JSONField(editable=False)
    after = models.JSONField(editable=False)
    why = WrittenChar("why", max_length=300, by="made_by")
    made_by = models.UUIDField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-made_at",)
        indexes = (models.Index(fields=["family", "item"]),)
