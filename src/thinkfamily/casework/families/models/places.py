"""Addresses: open ones, and safe ones, which have a table, a door and a named list of their own."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.families.models.people import Family, Person
from thinkfamily.casework.families.models.supply import Supply
from thinkfamily.casework.secrets.fields import EncryptedText


class Address(models.Model):
    """One open address of one person over one period, as one agency holds it or a worker was told."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    text = models.CharField("address", max_length=200)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    supply = models.ForeignKey(
        Supply, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    # A worker was told of it; and a worker said that it ended: no later packet says again that they live there.
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "addresses"
        ordering = ("-from_on", "pk")


class SafeAddress(models.Model):
    """One safe address of one person: encrypted, and read by the workers named for it and nobody else.

    It has no postcode, ward or token column, so that nothing can search, sort, map or join by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="safe_addresses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="safe_addresses")
    text = EncryptedText("safe address", purpose="safe_address")
    named = models.ManyToManyField(Worker, related_name="+")
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "safe addresses"
        ordering = ("recorded_at",)
