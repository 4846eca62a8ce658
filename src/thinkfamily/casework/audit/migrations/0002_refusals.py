"""The triggers by which the database refuses to change or remove what the audit holds."""

from django.db import migrations

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

    operations = [migrations.RunPython(refuse, allow, elidable=False)]
