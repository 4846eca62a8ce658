from django.db import migrations, models

PEOPLE = models.JSONField(default=list, editable=False, help_text="Ids of people", verbose_name="only about")
ITEMS = models.JSONField(
    default=list, editable=False, help_text="Ids of items of any kind", verbose_name="only these items"
)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_told")]

    operations = [
        migrations.AddField(model_name=model, name=name, field=field)
        for model in ("historicalsharingdecision", "sharingdecision")
        for name, field in (("people", PEOPLE), ("items", ITEMS))
    ]
