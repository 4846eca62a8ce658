"""Seals, and the triggers by which the database refuses to change or remove what the audit holds."""

from django.db import migrations, models

import thinkfamily.casework.audit.models
from thinkfamily.casework.audit import triggers


def refuse(apps, editor):
    """Put the triggers in place."""
    triggers.create(editor.connection)


def allow(apps, editor):
    """Take them away."""
    triggers.drop(editor.connection)


class Migration(migrations.Migration):
    """A later migration that alters either table on SQLite rebuilds it, without its triggers: it must end as this does."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.PositiveBigIntegerField(editable=False, primary_key=True, serialize=False)),
                ("first_id", models.BigIntegerField(editable=False)),
                ("last_id", models.BigIntegerField(editable=False)),
                ("events", models.PositiveIntegerField(editable=False)),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("previous", models.CharField(editable=False, max_length=64)),
                ("sealed_at", models.DateTimeField(editable=False)),
                ("mac", models.CharField(editable=False, max_length=64)),
            ],
            options={"ordering": ("number",)},
        ),
        migrations.AddField(
            model_name="auditevent",
            name="nonce",
            field=models.CharField(default=thinkfamily.casework.audit.models.nonce, editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="relationship",
            field=models.CharField(editable=False, max_length=40),
        ),
        migrations.RunPython(refuse, allow, elidable=False),
    ]
