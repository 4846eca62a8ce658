"""The app's place in Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registered under its short name, so that tables are called plans_…"""

    name = "thinkfamily.casework.plans"
    label = "plans"

    def ready(self) -> None:
        """Its items are items of a family's file: whoever keeps the file decides who sees them, and speaks about them.

        Its visits are planned for a case, and end with it.
        """
        from thinkfamily.casework.cases.ending import ends_with_case
        from thinkfamily.casework.families import quarantine
        from thinkfamily.casework.families.actions.visibility import FOLLOWS
        from thinkfamily.casework.families.queries.items import KINDS, READ_ON
        from thinkfamily.casework.plans.actions.visits import call_off_with_case
        from thinkfamily.casework.plans.models import Action, ChronologyEntry, Contact, Goal

        quarantine.KINDS["contact"] = (Contact, ("text", "analysis", "why"))
        quarantine.KINDS["chronology"] = (ChronologyEntry, ("text", "why"))
        FOLLOWS["contact"] = (Contact, ("corrects",))
        KINDS.update({"goal": Goal, "action": Action, "contact": Contact, "chronology": ChronologyEntry})
        READ_ON.update({"goal": "plans:plan", "action": "plans:plan", "contact": "plans:contacts"})
        READ_ON["chronology"] = "plans:chronology"
        ends_with_case(call_off_with_case)
