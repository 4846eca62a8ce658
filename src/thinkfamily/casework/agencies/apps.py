"""The app's place in Django."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Registered under its short name, so that tables are called agencies_…"""

    name = "thinkfamily.casework.agencies"
    label = "agencies"

    def ready(self) -> None:
        """Listen to what the sign-in library tells."""
        from thinkfamily.casework.agencies import signals

        signals.connect()
