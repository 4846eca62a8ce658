from django.db import migrations, models

SAYS = models.CharField(
    blank=True,
    choices=[
        ("agrees", "They agree"),
        ("objects", "They object, or one of them does"),
        ("not_asked", "They were not asked"),
    ],
    default="",
    max_length=10,
    verbose_name="what the family says to it",
)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0004_looked_at_again")]

    operations = [
        migrations.AddField(model_name=model, name="family_says", field=SAYS, preserve_default=False)
        for model in ("historicalsharingdecision", "sharingdecision")
    ]
