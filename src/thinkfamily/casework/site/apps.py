"""The app's place in Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Templates, static files and commands of the site."""

    name = "thinkfamily.casework.site"
    label = "site"
