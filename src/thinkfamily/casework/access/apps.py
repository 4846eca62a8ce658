"""The app's place in Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registered under its short name, so that tables are called access_…"""

    name = "thinkfamily.casework.access"
    label = "access"
