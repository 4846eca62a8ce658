"""Forms that were recorded, so that each is recorded once. No table that holds the audit is altered."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_refusals")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("key", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("told", models.CharField(editable=False, max_length=64)),
                ("alike", models.CharField(editable=False, max_length=64)),
                ("object", models.CharField(editable=False, max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={"indexes": [models.Index(fields=["alike"], name="sent_form_alike")]},
        ),
    ]
