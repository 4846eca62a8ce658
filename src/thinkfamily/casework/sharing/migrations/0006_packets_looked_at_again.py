from datetime import timedelta

from django.conf import settings
from django.db import migrations
from django.utils import timezone


def give_a_day(apps, schema_editor):
    """Give what packets opened under a standing agreement a day on which it is looked at again."""
    day = timezone.localdate() + timedelta(days=settings.INSTANCE.sharing_review_days)
    rows = apps.get_model("sharing", "SharingDecision").objects.filter(state="approved", agreement__isnull=False)
    rows.filter(review_on__isnull=True).update(review_on=day)


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0005_what_the_family_says"),
    ]

    operations = [
        migrations.RunPython(give_a_day, migrations.RunPython.noop),
    ]
