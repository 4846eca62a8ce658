"""The app's place in Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registered under its short name, so that tables are called cases_…"""

    name = "thinkfamily.casework.cases"
    label = "cases"

    def ready(self) -> None:
        """Leave as it was written what somebody fears for a person, until it is decided on."""
        from django.db.models import Q

        from thinkfamily.casework.cases.machine import STEPPING_UP
        from thinkfamily.casework.cases.models import Step
        from thinkfamily.casework.families.written_before import LEFT

        LEFT[Step] = Q(code="step_up", case__side=STEPPING_UP)
