"""Agencies, area teams, workers, the roles they hold, and what each must have done before entering."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.agencies.roles import CHOICES
from thinkfamily.casework.prepared.days import today_here


def within(today, prefix: str = "") -> Q:  # type: ignore[no-untyped-def]
    """Rows whose half-open period ``from_on`` to ``until_on`` holds a day."""
    return Q(**{f"{prefix}from_on__lte": today}) & (
        Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": today})
    )


def period_is_forward(name: str) -> models.CheckConstraint:
    """A period never ends before it begins."""
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name=f"{name}_period_is_forward"
    )


class Agency(models.Model):
    """One organisation whose workers sign in or whose data a file holds."""

    KINDS = [
        ("council", _("Council service")),
        ("police", _("Police")),
        ("health", _("Health")),
        ("jobcentre", _("Jobcentre")),
        ("school", _("School")),
        ("landlord", _("Landlord")),
        ("voluntary", _("Voluntary group")),
        ("justice", _("Courts, probation and youth justice")),
        ("other", _("Other")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(
        "code", max_length=40, unique=True, help_text="As the event vocabulary calls it, where it does"
    )
    name = models.CharField("name", max_length=120, unique=True)
    kind = models.CharField("kind", max_length=20, choices=KINDS)
    ask = models.CharField(
        "how to reach it", max_length=200, blank=True, help_text="A duty line or mailbox, never a person"
    )
    is_home = models.BooleanField("runs the programme", default=False)
    is_active = models.BooleanField("active", default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "agencies"
        constraints = (
            models.UniqueConstraint(
                fields=["is_home"], condition=Q(is_home=True), name="one_agency_runs_the_programme"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """One area team: the wards it serves and how many families it can hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("name", max_length=80, unique=True)
    wards = models.JSONField("wards", default=list, blank=True)
    capacity = models.PositiveIntegerField("capacity in families", default=60)
    is_active = models.BooleanField("active", default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WorkerManager(BaseUserManager["Worker"]):
    """Makes workers; an account without a password can sign in only through the council's single sign-on."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Worker:
        """Make an account.

        Raises:
            ValueError: no email address was given.
        """
        if not email:
            raise ValueError("a worker needs an email address")
        worker = self.model(email=email.strip().lower(), **fields)
        worker.set_password(password)
        worker.save(using=self._db)
        return worker


class Worker(AbstractBaseUser):
    """One signed-in person: a worker of an agency, or a member of a family with an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("email address", unique=True)
    name = models.CharField("name", max_length=120)
    job_title = models.CharField("job title", max_length=120, blank=True)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="workers",
        null=True,
        blank=True,
        help_text="Empty for family members",
    )
    # No foreign key: the person is a row of a higher app, and an account must not hold a file open.
    person_id = models.UUIDField("the family member this account belongs to", null=True, blank=True, unique=True)
    is_active = models.BooleanField("active", default=True)
    # It calls the interface with a key, and signs in nowhere: see `ProgramAccount`.
    is_program = models.BooleanField("a program", default=False, editable=False)
    account_until = models.DateField("account ends on", null=True, blank=True, help_text="First day without access")
    ended_because = models.CharField("why the account ends", max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.UUIDField(null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = WorkerManager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_date(self) -> bool:
        """Whether the account is active and has not ended."""
        return self.is_in_date_on(today_here())

    def is_in_date_on(self, day: date) -> bool:
        """The same of another day, as far as it is known today."""
        return self.is_active and (self.account_until is None or day < self.account_until)


class Appointment(models.Model):
    """One role held by one worker over one period, in one team or for the whole area."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField("role", max_length=20, choices=CHOICES)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    from_on = models.DateField("first day", default=timezone.localdate)
    until_on = models.DateField("first day without it", null=True, blank=True)
    because = models.CharField("why", max_length=300)
    given_by = models.UUIDField("given by", null=True, editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_because = models.CharField("why it ends", max_length=300, blank=True)
    ended_by = models.UUIDField("ended by", null=True, editable=False)

    class Meta:
        ordering = ("from_on", "pk")
        constraints = (period_is_forward("appointment"),)
        indexes = (
            models.Index(fields=["worker", "from_on"]),
            models.Index(fields=["team", "role"], name="appointment_of_team"),
        )


class ProgramAccount(models.Model):
    """One account that a program of an agency uses: who answers for it, and what it may call, from where."""

    worker = models.OneToOneField(Worker, on_delete=models.CASCADE, primary_key=True, related_name="program")
    what_for = models.CharField("what it does", max_length=300)
    responsible = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="programs_answered_for")
    operations = models.JSONField("what it may call", help_text="Names of operations of the interface")
    networks = models.JSONField("from where", help_text="Networks, as 192.0.2.0/24; from anywhere else it is refused")
    history = HistoricalRecords()

    class Meta:
        ordering = ("worker__name",)

    def __str__(self) -> str:
        return self.worker.name


class ProgramKey(models.Model):
    """One key of one program account. The key itself is shown once and kept nowhere: here is its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(ProgramAccount, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, editable=False)
    ends_on = models.DateField("first day without it", editable=False)
    made_by = models.UUIDField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_by = models.UUIDField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_because = models.CharField(max_length=300, blank=True, editable=False)
    used_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("-made_at", "pk")

    @property
    def is_in_date(self) -> bool:
        """Whether it opens anything today."""
        return self.revoked_at is None and timezone.localdate() < self.ends_on


class ConductRules(models.Model):
    """One dated version of the rules of conduct that everyone accepts before entering."""

    version = models.PositiveIntegerField("version", unique=True)
    text = models.TextField("the rules")
    from_on = models.DateField("in force from", default=timezone.localdate)
    made_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ("-from_on", "-version")


class ConductAcceptance(models.Model):
    """One acceptance of one version of the rules of conduct by one worker."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="acceptances")
    rules = models.ForeignKey(ConductRules, on_delete=models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["worker", "rules"], name="rules_are_accepted_once"),)


class Training(models.Model):
    """One completed training of one worker, with the day it runs out."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="trainings")
    course = models.CharField("course", max_length=120, default="Information sharing and safeguarding")
    completed_on = models.DateField("completed on")
    until_on = models.DateField("first day it no longer counts")
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-completed_on", "-pk")


class ClosenessAnswer(models.Model):
    """One answer of one worker to whether anybody close to them may be of a family known here, with the day it is asked again.

    Whom they named is not kept here: see `access.RelativeDeclared`.
    """

    NONE, NAMED = "none", "named"

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="closeness_answers")
    answer = models.CharField(max_length=5, choices=[(NONE, _("None that they know of")), (NAMED, _("Named"))])
    answered_at = models.DateTimeField(default=timezone.now, editable=False)
    until_on = models.DateField("first day it no longer counts")

    class Meta:
        ordering = ("-answered_at", "-pk")
        indexes = (models.Index(fields=["worker", "until_on"]),)


class SiteValue(models.Model):
    """One value that information governance set for this site, from a day on: see `agencies.site_values`. None is written over."""

    code = models.CharField(max_length=30)
    value = models.PositiveIntegerField("value")
    from_on = models.DateField("in force from", default=timezone.localdate)
    because = models.CharField("why", max_length=300)
    set_by = models.UUIDField(editable=False)
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("code", "-from_on", "-set_at", "-pk")
        indexes = (models.Index(fields=["code", "from_on"]),)
