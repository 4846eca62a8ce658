"""What stood before the whole way of a case: carried over into it."""

from django.db import migrations


def carry_over(apps, schema_editor):
    """Cases and leads of before stand as they stood: agreed since their agreement, led by those who led."""
    case_model, acceptance = apps.get_model("cases", "Case"), apps.get_model("cases", "Acceptance")
    part = apps.get_model("access", "Involvement")
    for case in case_model.objects.all().iterator():
        since = case.opened_at.date()
        agreed = case.agreements.filter(withdrawn_on__isnull=True).order_by("agreed_on").first()
        if case.state == "agreed" and agreed is not None:
            case.agreed_on, since = agreed.agreed_on, max(since, agreed.agreed_on)
        case.state_since = since
        case.save(update_fields=["agreed_on", "state_since"])
        for lead in part.objects.filter(family=case.family_id, role__in=["adult_lead", "child_lead"]):
            acceptance.objects.get_or_create(
                involvement=lead,
                defaults={
                    "case": case,
                    "asked_by": lead.given_by or case.opened_by,
                    "asked_at": lead.given_at,
                    "accepted_at": lead.given_at,
                },
            )


class Migration(migrations.Migration):
    """In a migration of its own: PostgreSQL changes no table whose rows were changed in the same transaction."""

    dependencies = [("cases", "0004_whole_way"), ("access", "0002_notice_of_keeping_alone")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
