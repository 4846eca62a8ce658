"""The app's place in Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registered under its short name, so that tables are called plans_…"""

    name = "thinkfamily.casework.plans"
    label = "plans"

    def ready(self) -> None:
        """Its items are items of a family's file: whoever keeps the file decides who sees them, and speaks about them."""
        from thinkfamily.casework.families.queries.items import KINDS
        from thinkfamily.casework.plans.models import Action, ChronologyEntry, Contact, Goal

        KINDS.update({"goal": Goal, "action": Action, "contact": Contact, "chronology": ChronologyEntry})
