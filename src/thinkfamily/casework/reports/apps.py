"""The app's place in Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registered under its short name, so that tables are called reports_…"""

    name = "thinkfamily.casework.reports"
    label = "reports"
