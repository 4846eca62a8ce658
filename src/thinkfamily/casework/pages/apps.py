"""The app's place in Django."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Templates and template tags that every app uses."""

    name = "thinkfamily.casework.pages"
    label = "pages"
