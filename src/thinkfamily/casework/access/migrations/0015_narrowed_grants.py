from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0014_near_matches")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="people",
            field=models.JSONField(default=list, help_text="Ids of people; none: whoever it is about"),
        ),
        migrations.AddField(
            model_name="grant",
            name="items",
            field=models.JSONField(default=list, help_text="Ids of items; none: every item of the categories"),
        ),
    ]
