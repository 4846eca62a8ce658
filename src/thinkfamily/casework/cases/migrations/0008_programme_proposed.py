"""What whoever had a family taken up proposes of a programme for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_handover_over_the_ceiling"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="proposed_profile",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=40, verbose_name="programme proposed"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="proposed_tier",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=20, verbose_name="intensity proposed"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="proposed_profile",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=40, verbose_name="programme proposed"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="proposed_tier",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=20, verbose_name="intensity proposed"
            ),
            preserve_default=False,
        ),
    ]
