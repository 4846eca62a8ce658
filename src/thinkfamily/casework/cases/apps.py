"""The app's place in Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registered under its short name, so that tables are called cases_…"""

    name = "thinkfamily.casework.cases"
    label = "cases"
