"""The app's place in Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registered under its short name, so that tables are called directory_…"""

    name = "thinkfamily.casework.directory"
    label = "directory"
