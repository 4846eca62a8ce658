"""The app's place in Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registered under its short name, so that tables are called plans_…"""

    name = "thinkfamily.casework.plans"
    label = "plans"
