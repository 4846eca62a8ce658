"""The app's place in Django."""

from django.apps import AppConfig
from django.core.signals import got_request_exception


class SiteConfig(AppConfig):
    """Templates, static files and commands of the site."""

    name = "thinkfamily.casework.site"
    label = "site"

    def ready(self) -> None:
        """Log faults in the one form that holds nobody's values, and migrate without delay."""
        from thinkfamily.casework.site.middleware import log_fault
        from thinkfamily.casework.site.migrating import render_alone

        render_alone()
        got_request_exception.connect(log_fault, dispatch_uid="site.log_fault")
