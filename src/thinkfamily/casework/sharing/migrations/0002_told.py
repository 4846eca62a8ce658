from django.db import migrations, models

TOLD = models.JSONField(default=list, editable=False, verbose_name="who of the family was told")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]

    operations = [
        migrations.AddField(model_name="historicalsharingdecision", name="told", field=TOLD),
        migrations.AddField(model_name="sharingdecision", name="told", field=TOLD),
    ]
