"""The app's place in Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Registered under its short name, so that tables are called meetings_…"""

    name = "thinkfamily.casework.meetings"
    label = "meetings"
