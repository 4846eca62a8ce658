from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0003_denied_ties"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="nametoken",
            index=models.Index(fields=["kind", "token", "person"], name="token_in_order_of_people"),
        ),
    ]
