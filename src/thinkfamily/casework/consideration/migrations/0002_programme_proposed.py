"""Which programme a decision of the desk proposes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consideration", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="profile",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="programme proposed"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="decision",
            name="tier",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="intensity proposed"),
            preserve_default=False,
        ),
    ]
