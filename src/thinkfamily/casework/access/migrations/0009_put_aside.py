"""What is put aside of a field is kept apart from it."""

from django.db import migrations

import thinkfamily.casework.secrets.fields


class Migration(migrations.Migration):
    dependencies = [("access", "0008_quarantined")]

    operations = [
        migrations.AddField(
            model_name="quarantined",
            name="text",
            field=thinkfamily.casework.secrets.fields.EncryptedText(
                blank=True, default="", editable=False, purpose="quarantined"
            ),
        ),
    ]
