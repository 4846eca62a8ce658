"""The app's place in Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Registered under its short name, so that tables are called imports_…"""

    name = "thinkfamily.casework.imports"
    label = "imports"
