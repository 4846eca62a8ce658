"""The app's place in Django."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """Registered under its short name, so that tables are called profiles_…"""

    name = "thinkfamily.casework.profiles"
    label = "profiles"
