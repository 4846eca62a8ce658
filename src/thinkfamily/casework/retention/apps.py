"""The app's place in Django."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Registered under its short name, so that tables are called retention_…"""

    name = "thinkfamily.casework.retention"
    label = "retention"

    def ready(self) -> None:
        """Have the site's values hold those of this app too."""
        from thinkfamily.casework.agencies.site_values import VALUES
        from thinkfamily.casework.retention.values import DECLARED

        VALUES.update({one.code: one for one in DECLARED})
