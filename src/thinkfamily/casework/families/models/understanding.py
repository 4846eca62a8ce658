"""What a worker has found of a young person's understanding."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from thinkfamily.casework.secrets.written import WrittenSecret


class Understanding(models.Model):
    """One judgement by one worker whether one young person understands enough to speak in confidence; the latest holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey("families.Family", on_delete=models.CASCADE, related_name="understandings")
    person = models.ForeignKey("families.Person", on_delete=models.CASCADE, related_name="understandings")
    is_enough = models.BooleanField("understands enough")
    because = WrittenSecret("how it was found", purpose="understanding", by="recorded_by")
    judged_on = models.DateField("judged on")
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-judged_on", "-recorded_at", "pk")

    def __str__(self) -> str:
        return str(self.pk)
