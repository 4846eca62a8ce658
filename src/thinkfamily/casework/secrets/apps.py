"""The app's place in Django."""

from django.apps import AppConfig


class SecretsConfig(AppConfig):
    """Registered under its short name, so that tables are called secrets_…"""

    name = "thinkfamily.casework.secrets"
    label = "secrets"
