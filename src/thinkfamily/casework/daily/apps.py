"""The app's place in Django."""

from django.apps import AppConfig


class DailyConfig(AppConfig):
    """Registered under its short name, so that tables are called daily_…"""

    name = "thinkfamily.casework.daily"
    label = "daily"
