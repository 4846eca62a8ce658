"""The app's place in Django."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """Registered under its short name, so that tables are called families_…"""

    name = "thinkfamily.casework.families"
    label = "families"
