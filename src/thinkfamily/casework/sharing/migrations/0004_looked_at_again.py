import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

FIELDS = {
    "conditions": models.TextField(blank=True, default="", verbose_name="conditions of use"),
    "review_on": models.DateField(blank=True, null=True, verbose_name="to be looked at again on"),
    "reviewed_by": models.UUIDField(editable=False, null=True),
    "reviewed_at": models.DateTimeField(editable=False, null=True),
    "review_note": models.TextField(blank=True, default="", verbose_name="why it stands"),
}
# A text that is empty on what is there already, and has no default from then on.
TEXTS = ("conditions", "review_note")


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0003_narrowed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AddField(model_name=model, name=name, field=field, preserve_default=name not in TEXTS)
            for model in ("historicalsharingdecision", "sharingdecision")
            for name, field in FIELDS.items()
        ),
        migrations.AddIndex(
            model_name="sharingdecision",
            index=models.Index(
                condition=models.Q(("state__in", ["approved", "refused"])),
                fields=["review_on"],
                name="sharing_to_look_at_again",
            ),
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acknowledgements",
                        to="sharing.sharingdecision",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "worker"), name="one_acknowledgement_a_decision_and_worker"
                    )
                ],
            },
        ),
    ]
