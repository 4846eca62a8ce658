"""The app's place in Django."""

from django.apps import AppConfig


class ConsiderationConfig(AppConfig):
    """Registered under its short name, so that tables are called consideration_…"""

    name = "thinkfamily.casework.consideration"
    label = "consideration"
