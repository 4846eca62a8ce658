"""Meetings that stayed planned after their case had ended, from before what is planned ended with it."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

# As `cases.machine` says today: the family said no, or the case has ended.
OVER = ("declined", "closed", "sustaining", "archived", "transferred")
WHY = "The case has ended, or the family said no."


def call_off(apps, schema_editor):
    """Call off what was planned for a day after the end, as `call_off_with_case` does; tell those invited to what lies ahead."""
    meeting, history = apps.get_model("meetings", "Meeting"), apps.get_model("meetings", "HistoricalMeeting")
    now, today = timezone.now(), timezone.localdate()
    ended = Coalesce("case__ended_on", "case__state_since")
    rows = meeting.objects.filter(state="planned", case__state__in=OVER).annotate(ended=ended)
    columns = [field.attname for field in meeting._meta.concrete_fields]
    for row in rows.filter(planned_on__gt=F("ended")).order_by("pk"):
        # By an update: a row of a machine lets its state be moved by the machine alone.
        meeting.objects.filter(pk=row.pk).update(state="cancelled", why_not=WHY)
        kept = {name: getattr(row, name) for name in columns} | {"state": "cancelled", "why_not": WHY}
        history.objects.create(**kept, history_date=now, history_type="~")
        if row.planned_on >= today:
            _tell(apps, row)


def _tell(apps, row):
    worker, notice = apps.get_model("agencies", "Worker"), apps.get_model("access", "Notice")
    invited = row.invitations.filter(taken_back_at__isnull=True)
    accounts = worker.objects.filter(is_active=True)
    told = accounts.filter(pk__in=invited.exclude(worker=None).values("worker"))
    told |= accounts.filter(person_id__in=list(invited.exclude(person=None).values_list("person", flat=True)))
    for one in told.distinct():
        notice.objects.get_or_create(to=one, kind="meeting_changed", about=row.pk)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("cases", "0006_lapsed"), ("access", "0008_quarantined")]

    operations = [migrations.RunPython(call_off, migrations.RunPython.noop)]
