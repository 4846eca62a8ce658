from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0006_addresses_by_hand"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["family", "person"], name="members_of_a_family"),
        ),
    ]
