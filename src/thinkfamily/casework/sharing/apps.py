"""The app's place in Django."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Registered under its short name, so that tables are called sharing_…"""

    name = "thinkfamily.casework.sharing"
    label = "sharing"
